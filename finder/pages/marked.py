"""Elements whose markup says that they hold an author or a day, found by one query over the tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from finder.items import Placement
from finder.pages.placement import mark_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode


class Place(IntEnum):
    """How far from the article an element stands, by what it stands in; the nearest is believed first."""

    MAIN = 0
    BESIDE = 1
    COMMENTS = 2
    QUOTED = 3


_QUERY: Final = (
    'script[type*="ld+json" i],h1,time,[itemprop],[rel~="author" i],[class*="author" i],[class*="byline" i],'
    '[class*="date" i],[class*="publi" i],[class*="posted" i],[class*="time" i],[class*="modified" i],'
    '[id*="author" i],[id*="byline" i],[id*="date" i]'
)
_MAX_ELEMENTS: Final = 400
_MAX_SCRIPTS: Final = 20
_MAX_TEXT: Final = 400
_MAX_DEPTH: Final = 40
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_AUTHOR: Final = frozenset(("author", "authors", "byline", "bylines", "autor", "creator", "auteur"))
_NO_AUTHOR: Final = frozenset(
    (
        "bio",
        "box",
        "avatar",
        "image",
        "img",
        "photo",
        "picture",
        "count",
        "comment",
        "comments",
        "follow",
        "more",
        "about",
        "description",
        "desc",
        "social",
        "twitter",
        "email",
        "archive",
        "related",
        "title",
        "role",
        "job",
    )
)
_DAY: Final = frozenset(
    (
        "date",
        "dates",
        "dateline",
        "datetime",
        "time",
        "timestamp",
        "published",
        "publish",
        "publication",
        "posted",
        "pubdate",
        "created",
        "issued",
        "dateposted",
        "postdate",
    )
)
_NO_DAY: Final = frozenset(
    (
        "event",
        "start",
        "end",
        "expire",
        "expires",
        "birth",
        "birthdate",
        "due",
        "comment",
        "comments",
        "reading",
        "read",
        "until",
        "picker",
        "from",
        "duration",
        "related",
        "countdown",
    )
)
_MODIFIED: Final = frozenset(("modified", "updated", "update", "modification", "revised", "lastmod"))
_PUBLISHED: Final = frozenset(("published", "pubdate", "created", "posted", "issued", "publication"))
_PLACES: Final = {
    Placement.COMMENTS: Place.COMMENTS,
    Placement.SIDEBAR: Place.BESIDE,
    Placement.NAVIGATION: Place.BESIDE,
    Placement.FOOTER: Place.BESIDE,
}


@dataclass(slots=True)
class Marked:
    """An element that holds authors (``author``) or a day: ``value`` as made for machines, ``text`` as read.

    ``says``: ``published`` or ``modified`` if its names tell, else empty; ``declared``: by microdata.
    """

    author: bool
    day: bool
    says: str
    declared: bool
    value: str
    text: str
    after_heading: bool
    group: int
    place: Place


@dataclass(slots=True)
class Marks:
    """What the query found, in document order: the JSON-LD scripts and the marked elements."""

    scripts: list[str] = field(default_factory=list)
    elements: list[Marked] = field(default_factory=list)


def marks_of(tree: LexborHTMLParser) -> Marks:
    """The marked elements of a page, at most 400, without those in quotations and captions, whose
    authors and days are of other things."""
    marks = Marks()
    heading_seen = False
    places: dict[int, Place] = {}
    looked_at = 0
    for node in tree.css(_QUERY):
        tag = node.tag
        if tag == "script":
            if len(marks.scripts) < _MAX_SCRIPTS:
                marks.scripts.append(node.text())
            continue
        if tag == "h1":
            heading_seen = True
        looked_at += 1
        if looked_at > _MAX_ELEMENTS:
            break
        marked = _marked(node, heading_seen)
        if marked is not None:
            marked.place = _placement(node, places)
            if marked.place is not Place.QUOTED:
                marks.elements.append(marked)
    return marks


def _marked(node: LexborNode, after_heading: bool) -> Marked | None:
    attributes = node.attributes
    given = attributes.get
    tag = node.tag or ""
    own, is_time = (
        _kind(given("class") or "", given("id") or "", given("itemprop") or "", given("rel") or ""),
        tag == "time",
    )
    author, day, says, declared = own
    if is_time and not day:
        day, author = True, False
    if not author and not day:
        return None
    if tag in ("meta", "link") and not declared:
        return None
    value = (
        given("datetime") or given("content") or (day and (given("title") or given("data-datetime"))) or ""
    )
    text = ""
    if tag not in ("meta", "link"):
        text = _author_text(node) if author else node.text(strip=False)
    parent = node.parent
    return Marked(
        author,
        day,
        ("published" if is_time and "pubdate" in attributes else says),
        declared,
        " ".join(value[:_MAX_TEXT].split()),
        text[: 2 * _MAX_TEXT],
        after_heading,
        parent.mem_id if parent is not None else 0,
        Place.MAIN,
    )


def _author_text(node: LexborNode) -> str:
    """The name inside an element that is marked as the author's, if it is marked in turn."""
    name = node.css_first('[itemprop~="name"],[rel~="author"],.fn,[class*="author-name" i]')
    return (name if name is not None else node).text(strip=False, separator=" ")


@lru_cache(maxsize=5_000)
def _kind(css_class: str, element_id: str, itemprop: str, rel: str) -> tuple[bool, bool, str, bool]:
    """Whether names mark an author or a day, which day it is, and whether microdata says so."""
    properties = itemprop.lower().split()
    for name, says in (
        ("datepublished", "published"),
        ("datemodified", "modified"),
        ("datecreated", "published"),
    ):
        if name in properties:
            return False, True, says, True
    if "author" in properties or "creator" in properties:
        return True, False, "", True
    if "author" in rel.lower().split():
        return True, False, "", False
    author = day = False
    words: set[str] = set()
    for name in (*css_class[:300].split(), element_id[:100]):
        own = {word.lower() for word in _WORD.findall(name)}
        author |= not own.isdisjoint(_AUTHOR) and own.isdisjoint(_NO_AUTHOR)
        day |= not own.isdisjoint(_DAY | _MODIFIED) and own.isdisjoint(_NO_DAY)
        words |= own
    says = (
        "modified"
        if words & _MODIFIED and not words & _PUBLISHED
        else "published"
        if words & _PUBLISHED
        else ""
    )
    return author, day and not author, says, False


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
