"""Whether a page leaves what it has to say to its scripts, so that only a browser sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from finder.items import Placement
from finder.pages.tree import parse
from finder.pages.wording import signs_in
from finder.words import count_words

if TYPE_CHECKING:
    from finder.items import SourcePage

_FEW_LINKS: Final = 3
_LITTLE: Final = 150  # words, of a page that asks for scripts
_VERY_LITTLE: Final = 60  # of one that has a place for what they write
_NOTHING: Final = 15  # of any
_TOLD: Final = 3_000  # characters in which they are counted
_SCRIPT: Final = re.compile(r"<script\b", re.IGNORECASE)
# Scripts that are data, and never run.
_DATA: Final = re.compile(r"json|template|text/(?:plain|html|x-)|speculationrules", re.IGNORECASE)
_PLACES: Final = (
    "div[id], main, section[id], article, ul, ol, table, tbody[id], app-root, [ng-app], [data-reactroot]"
)
_MOST_PLACES: Final = 300


def says_little(page: SourcePage) -> bool:
    """Whether a page has so few words and links in its main part that its scripts may have more."""
    links = sum(link.placement is Placement.MAIN for link in page.links)
    return links < _FEW_LINKS and count_words(page.text[:_TOLD]) < _LITTLE


def left_to_scripts(page: SourcePage, html: str) -> bool:
    """Whether ``page``, read from ``html``, shows too little for its scripts.

    It has hardly a word, or it asks for scripts to be switched on, or it says very little around an empty
    place for more. A short page that merely counts its visitors is none of these.
    """
    if not says_little(page) or not _SCRIPT.search(html):
        return False
    tree = parse(html)
    if all(_DATA.search(node.attributes.get("type") or "") for node in tree.css("script")):
        return False
    words = count_words(page.text[:_TOLD])
    if words < _NOTHING and not page.images:
        return True
    silent = " ".join(node.text(separator=" ") for node in tree.css("noscript")[:5])
    if "script_needed" in signs_in(silent[:1000]) | signs_in(page.text[:1000]):
        return True
    places = tree.css(_PLACES)[:_MOST_PLACES]
    return words < _VERY_LITTLE and any(not node.text(strip=True) and not node.css("img") for node in places)
