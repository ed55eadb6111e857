"""One pass over the tree: the blocks of text, the links in them and the declarations of the head."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from finder.pages.frame import Frame
from finder.pages.images import MAX_IMAGES, alt_of, source_of
from finder.pages.outline import Anchor, Image, Item, Outline, Quote
from finder.pages.placement import SURE, claims_of, declared_main, hides, settle
from finder.pages.reading import Reading
from finder.pages.tags import BLOCKS, BOLD, DECLARATIONS, FOREIGN, ITEMS, LEAVES, LEVELS, SILENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from selectolax.lexbor import LexborHTMLParser

    from finder.pages.outline import Attributes

MAX_ANCHORS: Final = 20_000
MAX_NODES: Final = 250_000
MAX_NAMED: Final = 30_000
_MAX_DECLARATIONS: Final = 2_000
# The attributes that say something about what an element of any sort holds.
_TELLING: Final = frozenset(("aria-hidden", "class", "hidden", "id", "role", "style"))
_IN_TEXT: Final = _TELLING - {"id"}


def walk(tree: LexborHTMLParser) -> Outline:
    """The outline of a page: of its first 250,000 nodes (elements and texts).

    Iterative: the depth of the tree does not matter. At most 20,000 anchors, 5,000 pictures and 2,000
    declarations are taken, and what elements are called counts up to the 30,000th box.
    """
    walker, root = _Walker(), tree.root
    if root is None or root.parent is None:
        return walker.outline
    # Elements that are not here are not read, and so is nothing in them.
    frames = {root.parent.mem_id: walker.top}
    for node in islice(root.traverse(include_text=True), MAX_NODES):
        tag = node.tag
        if tag == "-text":
            text = node.text_content or " "
            if text.isspace():
                walker.gap = walker.gap or " "
                continue
        parent = node.parent
        frame = frames.get(parent.mem_id) if parent is not None else None
        if frame is None:
            continue
        if frame is not walker.top:
            walker.leave_to(frame)
        if tag == "-text":
            walker.read(text, frame)
        elif tag in LEAVES:
            walker.pass_by(tag, node.attributes, frame)
        elif tag and tag[0] not in "-!":
            enter = walker.enter_block if tag in BLOCKS else walker.enter
            walker.top = frames[node.mem_id] = enter(tag, node.attributes, frame)
    return walker.finish()


class _Walker(Reading):
    """What elements mean for the text in them."""

    def enter(self, tag: str, attributes: Attributes, outer: Frame) -> Frame:
        """The frame of an element within the text: its own, or the outer one if it changes nothing."""
        handler = _HANDLERS.get(tag)
        telling = bool(attributes) and not _IN_TEXT.isdisjoint(attributes)
        if handler is None and not telling:
            return outer
        frame = Frame(tag, outer, outer.setting, outer.box, outer.item)
        if telling:
            self._read_attributes(frame, attributes)
        if handler is not None:
            handler(self, frame, attributes)
        return frame

    def enter_block(self, tag: str, attributes: Attributes, outer: Frame) -> Frame:
        """The frame of an element that is a box, where a block ends and another begins."""
        if self.length:
            self.close_block(outer)
        self.gap = ""
        outline = self.outline
        box = len(outline.box_tags)
        outline.box_tags.append(tag)
        outline.box_parents.append(outer.box)
        frame = Frame(tag, outer, outer.setting, box, outer.item)
        if attributes and not _TELLING.isdisjoint(attributes):
            self._read_attributes(frame, attributes)
        elif tag in SURE:
            self.enter_zone(frame, SURE[tag])
        if tag in ITEMS:
            frame.item = len(outline.items)
            outline.items.append(Item(tag, outer.item, len(outline.blocks)))
        elif tag in _HANDLERS:
            _HANDLERS[tag](self, frame, attributes)
        return frame

    def pass_by(self, tag: str, attributes: Attributes, frame: Frame) -> None:
        """An element without content of its own."""
        if tag == "br":
            self.gap = "\n"
        elif tag == "img":
            self._see_image(frame, attributes)
        elif tag == "hr" and self.length:
            self.close_block(frame)
        elif tag in DECLARATIONS and len(self.outline.declarations) < _MAX_DECLARATIONS:
            self.outline.declarations.append((tag, attributes, ""))

    def finish(self) -> Outline:
        """The outline, when all is read."""
        self.close_all()
        self.outline.placements = settle(self.zones)
        self.outline.declared_main = declared_main(self.zones)
        return self.outline

    def _read_attributes(self, frame: Frame, attributes: Attributes) -> None:
        given, tag = attributes.get, frame.tag
        role, css_class = given("role"), given("class")
        if ("style" in attributes or "hidden" in attributes or "aria-hidden" in attributes) and (
            hides(attributes) or given("aria-hidden") == "true"
        ):
            frame.changed_setting().hidden = True
        claims = claims_of(tag, role, css_class, given("id")) if frame.box < MAX_NAMED else None
        if claims is None:
            return
        if claims.pager:
            frame.changed_setting().in_pager = True
        if claims.mark is not None:
            self.enter_zone(frame, claims.mark)

    def _silence(self, frame: Frame, _attributes: Attributes) -> None:
        if frame.tag == "noscript":
            frame.changed_setting().hidden = True
        elif frame.tag != "button" or frame.setting.anchor < 0:
            frame.changed_setting().silent = True

    def _declare(self, frame: Frame, attributes: Attributes) -> None:
        if frame.tag == "title":
            frame.changed_setting().silent = True
        inside = frame.outer is not None and frame.outer.tag in FOREIGN
        if not inside and len(self.outline.declarations) < _MAX_DECLARATIONS:
            self.outline.declarations.append((frame.tag, attributes, ""))

    def _enter_heading(self, frame: Frame, _attributes: Attributes) -> None:
        setting = frame.changed_setting()
        setting.level = level = LEVELS[frame.tag]
        self.headings.enter(level)
        self.zones[setting.zone].holds_main |= level == 1

    def _embolden(self, frame: Frame, _attributes: Attributes) -> None:
        frame.changed_setting().bold = True

    def _open_anchor(self, frame: Frame, attributes: Attributes) -> None:
        setting, outline = frame.setting, self.outline
        has_address = "href" in attributes or "xlink:href" in attributes
        if not has_address or setting.silent or len(outline.anchors) >= MAX_ANCHORS:
            return
        heading = self.headings.above(setting.level) if setting.level else self.headings.nearest
        in_pager = setting.in_pager or attributes.get("rel") == "next"
        place = (setting.zone, frame.box, frame.item, heading, in_pager, len(outline.blocks), self.length)
        frame.changed_setting().anchor = len(outline.anchors)
        outline.anchors.append(Anchor(frame.tag, attributes, *place))

    def _quote(self, frame: Frame, _attributes: Attributes) -> None:
        frame.quote = len(self.outline.quotes)
        self.outline.quotes.append(Quote(frame.tag, len(self.outline.blocks), self.length))

    def _keep(self, _frame: Frame, _attributes: Attributes) -> None:
        """For elements of which only their content must know that it is theirs."""

    def _see_image(self, frame: Frame, attributes: Attributes) -> None:
        setting, outline = frame.setting, self.outline
        alt = alt_of(attributes)
        if setting.anchor >= 0:
            anchor = outline.anchors[setting.anchor]
            anchor.has_image = True
            anchor.image_text = anchor.image_text or alt
        unseen = setting.hidden or setting.silent or hides(attributes)
        if not unseen and len(outline.images) < MAX_IMAGES:
            place = (setting.zone, frame.box, frame.item, len(outline.blocks), setting.anchor)
            outline.images.append(Image(source_of(attributes), alt, *place))


_HANDLERS: Final[dict[str, Callable[[_Walker, Frame, Attributes], None]]] = {
    **dict.fromkeys(FOREIGN, _Walker._keep),
    **dict.fromkeys((*SILENT, "noscript"), _Walker._silence),
    **dict.fromkeys(DECLARATIONS - LEAVES, _Walker._declare),
    **dict.fromkeys(LEVELS, _Walker._enter_heading),
    **dict.fromkeys(BOLD, _Walker._embolden),
    **dict.fromkeys(("q", "cite"), _Walker._quote),
    **dict.fromkeys(("a", "area"), _Walker._open_anchor),
}
