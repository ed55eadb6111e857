"""Notices about cookies: text of the site about itself, wherever its markup puts it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from finder.items import Placement
from finder.reference import load_table

if TYPE_CHECKING:
    from finder.pages.outline import Block, Outline

_LONGEST: Final = 600  # characters; a longer text is an article about cookies


def set_notices_apart(outline: Outline) -> None:
    """Take notices that ask for consent to cookies out of the main text, if nothing declares them as such."""
    cookies, consent = _patterns()
    notices = [block for block in outline.blocks if _may_be(outline, block) and cookies.search(block.text)]
    apart = len(outline.placements)
    found = [block for block in notices if consent.search(block.text)]
    for block in found:
        block.zone = apart
    if found:
        outline.placements.append(Placement.SIDEBAR)


def _may_be(outline: Outline, block: Block) -> bool:
    return (
        len(block.text) <= _LONGEST
        and not block.hidden
        and outline.placements[block.zone] is Placement.MAIN
        and block.zone not in outline.declared_main
    )


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a notice speaks of, and what it asks for."""
    rows = load_table("consent_words.tsv")
    cookies, consent = (
        re.compile("|".join(re.escape(word) for of, word in rows if of == sort), re.IGNORECASE)
        for sort in ("cookies", "consent")
    )
    return cookies, consent
