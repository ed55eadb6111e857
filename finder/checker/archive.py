"""What an archive of the web keeps of a dead address: the last good copy, and from when on it is bad.

Own code, since the libraries (wayback, waybackpy, cdx_toolkit, memento-client) send their requests by
themselves, blocking and most of them to archive.org alone, past finder's turns, robots.txt and guard.
"""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from finder.checker.captures import Capture, Captures, NotUnderstood, iso, read_captures
from finder.checker.history import History, Read, Seen
from finder.items import ArchivedCopy, Failure
from finder.pages import decode, read_page
from finder.urls import identity, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from finder.checker.looker import Look, Looker
    from finder.items import SourcePage

log = logging.getLogger(__name__)

_NEWEST: Final = 100  # captures that the first question is for
_OLDER: Final = 20  # captures that the second is for
_ENOUGH: Final = 3  # addresses in a row without an answer, after which the archive is left alone
_INDEX_BYTES: Final = 2 * 2**20
_PAGE_BYTES: Final = 512 * 2**10
_FIELDS: Final = "timestamp,original,mimetype,statuscode,digest"
_NO_ANSWER: Final = frozenset({429, *range(500, 600)})
_NO_FAULT_OF_ALL: Final = frozenset({Failure.ASKED_TO_WAIT, Failure.ROBOTS_DISALLOWED})
_OF_ONE_COPY: Final = frozenset(
    {Failure.BAD_REDIRECT, Failure.REDIRECT_LOOP, Failure.TOO_LARGE, Failure.TOO_MANY_REDIRECTS}
)
_PAGE_TYPES: Final = ("", "text/html", "application/xhtml+xml")


class _Unavailable(Exception):  # noqa: N818 - an outcome
    """The archive did not say; ``counts``: that it may be out of order or wants to be left alone."""

    def __init__(self, detail: str, *, counts: bool) -> None:
        super().__init__(detail)
        self.counts = counts


