"""robots.txt of every host, asked once and kept (RFC 9309)."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Final

from protego import Protego

from finder.checker.answer import Answer, Transport
from finder.checker.robots_groups import said_to
from finder.checker.turns import retry_after
from finder.items import Failure
from finder.observe import LookFailed
from finder.urls import host, hostname, origin, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.checker.names import Names
    from finder.checker.turns import Turns
    from finder.checker.watch import NetworkWatch

_MAX_BYTES: Final = 500 * 1024
_MAX_REDIRECTS: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MAX_KEPT: Final = 200_000
_MAX_KEPT_BYTES: Final = 32 * 2**20
# Of those at hand; parsed each takes a kilobyte at least, all ten times as much memory, fifty if made to.
_MAX_PARSED: Final = 5_000
_MAX_PARSED_BYTES: Final = 8 * 2**20
_KEEP: Final = 24 * 3600.0  # seconds, as RFC 9309 has it
_KEEP_BLOCKED: Final = 3600.0
_KEEP_SHORT: Final = 600.0
_NO_ANSWER_AT_ALL: Final = frozenset({Failure.REFUSED, Failure.CONNECT_TIMEOUT, Failure.TLS})
# RFC 9309, 2.3.1.4: a file that is there and cannot be read forbids everything.
_BROKEN: Final = frozenset({Failure.RESET, Failure.NOT_HTTP, Failure.TOO_LARGE, Failure.OTHER})
# What others keep as long as it holds: the names and the turns.
_NOT_KEPT: Final = frozenset(
    {
        Failure.ASKED_TO_WAIT,
        Failure.DNS_FAILED,
        Failure.FORBIDDEN_ADDRESS,
        Failure.NOT_PUBLIC_NAME,
        Failure.NO_SUCH_HOST,
    }
)


class _Rules:
    """What one robots.txt says to us; ``blocked`` says why nothing may be asked for. Kept for ``keep`` s."""

    __slots__ = ("blocked", "expires", "text")

    def __init__(self, text: str = "", blocked: LookFailed | None = None, keep: float = _KEEP) -> None:
        self.text = text
        self.blocked = blocked
        self.expires = time.monotonic() + keep


class _Parsed:
    """The rules that were looked at last, ready to be asked: to keep all so takes too much memory."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[_Rules, Protego]] = OrderedDict()
        self._size = 0

    def of(self, site: str, rules: _Rules) -> Protego | None:
        """What the rules of an origin say, ``None`` if nothing."""
        if not rules.text:
            return None
        known = self._kept.pop(site, None)
        if known:
            self._size -= len(known[0].text)
        parsed = known[1] if known and known[0] is rules else Protego.parse(rules.text)
        self._kept[site] = rules, parsed
        self._size += len(rules.text)
        while len(self._kept) > _MAX_PARSED or (self._size > _MAX_PARSED_BYTES and len(self._kept) > 1):
            self._size -= len(self._kept.popitem(last=False)[1][0].text)
        return parsed


