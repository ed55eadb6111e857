"""Own pages as they are compared: the words of each field, and titles without the site's name."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from finder.matching.wording import plain
from finder.words import address_words, prior, rejoined, split_names, split_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from finder.items import OwnPage

_SEPARATOR: Final = re.compile(r"\s+[|\-–—·•»«/]+\s+|\s*[|｜»]\s*|\s+::\s+")
_MAX_SUMMARY: Final = 600
_MAX_TEXT: Final = 4_000
_MAX_HEADINGS: Final = 24
# A word that so many pages have is a word of the site, on sites that are large enough to tell.
_MOST: Final = 0.5
_ENOUGH_PAGES: Final = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One own page in the index, with the words of each of its fields in reading order.

    ``name`` are those of title, first heading and last address segment, ``folders`` those of the other
    segments; ``lines`` are the parts of the name and ``heading_lines`` the headings as plain text.
    """

    page: OwnPage
    title: str
    name: tuple[str, ...]
    folders: tuple[str, ...]
    headings: tuple[str, ...]
    summary: tuple[str, ...]
    text: tuple[str, ...]
    lines: tuple[str, ...]
    heading_lines: tuple[str, ...]


def site_names(pages: Sequence[OwnPage]) -> frozenset[str]:
    """The first or last parts that half of all titles share: the name of the site, not of a page."""
    ends: Counter[str] = Counter()
    for page in pages:
        parts = _SEPARATOR.split(page.title.strip())
        if len(parts) > 1:
            ends.update({parts[0].casefold(), parts[-1].casefold()})
    needed = max(3, len(pages) / 2)
    return frozenset(name for name, count in ends.items() if count >= needed)


def entry_of(page: OwnPage, names: frozenset[str]) -> Entry:
    """Prepare a page for comparison; ``names`` are those of the site."""
    title = _without_names(page.title, names)
    first = split_names(page.h1)
    words = split_names(title) or first
    address = address_words(page.url)
    last = [share.word for share in address if share.share == 1.0]
    headings = [split_names(line) for line in page.headings[:_MAX_HEADINGS]]
    return Entry(
        page,
        title or page.h1 or page.url,
        name=_kept(dict.fromkeys((*words, *first, *last))),
        folders=_kept(share.word for share in address if share.share < 1.0),
        headings=_kept(word for line in headings for word in line),
        summary=_kept(split_words(page.summary[:_MAX_SUMMARY])),
        text=_kept(split_words(page.text[:_MAX_TEXT])),
        lines=_lines((words, first, last)),
        heading_lines=_lines(headings),
    )


def site_words(entries: Sequence[Entry], names: Collection[str]) -> frozenset[str]:
    """The plain words of the site's names, and those that most of its pages have."""
    found = {plain(word) for name in names for word in split_names(name)}
    if len(entries) >= _ENOUGH_PAGES:
        counts = Counter(chain.from_iterable({*entry.text, *entry.name} for entry in entries))
        often = (word for word, count in counts.items() if count > _MOST * len(entries))
        found |= {plain(word) for word in often if prior(word) == 1.0}
    return frozenset(found)


def _kept(words: Iterable[str]) -> tuple[str, ...]:
    """Words of which every page that has them holds the same one: thousands of pages share most of theirs."""
    return tuple(map(sys.intern, words))


def _lines(some: Sequence[Sequence[str]]) -> tuple[str, ...]:
    lines = (" ".join(rejoined(map(plain, words))) for words in some)
    return tuple(dict.fromkeys(filter(None, lines)))


def _without_names(title: str, names: frozenset[str]) -> str:
    parts = _SEPARATOR.split(title.strip())
    if len(parts) < 2:
        return title.strip()
    kept = [part for part in parts if part.casefold() not in names]
    return " - ".join(kept)
