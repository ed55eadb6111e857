"""What is known of a lead when it is scored: in the pipeline what its page says, at the end of a run all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from finder.items import Confidence, Placement
from finder.words import forms, prior, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.markers import Marker

_SHORTEST: Final = 3
_TELLS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Facts:
    """What the parts of a score hang on.

    ``match``: how well the offered page fits (0-1), 0 without one; ``mention_worth``: how good a place the
    mention is for a link (0-1), ``None`` for what is no mention; ``linked_from``: another page of the site
    that links to us. ``rivals``: how many of our rivals the page links to, where that is the reason, and
    ``lists_sites`` whether it is a list of many sites. ``has_link``: the lead is about a link of the page,
    which ``anchor`` and ``rel`` are of.

    ``markers`` are ``None`` where the page was never looked at for them, and so is what its head declares.
    ``failure``: why the page could not be read when it was last tried. ``links`` counts its outbound links,
    ``looked`` those of their targets of which it is known whether they live, ``dead`` those that do not.
    ``rank``: the place of the prospect (1: the first) in the list ``rank_source``, ``None`` if it is not in
    it; without a list both are empty. ``today``: ISO day.
    """

    confidence: Confidence
    page_url: str
    today: str
    match: float = 0.0
    mention_worth: float | None = None
    linked_from: str = ""
    rivals: int = 0
    lists_sites: bool = False
    has_link: bool = True
    anchor: str = ""
    context: str = ""
    heading: str = ""
    placement: Placement = Placement.MAIN
    rel: tuple[str, ...] = ()
    page_title: str = ""
    offer_title: str = ""
    published: str = ""
    modified: str = ""
    markers: tuple[Marker, ...] | None = None
    noindex: bool = False
    canonical: str = ""
    failure: str = ""
    links: int | None = None
    looked: int = 0
    dead: int = 0
    rank: int | None = None
    rank_source: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """The field of our brands: the words that the campaign names for them."""

    words: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Field:
        """The field that phrases name."""
        return cls(frozenset(key for phrase in phrases for key in telling_words(phrase)))


def telling_words(text: str) -> dict[str, str]:
    """The words of a text that say something, by a form that endings do not change."""
    return {
        forms(word)[-1]: word
        for word in split_words(text)
        if prior(word) >= _TELLS and (len(word) >= _SHORTEST or not word.isascii())
    }
