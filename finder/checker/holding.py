"""The hosts that this process holds where several crawl: only who holds a host asks it."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.checker.turns import Turns

_LET_GO_SECONDS: Final = 0.05
# So long a host stays in our hands although another process waits, if there is something to do.
_KEEP_SECONDS: Final = 1.0


class HostLeases(Protocol):
    """Who of several processes may ask a host. All times are seconds from now."""

    @property
    def valid(self) -> bool:
        """Whether the others still believe that we are alive: what we hold is ours only as long."""

    async def take(self, host: str, delay: float) -> None:
        """Wait until ``host`` is ours, which :meth:`Holds.took` is told; ``delay``: what we keep there.

        Raises :class:`finder.observe.Stopped`.
        """

    def give(self, host: str, seconds: float, delay: float) -> None:
        """``host`` is not ours any more; it may be asked again in ``seconds``."""

    def note(self, host: str, seconds: float, delay: float) -> None:
        """``host``, which is ours, may be asked again in ``seconds``: whoever gets it must know."""

    def stop(self) -> None:
        """Whoever waits for a host is told that there will be none."""


class _Hold:
    """One host: who of us is there, whether it is ours and was asked since, whether another process waits."""

    __slots__ = ("held", "in_flight", "keep_until", "left_at", "used", "users", "wanted")

    def __init__(self) -> None:
        self.users = 0
        self.in_flight = 0
        self.held = False
        self.used = False
        self.wanted = False
        self.keep_until = 0.0
        self.left_at = -math.inf

    @property
    def had_share(self) -> bool:
        # Given away unused, or after each request, it would only go to and fro.
        return not self.held or (self.used and self.keep_until <= time.monotonic())


class Holds:
    """Takes hosts for the turns of this process, and gives them back."""

    def __init__(self, turns: Turns, leases: HostLeases) -> None:
        self._turns = turns
        self._leases = leases
        self._of: dict[str, _Hold] = {}

    # --- what a turn does ---------------------------------------------------------------------------------

    def enter(self, host: str) -> None:
        """A turn at ``host`` is waited for."""
        self._hold(host).users += 1

    def leave(self, host: str) -> None:
        """A turn is over, or will not be."""
        hold = self._of[host]
        hold.users -= 1
        self._give_wanted(host, hold)

    async def take(self, host: str) -> None:
        """Wait until ``host`` is ours among all processes. Raises :class:`finder.observe.Stopped`."""
        hold = self._of[host]
        while not self.is_ours(host):
            # Nobody may be there any more who would give it back on coming back.
            self._give_wanted(host, hold)
            if hold.wanted:
                await self._turns.pause(_LET_GO_SECONDS)
            else:
                await self._leases.take(host, self._turns.delay_of(host))

    def is_ours(self, host: str) -> bool:
        """Whether a turn at ``host`` may start."""
        hold = self._of[host]
        return hold.held and self._leases.valid and not (hold.wanted and hold.had_share)

    def started(self, host: str) -> None:
        """A request to ``host`` is under way."""
        hold = self._of[host]
        hold.in_flight += 1
        hold.used = True

    def ended(self, host: str) -> None:
        """A request to ``host`` is not under way any more."""
        hold = self._of[host]
        hold.in_flight -= 1
        hold.left_at = time.monotonic()

    def put_off(self, host: str) -> None:
        """The clock of ``host`` was set anew (Retry-After, Crawl-delay)."""
        hold = self._of.get(host)
        if hold and hold.held:
            self._leases.note(host, self._turns.seconds_to(host), self._turns.delay_of(host))

    def stop(self) -> None:
        """Nobody gets a host any more."""
        self._leases.stop()

    # --- what becomes of the leases -----------------------------------------------------------------------

    def took(self, host: str, seconds: float, delay: float) -> None:
        """``host`` is ours: it may be asked in ``seconds``, and each time after ``delay`` at least."""
        self._turns.put_off(host, seconds, delay)
        hold = self._hold(host)
        hold.held, hold.used = True, False
        hold.keep_until = time.monotonic() + _KEEP_SECONDS

    def let_go(self, hosts: Iterable[str]) -> None:
        """Others wait for these hosts: give each back when we had a share and nothing is under way.

        ``hosts``: all that others wait for; whoever waited for another one has ended.
        """
        wanted = set(hosts)
        for host in self._of.keys() - wanted:
            self._of[host].wanted = False
        for host in wanted:
            hold = self._hold(host)
            hold.wanted = True
            self._give_wanted(host, hold)

    def let_go_idle(self, seconds: float) -> None:
        """Give back the hosts that nobody of us wants and that could have been asked ``seconds`` ago."""
        for host, hold in list(self._of.items()):
            if not hold.users and self._seconds_for_others(host, hold) < -seconds:
                self._give(host, hold)

    def lose(self) -> None:
        """Other processes may have got what we held: none of it is ours any more."""
        for hold in self._of.values():
            hold.held = hold.wanted = False

    def _give_wanted(self, host: str, hold: _Hold) -> None:
        if hold.wanted and not hold.in_flight and (hold.had_share or not hold.users):
            self._give(host, hold)

    def _give(self, host: str, hold: _Hold) -> None:
        hold.held = hold.wanted = False
        self._leases.give(host, max(0.0, self._seconds_for_others(host, hold)), self._turns.delay_of(host))
        if not hold.users:
            del self._of[host]

    def _seconds_for_others(self, host: str, hold: _Hold) -> float:
        """In how many seconds others may ask: they know when our request ended, not when it arrived."""
        after_last = hold.left_at + self._turns.delay_of(host) - time.monotonic()
        return max(self._turns.seconds_to(host), after_last)

    def _hold(self, host: str) -> _Hold:
        hold = self._of.get(host)
        if hold is None:
            hold = self._of[host] = _Hold()
        return hold
