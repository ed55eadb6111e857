"""The ledger of a spider that looks at known pages again: each read once, each target asked once."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Protocol

from finder.frontier import Frontier
from finder.items import TargetLook
from finder.ledger import Ledger
from finder.observe import Stopped
from finder.storage import findings, pending, targets
from finder.storage.targets import Settled
from finder.urls import host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from finder.campaign import Campaign
    from finder.checker import Examined
    from finder.items import Target
    from finder.storage import Database
    from finder.storage.revisiting import Claimed

_PAGES_AT_ONCE: Final = 48
_PAGES_OF_A_HOST: Final = 4


class Due(Protocol):
    """A page that is due; ``id`` is whatever it is told apart by."""

    @property
    def id(self) -> int: ...
    @property
    def host(self) -> str: ...


class Job(Protocol):
    """A page that this process has claimed."""

    @property
    def url(self) -> str: ...


class RevisitLedger(Ledger):
    """One process's share of a run: the pages that were due when it began and that no other looked at."""

    is_listed_by_each = True
    store_batch = staticmethod(findings.store_looks)

    def __init__(self, database: Database, campaign: Campaign, spider: str) -> None:
        super().__init__(database, campaign, spider, Frontier([], 0))
        self._due: dict[int, Due] = {}
        self._busy: frozenset[str] = frozenset()
        self._in_hand: Counter[str] = Counter()
        self._looks: dict[int, asyncio.Future[TargetLook]] = {}
        self._targets: dict[str, list[Target]] = {}
        self.wake_checker: Callable[[], None] = lambda: None

    @property
    @abstractmethod
    def looked_again(self) -> str:
        """What was looked at so far, in words (``12 leads``)."""

    @abstractmethod
    async def _find_due(self) -> Iterable[Due]:
        """The pages that are due now, the best first."""

    @abstractmethod
    async def _claim_due(self, chosen: Sequence[Any]) -> Claimed[Any]:
        """Claim those of some pages that are free and still due."""

    @property
    def pages_left(self) -> int:
        """How many pages are still to be read."""
        return len(self._due) + self._pages_open

    async def look_at(self, target_id: int) -> TargetLook:
        """What a look at a target says now; each is looked at once in a run. Raises :class:`Stopped`."""
        if target_id not in self._looks:
            self._looks[target_id] = asyncio.get_running_loop().create_future()
            (target,) = await self._storage.read(pending.of_ids, [target_id])
            self._targets.setdefault(target.host, []).append(target)
            self.wake_checker()
        return await asyncio.shield(self._looks[target_id])

    def let_go(self) -> None:
        """Nothing is looked at any more: whoever waits for a look is told so."""
        for future in self._looks.values():
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
        return await self._storage.write(targets.claim_named_hosts, self.run.campaign_id, self.worker, wanted)

    async def targets_of(self, host: str) -> Sequence[Target]:
        """Those that nobody has looked at in this run; the look at the others is known."""
        waiting = self._targets.pop(host, [])
        known = await self._storage.read(targets.looked_in, self.run.id, [each.id for each in waiting])
        for number, look in known.items():
            self._tell(number, look)
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
        self._tell(target.id, TargetLook(verdict, case.fetch.status, case.fetch.final_url))

    async def is_enough_for_another(self, enough: int) -> bool:
        """See :meth:`Ledger.is_enough_for_another`."""
        return len(self._due) >= enough

    # --- inside -----------------------------------------------------------------------------------------

    def _tell(self, target_id: int, look: TargetLook) -> None:
        future = self._looks.get(target_id)
        if future and not future.done():
            future.set_result(look)

    def _looked_at(self, job: Job, *, read: bool, found: int) -> None:
        """A page was done with, and what it says is written down."""
        self.counts.pages_read += read
        self.counts.pages_failed += not read
        self._in_hand[host(job.url)] -= 1
        self._more_finds = self._more_finds or bool(found)
        self._page_closed()

    async def _list_sources(self) -> None:
        self._due = {page.id: page for page in await self._find_due()}

    async def _claim_pages(self) -> list[Any]:
        chosen = self._next_pages()
        if not self._more_pages or not chosen:
            return []
        claimed = await self._claim_due(chosen)
        for number in claimed.settled:
            self._due.pop(number, None)
        self._in_hand.update(host(job.url) for job in claimed.jobs)
        self._pages_open += len(claimed.jobs)
        # Where another worker is at some hosts there may be others.
        self._more_pages = bool(claimed.settled or claimed.busy - self._busy)
        self._busy = claimed.busy
        return list(claimed.jobs)

    def _next_pages(self) -> list[Due]:
        """As many as there is room for, of one host not more than a few at a time."""
        chosen: list[Due] = []
        taken = Counter(self._in_hand)
        for page in self._due.values():
            if len(chosen) + self._pages_open >= _PAGES_AT_ONCE:
                break
            if page.host not in self._busy and taken[page.host] < _PAGES_OF_A_HOST:
                taken[page.host] += 1
                chosen.append(page)
        return chosen

    async def _looked_round(self) -> None:
        await super()._looked_round()
        self._busy = frozenset()

    async def _nothing_left(self) -> bool:
        if self._due or self._pages_open or self._finds_open or self._batching or self._more_finds:
            return False
        await self._list_more()
        self._more_pages = bool(self._due)
        return not self._due

    async def _list_more(self) -> None:
        """All that was due is done: list what may have become so by that."""
