"""The finding itself: how sure it is, how well our page fits, how good a place a mention or a list is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.items import Confidence
from finder.quality.part import Part, rounded

if TYPE_CHECKING:
    from finder.quality.facts import Facts

SURENESS: Final = {Confidence.HIGH: 1.0, Confidence.MEDIUM: 0.7, Confidence.LOW: 0.3}
# A site that links to us on another page has less reason to.
SITE_LINKS: Final = 0.5
_GOOD: Final = 0.8
# One rival may be there by chance; of five nobody doubts what the page is about.
_BY_RIVALS: Final = (0.3, 0.5, 0.65, 0.75, 0.8)
_LIST: Final = 0.2


def confidence(facts: Facts) -> Part:
    """How sure the finding is."""
    sure = {Confidence.HIGH: "sure", Confidence.MEDIUM: "fairly sure", Confidence.LOW: "not sure"}
    return Part(SURENESS[facts.confidence], sure[facts.confidence])


def match(facts: Facts) -> Part:
    """How well the page fits that is offered; without one there is nothing to offer."""
    if not facts.match:
        return Part(0.0, "no page of ours to offer")
    return Part(rounded(facts.match), "our page fits well" if facts.match >= _GOOD else "our page may fit")


def mention(facts: Facts) -> Part:
    """How good a place a mention is for a link."""
    if facts.mention_worth is None:
        return Part(None)
    if facts.linked_from:
        return Part(rounded(min(facts.mention_worth, 1.0) * SITE_LINKS), "the site links to us elsewhere")
    return Part(rounded(facts.mention_worth))


def rivals(facts: Facts) -> Part:
    """How many of our rivals the page links to; a list of many sites is the best place to be added to."""
    if not facts.rivals:
        return Part(None)
    value = _BY_RIVALS[min(facts.rivals, len(_BY_RIVALS)) - 1] + (_LIST if facts.lists_sites else 0.0)
    said = f"links to {facts.rivals} rival{'s' if facts.rivals > 1 else ''}"
    listed = " in a list of many sites" if facts.lists_sites else ""
    if facts.linked_from:
        return Part(rounded(value * SITE_LINKS), f"{said}{listed}, the site links to us elsewhere")
    return Part(rounded(value), f"{said}{listed}")
