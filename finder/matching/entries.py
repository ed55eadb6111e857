"""Own pages as they are kept in the index: words with prominence, titles without the site's name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from finder.words import (
    JOINED_MARK,
    STEM_MARK,
    address_words,
    forms,
    joined,
    rejoined,
    split_names,
    split_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.items import OwnPage

_TITLE, _HEADING, _SUMMARY, _FOLDER, _TEXT = 1.0, 0.7, 0.6, 0.5, 0.35
_STEM_SHARE: Final = 0.75
_SEPARATOR: Final = re.compile(r"\s+[|\-–—·•»«/]+\s+|\s*[|｜»]\s*|\s+::\s+")
_MAX_SUMMARY: Final = 600
_MAX_TEXT: Final = 4_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One own page in the index: ``headlines`` are its title, first heading and address as plain words."""

    page: OwnPage
    title: str
    headlines: tuple[str, ...]


def site_names(pages: Sequence[OwnPage]) -> frozenset[str]:
    """The first or last parts that half of all titles share: the name of the site, not of a page."""
    ends: Counter[str] = Counter()
    for page in pages:
        parts = _SEPARATOR.split(page.title.strip())
        if len(parts) > 1:
            ends.update({parts[0].casefold(), parts[-1].casefold()})
    needed = max(2, len(pages) / 2)
    return frozenset(name for name, count in ends.items() if count >= needed)


def entry_of(page: OwnPage, names: frozenset[str]) -> Entry:
    """Prepare a page for comparison; ``names`` are those of the site."""
    title = _without_names(page.title, names)
    words = split_names(title) or split_names(page.h1)
    last = [share.word for share in address_words(page.url) if share.share == 1.0]
    lines = dict.fromkeys(_plain(line) for line in (words, split_names(page.h1), last))
    return Entry(page, title or page.h1 or page.url, tuple(filter(None, lines)))


def strengths_of(entry: Entry) -> dict[str, float]:
    """Every form of every word of a page with the prominence of its best place, 0-1."""
    page = entry.page
    found = {forms(word)[0]: _TEXT for word in split_words(page.text[:_MAX_TEXT])}
    _raise(found, split_words(page.summary[:_MAX_SUMMARY]), _SUMMARY)
    for share in address_words(page.url):
        _raise(found, [share.word], _TITLE if share.share == 1.0 else _FOLDER)
    _raise(found, [word for line in page.headings for word in split_names(line)], _HEADING)
    for line in (page.h1, entry.title):
        words = split_names(line)
        _raise(found, words, _TITLE)
        for form in joined(words):
            found[JOINED_MARK + form] = _TITLE
    return found


def _raise(found: dict[str, float], words: Sequence[str], strength: float) -> None:
    for word in words:
        for form in forms(word):
            value = strength * _STEM_SHARE if form.startswith(STEM_MARK) else strength
            if value > found.get(form, 0.0):
                found[form] = value


def _plain(words: Sequence[str]) -> str:
    return " ".join(rejoined(forms(word)[0] for word in words))


def _without_names(title: str, names: frozenset[str]) -> str:
    parts = _SEPARATOR.split(title.strip())
    if len(parts) < 2:
        return title.strip()
    kept = [part for part in parts if part.casefold() not in names]
    return " - ".join(kept)
