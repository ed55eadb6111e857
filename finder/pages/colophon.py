"""Who wrote a page and when: what its data, its markup and its print say, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from finder.items import Placement
from finder.pages.authors import authors_of
from finder.pages.dating import days_of
from finder.pages.names import letters_of
from finder.pages.title import site_names

if TYPE_CHECKING:
    from finder.pages.marked import Marks
    from finder.pages.metadata import Metadata
    from finder.pages.outline import Outline
    from finder.pages.structured import Statement


_AROUND: Final = (Placement.NAVIGATION, Placement.COMMENTS, Placement.FOOTER)


class Colophon(NamedTuple):
    """The authors of a page, and the days on which it was published and last changed (ISO, or empty)."""

    authors: tuple[str, ...]
    published: str
    modified: str


def colophon_of(
    url: str,
    title: str,
    html: str,
    outline: Outline,
    declared: Metadata,
    stated: Statement,
    marks: Marks,
) -> Colophon:
    """Who wrote the page with this ``title`` and when; ``marks`` are its marked elements."""
    heading = headline_block(outline, title)
    names = site_names(url, declared.site_name)
    return Colophon(
        authors_of(outline, declared.named, stated.authors, marks, names, heading),
        *days_of(outline, declared.named, stated, marks, url, declared.locale, heading, html),
    )


def headline_block(outline: Outline, title: str) -> int:
    """The block that prints the title, else the first h1 of the main text, else the first block of it."""
    wanted = letters_of(title)
    first_heading = first_main = -1
    for index, block in enumerate(outline.blocks):
        placement = outline.placements[block.zone]
        if block.hidden or placement in _AROUND:
            continue
        if first_main < 0 and placement is Placement.MAIN:
            first_main = index
        if first_heading < 0 and block.level == 1:
            first_heading = index
        if block.level and len(block.text) < 2 * len(title) + 20 and letters_of(block.text) == wanted:
            return index
    return max(first_heading if first_heading >= 0 else first_main, 0)
