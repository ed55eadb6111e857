"""Sockets that take in little at a time, for answers of which only the beginning is wanted.

What a host can send before we stop it is what we read, what our kernel takes in and what its own kernel
keeps for us. The last is the largest: it grows with the segments that we acknowledge and with their size.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

NARROW_BYTES: Final = 512 * 1024  # of longer bodies a narrow socket would slow down the reading
# Bytes; Linux doubles it and gives about half of that as the window: as much as hosts send at first anyway.
_RECEIVE_BUFFER: Final = 16 * 1024
_LONG: Final = 32 * 1024  # few pages are longer, compressed
_LONG_RECEIVE_BUFFER: Final = 4 * 1024
# The Internet's usual segment. On loopback and between jumbo frames hosts keep megabytes without it.
_SEGMENT: Final = 1460


def wide_socket(address: Sequence[Any]) -> socket.socket:
    """A socket for an address as ``getaddrinfo`` gives it (family, type, protocol, ...), not connected."""
    family, kind, protocol = address[:3]
    wide = socket.socket(family, kind, protocol)
    wide.setblocking(False)
    return wide


def narrow_socket(address: Sequence[Any]) -> socket.socket:
    """The same for a socket that takes in little at a time."""
    narrow = wide_socket(address)
    # A system that refuses either costs traffic, not the look.
    with suppress(OSError, AttributeError):
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
        narrow.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, _SEGMENT)
    return narrow


class Narrowing:
    """Counts what comes over a narrow socket, and makes it narrower once an answer is long.

    What was on the way when we stop reading counts for the host as sent; short answers are not slowed down.
    """

    __slots__ = ("_socket", "_taken")

    def __init__(self, narrow: socket.socket | None) -> None:
        self._socket = narrow
        self._taken = 0

    def begin(self) -> None:
        """Another answer begins."""
        self._taken = 0

    def took(self, size: int) -> None:
        """``size`` more bytes of the answer were read."""
        self._taken += size
        if self._taken < _LONG or self._socket is None:
            return
        with suppress(OSError):
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _LONG_RECEIVE_BUFFER)
        self._socket = None
