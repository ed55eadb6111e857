"""Where on a page an element stands, told by its tag, its ARIA role or the words of its class and id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from finder.items import Placement
from finder.pages.tags import INLINE
from finder.reference import load_table

if TYPE_CHECKING:
    from finder.pages.outline import Attributes

_HIDING: Final = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_PAGER_WORDS: Final = re.compile(
    r"(?<![a-z])(?:pagination|pager|paging|page-numbers|pagenavi|nav-links)", re.IGNORECASE
)
BY_TAG: Final = {
    "nav": Placement.NAVIGATION,
    "header": Placement.HEADER,
    "footer": Placement.FOOTER,
    "aside": Placement.SIDEBAR,
    "main": Placement.MAIN,
    "article": Placement.MAIN,
}
_BY_ROLE: Final = {
    "navigation": Placement.NAVIGATION,
    "menu": Placement.NAVIGATION,
    "menubar": Placement.NAVIGATION,
    "banner": Placement.HEADER,
    "contentinfo": Placement.FOOTER,
    "complementary": Placement.SIDEBAR,
    "dialog": Placement.SIDEBAR,
    "main": Placement.MAIN,
    "article": Placement.MAIN,
}
_MAIN: Final = Placement.MAIN
_HEADER: Final = Placement.HEADER
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\x00-\x7f]+")
_WHOLE_PAGE: Final = frozenset(("html", "body", "head", "form"))
_PART_OF_CONTENT: Final = frozenset(
    (
        "article",
        "body",
        "card",
        "content",
        "entry",
        "main",
        "page",
        "post",
        "single",
        "story",
        "title",
    )
)
_MAX_CLASS_LENGTH: Final = 300
_MOST_TEXT: Final = 0.5


@dataclass(frozen=True, slots=True)
class Mark:
    """What an element says about the placement of what it holds; ``sure`` for tags and roles."""

    placement: Placement
    sure: bool


@dataclass(frozen=True, slots=True)
class Claims:
    """A mark, and whether the element leads to the pages that continue this one."""

    mark: Mark | None
    pager: bool


@dataclass(slots=True)
class Zone:
    """A part of a page with one placement. ``characters`` counts its visible text outside links."""

    parent: int
    mark: Mark
    characters: int = 0
    holds_main: bool = False


SURE: Final = {tag: Mark(placement, sure=True) for tag, placement in BY_TAG.items()}


def mark_of(tag: str, role: str, css_class: str, element_id: str) -> Mark | None:
    """The placement an element claims for its content, or ``None`` if it claims nothing."""
    if tag in _WHOLE_PAGE:
        return None
    if role and role.lower() in _BY_ROLE:
        return Mark(_BY_ROLE[role.lower()], sure=True)
    if tag in INLINE:
        return None
    if not css_class and not element_id:
        return Mark(BY_TAG[tag], sure=True) if tag in BY_TAG else None
    return _mark_by_words(tag, css_class[:_MAX_CLASS_LENGTH], element_id[:_MAX_CLASS_LENGTH])


@lru_cache(maxsize=20_000)
def claims_of(tag: str, role: str | None, css_class: str | None, element_id: str | None) -> Claims | None:
    """What an element claims for its content by tag, role and names; ``None`` if it claims nothing."""
    pager = css_class is not None and _PAGER_WORDS.search(css_class[:_MAX_CLASS_LENGTH]) is not None
    mark = mark_of(tag, role or "", css_class or "", element_id or "")
    return Claims(mark, pager) if pager or mark is not None else None


def hides(attributes: Attributes) -> bool:
    """Whether an element is not shown, by its own attributes."""
    style = attributes.get("style")
    return "hidden" in attributes or (bool(style) and _HIDING.search(style or "") is not None)


def nested(outer: Mark, inner: Mark) -> Mark | None:
    """The mark that holds for ``inner`` inside ``outer``; ``None`` leaves the outer one in force."""
    if inner.placement is _HEADER and (outer.sure or outer.placement is not _MAIN):
        return None
    if inner.placement is _MAIN and outer.placement is not _MAIN:
        return None
    return inner


def settle(zones: list[Zone]) -> list[Placement]:
    """The placement of each zone (parents come before their children).

    Class words are hints: a zone that claims to be a sidebar by its class but holds the page's main
    element, its title or most of its text is the wrapper of a layout, and counts as what it stands in.
    """
    totals = [zone.characters for zone in zones]
    holds = [zone.holds_main for zone in zones]
    for index in range(len(zones) - 1, 0, -1):
        totals[zones[index].parent] += totals[index]
        holds[zones[index].parent] |= holds[index]
    settled: list[Placement] = []
    for index, zone in enumerate(zones):
        most = totals[index] > _MOST_TEXT * totals[0] and zone.mark.placement is not Placement.COMMENTS
        wrapper = index > 0 and not zone.mark.sure and (holds[index] or most)
        settled.append(settled[zone.parent] if wrapper else zone.mark.placement)
    return settled


def declared_main(zones: list[Zone]) -> frozenset[int]:
    """The zones that tag or role declares as main text."""
    return frozenset(
        index for index, zone in enumerate(zones) if zone.mark.sure and zone.mark.placement is Placement.MAIN
    )


@lru_cache(maxsize=20_000)
def _mark_by_words(tag: str, css_class: str, element_id: str) -> Mark | None:
    if tag in BY_TAG and tag not in ("article", "main"):
        words = _words(f"{css_class} {element_id}")
        return None if _is_header_of_content(BY_TAG[tag], words) else Mark(BY_TAG[tag], sure=True)
    for name in (element_id, *css_class.split()):
        placement = _placement_of_name(name)
        if placement is not None:
            return Mark(placement, sure=False)
    return Mark(BY_TAG[tag], sure=True) if tag in BY_TAG else None


@lru_cache(maxsize=20_000)
def _placement_of_name(name: str) -> Placement | None:
    by_word = _placements()
    words = _words(name)
    for word in (*words, *(first + second for first, second in pairwise(words))):
        placement = by_word.get(word)
        if placement is not None and not _is_header_of_content(placement, words):
            return placement
    return None


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _is_header_of_content(placement: Placement, words: list[str]) -> bool:
    return placement is Placement.HEADER and not _PART_OF_CONTENT.isdisjoint(words)


@lru_cache(maxsize=1)
def _placements() -> dict[str, Placement]:
    return {word: Placement(placement) for word, placement in load_table("placement_words.tsv")}
