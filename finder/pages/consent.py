"""Notices about cookies: text of the site about itself, wherever its markup puts it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from finder.items import Placement
from finder.reference import load_table

if TYPE_CHECKING:
    from finder.pages.outline import Outline

_LONGEST: Final = 600  # characters; a longer text is an article about cookies


def set_notices_apart(outline: Outline) -> None:
    """Take notices that ask for consent to cookies out of the main text, if nothing declares them as such."""
    movable = [
        placement is Placement.MAIN and zone not in outline.declared_main
        for zone, placement in enumerate(outline.placements)
    ]
    places = [block for block in outline.blocks if movable[block.zone] and len(block.text) <= _LONGEST]
    # All in one first: hardly a page has any.
    if not _speaks_of("cookies", "\n".join([block.text for block in places])):
        return
    apart = len(outline.placements)
    outline.placements.append(Placement.SIDEBAR)
    for block in places:
        if _speaks_of("cookies", block.text) and _speaks_of("consent", block.text):
            block.zone = apart


def _speaks_of(sort: str, text: str) -> bool:
    lowered = text.lower()
    return any(word in lowered for word in _words(sort))


@cache
def _words(sort: str) -> tuple[str, ...]:
    return tuple(word for of, word in load_table("consent_words.tsv") if of == sort)
