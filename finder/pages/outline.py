"""What one pass over a page finds: its blocks of text, its anchors and what its head declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from finder.items import Placement

Attributes = Mapping[str, str | None]


@dataclass(slots=True)
class Block:
    """A stretch of text between two block borders, white space collapsed, line breaks kept."""

    text: str
    tag: str
    zone: int
    box: int
    item: int
    heading: str
    hidden: bool
    level: int
    link_characters: int


@dataclass(slots=True)
class Item:
    """A list item, table row, paragraph...: the blocks ``first`` to ``end`` (not included)."""

    tag: str
    parent: int
    first: int
    end: int = -1


@dataclass(slots=True)
class Anchor:
    """A link as it stands in the tree: where its text starts and ends (block and offset in it)."""

    tag: str
    attributes: Attributes
    zone: int
    box: int
    item: int
    heading: str
    in_pager: bool
    first: int
    start: int
    last: int = -1
    end: int = -1
    has_image: bool = False
    image_text: str = ""


@dataclass(slots=True)
class Image:
    """A visible ``img``: ``block`` is how many blocks end before it, ``anchor`` the link it stands in or -1.

    ``source`` is its address as written, also where a script would load it later: empty if it has none.
    """

    source: str
    alt: str
    zone: int
    box: int
    item: int
    block: int
    anchor: int


@dataclass(slots=True)
class Quote:
    """A ``q`` or ``cite`` inside a text: where it starts and ends, as an anchor does."""

    tag: str
    first: int
    start: int
    last: int = -1
    end: int = -1


@dataclass(slots=True)
class Outline:
    """The findings in document order; ``placements`` are those of the zones that the others name.

    Boxes are the block elements by number, each with its tag and the box it stands in; 0 is the page.
    ``typewritten``: most of its text is preformatted; ``None``: nobody asked yet.
    """

    blocks: list[Block] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    box_tags: list[str] = field(default_factory=lambda: [""])
    box_parents: list[int] = field(default_factory=lambda: [0])
    declarations: list[tuple[str, Attributes, str]] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    declared_main: frozenset[int] = frozenset()
    typewritten: bool | None = None
