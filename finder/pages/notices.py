"""Notices of a site about itself, about cookies and its rights: no part of the text, wherever they stand."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from finder.items import Placement
from finder.pages.body import main_by_default
from finder.reference import load_table

if TYPE_CHECKING:
    from finder.pages.outline import Outline

_LONGEST: Final = 600  # characters; a longer text is an article about cookies


def set_notices_apart(outline: Outline) -> None:
    """Take cookie notices and copyright lines out of the main text, unless the markup declares them main."""
    movable = main_by_default(outline)
    places = [block for block in outline.blocks if movable[block.zone] and len(block.text) <= _LONGEST]
    texts = [block.text.lower() for block in places]
    # All in one first: hardly a page has any.
    everything = "\n".join(texts)
    if not any(_says(sort, everything) for sort in ("cookies", "rights", "copyright")):
        return
    beside = len(outline.placements)
    outline.placements += (Placement.SIDEBAR, Placement.FOOTER)
    for block, text in zip(places, texts, strict=True):
        if _says("cookies", text) and _says("consent", text):
            block.zone = beside
        elif text.startswith(_words("copyright")) or _says("rights", text):
            block.zone = beside + 1


def _says(sort: str, text: str) -> bool:
    return any(word in text for word in _words(sort))


@cache
def _words(sort: str) -> tuple[str, ...]:
    return tuple(word for of, word in load_table("notice_words.tsv") if of == sort)
