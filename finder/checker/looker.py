"""One look at an address: robots.txt, turns, redirects hop by hop, one retry; facts come out."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from finder.addresses import same_but_form
from finder.checker.chain import Chain, goes_on, sent_on
from finder.checker.silence import Silence
from finder.checker.turns import retry_after
from finder.items import Failure, Fetch, Hop
from finder.observe import LookFailed
from finder.urls import host, hostname

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finder.checker.answer import Answer, Transport
    from finder.checker.names import Names
    from finder.checker.robots import Robots
    from finder.checker.turns import Turns
    from finder.checker.watch import NetworkWatch

log = logging.getLogger(__name__)

_TRANSIENT_STATUS: Final = frozenset({408, 429, 500, 502, 503, 504, 520, 522, 524})
_TRANSIENT_FAILURE: Final = frozenset({Failure.RESET, Failure.READ_TIMEOUT, Failure.DNS_FAILED})
_SAME_REQUESTS: Final = 2  # a server that warms up or hands out a session sends us to where we are, once
_KEPT_HEADERS: Final = (
    "cf-mitigated",
    "content-language",
    "content-length",
    "content-type",
    "etag",
    "last-modified",
    "location",
    "refresh",
    "retry-after",
    "server",
    "x-amzn-waf-action",
    "x-datadome",
    "x-robots-tag",
    "x-sucuri-block",
)


@dataclass(frozen=True, slots=True)
class LookRules:
    """How long and how far a look goes. Seconds; ``longest_wait`` bounds what Retry-After may ask for."""

    headers: Mapping[str, str] = field(default_factory=dict)
    max_redirects: int = 20
    retry_delay: float = 10.0
    longest_wait: float = 60.0


@dataclass(frozen=True, slots=True)
class Look:
    """What a look saw: the facts, the final answer's headers and its body as far as it was read.

    ``known``: it failed on what was known of the host before, and proven to be no fault of our network.
    """

    fetch: Fetch
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    known: bool = False


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a look is to bring: see :meth:`Looker.look`."""

    max_bytes: int
    headers: Mapping[str, str]
    pages_only: bool
    most_requests: int | None
    known_end: str
    may_follow: Callable[[str], bool] | None
    part: bool


