"""The ledger: each page read once, each find passed on once, whoever works on it.

What is to be done and what is known lives in the database; here is only what is in hand right now. The
ledger feeds the spider (pages to read, finds for the pipelines) and takes its answers. The database is asked
on one thread, so that the event loop never waits for a disk.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from finder.batching import Batching
from finder.counts import Counts
from finder.opportunities import on_link
from finder.scoring import score_again
from finder.storage import (
    StorageError,
    archives,
    batches,
    finds,
    listings,
    runs,
    shares,
    source_pages,
    workers,
)
from finder.storage.links import Freshness
from finder.storage.shares import NO_JOB
from finder.storage.thread import StorageThread
from finder.together import Together
from finder.upkeep import keep_up

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from finder.campaign import Campaign
    from finder.frontier import Frontier
    from finder.items import Fetch, Find, JudgedLink, Opportunity, PageFacts
    from finder.storage import Database
    from finder.storage.batches import Batch, PageReport
    from finder.storage.listings import Listing
    from finder.storage.source_pages import PageJob

log = logging.getLogger(__name__)

_PAGES_AT_ONCE: Final = 32
_FINDS_AT_ONCE: Final = 200
_BURY_SECONDS: Final = 15.0
_IDLE_SECONDS: Final = 1.0


class RunIsOver(Exception):  # noqa: N818 - nothing went wrong
    """There is nothing left of the run that a process was to take part in."""


class Ledger:
    """One process's share of a run. What else than pages a spider has to do is in a ledger of its own.

    ``job``: what the process was started as. ``stale_after``: seconds of silence after which others may take
    it for dead; somebody else has to give its signs of life. ``worker``: what it is known as. ``join``: the
    run that it is to take part in, where another process sees to its beginning and its end, which waits for
    ``before_last``.
    """

    # Whether each process has a list of its own of what is to be done, beside the one in the database.
    is_listed_by_each = False
    # How a batch is written down, in one transaction.
    store_batch = staticmethod(batches.store_batch)

    def __init__(self, database: Database, campaign: Campaign, spider: str, frontier: Frontier) -> None:
        self.job = NO_JOB
        self.stale_after = workers.STALE_AFTER
        self.join = 0
        self.before_last: Callable[[], Awaitable[None]] = _nobody
        self._storage = StorageThread(database)
        self._campaign = campaign
        self._spider = spider
        self._frontier = frontier
        self._batching = Batching(self._store)
        self._recording = Together(self._record)
        self._finds: deque[Find] = deque()
        self._finds_open = 0
        self._pages_open = 0
        self._more_finds = True
        self._more_pages = True
        self._wake = asyncio.Event()
        self._background: list[asyncio.Task[None]] = []
        self.failure: BaseException | None = None
        self.finished = False
        self._closes = False
        self.counts = Counts()
        self._elsewhere: list[dict[str, int]] = []
        self.processes = 1

    async def open(self) -> runs.Run:
        """Join or begin the run, list its source pages, take back what dead workers had claimed.

        Raises :class:`RunIsOver`.
        """
        await self._storage.migrate()
        self.run = await self._enter()
        self.worker = await self._storage.write(workers.register, self.stale_after)
        await self._storage.write(workers.release_dead, self.worker)
        if self.run.resumed:
            # A new run reads the pages again and finds anew what was kept.
            await self._storage.write(finds.take_up, self.run.campaign_id)
        if not self.join or self.is_listed_by_each:
            await self._list_sources()
        for work in (self._batching.run(), self._bury()):
            task = asyncio.create_task(work)
            task.add_done_callback(self._background_ended)
            self._background.append(task)
        return self.run

    async def close(self) -> None:
        """Write what is in hand, give back every claim; the run is done only if nothing was left."""
        took_part, self._closes = self.is_open, True
        async with self._batching.storing:
            for task in self._background:
                task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        if took_part:
            await self._at_last(self._batching.flush())
            await self._at_last(self._storage.write(workers.leave, self.worker))
            await self.before_last()
            if self.finished and not self.join:
                await self._at_last(score_again(self._storage, self._campaign, self.run.campaign_id))
                await self._at_last(keep_up(self._storage, self._campaign, self.run.campaign_id))
                await self._at_last(self._storage.write(runs.finish, self.run.id, "finished"))
        self._storage.close()

    async def stream(self) -> AsyncIterator[PageJob | Find]:
        """What the spider is to do next, until nothing is left for any worker.

        Raises :class:`StorageError` or what :meth:`stop` was told; what is not written then stays pending.
        """
        while True:
            if self.failure:
                raise self.failure
            self._wake.clear()
            if self._finds:
                yield self._finds.popleft()
            elif await self._claim_finds():
                continue
            elif jobs := await self._claim_pages():
                for job in jobs:
                    yield job
            elif await self._nothing_left():
                self.finished = True
                return
            else:
                await self._pause()

    # --- what the spider and the pipelines report -----------------------------------------------------

    async def page_read(self, report: PageReport) -> None:
        """A page was read: write it down with all that follows from it."""
        await self._recording.done(report, self._pages_open)
        self._page_closed()
        self.counts.pages_read += 1
        self.counts.links += len(report.links or ())

    async def page_failed(self, job: PageJob, fetch: Fetch, detail: str) -> None:
        """A page could not be read, and why."""
        await self._storage.write(source_pages.page_failed, self.run.id, job.id, fetch, detail)
        self._page_closed()
        self.counts.pages_failed += 1

    def lead(self, find: Find) -> None:
        """A find became a lead."""
        self._batching.lead(find)
        self._close_find()

    def dismiss(self, find: Find) -> None:
        """A find came to nothing, for a reason that is counted elsewhere."""
        self._batching.dismissed(find)
        self._close_find()

    def keep(self, find: Find) -> None:
        """A find that a pipeline could not deal with: it stays for the next time."""
        log.error("A find is kept for the next time: %s", find.opportunity.key)
        self._batching.kept(find)
        self._close_find()

    def stop(self, error: BaseException) -> None:
        """The crawl cannot go on: :meth:`stream` raises ``error``."""
        self.failure = self.failure or error
        self._wake.set()

    # --- beside other processes -------------------------------------------------------------------------

    @property
    def total(self) -> Counts:
        """What happened here and in the processes that were started beside this one."""
        return self.counts.with_counters(self._elsewhere)

    @property
    def is_open(self) -> bool:
        """Whether it takes part in a run."""
        return hasattr(self, "worker") and not self._closes

    async def count_elsewhere(self, pids: Sequence[int], processes: int) -> None:
        """Look how far other processes of this machine are; ``processes`` are at it, this one counted."""
        self.processes = processes
        self._elsewhere = await self._storage.read(shares.counters_of, self.run.id, pids)

    async def is_enough_for_another(self, enough: int) -> bool:
        """Whether so much waits in no hand that a further process has something to do."""
        return await self._storage.read(batches.is_enough_free, self.run.campaign_id, self._spider, enough)

    async def take_over(self) -> None:
        """Take back what dead workers had claimed."""
        if await self._storage.write(workers.release_dead, self.worker):
            self._more_finds = self._more_pages = True
            self._wake.set()

    # --- inside -----------------------------------------------------------------------------------------

    async def _enter(self) -> runs.Run:
        if not self.join:
            campaign = self._campaign
            return await self._storage.write(
                runs.begin, campaign.name, campaign.digest, self._spider, self.job
            )
        run = await self._storage.write(runs.join, self.join, self.job)
        if run is None:
            raise RunIsOver
        return run

    async def _list_sources(self) -> None:
        frontier, campaign = self._frontier, self.run.campaign_id
        if self.run.campaign_changed and self.run.resumed:
            await self._storage.write(listings.drop_unlisted, campaign, frontier.seeds, self._spider)
        await self._list_pages(frontier.pages)
        rivals, sought = self._campaign.backlinks.min_rivals, self._campaign.looked_for
        wanted = (self._spider, rivals, sought, frontier.max_pages)
        await self._list_pages(await self._storage.read(archives.pages_to_read, campaign, *wanted))

    async def _list_pages(self, pages: Sequence[Listing]) -> None:
        run, most = self.run, self._frontier.max_pages
        if await self._storage.write(listings.list_pages, run.campaign_id, run.id, pages, most):
            self._more_pages = True
            self._wake.set()

    async def _claim_finds(self) -> bool:
        if not self._more_finds or self._finds_open >= _FINDS_AT_ONCE:
            return False
        self._more_finds = False
        claimed = await self._storage.write(
            finds.claim_finds, self.run.campaign_id, self.worker, _FINDS_AT_ONCE
        )
        self._more_finds = self._more_finds or len(claimed) == _FINDS_AT_ONCE
        self._finds_open += len(claimed)
        self._finds.extend(claimed)
        return bool(claimed)

    async def _claim_pages(self) -> list[PageJob]:
        room = _PAGES_AT_ONCE - self._pages_open
        if not self._more_pages or room <= 0 or not self._room_for_pages():
            return []
        self._more_pages = False
        jobs = await self._storage.write(
            source_pages.claim_pages, self.run.campaign_id, self.worker, room, self._spider
        )
        self._more_pages = self._more_pages or len(jobs) == room
        self._pages_open += len(jobs)
        return jobs

    async def _nothing_left(self) -> bool:
        if self._pages_open or self._finds_open or self._batching:
            return False
        return not await self._storage.read(batches.work_left, self.run.campaign_id, self._spider)

    async def _pause(self) -> None:
        """Until something happened here, or for a moment: other workers may have left something to do."""
        try:
            async with asyncio.timeout(_IDLE_SECONDS):
                await self._wake.wait()
        except TimeoutError:
            await self._looked_round()

    async def _looked_round(self) -> None:
        """It is time to ask for work again that others may have left."""
        self._more_finds = self._more_pages = True

    def _room_for_pages(self) -> bool:
        """Whether further pages can be read now."""
        return True

    def _targets_wait(self, number: int) -> None:
        """So many more targets of the pages that were read wait for a look."""

    def _idle(self) -> bool:
        """Whether nothing is in hand that would still be reported."""
        return not self._pages_open and not self._finds_open

    def _hurry_if_idle(self) -> None:
        if self._idle():
            self._batching.hurry()

    def _close_find(self) -> None:
        self._finds_open -= 1
        self._hurry_if_idle()
        self._wake.set()

    def _page_closed(self) -> None:
        self._pages_open -= 1
        self._hurry_if_idle()
        # Its host may have others.
        self._more_pages = True
        self._wake.set()

    def _on_link(self, page: PageFacts, judged: JudgedLink) -> list[Opportunity]:
        names = tuple(brand.name for brand in self._campaign.brands)
        own = self._campaign.is_own(judged.link.url)
        return on_link(replace(page, names=names), replace(judged, own=own), self._campaign.kinds)

    def _freshness(self) -> Freshness:
        limits, moment = self._campaign.limits, datetime.now(UTC)
        return Freshness(ago(moment, limits.fresh_for), ago(moment, limits.recheck_uncertain_after))

    async def _record(self, reports: Sequence[PageReport]) -> None:
        recorded = await self._storage.write(
            batches.record_pages,
            self.run.campaign_id,
            self.run.id,
            reports,
            self._on_link,
            self._freshness(),
            self._campaign.limits.max_targets,
            self._frontier.max_pages,
        )
        self._more_finds = self._more_finds or bool(recorded.finds)
        self._targets_wait(recorded.waiting)

    async def _store(self, batch: Batch) -> None:
        _, found = await self._storage.write(
            self.store_batch,
            self.run.campaign_id,
            self.run.id,
            self.worker,
            batch,
            self._on_link,
            self._campaign.matching.max_leads_per_page,
        )
        self.counts.leads += len(batch.leads)
        self._more_finds = self._more_finds or bool(found)
        self._wake.set()

    async def _bury(self) -> None:
        """Take back, from time to time, what dead workers had claimed."""
        while True:
            await asyncio.sleep(min(_BURY_SECONDS, self.stale_after / 2))
            await self.take_over()

    async def _at_last(self, work: Awaitable[None]) -> None:
        try:
            await work
        except StorageError as error:
            log.error("What was in hand at the end is left for the next time: %s", error)  # noqa: TRY400

    def _background_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            self.stop(error)


async def _nobody() -> None:
    """Wait for no other process."""


def ago(moment: datetime, duration: timedelta) -> str:
    """So long before a moment, as the tables write it."""
    return (moment - duration).strftime("%Y-%m-%dT%H:%M:%SZ")
