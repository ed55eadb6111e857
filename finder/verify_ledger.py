"""The ledger of a spider that looks at leads again: each page read once, each target asked once."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from finder.frontier import Frontier
from finder.ledger import Ledger, ago
from finder.observe import Stopped
from finder.storage import findings, targets, verifying
from finder.storage.targets import Settled
from finder.storage.verifying import Before

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from finder.campaign import Campaign
    from finder.checker import Examined
    from finder.items import Target, Verdict
    from finder.storage import Database
    from finder.storage.findings import VerifyReport
    from finder.storage.runs import Run
    from finder.storage.verifying import DuePage, VerifyJob, Wanted

_PAGES_AT_ONCE: Final = 48
_PAGES_OF_A_HOST: Final = 4


class VerifyLedger(Ledger):
    """One process's share of a run: the leads that were due when it began and that no other looked at.

    ``verified``: findings by what they say, ``statuses`` and ``closed`` what followed, for its summary.
    """

    store_batch = staticmethod(findings.store_looks)

    def __init__(self, database: Database, campaign: Campaign, spider: str, wanted: Wanted) -> None:
        super().__init__(database, campaign, spider, Frontier([], 0))
        self._wanted = wanted
        self._due: dict[int, DuePage] = {}
        self._in_hand: Counter[str] = Counter()
        self._verdicts: dict[int, asyncio.Future[Verdict]] = {}
        self._targets: dict[str, list[Target]] = {}
        self.verified: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        self.closed = 0
        self.pages_failed = 0
        self.wake_checker: Callable[[], None] = lambda: None

    async def open(self) -> Run:
        """See :meth:`Ledger.open`. What is due is so by the time of the beginning."""
        moment, verify = datetime.now(UTC), self._campaign.verify
        self._before = Before(
            ago(moment, verify.fresh_for), ago(moment, verify.watch_every), ago(moment, verify.lost_apart)
        )
        return await super().open()

    @property
    def pages_left(self) -> int:
        """How many pages are still to be read."""
        return len(self._due) + self._pages_open

    async def verdict_on(self, target_id: int) -> Verdict:
        """What a look at a target says now; each is looked at once in a run. Raises :class:`Stopped`."""
        if target_id not in self._verdicts:
            self._verdicts[target_id] = asyncio.get_running_loop().create_future()
            (target,) = await self._storage.read(targets.of_ids, [target_id])
            self._targets.setdefault(target.host, []).append(target)
            self.wake_checker()
        return await asyncio.shield(self._verdicts[target_id])

    async def page_verified(self, job: VerifyJob, report: VerifyReport) -> None:
        """A page was read, or could not be: write down what that means for its leads."""
        found = await self._storage.write(
            findings.record_findings, self.run.campaign_id, self.run.id, report, self._on_link
        )
        self.counts.pages_read += report.page is not None
        self.pages_failed += report.page is None
        for each in report.findings:
            self.verified[each.verified] += 1
            self.closed += each.closes
            if each.status:
                self.statuses[each.status] += 1
        self._in_hand[self._due_host(job)] -= 1
        self._more_finds = self._more_finds or bool(found)
        self._page_closed()

    def let_go(self) -> None:
        """Nothing is looked at any more: whoever waits for a verdict is told so."""
        for future in self._verdicts.values():
            if not future.done():
                future.set_exception(Stopped())
                # Nobody may wait for it any more.
                future.exception()

    # --- see finder.checker.HostWork --------------------------------------------------------------------

    async def claim_hosts(self, limit: int) -> Sequence[str]:
        """Hosts of targets that somebody waits for and that no other process is at."""
        wanted = list(self._targets)[:limit]
        if not wanted:
            return ()
        return await self._storage.write(
            targets.claim_named_hosts, self.run.campaign_id, self._worker, wanted
        )

    async def targets_of(self, host: str) -> Sequence[Target]:
        """Those that nobody has looked at in this run; the verdict on the others is known."""
        waiting = self._targets.pop(host, [])
        known = await self._storage.read(targets.looked_in, self.run.id, [each.id for each in waiting])
        for number, verdict in known.items():
            self._tell(number, verdict)
        todo = [each for each in waiting if each.id not in known]
        if not waiting:
            self._batching.host_done(host)
        elif not todo:
            return await self.targets_of(host)
        return todo

    async def examined(self, target: Target, examined: Examined) -> None:
        """Keep what was seen for the next batch, and tell who waits for it."""
        case, verdict = examined.case, examined.verdict
        self._batching.look(
            Settled(target, case.fetch, verdict, examined.check, case.seconds, examined.streak, case.copy)
        )
        self.counts.looks += 1
        self.counts.outcomes[verdict.outcome] += 1
        self._tell(target.id, verdict)

    # --- inside -----------------------------------------------------------------------------------------

    def _tell(self, target_id: int, verdict: Verdict) -> None:
        future = self._verdicts.get(target_id)
        if future and not future.done():
            future.set_result(verdict)

    async def _list_sources(self) -> None:
        found = await self._storage.read(
            verifying.due_pages, self.run.campaign_id, self._wanted, self._before
        )
        self._hosts = {page.id: page.host for page in found}
        self._due = {page.id: page for page in found}

    def _due_host(self, job: VerifyJob) -> str:
        return self._hosts[job.id]

    async def _claim_pages(self) -> list[VerifyJob]:  # type: ignore[override]
        chosen = self._next_pages()
        if not self._more_pages or not chosen:
            return []
        self._more_pages = False
        jobs, done = await self._storage.write(
            verifying.claim_due, self.run.campaign_id, self._worker, chosen
        )
        for number in (*done, *(job.id for job in jobs)):
            del self._due[number]
        self._in_hand.update(self._due_host(job) for job in jobs)
        self._pages_open += len(jobs)
        self._more_pages = bool(jobs or done)
        return jobs

    def _next_pages(self) -> list[DuePage]:
        """As many as there is room for, of one host not more than a few at a time."""
        chosen: list[DuePage] = []
        taken = Counter(self._in_hand)
        for page in self._due.values():
            if len(chosen) + self._pages_open >= _PAGES_AT_ONCE:
                break
            if taken[page.host] < _PAGES_OF_A_HOST:
                taken[page.host] += 1
                chosen.append(page)
        return chosen

    async def _nothing_left(self) -> bool:
        if self._due or self._pages_open or self._finds_open or self._batching or self._more_finds:
            return False
        if self._wanted.exported:
            # In the place of leads that were closed come others.
            await self._list_sources()
        self._more_pages = bool(self._due)
        return not self._due