class Archive:
    """Asks an archive for copies, one request at a time. One per process.

    ``cdx_url`` is the address of its index, ``replay_url`` what a copy's address begins with. For one dead
    address it gets one or two questions and at most ``most_copies`` requests for copies. After three
    addresses in a row without an answer (429, 5xx, nothing, nonsense) it is asked no more.
    """

    def __init__(self, looker: Looker, *, cdx_url: str, replay_url: str, most_copies: int = 3) -> None:
        self._looker = looker
        self._cdx_url = resolve(cdx_url) or cdx_url
        self._replay_url = (resolve(replay_url) or replay_url).rstrip("/")
        self._most_copies = most_copies
        self._slot = asyncio.Lock()
        self._unanswered = 0
        self._speaks_pywb = False

    async def copy_of(self, url: str, *, is_bad: Callable[[SourcePage], bool] | None = None) -> ArchivedCopy:
        """The last good copy of ``url`` (absolute), or why there is none.

        ``is_bad`` says of a copy that it is an error, parked or for sale, although it answered 200. Never
        raises for what the archive does, only what :meth:`Looker.look` raises when the crawl is to end.
        """
        history = History(url, self._replay_url, iso(datetime.now(UTC)))
        try:
            await self._find(url, history, is_bad)
        except _Unavailable as error:
            if error.counts:
                self._unanswered += 1
                if self._unanswered == _ENOUGH:
                    log.warning("The archive is asked no more in this crawl: %s", error)
            return history.unavailable(str(error))
        self._unanswered = 0
        return history.result()

    async def _find(self, url: str, history: History, is_bad: Callable[[SourcePage], bool] | None) -> None:
        newest = await self._captures(url, _NEWEST)
        history.add(newest)
        await self._read_newest(history, is_bad)
        if history.is_found or newest.rows < _NEWEST or history.tried >= self._most_copies:
            return
        # What was read may have stood there for long: only what is different can be better.
        filters = ["statuscode:200", *(f"!digest:{digest}" for digest in history.bad_digests)]
        history.add(await self._captures(url, _OLDER, to=newest.known[0].timestamp, filters=filters))
        await self._read_newest(history, is_bad)

    async def _read_newest(self, history: History, is_bad: Callable[[SourcePage], bool] | None) -> None:
        while (
            not history.is_found and history.tried < self._most_copies and (capture := history.next_to_read())
        ):
            read = await self._read(capture)
            if read.page and is_bad and is_bad(read.page):
                read = Read(Seen.BAD, read.at)
            history.note(capture, read)

    # --- questions to the index ---------------------------------------------------------------------------

    async def _captures(self, url: str, most: int, *, to: str = "", filters: Sequence[str] = ()) -> Captures:
        """At most the ``most`` newest captures of ``url``, up to the time stamp ``to``."""
        # Not collapsed by content: that would name the first time that a page was seen as it was at its end.
        asked = [("url", url), ("output", "json"), *(("filter", each) for each in filters)]
        asked += [("to", to)] if to else []
        if not self._speaks_pywb:
            body = await self._index([*asked, ("fl", _FIELDS), ("limit", f"-{most}")])
            if body.strip():
                return self._understood(body, url)
        # pywb answers a limit below zero with an empty body, where archive.org has an empty array.
        body = await self._index([*asked, ("sort", "reverse"), ("limit", f"{most}")])
        captures = self._understood(body, url)
        self._speaks_pywb |= captures.rows > 0 and body.lstrip().startswith(b"{")
        return captures

    async def _index(self, question: list[tuple[str, str]]) -> bytes:
        seen = await self._ask(f"{self._cdx_url}?{urlencode(question)}", _INDEX_BYTES, self._is_index)
        if seen.fetch.status == 404 and b"no captures found" in seen.body[:1000].lower():
            return b""
        if seen.fetch.status != 200:
            # Of some sites an archive shows nothing, at their wish; that says nothing of the others.
            raise _Unavailable(f"its index answers {seen.fetch.failure or seen.fetch.status}", counts=False)
        if seen.fetch.cut:
            raise _Unavailable("its index breaks off", counts=True)
        return seen.body

    def _is_index(self, url: str) -> bool:
        return url.partition("?")[0] == self._cdx_url

    @staticmethod
    def _understood(body: bytes, url: str) -> Captures:
        try:
            return read_captures(body, url)
        except NotUnderstood as error:
            raise _Unavailable(str(error), counts=True) from error

    # --- copies -------------------------------------------------------------------------------------------

    async def _read(self, capture: Capture) -> Read:
        address = resolve(f"{self._replay_url}/{capture.timestamp}id_/{capture.original}")
        if address is None:
            return Read(Seen.NOTHING)
        seen = await self._ask(address, _PAGE_BYTES, self._is_copy_of(capture))
        said = seen.headers.get("memento-datetime", "")
        if not said:
            # A page of the archive itself: "not captured", "not shown", or a hint to look elsewhere.
            return Read(Seen.NOTHING)
        at = _moment(said) or capture.at
        kind = seen.headers.get("content-type", "").partition(";")[0].strip().lower()
        if seen.fetch.status != 200:
            return Read(Seen.BAD, at)
        if kind not in _PAGE_TYPES:
            return Read(Seen.NOTHING, at)
        page = read_page(
            decode(seen.body, seen.headers.get("content-type", "")), capture.original, about=False
        )
        if not (page.title or page.h1 or page.text.strip()):
            return Read(Seen.BAD, at)
        return Read(Seen.GOOD, at, page)

    def _is_copy_of(self, capture: Capture) -> Callable[[str], bool]:
        """Whether an address is that of another copy of the same page, and not a place in the live web."""
        copy = re.compile(re.escape(self._replay_url) + r"/[0-9]{1,14}(?:[a-z]{2}_)?/(.+)", re.DOTALL)
        wanted = _bare(capture.original)
        return lambda url: (found := copy.fullmatch(url)) is not None and _bare(found[1]) == wanted

    async def _ask(self, url: str, max_bytes: int, may_follow: Callable[[str], bool]) -> Look:
        async with self._slot:
            if self._unanswered >= _ENOUGH:
                raise _Unavailable(
                    "it did not answer before, and is asked no more in this crawl", counts=False
                )
            seen = await self._looker.look(url, max_bytes=max_bytes, may_follow=may_follow)
        fetch = seen.fetch
        if fetch.failure and fetch.failure not in _OF_ONE_COPY:
            detail = f"{fetch.failure}: {fetch.detail}" if fetch.detail else str(fetch.failure)
            raise _Unavailable(detail, counts=fetch.failure not in _NO_FAULT_OF_ALL)
        if fetch.status in _NO_ANSWER and "memento-datetime" not in seen.headers:
            raise _Unavailable(f"it answers {fetch.status}", counts=True)
        return seen


def _bare(url: str) -> str:
    """An address without what archives see no difference in: scheme, www, a slash at the end, case."""
    spelled = identity(resolve(url) or "").partition("://")[2].casefold()
    return spelled.removeprefix("www.").rstrip("/")


def _moment(said: str) -> str:
    """A date of HTTP in ISO 8601; empty for what is none."""
    try:
        moment = parsedate_to_datetime(said)
        return iso(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, TypeError, OverflowError):
        return ""
