"""Names for the web on loopback: a DNS server over UDP that is never what is waited for.

A crawl asks for hundreds of names at once; a server that takes a third of a millisecond for each loses
questions in the buffer of its socket, and then time-outs are measured instead of work.
"""

from __future__ import annotations

import asyncio
from typing import Final, cast

_ANSWER: Final = b"\x85\x80\x00\x01\x00%c\x00\x00\x00\x00"
_LOOPBACK: Final = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\x7f\x00\x00\x01"
_TYPE_A: Final = b"\x00\x01"
_HEADER: Final = 12


class EveryName(asyncio.DatagramProtocol):
    """Every name exists and has one address, 127.0.0.1, as is told after ``delay`` seconds."""

    def __init__(self, delay: float = 0.0) -> None:
        self._delay = delay

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport for the answers."""
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer a question; what is no question breaks nothing but its own answer."""
        end = data.index(b"\x00", _HEADER) + 1
        has_address = data[end : end + 2] == _TYPE_A
        question = data[_HEADER : end + 4]
        answer = data[:2] + _ANSWER % int(has_address) + question + (_LOOPBACK if has_address else b"")
        if self._delay:
            asyncio.get_running_loop().call_later(self._delay, self._transport.sendto, answer, addr)
        else:
            self._transport.sendto(answer, addr)
