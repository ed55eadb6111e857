"""The ledger of a spider that has targets looked at: each asked once, whatever pages link there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from finder.archived import KeptCopies
from finder.ledger import Ledger, ago
from finder.storage import batches, listings, targets
from finder.storage.targets import Settled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from finder.campaign import Campaign
    from finder.checker import Archive, Examined
    from finder.frontier import Frontier
    from finder.items import Target
    from finder.storage import Database
    from finder.storage.runs import Run

_TARGETS_AT_ONCE: Final = 200


class TargetLedger(Ledger):
    """One process's share of a run. ``waiting`` estimates how many targets are still to be looked at.

    From ``backlog`` of them on no further page is read. ``on_new_targets`` is called when some came in.
    """

    def __init__(
        self, database: Database, campaign: Campaign, spider: str, frontier: Frontier, *, backlog: int
    ) -> None:
        super().__init__(database, campaign, spider, frontier)
        self._backlog = backlog
        self._seen_through: set[str] = set()
        self.waiting = 0
        self.on_new_targets: Callable[[], None] = lambda: None

    async def open(self) -> Run:
        """See :meth:`Ledger.open`."""
        run = await super().open()
        await self._count_waiting()
        return run

    async def claim_hosts(self, limit: int) -> Sequence[str]:
        """See :class:`finder.checker.HostWork`."""
        return await self._storage.write(targets.claim_hosts, self.run.campaign_id, self.worker, limit)

    async def targets_of(self, host: str) -> Sequence[Target]:
        """See :class:`finder.checker.HostWork`."""
        if host in self._seen_through:
            # What came in meanwhile is seen when the host is given back, and claimed again.
            self._seen_through.discard(host)
            self._batching.host_done(host)
            return ()
        limit = _TARGETS_AT_ONCE + len(self._batching.in_hand)
        found = await self._storage.read(targets.pending_of, self.run.campaign_id, host, limit)
        todo = [target for target in found if target.id not in self._batching.in_hand]
        if not todo:
            self._batching.host_done(host)
        elif len(found) < limit:
            self._seen_through.add(host)
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
        await self._count_waiting()

    # --- inside -----------------------------------------------------------------------------------------

    async def _list_sources(self) -> None:
        await super()._list_sources()
        campaign = self._campaign
        if campaign.sources.imported:
            wanted = (self.run.campaign_id, campaign.own_domains, self._frontier.max_pages)
            await self._list_pages(await self._storage.read(listings.imported_pages, *wanted))

    def _room_for_pages(self) -> bool:
        return self.waiting < self._backlog

    def _targets_wait(self, number: int) -> None:
        self.waiting += number
        if number:
            self.on_new_targets()

    async def _looked_round(self) -> None:
        await super()._looked_round()
        if not self._room_for_pages():
            await self._count_waiting()

    async def _count_waiting(self) -> None:
        """What waits was counted by what this process did; other workers look at targets too."""
        work = await self._storage.read(batches.count_work, self.run.campaign_id)
        self.waiting = work.targets


class SecondLooksLedger(TargetLedger):
    """One process's share of a run over the targets that are suspected dead and due for a further look."""

    store_batch = staticmethod(batches.store_second_looks)

    async def _list_sources(self) -> None:
        before = ago(datetime.now(UTC), self._campaign.verdicts.apart)
        await self._storage.write(targets.suspect, self.run.campaign_id, before)