class Looker:
    """Looks at addresses, politely. One per process: all its parts are shared by every look."""

    def __init__(
        self,
        transport: Transport,
        names: Names,
        turns: Turns,
        robots: Robots,
        watch: NetworkWatch,
        rules: LookRules,
    ) -> None:
        self._transport = transport
        self._names = names
        self._turns = turns
        self._robots = robots
        self._watch = watch
        self._rules = rules
        self._silence = Silence()

    async def look(
        self,
        url: str,
        *,
        max_bytes: int,
        headers: Mapping[str, str] | None = None,
        pages_only: bool = False,
        most_requests: int | None = None,
        known_end: str = "",
        may_follow: Callable[[str], bool] | None = None,
        part: bool = False,
    ) -> Look:
        """Request ``url`` (an identity as :func:`finder.urls.identity` gives it) and follow its redirects.

        A transient failure, or an answer that broke off, is tried once more after a pause; with a bound on
        its requests (``most_requests``) a look is one try. ``pages_only``: of files only the beginning is
        wanted, and a page that broke off is taken as far as it came. A redirect to ``known_end`` is not
        followed: what is there was seen; nor is one to where ``may_follow`` says no, which is then the answer
        of the look, as is a page that would lead there. ``part``: it belongs to a page that is shown, and
        takes its turn as such. Never raises for what a host does, only :class:`~finder.observe.Stopped` when
        the crawl is being stopped, and :class:`~finder.observe.NetworkDown` when our own network is down.
        """
        wanted = _Wanted(max_bytes, headers or {}, pages_only, most_requests, known_end, may_follow, part)
        seen = await self._in_two_tries(url, wanted)
        if not seen.known and await self._watch.explains(seen.fetch):
            before = seen.fetch.requests
            seen = await self._in_two_tries(url, wanted)
            seen = replace(seen, fetch=replace(seen.fetch, requests=before + seen.fetch.requests))
            await self._watch.explains(seen.fetch)
        self._silence.note(host(seen.fetch.final_url), seen.fetch.failure, seen.fetch.detail)
        return seen

    async def _in_two_tries(self, url: str, wanted: _Wanted) -> Look:
        first = await self._try(url, wanted)
        if wanted.most_requests is not None or (wanted.pages_only and first.fetch.cut):
            return first
        wait = self._pause(first.fetch)
        if wait is None:
            return first
        self._turns.hold(host(first.fetch.final_url), wait)
        await self._turns.pause(wait)
        second = await self._try(url, wanted)
        self._hold_as_asked(second.fetch)
        # Part of an answer says more than none.
        better = first if first.fetch.cut and second.fetch.failure else second
        requests = first.fetch.requests + second.fetch.requests
        return replace(better, fetch=replace(better.fetch, requests=requests))

    def _pause(self, fetch: Fetch) -> float | None:
        """Seconds to wait before a second try; ``None`` when the first answer stands."""
        if not _is_transient(fetch) or self._silence.is_silent(host(fetch.final_url)):
            return None
        asked = self._hold_as_asked(fetch)
        if asked is None:
            return self._rules.retry_delay
        return asked if asked <= self._rules.longest_wait else None

    def _hold_as_asked(self, fetch: Fetch) -> float | None:
        """Keep away from a host for as long as its Retry-After says: the seconds, ``None`` without one."""
        asked = retry_after(fetch.headers.get("retry-after", ""))
        if asked is None or fetch.status not in _TRANSIENT_STATUS:
            return None
        self._turns.hold(host(fetch.final_url), asked)
        return asked

    async def _try(self, url: str, wanted: _Wanted) -> Look:
        chain = Chain(url)
        started = time.monotonic()
        answer: Answer | None = None
        failed: LookFailed | None = None
        try:
            answer = await self._follow(chain, wanted)
        except LookFailed as error:
            failed = error
        except (ValueError, TypeError, LookupError, AttributeError, RuntimeError) as error:
            # A library stumbled over what it was sent: one target's trouble, never the crawl's.
            log.exception("The look at %s failed", url)
            failed = LookFailed(Failure.OTHER, f"{type(error).__name__}: {error}"[:200])
        return _look(chain, answer, failed, time.monotonic() - started)

    async def _follow(self, chain: Chain, wanted: _Wanted) -> Answer:
        hops = self._rules.max_redirects + 1
        while len(chain.hops) < hops and (not wanted.most_requests or chain.requests < wanted.most_requests):
            answer = await self._hop(chain, wanted)
            try:
                sent = sent_on(chain, answer)
            except LookFailed:
                chain.take(answer)
                raise
            if sent and wanted.may_follow and not wanted.may_follow(sent[0]):
                sent = None
            chain.take(answer, sent)
            if sent is None:
                return answer
            chain.current = sent[0]
            if wanted.known_end and same_but_form(chain.current, wanted.known_end):
                return answer
            if goes_on(chain.hops):
                raise LookFailed(Failure.TOO_MANY_REDIRECTS, "addresses that only count or grow on")
        raise LookFailed(Failure.TOO_MANY_REDIRECTS, f"more than {len(chain.hops) - 1}")

    async def _hop(self, chain: Chain, wanted: _Wanted) -> Answer:
        url = chain.current
        at = host(url)
        cookie = chain.cookie_header()
        if chain.seen(cookie) > _SAME_REQUESTS:
            raise LookFailed(Failure.REDIRECT_LOOP)
        await self._names.addresses(hostname(url))
        self._silence.check(at)
        await self._robots.check(url)
        headers = self._rules.headers
        if wanted.headers and url == chain.url:
            headers = {**headers, **wanted.headers}
        if cookie:
            headers = {**headers, "Cookie": cookie}
        async with self._turns.turn(at, part=wanted.part and at == host(chain.url)) as turn:
            chain.requests += 1
            began = time.monotonic()
            try:
                answer = await self._transport.get(
                    url, headers, wanted.max_bytes, pages_only=wanted.pages_only, on_sent=turn.sent
                )
            except LookFailed as failed:
                chain.requests += failed.requests - 1
                raise
            chain.requests += answer.requests - 1
        # What broke off may have come over a line that is cut by now.
        if answer.cut != "broken_off":
            self._watch.answered(began)
        return answer


def _is_transient(fetch: Fetch) -> bool:
    return (
        fetch.failure in _TRANSIENT_FAILURE or fetch.status in _TRANSIENT_STATUS or fetch.cut == "broken_off"
    )


@lru_cache(maxsize=2)
def _clock(second: int) -> str:
    """The moment as it is kept, of a second since 1970."""
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _look(chain: Chain, answer: Answer | None, failed: LookFailed | None, elapsed: float) -> Look:
    headers = answer.headers if answer else {}
    hops = chain.hops if answer else [*chain.hops, Hop(chain.current, None)]
    fetch = Fetch(
        url=chain.url,
        hops=tuple(hops),
        final_url=chain.current,
        status=answer.status if answer else None,
        failure=failed.failure if failed else None,
        detail=failed.detail if failed else "",
        headers={name: headers[name][:300] for name in _KEPT_HEADERS if name in headers} if headers else {},
        body_bytes=len(answer.body) if answer else 0,
        cut=answer.cut if answer else "",
        elapsed=round(elapsed, 3),
        requests=chain.requests,
        tls_fault=answer.tls_fault if answer else "",
        names_proven=failed is None or failed.proven,
        fetched_at=_clock(int(time.time())),
    )
    return Look(fetch, headers, answer.body if answer else b"", known=bool(failed and failed.known))
