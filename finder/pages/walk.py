"""One pass over the tree: the blocks of text, the links in them and the declarations of the head."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from finder.items import Placement
from finder.pages.headings import Headings
from finder.pages.images import MAX_IMAGES, alt_of, source_of
from finder.pages.outline import Anchor, Attributes, Block, Image, Item, Outline, Quote
from finder.pages.placement import BY_TAG, Mark, Zone, declared_main, mark_of, nested, settle
from finder.pages.tags import BLOCKS, BOLD, DECLARATIONS, FOREIGN, INLINE, ITEMS, LEAVES, LEVELS, SILENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborHTMLParser

MAX_ANCHORS: Final = 20_000
_MAX_DECLARATIONS: Final = 2_000
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_HIDING: Final = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
_MAX_PAGER_NAME: Final = 300
_PAGER_WORDS: Final = re.compile(
    r"(?<![a-z])(?:pagination|pager|paging|page-numbers|pagenavi|nav-links)", re.IGNORECASE
)


def walk(tree: LexborHTMLParser) -> Outline:
    """The outline of a page. Iterative: the depth of the tree does not matter."""
    walker = _Walker()
    root = tree.root
    if root is None or root.parent is None:
        return walker.outline
    stack = walker.open
    stack[0].node = root.parent.mem_id
    unread = 0
    for node in root.traverse(include_text=True):
        tag, parent = node.tag, node.parent
        if tag is None or parent is None or tag == "-comment":
            continue
        outer = parent.mem_id
        if outer == unread:
            continue
        while stack[-1].node != outer:
            walker.leave()
        if tag == "-text":
            walker.read(node.text_content or "")
        elif tag in LEAVES:
            unread = node.mem_id
            walker.pass_by(tag, node.attributes)
        elif tag[0] not in "-!":
            walker.enter(tag, node.attributes, node.mem_id)
    return walker.finish()


class _Frame:
    """An open element with what its content inherits from it."""

    __slots__ = (
        "anchor",
        "block",
        "bold",
        "box",
        "headings",
        "hidden",
        "in_pager",
        "item",
        "level",
        "node",
        "quote",
        "silent",
        "tag",
        "zone",
    )

    def __init__(self, node: int, tag: str, outer: _Frame | None) -> None:
        self.node = node
        self.tag = tag
        self.headings: list[str] | None = None
        self.quote = -1
        if outer is None:
            self.block, self.box, self.level, self.zone, self.anchor, self.item = "", 0, 0, 0, -1, -1
            self.hidden = self.silent = self.bold = self.in_pager = False
            return
        self.block = outer.block
        self.box = outer.box
        self.level = outer.level
        self.zone = outer.zone
        self.hidden = outer.hidden
        self.silent = outer.silent
        self.anchor = outer.anchor
        self.item = outer.item
        self.bold = outer.bold
        self.in_pager = outer.in_pager


class _Walker:
    def __init__(self) -> None:
        self.outline = Outline()
        self.open = [_Frame(0, "", None)]
        self.zones = [Zone(-1, Mark(Placement.MAIN, sure=False))]
        self.headings = Headings()
        self._start_block()

    def _start_block(self) -> None:
        self._pieces: list[str] = []
        self._length = self._in_links = self._in_bold = 0
        self._gap: str = ""
        self._hidden = False
        self._zone = self._box = self._item = 0

    def enter(self, tag: str, attributes: Attributes, node: int) -> None:
        outer = self.open[-1]
        frame = _Frame(node, tag, outer)
        self.open.append(frame)
        if tag in BLOCKS:
            if self._length:
                self._end_block()
            self._gap = ""
            frame.block = tag
            frame.box = len(self.outline.box_tags)
            self.outline.box_tags.append(tag)
            self.outline.box_parents.append(outer.box)
        if attributes:
            self._read_attributes(frame, attributes)
        elif tag in BY_TAG:
            self._enter_zone(frame, mark_of(tag, "", "", ""))
        handler = _HANDLERS.get(tag)
        if handler is not None:
            handler(self, frame, attributes)

    def pass_by(self, tag: str, attributes: Attributes) -> None:
        """An element without content of its own."""
        if tag == "br":
            self._gap = "\n"
        elif tag == "img":
            self._see_image(self.open[-1], attributes)
        elif tag == "hr" and self._length:
            self._end_block()
        elif tag in DECLARATIONS and len(self.outline.declarations) < _MAX_DECLARATIONS:
            self.outline.declarations.append((tag, attributes, ""))

    def leave(self) -> None:
        frame = self.open[-1]
        if frame.tag in BLOCKS:
            if self._length:
                self._end_block()
            self._gap = ""
        self.open.pop()
        outer = self.open[-1]
        if frame.item != outer.item:
            self.outline.items[frame.item].end = len(self.outline.blocks)
        if frame.anchor != outer.anchor:
            anchor = self.outline.anchors[frame.anchor]
            anchor.last, anchor.end = len(self.outline.blocks), self._length
        if frame.quote >= 0:
            quote = self.outline.quotes[frame.quote]
            quote.last, quote.end = len(self.outline.blocks), self._length
        if frame.headings is not None:
            self.headings.restore(frame.headings)

    def read(self, text: str) -> None:
        if text.isspace():
            self._gap = self._gap or " "
            return
        frame = self.open[-1]
        if frame.silent or not text:
            if frame.tag == "title":
                self._read_title(text)
            return
        if self._length and frame.hidden != self._hidden:
            if frame.hidden:
                return
            self._end_block()
        piece = " ".join(text.split())
        if not piece.isascii():
            piece = _INVISIBLE.sub("", piece)
            if not piece:
                return
        if self._length and (self._gap or text[0].isspace()):
            piece = (self._gap or " ") + piece
        self._gap = " " if text[-1].isspace() else ""
        self._append(piece, frame)

    def finish(self) -> Outline:
        while len(self.open) > 1:
            self.leave()
        if self._length:
            self._end_block()
        self.outline.placements = settle(self.zones)
        self.outline.declared_main = declared_main(self.zones)
        return self.outline

    def _append(self, piece: str, frame: _Frame) -> None:
        if not self._length:
            self._zone, self._box, self._item = frame.zone, frame.box, frame.item
            self._hidden = frame.hidden
        self._pieces.append(piece)
        self._length += len(piece)
        if frame.anchor >= 0:
            self._in_links += len(piece)
        if frame.bold:
            self._in_bold += len(piece)

    def _end_block(self) -> None:
        tag, level = self.open[-1].block, self.open[-1].level
        text = "".join(self._pieces)
        self.outline.blocks.append(
            Block(
                text,
                tag,
                self._zone,
                self._box,
                self._item,
                self.headings.nearest,
                self._hidden,
                level,
                self._in_links,
            )
        )
        if not self._hidden:
            self.zones[self._zone].characters += self._length - self._in_links
            self._note_heading(text, tag, level)
        self._start_block()

    def _note_heading(self, text: str, tag: str, level: int) -> None:
        if level:
            self.headings.read(text, level)
        elif tag == "dt" or (self._in_bold == self._length and not text.endswith((".", ",", ";"))):
            self.headings.read_bold(text)

    def _read_attributes(self, frame: _Frame, attributes: Attributes) -> None:
        given = attributes.get
        css_class = given("class") or ""
        if _hides(attributes) or given("aria-hidden") == "true":
            frame.hidden = True
        if css_class and not frame.in_pager:
            frame.in_pager = _PAGER_WORDS.search(css_class[:_MAX_PAGER_NAME]) is not None
        if frame.tag in INLINE and "role" not in attributes:
            return
        mark = mark_of(frame.tag, given("role") or "", css_class, given("id") or "")
        if mark is not None:
            self._enter_zone(frame, mark)

    def _enter_zone(self, frame: _Frame, mark: Mark | None) -> None:
        if mark is None:
            return
        if mark.sure and mark.placement is Placement.MAIN and frame.tag != "article":
            self.zones[frame.zone].holds_main = True
        mark = nested(self.zones[frame.zone].mark, mark)
        if mark is None:
            return
        self.zones.append(Zone(frame.zone, mark))
        frame.zone = len(self.zones) - 1
        # What a sidebar calls its parts says nothing about what follows; a page header often holds the title.
        if mark.placement not in (Placement.MAIN, Placement.HEADER):
            frame.headings = self.headings.kept()

    def _silence(self, frame: _Frame, _attributes: Attributes) -> None:
        if frame.tag == "noscript":
            frame.hidden = True
        elif frame.tag != "button" or frame.anchor < 0:
            frame.silent = True

    def _declare(self, frame: _Frame, attributes: Attributes) -> None:
        if frame.tag == "title":
            frame.silent = True
        if self.open[-2].tag not in FOREIGN:
            self.outline.declarations.append((frame.tag, attributes, ""))

    def _enter_item(self, frame: _Frame, _attributes: Attributes) -> None:
        self.outline.items.append(Item(frame.tag, frame.item, len(self.outline.blocks)))
        frame.item = len(self.outline.items) - 1

    def _enter_heading(self, frame: _Frame, _attributes: Attributes) -> None:
        frame.level = level = LEVELS[frame.tag]
        self.headings.enter(level)
        self.zones[frame.zone].holds_main |= level == 1

    def _embolden(self, frame: _Frame, _attributes: Attributes) -> None:
        frame.bold = True

    def _open_anchor(self, frame: _Frame, attributes: Attributes) -> None:
        has_address = "href" in attributes or "xlink:href" in attributes
        if not has_address or frame.silent or len(self.outline.anchors) >= MAX_ANCHORS:
            return
        frame.anchor = len(self.outline.anchors)
        self.outline.anchors.append(
            Anchor(
                frame.tag,
                attributes,
                frame.zone,
                frame.box,
                frame.item,
                self.headings.above(frame.level) if frame.level else self.headings.nearest,
                frame.in_pager or attributes.get("rel") == "next",
                len(self.outline.blocks),
                self._length,
            )
        )

    def _quote(self, frame: _Frame, _attributes: Attributes) -> None:
        frame.quote = len(self.outline.quotes)
        self.outline.quotes.append(Quote(frame.tag, len(self.outline.blocks), self._length))

    def _see_image(self, frame: _Frame, attributes: Attributes) -> None:
        alt = alt_of(attributes)
        if frame.anchor >= 0:
            anchor = self.outline.anchors[frame.anchor]
            anchor.has_image = True
            anchor.image_text = anchor.image_text or alt
        if frame.hidden or frame.silent or _hides(attributes) or len(self.outline.images) >= MAX_IMAGES:
            return
        self.outline.images.append(
            Image(
                source_of(attributes),
                alt,
                frame.zone,
                frame.box,
                frame.item,
                len(self.outline.blocks),
                frame.anchor,
            )
        )

    def _read_title(self, text: str) -> None:
        tag, attributes, known = self.outline.declarations[-1]
        if tag == "title" and not known:
            self.outline.declarations[-1] = (tag, attributes, " ".join(text.split()))


def _hides(attributes: Attributes) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or (bool(style) and _HIDING.search(style or "") is not None)


_HANDLERS: Final[dict[str, Callable[[_Walker, _Frame, Attributes], None]]] = {
    **dict.fromkeys((*SILENT, "noscript"), _Walker._silence),
    **dict.fromkeys(DECLARATIONS - LEAVES, _Walker._declare),
    **dict.fromkeys(ITEMS, _Walker._enter_item),
    **dict.fromkeys(LEVELS, _Walker._enter_heading),
    **dict.fromkeys(BOLD, _Walker._embolden),
    **dict.fromkeys(("q", "cite"), _Walker._quote),
    **dict.fromkeys(("a", "area"), _Walker._open_anchor),
}
