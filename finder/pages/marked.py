"""Elements whose markup says that they hold an author or a day, found by one query over the tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.items import Placement
from finder.pages.placement import mark_of
from finder.reference import load_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from finder.pages.outline import Attributes


class Place(IntEnum):
    """How far from the article an element stands, by what it stands in; the nearest is believed first."""

    MAIN = 0
    BESIDE = 1
    COMMENTS = 2
    QUOTED = 3


# Parts of words, as each more is looked for in every element: author, autor, auteur; date, datum; publie.
_QUERY: Final = (
    'h1,time,[itemprop],[rel~="author"],[class*="aut" i],[class*="yline"],'
    '[class*="dat" i],[class*="ubli"],[class*="time"]'
)
_MAX_ELEMENTS: Final = 400
_MAX_TEXT: Final = 400
_EMPTY: Final = ("meta", "link")
_MAX_PARTS: Final = 60
_MAX_DEPTH: Final = 40
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_PLACES: Final = {
    Placement.COMMENTS: Place.COMMENTS,
    Placement.SIDEBAR: Place.BESIDE,
    Placement.NAVIGATION: Place.BESIDE,
    Placement.FOOTER: Place.BESIDE,
}


class Kind(NamedTuple):
    """What the names of an element say that it holds."""

    author: bool
    day: bool
    says: str
    declared: bool


@dataclass(slots=True)
class Marked:
    """An element that holds authors (``author``) or a day (``day``); ``value`` is made for machines.

    ``says``: ``published`` or ``modified`` if its names tell, else empty; ``declared``: by microdata;
    ``group`` is the same for elements that stand side by side.
    """

    author: bool
    day: bool
    says: str
    declared: bool
    value: str
    after_heading: bool
    group: int
    place: Place
    node: LexborNode

    @property
    def text(self) -> str:
        """What a reader reads in it (of an author: what is marked as the name); empty if it is long."""
        return "" if self.node.tag in _EMPTY else _text(self.node, of_author=self.author)


class Marks:
    """The marked elements of a page, each time at most 400 in document order.

    Those in quotations and captions, whose authors and days are of other things, are left out.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        """Looks for what microdata declares."""
        self._places: dict[int, Place] = {}
        self._named: list[Marked] | None = None
        self._nodes: list[LexborNode] = list(islice(tree.css(_QUERY), _MAX_ELEMENTS))
        with_properties = [node for node in self._nodes if "itemprop" in node.attributes]
        self.declared = [element for element in self._elements(with_properties) if element.declared]

    @property
    def named(self) -> list[Marked]:
        """Also the elements whose tag, rel or class says it: read when asked, as many pages declare all."""
        if self._named is None:
            self._named = list(self._elements(self._nodes))
        return self._named

    def _elements(self, nodes: list[LexborNode]) -> Iterator[Marked]:
        heading_seen = False
        for node in nodes:
            if node.tag == "h1":
                heading_seen = True
            marked = _marked(node, heading_seen)
            if marked is not None:
                marked.place = _placement(node, self._places)
                if marked.place is not Place.QUOTED:
                    yield marked


def _marked(node: LexborNode, after_heading: bool) -> Marked | None:
    attributes = node.attributes
    given = attributes.get
    kind = _kind(given("class") or "", given("id") or "", given("itemprop") or "", given("rel") or "")
    if node.tag == "time" and not kind.day:
        kind = Kind(
            author=False, day=True, says="published" if "pubdate" in attributes else "", declared=False
        )
    if not (kind.author or kind.day) or (node.tag in _EMPTY and not kind.declared):
        return None
    value = given("datetime") or given("content") or (given("title") if kind.day else "") or ""
    parent = node.parent
    return Marked(
        *kind,
        value=" ".join(value[:_MAX_TEXT].split()),
        after_heading=after_heading,
        group=parent.mem_id if parent is not None else 0,
        place=Place.MAIN,
        node=node,
    )


def _text(node: LexborNode, *, of_author: bool) -> str:
    """The text of an element, or what is marked as names inside an author's; empty if it is long.

    Only as much of the tree is looked at as a line can have: a class may stand on the whole of a page.
    """
    pieces: list[str] = []
    names: list[str] = []
    length = 0
    for looked_at, part in enumerate(node.traverse(include_text=True)):
        if looked_at > _MAX_PARTS or (length > _MAX_TEXT and not of_author):
            length = _MAX_TEXT + 1
            break
        if part.tag == "-text" and length <= _MAX_TEXT:
            parent = part.parent
            if parent is None or parent.tag not in ("script", "style"):
                text = part.text_content or ""
                pieces.append(text)
                length += len(text)
        elif of_author and looked_at and part.tag != "-text" and _is_name(part.attributes):
            names.append(_text(part, of_author=False))
    if length > _MAX_TEXT:
        pieces.clear()
    return "; ".join(dict.fromkeys(names)) or (" " if of_author else "").join(pieces)


def _is_name(attributes: Attributes) -> bool:
    given = attributes.get
    css_class = given("class") or ""
    return (
        given("itemprop") == "name"
        or given("rel") == "author"
        or "author-name" in css_class
        or "fn" in css_class.split()
    )


@lru_cache(maxsize=5_000)
def _kind(css_class: str, element_id: str, itemprop: str, rel: str) -> Kind:
    """Whether names mark an author or a day, which day it is, and whether microdata says so."""
    properties = itemprop.lower().split()
    for name, says in (
        ("datepublished", "published"),
        ("datemodified", "modified"),
    ):
        if name in properties:
            return Kind(author=False, day=True, says=says, declared=True)
    if "author" in properties or "creator" in properties:
        return Kind(author=True, day=False, says="", declared=True)
    if "author" in rel.lower().split():
        return Kind(author=True, day=False, says="", declared=False)
    author = day = False
    words: set[str] = set()
    for name in (*css_class[:300].split(), element_id[:100]):
        own = {word.lower() for word in _WORD.findall(name)}
        author |= bool(own & _words("author")) and not own & _words("no_author")
        day |= bool(own & (_words("day") | _words("modified"))) and not own & _words("no_day")
        words |= own
    says = "published" if words & _words("published") else "modified" if words & _words("modified") else ""
    return Kind(author, day and not author, says, declared=False)


@cache
def _words(sort: str) -> frozenset[str]:
    return frozenset(word for of, word in load_table("mark_words.tsv") if of == sort)


def _placement(node: LexborNode, places: dict[int, Place]) -> Place:
    """Where an element stands, by the tags and names of what it stands in."""
    climbed: list[int] = []
    found = Place.MAIN
    outer: LexborNode | None = node
    for _ in range(_MAX_DEPTH):
        if outer is None or outer.tag in ("body", "html", None):
            break
        known = places.get(outer.mem_id)
        if known is None and outer.tag in ("blockquote", "figure"):
            known = Place.QUOTED
        if known is not None:
            found = known
            break
        climbed.append(outer.mem_id)
        given = outer.attributes.get
        mark = mark_of(outer.tag, given("role") or "", given("class") or "", given("id") or "")
        if mark is not None and mark.placement in _PLACES:
            found = _PLACES[mark.placement]
            break
        outer = outer.parent
    places.update(dict.fromkeys(climbed, found))
    return found
