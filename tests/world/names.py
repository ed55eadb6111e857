"""The names of the world: a DNS server over UDP and TCP on one port, as good or as bad as is wanted."""

from __future__ import annotations

import asyncio
import ipaddress
import struct
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

if TYPE_CHECKING:
    import socket

NOTHING_LISTENS = "127.0.0.66"
TTL = 60


@dataclass(frozen=True, slots=True)
class Query:
    """One question that was asked; ``at`` is in seconds of the monotonic clock."""

    name: str
    type: str
    transport: str
    at: float


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one name: its addresses, or another name, or how asking for it fails.

    ``exchanges`` take its mail.
    """

    addresses: tuple[str, ...] = ()
    exchanges: tuple[str, ...] = ()
    alias: str = ""
    rcode: dns.rcode.Rcode = dns.rcode.NOERROR
    silent: bool = False


class Names:
    """What each name of the world leads to. Names that nobody entered do not exist (NXDOMAIN).

    ``down`` makes every question fail with SERVFAIL, ``delay`` (seconds) slows every answer. A name that
    ends in ``suffix`` leads where it leads without.
    """

    def __init__(self, suffix: str = "") -> None:
        self._suffix = suffix
        self.down = False
        self.delay = 0.0
        self._entries: dict[str, Entry] = {}
        self._queries: list[Query] = []

    def address(self, name: str, *addresses: str) -> None:
        """Let a name lead to IPv4 and IPv6 addresses; none at all is a name without addresses."""
        self._entries[ascii_name(name)] = Entry(addresses)

    def mail(self, name: str, *exchanges: str) -> None:
        """Let a name that is there have its mail taken by hosts; ``.``: by none."""
        self._entries[ascii_name(name)] = replace(self._entries[ascii_name(name)], exchanges=exchanges)

    def refused(self, name: str) -> None:
        """Let a name lead to an address of loopback where nothing listens."""
        self.address(name, NOTHING_LISTENS)

    def alias(self, name: str, other: str) -> None:
        """Let a name be an alias (CNAME) of another, which need not exist."""
        self._entries[ascii_name(name)] = Entry(alias=ascii_name(other))

    def servfail(self, name: str) -> None:
        """Let questions for a name fail with SERVFAIL."""
        self._entries[ascii_name(name)] = Entry(rcode=dns.rcode.SERVFAIL)

    def silence(self, name: str) -> None:
        """Leave questions for a name without an answer."""
        self._entries[ascii_name(name)] = Entry(silent=True)

    def remove(self, name: str) -> None:
        """Let a name exist no longer."""
        self._entries.pop(ascii_name(name), None)

    def queries(self, name: str | None = None) -> tuple[Query, ...]:
        """The questions asked so far, of one name or of all."""
        return tuple(query for query in tuple(self._queries) if name is None or query.name == name)

    def answer(self, wire: bytes, transport: str) -> bytes | None:
        """The answer to a question as it goes over the wire; None for silence."""
        try:
            question = dns.message.from_wire(wire)
        except dns.exception.DNSException:
            return None
        if not question.question:
            return None
        asked = question.question[0]
        name = asked.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(asked.rdtype)
        self._queries.append(Query(name, kind, transport, time.monotonic()))
        entry = Entry(rcode=dns.rcode.SERVFAIL) if self.down else self._entry(name)
        if entry is not None and entry.silent:
            return None
        reply = dns.message.make_response(question, recursion_available=True)
        self._fill(reply, name, asked.rdtype)
        return _to_wire(reply, question, transport)

    def _entry(self, name: str) -> Entry | None:
        name = name.removesuffix(self._suffix)
        if name in self._entries:
            return self._entries[name]
        _, _, rest = name.partition(".")
        return self._entries.get(f"*.{rest}")

    def _fill(self, reply: dns.message.Message, name: str, kind: dns.rdatatype.RdataType) -> None:
        seen: set[str] = set()
        entry = self._entry(name)
        while entry is not None and entry.alias and name not in seen and not self.down:
            seen.add(name)
            reply.answer.append(_rrset(name, dns.rdatatype.CNAME, f"{entry.alias}."))
            name, entry = entry.alias, self._entry(entry.alias)
        if self.down:
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif entry is None:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        else:
            reply.set_rcode(entry.rcode)
            found = [address for address in entry.addresses if _kind_of(address) == kind]
            if kind == dns.rdatatype.MX:
                found = [f"10 {exchange}" for exchange in entry.exchanges]
            if found:
                reply.answer.append(_rrset(name, kind, *found))


def ascii_name(name: str) -> str:
    """A host name as it goes over the wire: lower case, IDN as punycode."""
    lowered = name.lower().rstrip(".")
    return lowered if lowered.isascii() else lowered.encode("idna").decode()


def _kind_of(address: str) -> dns.rdatatype.RdataType:
    return dns.rdatatype.A if ipaddress.ip_address(address).version == 4 else dns.rdatatype.AAAA


def _rrset(name: str, kind: dns.rdatatype.RdataType, *values: str) -> dns.rrset.RRset:
    return dns.rrset.from_text(f"{name}.", TTL, dns.rdataclass.IN, kind, *values)


def _to_wire(reply: dns.message.Message, question: dns.message.Message, transport: str) -> bytes:
    if transport == "tcp":
        return reply.to_wire()
    try:
        return reply.to_wire(max_size=max(512, question.payload))
    except dns.exception.TooBig:
        reply.answer.clear()
        reply.flags |= dns.flags.TC
        return reply.to_wire()


class UdpNames(asyncio.DatagramProtocol):
    """The DNS server's UDP side."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport for the answers."""
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer a question, at once or after the delay."""
        reply = self._names.answer(data, "udp")
        if reply is None:
            return
        if self._names.delay:
            asyncio.get_running_loop().call_later(self._names.delay, self._send, reply, addr)
        else:
            self._send(reply, addr)

    def _send(self, reply: bytes, addr: tuple[str, int]) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(reply, addr)


async def serve_tcp(names: Names, connection: socket.socket) -> None:
    """Answer the questions of one TCP connection until the client closes it; closes the socket."""
    loop = asyncio.get_running_loop()
    with connection, suppress(OSError):
        received = b""
        while True:
            data = await loop.sock_recv(connection, 4096)
            if not data:
                return
            received += data
            while len(received) > 2 and len(received) >= 2 + int.from_bytes(received[:2]):
                size = int.from_bytes(received[:2])
                question, received = received[2 : 2 + size], received[2 + size :]
                await asyncio.sleep(names.delay)
                reply = names.answer(question, "tcp")
                if reply is not None:
                    await loop.sock_sendall(connection, struct.pack("!H", len(reply)) + reply)
