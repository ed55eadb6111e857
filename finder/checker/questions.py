"""Questions to name servers, and what their answers mean."""

from __future__ import annotations

import ipaddress
import socket
import time
from typing import TYPE_CHECKING, Final

import aiodns
import pycares

from finder.items import Failure, NameFault
from finder.observe import LookFailed

if TYPE_CHECKING:
    import asyncio

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NOT_FOUND: Final = {
    pycares.errno.ARES_ENOTFOUND: NameFault.UNKNOWN,
    pycares.errno.ARES_ENODATA: NameFault.NO_ADDRESS,
    pycares.errno.ARES_EBADNAME: NameFault.INVALID,
}


def question_of(
    name: str, family: socket.AddressFamily, resolver: aiodns.DNSResolver
) -> asyncio.Future[pycares.AddrInfoResult]:
    """Ask for the addresses of one family, without waiting for the answer."""
    return resolver.getaddrinfo(name, family=family, type=socket.SOCK_STREAM)


async def addresses_by(
    question: asyncio.Future[pycares.AddrInfoResult],
    name: str,
    family: socket.AddressFamily,
    resolver: aiodns.DNSResolver,
    deadline: float,
) -> list[Address]:
    """The addresses that a question gives; one that times out is asked again until ``deadline`` (monotonic).

    Raises :class:`LookFailed`: ``NO_SUCH_HOST`` with what is wrong (:class:`NameFault`), or ``DNS_FAILED``.
    """
    while True:
        try:
            answer = await question
        except aiodns.error.DNSError as error:
            code, words = error.args[0], str(error.args[-1])
            # c-ares gives up sooner than told where the server was quick so far.
            if code == pycares.errno.ARES_ETIMEOUT and time.monotonic() < deadline:
                question = question_of(name, family, resolver)
                continue
            if code in NOT_FOUND:
                raise LookFailed(Failure.NO_SUCH_HOST, NOT_FOUND[code]) from error
            raise LookFailed(Failure.DNS_FAILED, words) from error
        texts = [node.addr[0] for node in answer.nodes]
        return [ipaddress.ip_address(text.decode() if isinstance(text, bytes) else text) for text in texts]
