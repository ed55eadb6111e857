"""Whether an address leads to a brand: to one of its domains, or through a redirector that carries one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote

from finder import urls

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_ADDRESS: Final = re.compile(r"(?:https?:)?//", re.IGNORECASE)
# Parameters that say where a visitor comes from, or carry text, never where a link leads.
_NO_AIM: Final = re.compile(
    r"utm_|ref|via|src$|source|from|origin$|site|domain|text|title|body|desc|summary|status|media|image|img|"
    r"picture|logo|icon|callback$|hashtags",
    re.IGNORECASE,
)
# Pages on which a visitor shares an address with others; the link does not lead there.
_SHARING: Final = re.compile(
    r"/(?:share|sharer|sharing|intent|submit|pin/create|sharearticle|send|compose|widgets?/|oembed|bookmark)",
    re.IGNORECASE,
)
_MOST_NESTED: Final = 3
_MOST_PARAMETERS: Final = 50
_LONGEST_QUERY: Final = 8_000


def leads_to(url: str, domains: Collection[str]) -> bool:
    """Whether an absolute http(s) address leads to one of ``domains`` (host names) or a host below it.

    Also through a redirector that carries the address in its own query (``/away?to=https%3A%2F%2F…``). A
    domain in another site's path, in a ``utm_source`` or ``ref``, or on a page for sharing is no link to it.
    """
    if is_at(url, domains):
        return True
    return any(is_at(aim, domains) for aim in aims(url))


def is_at(url: str, domains: Collection[str]) -> bool:
    """Whether the host of an address is one of ``domains`` or below it.

    A domain with a path (``medium.example/@acme``) is the part of one user on a host that users share.
    """
    if _is_below(urls.hostname(url), frozenset(domains)):
        return True
    return any("/" in domain for domain in domains) and urls.prospect(url) in domains


def reached(addresses: Iterable[str]) -> frozenset[str]:
    """The domains that links to these addresses lead to, in the sense of :func:`leads_to`.

    Each host with all domains above it, and on hosts that users share the user's part.
    """
    found: set[str] = set()
    for url in set(addresses):
        for address in (url, *aims(url)) if "?" in url else (url,):
            host = urls.hostname(address)
            while host and host not in found:
                found.add(host)
                host = host.partition(".")[2]
            if "/" in (user := urls.prospect(address)):
                found.add(user)
    return frozenset(found)


def aims(url: str) -> Iterator[str]:
    """The addresses that a redirector carries in its query, those inside of them too."""
    waiting = [(url, 0)]
    while waiting:
        address, depth = waiting.pop()
        base, _, query = address.partition("?")
        if not query or _SHARING.search(base):
            continue
        for name, value in _parameters(query):
            if _ADDRESS.match(value) and not _NO_AIM.match(name) and (aim := urls.resolve(value, url)):
                yield aim
                if depth < _MOST_NESTED:
                    waiting.append((aim, depth + 1))


def _parameters(query: str) -> list[tuple[str, str]]:
    """The parameters of a query, decoded as often as it takes; a query that is an address is one itself."""
    query = query[:_LONGEST_QUERY]
    if _ADDRESS.match(unquote(query)):
        return [("", unquote(query))]
    if "//" not in query and "%2f%2f" not in query.lower() and "%252f" not in query.lower():
        return []
    return [
        (name, value if _ADDRESS.match(value) else unquote(value))
        for name, value in parse_qsl(query)[:_MOST_PARAMETERS]
    ]


@lru_cache(maxsize=50_000)
def _is_below(host: str, domains: frozenset[str]) -> bool:
    while host:
        if host in domains:
            return True
        host = host.partition(".")[2]
    return False
