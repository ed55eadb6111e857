"""The visible text of a page: a sample of its main part, headings and mentions' ground."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from finder.items import Placement
from finder.words import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.pages.outline import Block, Outline

_MAX_TEXT: Final = 20_000
_OF_THE_PAGE: Final = (Placement.MAIN, Placement.HEADER)
_DEEPEST: Final = 3
_MAX_HEADINGS: Final = 50
_MAX_HEADING: Final = 300
_MAX_SUMMARY: Final = 500
_PARAGRAPH: Final = 80
_LITTLE_TEXT: Final = 200


def visible_blocks(outline: Outline) -> list[Block]:
    """The blocks a reader sees, in document order."""
    return [block for block in outline.blocks if not block.hidden]


def main_text(outline: Outline) -> str:
    """A sample of the main text, one line a block, at most 20,000 characters.

    A page whose main part has next to no text is read as a whole.
    """
    visible = visible_blocks(outline)
    text = _joined(block for block in visible if outline.placements[block.zone] is Placement.MAIN)
    return text if len(text) >= _LITTLE_TEXT else _joined(visible)


def word_count(outline: Outline, title: str) -> int:
    """The words of title, headings and main text, a line that is repeated once.

    Where next to nothing is main text, what stands around it counts too, without lists of links, navigation
    and footer: a page whose markup misleads us is not taken for an empty one.
    """
    visible = visible_blocks(outline)
    lines = dict.fromkeys((title, *(block.text for block in visible if _is_of_the_page(block, outline))))
    if sum(map(len, lines)) < _LITTLE_TEXT:
        lines |= dict.fromkeys(block.text for block in visible if _is_written(block, outline))
    return count_words("\n".join(lines))


def headings_of(outline: Outline) -> tuple[str, ...]:
    """The visible headings h1 to h3 of the main part and the page header, at most 50."""
    found = (
        _one_line(block.text)
        for block in visible_blocks(outline)
        if 1 <= block.level <= _DEEPEST and outline.placements[block.zone] in _OF_THE_PAGE
    )
    return tuple(islice(found, _MAX_HEADINGS))


def main_headings(outline: Outline) -> list[str]:
    """The visible h1 headings, those in the main part before all others; at most 50."""
    found = [block for block in visible_blocks(outline) if block.level == 1]
    found.sort(key=lambda block: outline.placements[block.zone] is not Placement.MAIN)
    return [_one_line(block.text) for block in found[:_MAX_HEADINGS]]


def first_paragraph(outline: Outline) -> str:
    """The first block of the main text that reads like a paragraph, at most 500 characters."""
    for block in outline.blocks:
        written = len(block.text) - block.link_characters
        in_main = outline.placements[block.zone] is Placement.MAIN
        if not block.hidden and not block.level and in_main and written >= _PARAGRAPH:
            return " ".join(block.text.split())[:_MAX_SUMMARY]
    return ""


def _is_of_the_page(block: Block, outline: Outline) -> bool:
    placement = outline.placements[block.zone]
    return placement is Placement.MAIN or (placement is Placement.HEADER and 1 <= block.level <= _DEEPEST)


def _is_written(block: Block, outline: Outline) -> bool:
    around = outline.placements[block.zone] in (Placement.NAVIGATION, Placement.FOOTER)
    return not around and 2 * block.link_characters < len(block.text)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:_MAX_HEADING]


def _joined(blocks: Iterable[Block]) -> str:
    parts: list[str] = []
    length = 0
    for block in blocks:
        parts.append(block.text)
        length += len(block.text) + 1
        if length >= _MAX_TEXT:
            break
    return "\n".join(parts)[:_MAX_TEXT]
