"""The pages that continue a page: precise rather than many."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from finder import urls
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
    r"(?:[?&;](?:page|p|paged|pg|pagina|seite|strana|sida|side)=|/(?:page|pagina|seite|strana|sida|p)[/-])"
    r"(\d{1,4})(?=[/&#]|\Z)",
    re.IGNORECASE,
)


def next_urls_of(url: str, declared: str, links: Iterable[tuple[Anchor, Link]]) -> tuple[str, ...]:
    """Addresses on the same site that continue the page at ``url``, at most 10, itself excluded.

    ``declared`` is what ``<link rel=next>`` says. A numbered or worded link counts inside a pagination
    element, or where its address is that of this page with another page number.
    """
    own = _without_page(url)
    found = {declared: None} if declared and urls.same_site(declared, url) else {}
    for anchor, link in links:
        if not link.outbound and _continues(anchor, link, own):
            found[link.url] = None
    found.pop(url, None)
    return tuple(found)[:_MAX_NEXT]


def _continues(anchor: Anchor, link: Link, own: str) -> bool:
    if "next" in link.rel:
        return True
    label = link.anchor.lower()
    if len(label) > _MAX_WORDS:
        return False
    numbered = _NUMBER.match(label) is not None
    if not numbered and label not in _words() and _ARROWS.sub("", label) not in _words():
        return False
    same_list = _PAGE_IN_ADDRESS.search(link.url) is not None and _without_page(link.url) == own
    return same_list or (anchor.in_pager and _path(link.url) == _path(own))


def _without_page(url: str) -> str:
    """An address without its page number and without what such a number leaves behind."""
    return _PAGE_IN_ADDRESS.sub("", url).rstrip("/?&")


def _path(url: str) -> str:
    return _without_page(url.split("?", 1)[0])


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    return frozenset(load_lines("pagination_words.txt"))