class Robots:
    """Answers whether an address may be asked for, by the rules for each of ``agents`` (product tokens).

    4xx, HTML, or a file that never comes is no obstacle. 5xx forbids everything for an hour; 429, and a file
    that breaks off or cannot be read at two tries (``retry_delay`` seconds apart), for ten minutes. A host
    that cannot be reached at all is reported with that failure for an hour, so that it is not tried again.
    """

    def __init__(
        self,
        transport: Transport,
        names: Names,
        turns: Turns,
        watch: NetworkWatch,
        *,
        agents: Sequence[str] = ("finder",),
        headers: dict[str, str] | None = None,
        max_delay: float = 30.0,
        retry_delay: float = 10.0,
    ) -> None:
        self._transport = transport
        self._names = names
        self._turns = turns
        self._watch = watch
        self._agents = tuple(agents)
        self._headers = headers or {}
        self._max_delay = max_delay
        self._retry_delay = retry_delay
        self._kept: OrderedDict[str, asyncio.Task[_Rules] | _Rules] = OrderedDict()
        self._size = 0
        self._parsed = _Parsed()

    async def check(self, url: str) -> None:
        """Return when ``url`` may be requested.

        Raises :class:`LookFailed`: ``ROBOTS_DISALLOWED``, ``ROBOTS_UNREACHABLE``, or why there is no host.
        """
        site = origin(url)
        rules = await self._rules(site)
        if rules.blocked:
            raise LookFailed(rules.blocked.failure, rules.blocked.detail, known=True)
        parsed = self._parsed.of(site, rules)
        if parsed and not all(parsed.can_fetch(url, agent) for agent in self._agents):
            raise LookFailed(Failure.ROBOTS_DISALLOWED)

    async def sitemaps(self, site: str) -> list[str]:
        """The sitemap addresses that the robots.txt of an origin names; none where it cannot be read."""
        try:
            rules = await self._rules(site)
        except LookFailed:
            return []
        parsed = self._parsed.of(site, rules)
        return list(parsed.sitemaps) if parsed else []

    async def _rules(self, site: str) -> _Rules:
        known = self._kept.get(site)
        if known is None or _is_over(known):
            if known:
                self._size -= _size_of(known)
            known = self._kept[site] = asyncio.ensure_future(self._fetch(site))
            known.add_done_callback(partial(self._keep, site))
            self._forget_oldest()
        self._kept.move_to_end(site)
        if isinstance(known, _Rules):
            return known
        return known.result() if known.done() else await asyncio.shield(known)

    def _keep(self, site: str, task: asyncio.Task[_Rules]) -> None:
        """Keep what a task came to in place of the task, which takes more memory."""
        if not task.cancelled() and not task.exception() and self._kept.get(site) is task:
            self._kept[site] = task.result()
            self._size += _size_of(task.result())
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        while len(self._kept) > _MAX_KEPT or (self._size > _MAX_KEPT_BYTES and len(self._kept) > 1):
            self._size -= _size_of(self._kept.popitem(last=False)[1])

    async def _fetch(self, site: str) -> _Rules:
        try:
            answer = await self._ask_while_we_can(site)
        except LookFailed as error:
            if error.failure in _NOT_KEPT:
                raise
            if error.failure in _BROKEN:
                return _unreadable(f"{error.failure}: {error.detail}")
            return (
                _Rules(blocked=error, keep=_KEEP_BLOCKED) if error.failure in _NO_ANSWER_AT_ALL else _Rules()
            )
        if answer.status >= 500:
            return _unreadable(f"robots.txt answers {answer.status}", _KEEP_BLOCKED)
        if answer.status == 429:
            return _unreadable("robots.txt answers 429")
        if answer.status != 200 or _is_html(answer):
            return _Rules()
        if answer.cut in ("broken_off", "coding"):
            return _unreadable("robots.txt broke off" if answer.cut == "broken_off" else "unknown coding")
        text = answer.body.decode("utf-8", "replace").lstrip("\ufeff")
        rules = _Rules(said_to(text, self._agents).strip())
        self._keep_crawl_delay(site, rules)
        return rules

    async def _ask_while_we_can(self, site: str) -> Answer:
        """Ask for the file, and anew when an outage of our own network, over by now, was what went wrong.

        Raises :class:`~finder.observe.NetworkDown`: what is kept for an hour must be no fault of ours.
        """
        for is_last in (False, True):
            try:
                answer = await self._ask_twice(site)
            except LookFailed as error:
                if not await self._watch.explains_failure(error.failure) or is_last:
                    raise
            else:
                broke_off = answer.cut == "broken_off"
                if not (broke_off and await self._watch.explains_failure(Failure.RESET)):
                    break
        return answer

    async def _ask_twice(self, site: str) -> Answer:
        """Ask for the file, and once more when that broke down half-way."""
        url = f"{site}/robots.txt"
        try:
            answer = await self._ask(url)
            if answer.status != 200 or answer.cut != "broken_off" or _is_html(answer):
                return answer
        except LookFailed as error:
            if error.failure not in _BROKEN:
                raise
        self._turns.hold(host(site), self._retry_delay)
        await self._turns.pause(self._retry_delay)
        return await self._ask(url)

    async def _ask(self, url: str) -> Answer:
        for hop in range(_MAX_REDIRECTS + 1):
            try:
                answer = await self._get(url)
            except LookFailed as error:
                if not hop or error.failure is Failure.ASKED_TO_WAIT or error.failure in _BROKEN:
                    raise
                # That a redirect leads nowhere says nothing of the host that we came for.
                return Answer(404, {})
            self._hold_as_asked(url, answer)
            location = answer.headers.get("location", "")
            target = resolve(location, url) if location else None
            if answer.status not in _REDIRECTS or not target:
                return answer
            url = target
        return Answer(404, {})

    def _hold_as_asked(self, url: str, answer: Answer) -> None:
        if answer.status == 429 or answer.status >= 500:
            self._turns.hold(host(url), retry_after(answer.headers.get("retry-after", "")) or 0.0)

    async def _get(self, url: str) -> Answer:
        await self._names.addresses(hostname(url))
        async with self._turns.turn(host(url)) as turn:
            began = time.monotonic()
            answer = await self._transport.get(url, self._headers, _MAX_BYTES, on_sent=turn.sent)
        if answer.cut != "broken_off":
            self._watch.answered(began)
        return answer

    def _keep_crawl_delay(self, site: str, rules: _Rules) -> None:
        if parsed := self._parsed.of(site, rules):
            delays = (parsed.crawl_delay(agent) for agent in self._agents)
            if delay := max(float(each or 0) for each in delays):
                self._turns.set_delay(host(site), min(delay, self._max_delay))


def _unreadable(detail: str, keep: float = _KEEP_SHORT) -> _Rules:
    return _Rules(blocked=LookFailed(Failure.ROBOTS_UNREACHABLE, detail), keep=keep)


def _size_of(known: asyncio.Task[_Rules] | _Rules) -> int:
    """The characters of a file that is kept; one that is asked for, or could not be, has none."""
    return len(known.text) if isinstance(known, _Rules) else 0


def _is_over(known: asyncio.Task[_Rules] | _Rules) -> bool:
    """Whether to ask again: what was read is old, or it was not read because we could not ask."""
    if isinstance(known, _Rules):
        return known.expires < time.monotonic()
    return known.done() and (known.cancelled() or known.exception() is not None)


def _is_html(answer: Answer) -> bool:
    start = answer.body[:500].lstrip().lower()
    return start.startswith((b"<!doctype", b"<html", b"<head", b"<body"))
