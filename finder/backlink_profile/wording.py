"""The profile in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.backlink_profile.anchor import AnchorSort

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SORTS: Final[Mapping[str, str]] = {
    AnchorSort.BRAND: "your name",
    AnchorSort.BRAND_AND_MORE: "your name and more",
    AnchorSort.URL: "an address",
    AnchorSort.EXACT_PHRASE: "the page's own words",
    AnchorSort.OTHER_PHRASE: "other words",
    AnchorSort.GENERIC: "says nothing (“here”)",
    AnchorSort.IMAGE: "image without text",
    AnchorSort.EMPTY: "empty",
}
NOBODY: Final = "our own looks alone"


def named(supplier: str) -> str:
    """The name of a supplier as people write it."""
    return " ".join(part[:1].upper() + part[1:] for part in supplier.split("_"))


def seen_by(suppliers: Sequence[str]) -> str:
    """``Ahrefs + Semrush``; without suppliers it is what only our own looks found."""
    return " + ".join(map(named, suppliers)) or NOBODY


def said(word: str, empty: str = "") -> str:
    """One of our words as people write it: ``page_gone`` as ``page gone``."""
    return word.replace("_", " ") or empty
