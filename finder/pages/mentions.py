"""Names of our brands in the visible text of a page."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Final

from finder.items import Mention
from finder.pages.text import visible_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from finder.pages.outline import Outline

_MAX_MENTIONS: Final = 50
_MAX_OF_ONE_NAME: Final = 1_000
_SNIPPET: Final = 200
_SEPARATORS: Final = re.compile(r"[\s\u2010-\u2015-]+")
_JOINERS: Final = re.compile("[\u200c\u200d]")
# Scripts written without spaces, or with particles joined to a foreign name.
_UNSPACED: Final = (
    r"\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f"
    r"\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
_LETTER: Final = rf"[^\W_{_UNSPACED}]"
_COMBINING: Final = r"[\u0300-\u036f]"
_HYPHEN_OR_SPACE: Final = r"[ \u2010-\u2015-]"
_APOSTROPHES: Final = "'’ʼ"


@dataclass(frozen=True, slots=True)
class _Name:
    brand: str
    name: str
    probe: str
    pattern: re.Pattern[str]

    def find(self, text: str) -> Iterator[re.Match[str]]:
        any_case = self.name == self.name.lower()
        for match in self.pattern.finditer(text):
            found = match[0]
            if any_case or found[0] == self.name[0] or (len(found) > 1 and found.isupper()):
                yield match


class BrandNames:
    """The names to look for, compiled once: brand name to all its spellings, itself included."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._names = tuple(
            _compiled(brand, name)
            for brand, spellings in names.items()
            for name in dict.fromkeys(spellings)
            if name.strip()
        )

    def find(self, text: str) -> list[tuple[int, int, str, str]]:
        """Start, end, brand and name of each occurrence in order; the longest of overlapping names.

        Of one name the first 1,000 occurrences are taken.
        """
        lowered = text.lower()
        found = [
            (match.start(), match.end(), name.brand, name.name)
            for name in self._names
            if name.probe in lowered
            for match in islice(name.find(text), _MAX_OF_ONE_NAME)
        ]
        found.sort(key=lambda hit: (hit[0], -hit[1]))
        kept: list[tuple[int, int, str, str]] = []
        for hit in found:
            if not kept or hit[0] >= kept[-1][1]:
                kept.append(hit)
        return kept


def mentions_of(outline: Outline, brands: BrandNames) -> tuple[Mention, ...]:
    """The mentions on a page in document order, at most 50. A name never runs across two blocks."""
    blocks = visible_blocks(outline)
    texts = [_JOINERS.sub("", block.text).replace("\n", " ") for block in blocks]
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    mentions: list[Mention] = []
    for start, end, brand, name in brands.find("\n".join(texts)):
        if len(mentions) == _MAX_MENTIONS:
            break
        index = bisect_right(starts, start) - 1
        block, offset = blocks[index], starts[index]
        snippet = _snippet(texts[index], start - offset, end - offset)
        mentions.append(Mention(brand, name, snippet, block.heading, outline.placements[block.zone]))
    return tuple(mentions)


def _compiled(brand: str, name: str) -> _Name:
    name = " ".join(name.split())
    parts = [part for part in _SEPARATORS.split(name) if part] or [name]
    escaped = _HYPHEN_OR_SPACE.join(_any_apostrophe(part) for part in parts)
    pattern = re.compile(rf"(?<!{_LETTER}){escaped}(?!{_LETTER}|{_COMBINING})", re.IGNORECASE)
    probes = (probe for part in parts for probe in re.split(f"[{_APOSTROPHES}]", part))
    return _Name(brand, name, max(probes, key=len).lower(), pattern)


def _any_apostrophe(part: str) -> str:
    return f"[{_APOSTROPHES}]".join(re.escape(piece) for piece in re.split(f"[{_APOSTROPHES}]", part))


def _snippet(text: str, start: int, end: int) -> str:
    room = max(_SNIPPET - (end - start), 0) // 2
    left, right = max(start - room, 0), min(end + room, len(text))
    if left:
        space = text.find(" ", left, start)
        left = space + 1 if space >= 0 else left
    if right < len(text):
        space = text.rfind(" ", end, right)
        right = space if space >= 0 else right
    return text[left:right]
