"""The hops of a look: where each answer sends us on to, and what is carried from one to the next."""

from __future__ import annotations

import re
import string
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import aiohttp
import yarl

from finder.items import Failure, Hop
from finder.observe import LookFailed
from finder.pages import decode
from finder.pages.onward import onward
from finder.urls import hostname, registrable_domain, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from finder.checker.answer import Answer
    from finder.items import OnwardBy

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_GOING_ON: Final = 9  # redirects
_BY_PAGES: Final = 3  # pages in a row that send on by themselves
_DIGITS: Final = re.compile(r"\d+")
_COOKIE_NAME: Final = re.compile(r"[\t ]*[!#-+\--:<>-\[\]-~]+[\t ]*(?:=|;|\Z)")
_COOKIE_DOMAIN: Final = re.compile(r";\s*domain\s*=\s*([^;\s]*)", re.IGNORECASE)
_WORDS_WITHIN: Final = 256 * 1024  # bytes; as many characters as are read, in any encoding
_EQUIV: Final = re.compile(rb"-[eE][qQ][uU][iI][vV]")
_REFRESHES: Final = re.compile(rb"-equiv\s*=\s*[\"']?(?:refresh|[^\"'>\s]{0,200}&)")
_LOWER: Final = bytes.maketrans(string.ascii_uppercase.encode(), string.ascii_lowercase.encode())


class Chain:
    """The hops of one try, as they happen, with the cookies that consent walls set on the way."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.current = url
        self.hops: list[Hop] = []
        self.requests = 0
        self._seen: dict[tuple[str, str], int] = {}
        self._jar: aiohttp.CookieJar | None = None

    def seen(self, cookie: str) -> int:
        """How often the current address was asked for with these cookies, with this time."""
        request = (self.current, cookie)
        times = self._seen[request] = self._seen.get(request, 0) + 1
        return times

    def cookie_header(self) -> str:
        if self._jar is None:
            return ""
        cookies = self._jar.filter_cookies(yarl.URL(self.current, encoded=True))
        return "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())

    def take(self, answer: Answer, sent: tuple[str, OnwardBy] | None = None) -> None:
        url, by = sent or ("", "")
        said = answer.headers.get("location", "") if by in ("", "location") else url
        self.hops.append(Hop(self.current, answer.status, said, by))
        if answer.set_cookies:
            # "unsafe" is the jar's word for taking cookies of hosts that are IP addresses, as browsers do.
            self._jar = self._jar or aiohttp.CookieJar(unsafe=True, quote_cookie=False)
            self._jar.update_cookies_from_headers(
                list(self._meant_for_us(answer.set_cookies)), yarl.URL(self.current, encoded=True)
            )

    def _meant_for_us(self, lines: Iterable[str]) -> Iterable[str]:
        """Set-Cookie lines without those for a whole public suffix (``Domain=co.uk``), and those of no name.

        Of the latter the jar would warn, line by line, as often as a host likes.
        """
        ours = registrable_domain(hostname(self.current))
        for line in filter(_COOKIE_NAME.match, lines):
            domains = [domain for domain in _COOKIE_DOMAIN.findall(line) if domain]
            if all(registrable_domain(domain) == ours for domain in domains):
                yield line


def sent_on(chain: Chain, answer: Answer) -> tuple[str, OnwardBy] | None:
    """Where an answer sends us on to. Raises :class:`LookFailed` when that is no web address."""
    location = answer.headers.get("location", "")
    if answer.status in _REDIRECTS and location:
        target = resolve(location, chain.current)
        if target is None:
            raise LookFailed(Failure.BAD_REDIRECT, location[:200])
        return target, "location"
    refresh = answer.headers.get("refresh", "")
    if sum(hop.by in ("refresh", "script") for hop in chain.hops) >= _BY_PAGES:
        # A page may lead to the next of many, as slides do.
        return None
    if answer.status != 200 or not (refresh or _may_send_on(answer)):
        return None
    found = onward(decode(answer.body, answer.headers.get("content-type", "")), chain.current, refresh)
    # Pages that send on to each other are shown, if only for a moment; that is no loop of a server.
    return None if found is None or any(hop.url == found[0] for hop in chain.hops) else found


def _may_send_on(answer: Answer) -> bool:
    """Whether a page has the words without which none sends on; to decode and parse each takes far longer."""
    if not _is_html(answer):
        return False
    start = answer.body[:_WORDS_WITHIN]
    if b"location" in start or b"\0" in start:
        return True
    # A character reference may stand for any letter of the word.
    return _EQUIV.search(start) is not None and _REFRESHES.search(start.translate(_LOWER)) is not None


def goes_on(hops: Sequence[Hop]) -> bool:
    """Whether the last redirects only count on in one address, or make it longer by the same each time."""
    last = [hop.url for hop in hops[-_GOING_ON:]]
    if len(last) < _GOING_ON or len(set(last)) < _GOING_ON or any(hop.by != "location" for hop in hops):
        return False
    steps = {len(after) - len(before) for before, after in pairwise(last)}
    return len({_DIGITS.sub("#", url) for url in last}) == 1 or (len(steps) == 1 and min(steps) > 0)


def _is_html(answer: Answer) -> bool:
    kind = answer.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    return kind in ("text/html", "application/xhtml+xml")
