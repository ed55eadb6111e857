"""Connecting to the first of several addresses that takes it (Happy Eyeballs, RFC 8305)."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from collections import deque
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any, Final

from finder.checker.narrow import narrow_socket, wide_socket

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.checker.questions import Address

Endpoint = tuple[int, tuple[Any, ...]]
"""An address family and an address, as a socket takes them."""

_HEAD_START: Final = 0.25  # seconds for an address before the next is tried beside it


def interleaved(addresses: Sequence[Address], port: int) -> deque[Endpoint]:
    """The endpoints of a host's addresses, its two families in turn, the first one first."""
    if len(addresses) == 1:
        return deque([_endpoint(addresses[0], port)])
    first = [each for each in addresses if each.version == addresses[0].version]
    others = [each for each in addresses if each.version != addresses[0].version]
    turns = chain.from_iterable(zip_longest(first, others))
    return deque(_endpoint(each, port) for each in turns if each is not None)


def _endpoint(address: Address, port: int) -> Endpoint:
    return socket.AF_INET6 if address.version == 6 else socket.AF_INET, (str(address), port)


async def dial(endpoints: deque[Endpoint], *, narrow: bool, deadline: float) -> socket.socket:
    """A socket that is connected to one of ``endpoints``, tried in this order; those not tried are left.

    ``deadline`` is a moment of the loop's clock. Raises how it failed at the first of them (``OSError``), or
    ``TimeoutError``.
    """
    race = _Race(endpoints, narrow=narrow)
    timer = race.loop.call_at(deadline, race.time_out)
    try:
        race.go_on()
        return await race.winner
    except BaseException:
        race.give_up()
        raise
    finally:
        timer.cancel()
        race.clear()


class _Race:
    def __init__(self, endpoints: deque[Endpoint], *, narrow: bool) -> None:
        self.loop = asyncio.get_running_loop()
        self.winner: asyncio.Future[socket.socket] = self.loop.create_future()
        self._endpoints = endpoints
        self._make = narrow_socket if narrow else wide_socket
        self._running: set[socket.socket] = set()
        self._next: asyncio.TimerHandle | None = None
        self._error: OSError | None = None

    def go_on(self) -> None:
        """Try the next address, and those after it as long as they fail at once."""
        self._forget_next()
        while self._endpoints and not self.winner.done():
            family, address = self._endpoints.popleft()
            if self._begin(family, address):
                break
        if self.winner.done():
            return
        if self._endpoints:
            self._next = self.loop.call_later(_HEAD_START, self.go_on)
        elif not self._running:
            self.winner.set_exception(self._error or OSError("no address"))

    def time_out(self) -> None:
        if not self.winner.done():
            self.winner.set_exception(TimeoutError(errno.ETIMEDOUT, "no connection in time"))

    def clear(self) -> None:
        """Close all that did not win."""
        self._forget_next()
        for each in self._running:
            self.loop.remove_writer(each.fileno())
            each.close()

    def give_up(self) -> None:
        """Close also the one that won just when nobody waited for it any more."""
        if self.winner.done() and not self.winner.cancelled() and not self.winner.exception():
            self.winner.result().close()

    def _begin(self, family: int, address: tuple[Any, ...]) -> bool:
        """Whether an attempt is under way, or has won already."""
        try:
            made = self._make((family, socket.SOCK_STREAM, socket.IPPROTO_TCP))
        except OSError as error:
            self._error = self._error or error
            return False
        number = made.connect_ex(address)
        if number == 0:
            self.winner.set_result(made)
            return True
        if number != errno.EINPROGRESS:
            made.close()
            self._error = self._error or _error(number)
            return False
        self._running.add(made)
        self.loop.add_writer(made.fileno(), self._ready, made)
        return True

    def _ready(self, made: socket.socket) -> None:
        self._running.discard(made)
        self.loop.remove_writer(made.fileno())
        number = made.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if self.winner.done():
            made.close()
        elif number == 0:
            self.winner.set_result(made)
        else:
            made.close()
            self._error = self._error or _error(number)
            self.go_on()

    def _forget_next(self) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None


def _error(number: int) -> OSError:
    return OSError(number, os.strerror(number))
