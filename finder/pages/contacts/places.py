"""Where on its site a page says that contacts are: the contact page, and further pages to look at."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from finder import urls
from finder.addresses import depth, is_front_page
from finder.contacts import FurtherPage, Whereabouts
from finder.items import Placement
from finder.pages.contacts.sorts import sort_of, sort_of_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from finder.items import Link

_MOST_LINKS: Final = 5_000
_MOST: Final = 20
_LONGEST_FRAGMENT: Final = 60
_PART_OF_PAGE: Final = 3.0
_MOST_OF_A_SORT: Final = 5
_ORDER: Final = tuple(Whereabouts)
_FRAME: Final = (Placement.HEADER, Placement.NAVIGATION, Placement.FOOTER)
_TO_WRITE: Final = (Whereabouts.CONTACT, Whereabouts.IMPRESSUM, Whereabouts.ABOUT)
_FILES: Final = (
    ".pdf",
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".svg",
    ".xml",
    ".zip",
    ".mp4",
    ".doc",
    ".docx",
    ".vcf",
    ".ics",
)


class _Place(NamedTuple):
    """A page with its sort and how surely it is one: the more, the surer; ``part`` is the fragment meant."""

    url: str
    sort: Whereabouts
    sure: float
    own: bool
    part: str = ""


def places_of(
    links: Iterable[Link], url: str, author_pages: Iterable[str], parts: Iterable[tuple[str, str]] = ()
) -> tuple[str, tuple[FurtherPage, ...]]:
    """The contact page of the site of the page at ``url``, and the further pages to look at, best first.

    The contact page keeps the fragment of its link, where one part of a page is meant. It may be the page
    itself, or of another domain where header or footer call it so. ``parts`` are texts of links to parts of
    the page itself, with the fragment.
    """
    best: dict[str, _Place] = {}
    for place in (*_places(links, url), *_parts(parts, url)):
        known = best.get(place.url)
        if known is None or place.sure > known.sure:
            best[place.url] = place
    found = sorted(best.values(), key=lambda place: (_ORDER.index(place.sort), -place.sure))
    own = [place for place in found if place.own and not _same(place.url, url)]
    further = [FurtherPage(each, Whereabouts.AUTHOR) for each in dict.fromkeys(author_pages) if each]
    for sort in _ORDER:
        further += [FurtherPage(place.url, sort) for place in own if place.sort is sort][:_MOST_OF_A_SORT]
    unique = {urls.identity(place.url): place for place in reversed(further)}
    return _contact_page(found, url), tuple(reversed(unique.values()))[:_MOST]


def _contact_page(found: list[_Place], url: str) -> str:
    here = sort_of_address(url)
    if here is not None and here == (Whereabouts.CONTACT, True):
        return url
    for sort in _TO_WRITE:
        of_sort = [place for place in found if place.sort is sort]
        of_sort.sort(key=lambda place: (not place.own, -place.sure))
        if of_sort:
            return of_sort[0].url + of_sort[0].part
    return ""


def _places(links: Iterable[Link], url: str) -> Iterator[_Place]:
    for number, link in enumerate(links):
        if number >= _MOST_LINKS:
            return
        if link.url.partition("?")[0].lower().endswith(_FILES):
            continue
        by_text = sort_of(link.anchor) if link.anchor else None
        if link.outbound:
            if by_text and by_text[1] and link.placement in _FRAME and sort_of_address(link.url) == by_text:
                yield _Place(link.url, by_text[0], _sureness(link, by_text, by_text), False, _fragment(link))
            continue
        by_address = sort_of_address(link.url)
        if by_address is not None and is_front_page(link.url):
            by_address = None
        sort = by_text if by_text and (by_text[1] or not by_address) else by_address
        if sort is not None and (by_text or not _same(link.url, url)):
            yield _Place(link.url, sort[0], _sureness(link, by_text, by_address), True, _fragment(link))


def _parts(parts: Iterable[tuple[str, str]], url: str) -> Iterator[_Place]:
    """The part of the page itself that a link of it calls the one to write from."""
    for text, fragment in islice(parts, _MOST_LINKS):
        if 1 < len(fragment) <= _LONGEST_FRAGMENT and sort_of(text) == (Whereabouts.CONTACT, True):
            yield _Place(url, Whereabouts.CONTACT, _PART_OF_PAGE, True, fragment)
            return


def _sureness(
    link: Link, by_text: tuple[Whereabouts, bool] | None, by_address: tuple[Whereabouts, bool] | None
) -> float:
    """How surely a link leads where it says: what its text says counts most, then its address."""
    sure = 0.0
    for found, weight in ((by_text, 4), (by_address, 3)):
        if found is not None:
            sure += weight if found[1] else weight / 2
    if link.placement in _FRAME:
        sure += 1
    if link.placement in (Placement.COMMENTS, Placement.RELATED):
        sure -= 2
    return sure - depth(link.url) / 10


def _fragment(link: Link) -> str:
    """The part of a page that a link means, with its sign: many sites have all on one page."""
    _, sign, name = link.spelling.partition("#")
    return sign + name if name and len(name) <= _LONGEST_FRAGMENT else ""


def _same(one: str, other: str) -> bool:
    return urls.identity(one) == urls.identity(other)
