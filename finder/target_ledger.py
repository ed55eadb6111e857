"""The ledger of a spider that has targets looked at: each asked once, whatever pages link there."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Final

from finder.archived import KeptCopies
from finder.ledger import Ledger, ago
from finder.storage import batches, listings, pending, targets
from finder.storage.targets import Settled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from finder.campaign import Campaign
    from finder.checker import Archive, Examined
    from finder.frontier import Frontier
    from finder.items import Target
    from finder.storage import Database
    from finder.storage.batches import Batch
    from finder.storage.runs import Run

_HOSTS_AHEAD: Final = 100
# Targets of one host that are in memory at once; the rest waits in the database.
_FIRST_TARGETS: Final = 20
_FURTHER_TARGETS: Final = 50
_ASK_AGAIN_SECONDS: Final = 0.5


class TargetLedger(Ledger):
    """One process's share of a run. ``waiting`` estimates how many targets are still to be looked at.

    From ``backlog`` of them on no further page is read. ``on_new_targets`` is called when some came in.
    """

    def __init__(
        self, database: Database, campaign: Campaign, spider: str, frontier: Frontier, *, backlog: int
    ) -> None:
        super().__init__(database, campaign, spider, frontier)
        self._backlog = backlog
        # By host: targets read ahead, those to hand out next, and the row after which there are more.
        self._claimed: dict[str, list[Target]] = {}
        self._next: dict[str, list[Target]] = {}
        self._more: dict[str, int] = {}
        self._hosts_open = 0
        # When no further host was free, unless something happened since.
        self._asked_at: float | None = None
        self.waiting = 0
        self.on_new_targets: Callable[[], None] = lambda: None

    async def open(self) -> Run:
        """See :meth:`Ledger.open`."""
        run = await super().open()
        self.waiting = await self._storage.read(batches.count_waiting, run.campaign_id)
        return run

    async def claim_hosts(self, limit: int) -> Sequence[str]:
        """See :class:`finder.checker.HostWork`; hosts are claimed ahead, with the first targets of each."""
        if not self._claimed and self._may_claim():
            hosts = max(limit, _HOSTS_AHEAD)
            self._asked_at = monotonic()
            self._claimed = await self._storage.write(
                pending.hand_out, self.run.campaign_id, self.worker, hosts, _FIRST_TARGETS
            )
            self._hosts_open += len(self._claimed)
            if len(self._claimed) == hosts:
                self._asked_at = None
        chosen = list(islice(self._claimed, limit))
        for host in chosen:
            found = self._claimed.pop(host)
            self._next[host] = [each for each in found if each.id not in self._batching.in_hand]
            if len(found) == _FIRST_TARGETS:
                self._more[host] = found[-1].id
        return chosen

    async def targets_of(self, host: str) -> Sequence[Target]:
        """See :class:`finder.checker.HostWork`."""
        todo = self._next.pop(host, [])
        while not todo and host in self._more:
            wanted = (self.run.campaign_id, [host], _FURTHER_TARGETS, self._more.pop(host))
            found = (await self._storage.read(pending.pending_of, *wanted))[host]
            if len(found) == _FURTHER_TARGETS:
                self._more[host] = found[-1].id
            todo = [each for each in found if each.id not in self._batching.in_hand]
        if not todo:
            # What came in meanwhile is seen when the host is given back, and claimed again.
            self._batching.host_done(host)
            self._hosts_open -= 1
            self._hurry_if_idle()
        return todo

    async def examined(self, target: Target, examined: Examined) -> None:
        """See :class:`finder.checker.HostWork`: keep what was seen and said for the next batch."""
        case, verdict = examined.case, examined.verdict
        self._batching.look(
            Settled(target, case.fetch, verdict, examined.check, case.seconds, examined.streak, case.copy)
        )
        self.waiting = max(0, self.waiting - 1)
        self.counts.looks += 1
        self.counts.outcomes[verdict.outcome] += 1

    def kept_copies(self, archive: Archive) -> KeptCopies:
        """Archived copies as the archive has them, kept in the database."""
        return KeptCopies(archive, self._storage)

    async def count_elsewhere(self, pids: Sequence[int], processes: int) -> None:
        """See :meth:`Ledger.count_elsewhere`; also what waits, for others look at targets, too."""
        await super().count_elsewhere(pids, processes)
        self.waiting = await self._storage.read(batches.count_waiting, self.run.campaign_id)

    # --- inside -----------------------------------------------------------------------------------------

    async def _list_sources(self) -> None:
        await super()._list_sources()
        campaign = self._campaign
        if campaign.sources.imported:
            wanted = (self.run.campaign_id, campaign.own_domains, self._frontier.max_pages)
            await self._list_pages(await self._storage.read(listings.imported_pages, *wanted))

    def _room_for_pages(self) -> bool:
        return self.waiting < self._backlog

    def _idle(self) -> bool:
        return not self._hosts_open and super()._idle()

    def _may_claim(self) -> bool:
        """Whether there may be free hosts: each that is done with would make the checker ask for another."""
        return self._asked_at is None or monotonic() - self._asked_at >= _ASK_AGAIN_SECONDS

    def _targets_wait(self, number: int) -> None:
        self.waiting += number
        if number:
            self._asked_at = None
            self.on_new_targets()

    async def _store(self, batch: Batch) -> None:
        await super()._store(batch)
        if batch.hosts:
            # More may have come in for those that were given back.
            self._asked_at = None
            self.on_new_targets()

    async def _looked_round(self) -> None:
        await super()._looked_round()
        if not self._room_for_pages():
            # What waits was counted by what this process did; other workers look at targets too.
            counted = await self._storage.read(batches.count_waiting, self.run.campaign_id, self._backlog)
            self.waiting = counted if counted < self._backlog else max(self.waiting, counted)


class SecondLooksLedger(TargetLedger):
    """One process's share of a run over the targets that are suspected dead and due for a further look."""

    store_batch = staticmethod(batches.store_second_looks)

    async def _list_sources(self) -> None:
        before = ago(datetime.now(UTC), self._campaign.verdicts.apart)
        await self._storage.write(targets.suspect, self.run.campaign_id, before)
