"""The pages that continue a page: precise rather than many."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from finder.reference import load_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.items import Link
    from finder.pages.outline import Anchor

_MAX_NEXT: Final = 10
_MAX_WORDS: Final = 30
_NUMBER: Final = re.compile(r"\d{1,4}\Z")
_ARROWS: Final = re.compile(r"[\s›»→>❯▶.…]+\Z")
_PAGE_IN_ADDRESS: Final = re.compile(
    r"(?:[?&;](?:page|paged|pg|pagina|seite|strana|sida|side|start|offset|skip)="
    r"|/(?:page|pagina|seite|strana|sida)[/-])"
    r"\d{1,4}(?=[/&#]|\Z)",
    re.IGNORECASE,
)
_BARE_NUMBER: Final = re.compile(r"(?<=[^/])/\d{1,3}\Z")
# A calendar never ends, and a long number in "p" is the number of a post.
_DATED: Final = re.compile(
    r"[?&;](?:month|monat|mois|mes|year|jahr|date|day|week|ym|cal[a-z]*)=|[?&;]p=\d{3}", re.IGNORECASE
)
_DATED_PATH: Final = re.compile(r"/(?:19|20)\d\d(?:/\d{1,2})*\Z")


def next_urls_of(url: str, declared: str, links: Iterable[tuple[Anchor, Link]]) -> tuple[str, ...]:
    """Addresses on the same site that continue the page at ``url``, at most 10, itself excluded.

    ``declared`` is what ``<link rel=next>`` says: on many blogs the next post, so it counts only where
    its address is that of this page with another page number. So do all links outside a pagination
    element; inside one, another query on the same path will do.
    """
    found = {declared: None} if declared and _is_numbered_page(declared, url) else {}
    for anchor, link in links:
        may_be = not link.outbound and (link.rel or len(link.anchor) <= _MAX_WORDS)
        if may_be and _continues(anchor, link, url):
            found[link.url] = None
    found.pop(url, None)
    return tuple(found)[:_MAX_NEXT]


def _continues(anchor: Anchor, link: Link, own: str) -> bool:
    label = link.anchor.lower()
    named = "next" in link.rel or _NUMBER.match(label) is not None
    if not named and label not in _words() and _ARROWS.sub("", label) not in _words():
        return False
    if _is_numbered_page(link.url, own):
        return True
    in_list = anchor.in_pager and _DATED.search(link.url) is None
    return in_list and _list_path(link.url) == _list_path(own)


def _is_numbered_page(url: str, own: str) -> bool:
    if _PAGE_IN_ADDRESS.search(url) is not None:
        return _without_page(url) == _without_page(own)
    return _BARE_NUMBER.search(url) is not None and "?" not in url and _list_path(url) == _list_path(own)


def _without_page(url: str) -> str:
    """An address without its page number and without what such a number leaves behind."""
    bare = _PAGE_IN_ADDRESS.sub(lambda match: match[0][0] if match[0][0] in "?&;" else "", url)
    return bare.replace("?&", "?").replace("&&", "&").rstrip("/?&;")


def _list_path(url: str) -> str:
    """What the addresses of the pages of one list share, also where they end in a bare number."""
    path = _without_page(url.split("?", 1)[0])
    return path if _DATED_PATH.search(path) else _BARE_NUMBER.sub("", path)


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(load_lines("pagination_words.txt"))
