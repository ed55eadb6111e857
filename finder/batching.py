"""Gathers what a process reports, and hands it over twice a second or when nothing else is to come."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final

from finder.storage.batches import Batch

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from finder.items import Find
    from finder.storage.targets import Settled

# A commit costs about as much as writing thirty looks does.
_FLUSH_SECONDS: Final = 0.5
_FLUSH_ROWS: Final = 2000


class Batching:
    """What is reported and not yet stored. ``store`` writes a batch; what it raises ends :meth:`run`.

    ``in_hand``: targets whose looks are not stored yet. ``storing`` is held while a batch is handed over:
    it is in no hand then, and whoever cancels :meth:`run` has to wait for it.
    """

    def __init__(self, store: Callable[[Batch], Awaitable[None]]) -> None:
        self._store = store
        self._batch = Batch()
        self._full = asyncio.Event()
        self.in_hand: set[int] = set()
        self.storing = asyncio.Lock()

    def __bool__(self) -> bool:
        """Whether anything is not stored yet."""
        return bool(len(self._batch) or self.in_hand or self.storing.locked())

    def look(self, look: Settled) -> None:
        """A target was looked at."""
        self._batch.looks.append(look)
        self.in_hand.add(look.target.id)
        self._grown()

    def host_done(self, host: str) -> None:
        """Nothing is left to do at a host for now: it is to be given back."""
        self._batch.hosts.append(host)
        self._grown()

    def lead(self, find: Find) -> None:
        """A find became a lead."""
        self._batch.leads.append(find)
        self._grown()

    def dismissed(self, find: Find) -> None:
        """A find came to nothing."""
        self._batch.dismissed.append(find.id)
        self._grown()

    def kept(self, find: Find) -> None:
        """A find stays for the next time."""
        self._batch.kept.append(find.id)
        self._grown()

    def hurry(self) -> None:
        """Nothing else is to be reported for now: what is there need not wait."""
        if len(self._batch):
            self._full.set()

    async def run(self) -> None:
        """Store batches until cancelled."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_FLUSH_SECONDS):
                    await self._full.wait()
            self._full.clear()
            await self.flush()

    async def flush(self) -> None:
        """Store what is there."""
        async with self.storing:
            batch, self._batch = self._batch, Batch()
            if len(batch):
                await self._store(batch)
                self.in_hand.difference_update(each.target.id for each in batch.looks)

    def _grown(self) -> None:
        if len(self._batch) >= _FLUSH_ROWS:
            self._full.set()
