"""How long our own event loop stood still: what a host said in that time, we did not hear."""

from __future__ import annotations

import asyncio
from typing import Final

_BEAT: Final = 0.1
_NOTABLE: Final = 0.25  # seconds; a loop at work is always a little late


class Pulse:
    """Counts the seconds in which the running event loop turned to nobody, from the first question on."""

    def __init__(self) -> None:
        self._lost = 0.0
        self._due = 0.0
        self._next: asyncio.TimerHandle | None = None

    def lost(self) -> float:
        """Seconds in which nobody was heard, in all; only the difference of two answers says something."""
        loop = asyncio.get_running_loop()
        if self._next is None:
            self._wait(loop)
        return self._lost + _notable(loop.time() - self._due)

    def stop(self) -> None:
        """Count no more."""
        if self._next is not None:
            self._next.cancel()

    def _beat(self, loop: asyncio.AbstractEventLoop) -> None:
        self._lost += _notable(loop.time() - self._due)
        self._wait(loop)

    def _wait(self, loop: asyncio.AbstractEventLoop) -> None:
        self._due = loop.time() + _BEAT
        self._next = loop.call_at(self._due, self._beat, loop)


def _notable(late: float) -> float:
    return late if late > _NOTABLE else 0.0
