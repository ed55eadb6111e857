"""Names resolved by us: asynchronously, cached (failures too), and only to addresses we may visit."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import aiodns
import pycares
from aiohttp.abc import AbstractResolver, ResolveResult

from finder.checker.questions import NOT_FOUND, Address, addresses_by, question_of
from finder.checker.special_names import special_part
from finder.items import Failure, NameFault
from finder.observe import LookFailed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_KEEP_FOUND: Final = 600.0
_KEEPNOT_FOUND: Final = 120.0
_KEEP_TROUBLE: Final = 5.0  # shorter than a retry's delay, so that a retry asks again
_KEEP_PROOF: Final = 5.0  # a resolver may break down at any time
_MAX_NAMES: Final = 50_000
_QUESTIONS_AT_ONCE: Final = 200
_FAMILIES: Final = (socket.AF_INET, socket.AF_INET6)


@dataclass(slots=True)
class _Entry:
    lookup: asyncio.Task[list[Address]]
    expires: float
    allowed: list[Address] | None = None  # once they were asked for


class Names(AbstractResolver):
    """Resolves host names for every request of a crawl.

    ``servers``: name servers as ``ip`` or ``ip:port`` (empty: the system's). ``allowed``: networks that may
    be visited although they are not public. ``ports``: port → port, for webs behind a port map.
    ``control``: names that surely exist; one that resolves proves our resolver. ``proxy`` is the host of
    our own proxy: connections may go to it wherever it is, looks may not.
    """

    def __init__(
        self,
        servers: Sequence[str] = (),
        allowed: Iterable[Network] = (),
        ports: dict[int, int] | None = None,
        control: Sequence[str] = (),
        timeout: float = 5.0,
    ) -> None:
        self._new_resolver = partial(
            aiodns.DNSResolver,
            nameservers=list(servers) or None,
            timeout=timeout,
            tries=2,
            flags=pycares.ARES_FLAG_NOSEARCH,
        )
        self._resolver = self._new_resolver()
        self._timeout = timeout
        self._questions = asyncio.Semaphore(_QUESTIONS_AT_ONCE)
        self._allowed = tuple(allowed)
        self._ports = ports or {}
        self._control = tuple(control)
        self._cache: OrderedDict[str, _Entry] = OrderedDict()
        self._proof: asyncio.Task[bool] | None = None
        self._proof_at = 0.0
        self.proxy = ""

    async def addresses(self, name: str) -> list[Address]:
        """The addresses of a host name or IP literal that may be visited.

        Raises :class:`LookFailed`: ``NO_SUCH_HOST`` (``proven`` says whether our resolver was shown to work
        at that time), ``DNS_FAILED``, ``FORBIDDEN_ADDRESS`` or ``NOT_PUBLIC_NAME``.
        """
        entry = self._cache.get(name)
        if entry is not None and entry.allowed and entry.expires > time.monotonic():
            return entry.allowed
        special = special_part(_bare(name))
        # Where a network of one's own is opened, its name servers may know such names.
        if special and not self._allowed:
            raise LookFailed(Failure.NOT_PUBLIC_NAME, special)
        try:
            found = await self._found(name)
        except LookFailed as failed:
            if special and failed.failure is Failure.NO_SUCH_HOST:
                raise LookFailed(Failure.NOT_PUBLIC_NAME, special) from failed
            raise
        allowed = [address for address in found if self.may_visit(address)]
        if not allowed:
            raise LookFailed(Failure.FORBIDDEN_ADDRESS, ", ".join(map(str, found)))
        if (entry := self._cache.get(name)) is not None and entry.lookup.done():
            entry.allowed = allowed
        return allowed

    def may_visit(self, address: Address) -> bool:
        """Whether an address is public or in a network that the settings allow."""
        inner = _embedded(address)
        if any(inner.version == network.version and inner in network for network in self._allowed):
            return True
        if isinstance(inner, ipaddress.IPv6Address) and inner.is_site_local:
            return False
        return inner.is_global and not inner.is_multicast and not inner.is_reserved

    async def proven(self) -> bool:
        """Whether our resolver works right now: one of the control names resolves (kept for seconds)."""
        is_old = time.monotonic() - self._proof_at > _KEEP_PROOF
        if self._proof is None or (self._proof.done() and is_old):
            self._proof = asyncio.ensure_future(self._prove())
        return await asyncio.shield(self._proof)

    async def asked_anew(self, name: str) -> list[Address]:
        """The addresses of a name that may be visited, past all that is kept or waits. Raises LookFailed."""
        resolver = self._new_resolver()
        try:
            found = await self._both_families(name, resolver)
        finally:
            await resolver.close()
        return [address for address in found if self.may_visit(address)]

    async def takes_mail(self, name: str) -> bool | None:
        """Whether a domain takes e-mail by what the DNS says of it; ``None``: could not tell.

        By its MX records, where there are none by an address of its own (RFC 5321, 5.1); a single one
        without a host says that it takes none (RFC 7505).
        """
        try:
            async with self._questions:
                exchanges = await self._exchanges(name)
            return exchanges != [""] if exchanges else bool(await self._found(name))
        except LookFailed as failed:
            surely = failed.failure is Failure.NO_SUCH_HOST and await self.proven()
            return False if surely else None

    def port(self, port: int) -> int:
        """The port that connections for ``port`` go to."""
        return self._ports.get(port, port)

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_UNSPEC,  # noqa: ARG002
    ) -> list[ResolveResult]:
        """What aiohttp connects to: the very addresses that passed :meth:`addresses`, or our proxy's."""
        port = self.port(port)
        found = await (self._found(host) if host == self.proxy else self.addresses(host))
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET6 if address.version == 6 else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    async def close(self) -> None:
        for entry in self._cache.values():
            entry.lookup.cancel()
        if self._proof:
            self._proof.cancel()
        await self._resolver.close()

    async def _found(self, name: str) -> list[Address]:
        bare = _bare(name)
        if bare in self._cache:
            return await self._cached(bare)
        try:
            return [ipaddress.ip_address(bare)]
        except ValueError:
            return await self._cached(bare)

    async def _cached(self, name: str) -> list[Address]:
        entry = self._cache.get(name)
        if entry is None or entry.expires < time.monotonic():
            self._cache.pop(name, None)
            if len(self._cache) >= _MAX_NAMES:
                # The oldest one; to look for all that are over would take long at each new name.
                self._cache.popitem(last=False)
            entry = _Entry(asyncio.ensure_future(self._proved_look_up(name)), time.monotonic() + _KEEP_FOUND)
            entry.lookup.add_done_callback(partial(_settle, entry))
            self._cache[name] = entry
        # To shield what has ended costs a callback and a turn of the loop, at every request.
        return entry.lookup.result() if entry.lookup.done() else await asyncio.shield(entry.lookup)

    async def _proved_look_up(self, name: str) -> list[Address]:
        """A look-up that, when it finds no such name, tells at once whether our resolver works."""
        try:
            return await self._look_up(name, self._resolver)
        except LookFailed as failed:
            if failed.failure is not Failure.NO_SUCH_HOST:
                raise
            proven = await self.proven()
            raise LookFailed(failed.failure, failed.detail, proven=proven) from failed

    async def _prove(self) -> bool:
        # c-ares keeps answers for an hour and longer: what it remembers of a control name is no proof.
        resolver = self._new_resolver()
        try:
            for name in self._control:
                with suppress(LookFailed):
                    return bool(await self._look_up(name, resolver))
            # Nor must it remember what it was told meanwhile of other names.
            self._resolver._channel.reinit()
            return False
        finally:
            self._proof_at = time.monotonic()
            await resolver.close()

    async def _look_up(self, name: str, resolver: aiodns.DNSResolver) -> list[Address]:
        async with self._questions:
            return await self._both_families(name, resolver)

    async def _both_families(self, name: str, resolver: aiodns.DNSResolver) -> list[Address]:
        """All addresses of a name. That there is none counts only if both questions were answered so."""
        deadline = time.monotonic() + self._timeout
        # Both are asked before the first is waited for, without a task for each.
        questions = [(family, question_of(name, family, resolver)) for family in _FAMILIES]
        found: list[Address] = []
        faults: list[LookFailed] = []
        try:
            for family, question in questions:
                try:
                    found += await addresses_by(question, name, family, resolver, deadline)
                except LookFailed as fault:
                    faults.append(fault)
        finally:
            for _, question in questions:
                # Nobody misses why one failed that was not waited for.
                question.cancel() or question.cancelled() or question.exception()
        if found:
            return found
        raise min(faults, key=_says_little)

    async def _exchanges(self, name: str) -> list[str]:
        """The hosts that take the mail of a domain, none if it names none. Raises :class:`LookFailed`."""
        try:
            result = await self._resolver.query_dns(name, "MX")
        except (aiodns.error.DNSError, UnicodeError) as error:
            code, words = error.args[0], str(error.args[-1])
            if NOT_FOUND.get(code) is NameFault.NO_ADDRESS:
                return []
            if isinstance(error, UnicodeError) or code in NOT_FOUND:
                raise LookFailed(Failure.NO_SUCH_HOST, words) from error
            raise LookFailed(Failure.DNS_FAILED, words) from error
        found = [record.data for record in result.answer if isinstance(record.data, pycares.MXRecordData)]
        return [data.exchange.rstrip(".") for data in found]


def _bare(name: str) -> str:
    return name.strip("[]").rstrip(".")


def _says_little(fault: LookFailed) -> tuple[bool, bool]:
    """A key that puts the fault of which less can be concluded before the other."""
    return fault.failure is Failure.NO_SUCH_HOST, fault.detail != NameFault.NO_ADDRESS


def _settle(entry: _Entry, task: asyncio.Task[list[Address]]) -> None:
    """Keep what failed for a shorter time than what was found."""
    error = None if task.cancelled() else task.exception()
    if isinstance(error, LookFailed) and error.failure is Failure.NO_SUCH_HOST and error.proven:
        entry.expires = time.monotonic() + _KEEPNOT_FOUND
    elif task.cancelled() or error:
        entry.expires = time.monotonic() + _KEEP_TROUBLE


def _embedded(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one (mapped, 6to4, NAT64): that is where a packet would go."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
