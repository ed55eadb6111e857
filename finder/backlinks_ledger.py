"""The ledger of the spider that looks at linking pages."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from finder.ledger import ago
from finder.revisit_ledger import RevisitLedger
from finder.storage import backlink_looks, backlink_pages
from finder.storage.backlink_pages import Before, DuePage
from finder.storage.intersect import candidates
from finder.storage.listings import count_listed
from finder.urls import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.campaign import Campaign
    from finder.items import Link, TargetLook
    from finder.storage import Database
    from finder.storage.backlink_looks import BacklinkReport
    from finder.storage.backlink_pages import BacklinkJob
    from finder.storage.revisiting import Claimed
    from finder.storage.runs import Run


class BacklinksLedger(RevisitLedger):
    """One process's share of a run: the linking pages that were due when it began, ``max_pages`` at most.

    For its summary: ``states`` are backlinks by (state, why), ``events`` what happened to them, ``new`` those
    that no supplier had named, ``closed`` leads that do not hold any more.
    """

    store_batch = staticmethod(backlink_looks.store_looks)

    def __init__(self, database: Database, campaign: Campaign, spider: str, max_pages: int) -> None:
        super().__init__(database, campaign, spider)
        self._max_pages = max_pages
        self._own = sorted(campaign.own_domains)
        self.states: Counter[tuple[str, str]] = Counter()
        self.events: Counter[str] = Counter()
        self.new = 0
        self.closed = 0

    @property
    def looked_again(self) -> str:
        return f"{self.states.total()} backlinks"

    async def open(self) -> Run:
        """See :meth:`Ledger.open`. What is due is so by the time of the beginning."""
        moment, backlinks = datetime.now(UTC), self._campaign.backlinks
        self._before = Before(ago(moment, backlinks.fresh_for), ago(moment, backlinks.lost_apart))
        return await super().open()

    async def looks_at(self, job: BacklinkJob, links: Sequence[Link]) -> dict[str, tuple[int, TargetLook]]:
        """The targets of links by their addresses: their rows and the looks at them.

        Raises :class:`finder.observe.Stopped`.
        """
        if not links:
            return {}
        rows = await self._storage.write(
            backlink_looks.targets_of, self.run.campaign_id, self.run.id, job.id, links
        )
        return {url: (number, await self.look_at(number)) for url, number in rows.items()}

    async def page_looked_at(self, job: BacklinkJob, report: BacklinkReport) -> None:
        """A page was read, or could not be: write down what that means for its links to us."""
        if any(each.broken for each in report.conclusions):
            # What is known of the death of a page of ours is told with the finds.
            await self._batching.flush()
        recorded = await self._storage.write(
            backlink_looks.record, self.run.campaign_id, self.run.id, report, self._on_link
        )
        self.new += recorded.new
        self.closed += recorded.closed
        for each in report.conclusions:
            self.states[each.state.value, each.why.value] += 1
            self.events.update(happened.event.value for happened in each.events)
        read = report.page is not None or report.look.absence is None
        self._looked_at(job, read=read, found=recorded.finds)

    async def _find_due(self) -> list[DuePage]:
        run = self.run
        due = await self._storage.read(
            backlink_pages.due_pages, run.campaign_id, run.id, self._own, self._before, self._max_pages
        )
        listed = await self._storage.read(count_listed, run.campaign_id, run.id)
        return due + await self._find_candidates(self._max_pages - listed - len(due))

    async def _find_candidates(self, room: int) -> list[DuePage]:
        """Pages that link to rivals and not to us, by what suppliers say."""
        backlinks = self._campaign.backlinks
        if "link_intersect" not in self._campaign.kinds:
            return []
        wanted = (backlinks.rival_domains, self._own, backlinks.min_rivals, room)
        found = await self._storage.read(candidates, self.run.campaign_id, *wanted)
        return [DuePage(key(each.url), each.url, True, each.elsewhere) for each in found]

    async def _claim_due(self, chosen: Sequence[DuePage]) -> Claimed[BacklinkJob]:
        run = self.run
        return await self._storage.write(
            backlink_pages.claim, run.campaign_id, run.id, self.worker, self._own, self._before, chosen
        )
