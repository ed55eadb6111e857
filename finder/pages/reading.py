"""Text as it comes, put together into blocks with their zones and headings."""

from __future__ import annotations

import re
from typing import Final

from finder.items import Placement
from finder.pages.frame import Frame, Setting
from finder.pages.headings import Headings
from finder.pages.outline import Block, Outline
from finder.pages.placement import Mark, Zone, nested

_MAIN: Final = Placement.MAIN
_OF_THE_PAGE: Final = (Placement.MAIN, Placement.HEADER)
_MAX_TITLE: Final = 5_000
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


class Reading:
    """Text goes in piece by piece, blocks come out. ``top`` is the innermost open element.

    ``length`` is that of the block so far, ``gap`` the white space since its last word.
    """

    def __init__(self) -> None:
        self.outline = Outline()
        self.top = self._start = Frame("", None, Setting(), 0, -1)
        self.zones = [Zone(-1, Mark(_MAIN, sure=False))]
        self.headings = Headings()
        self._pieces: list[str] = []
        self.length = self._in_links = self._in_bold = 0
        self.gap = ""

    def read(self, text: str, frame: Frame) -> None:
        """A text, not of white space alone, directly inside the innermost open element."""
        setting = frame.setting
        if setting.silent or (self.length and setting.hidden != self._start.setting.hidden):
            if setting.silent or setting.hidden:
                self._read_title(text, frame)
                return
            self.close_block(frame)
        piece = " ".join(text.split())
        if not piece.isascii():
            piece = _INVISIBLE.sub("", piece)
        if not piece:
            return
        if not self.length:
            self._start = frame
        elif self.gap or text[0].isspace():
            piece = (self.gap or " ") + piece
        self.gap = " " if text[-1].isspace() else ""
        self._pieces.append(piece)
        length = len(piece)
        self.length += length
        if setting.anchor >= 0:
            self._in_links += length
        if setting.bold:
            self._in_bold += length

    def enter_zone(self, frame: Frame, mark: Mark) -> None:
        """An element claims a placement for what it holds."""
        outer = self.zones[frame.setting.zone]
        if mark.sure and mark.placement is _MAIN and frame.tag != "article":
            outer.holds_main = True
        settled = nested(outer.mark, mark)
        if settled is None:
            return
        self.zones.append(Zone(frame.setting.zone, settled))
        frame.changed_setting().zone = len(self.zones) - 1
        # What a sidebar calls its parts says nothing about what follows; a page header often holds the title.
        if settled.placement not in _OF_THE_PAGE:
            frame.headings = self.headings.kept()

    def leave_to(self, frame: Frame) -> None:
        """The elements inside ``frame``, which is open, are over."""
        left = self.top
        while left is not frame and (outer := left.outer) is not None:
            if left.box != outer.box:
                if self.length:
                    self.close_block(left)
                self.gap = ""
            if left.item != outer.item:
                self.outline.items[left.item].end = len(self.outline.blocks)
            if left.setting is not outer.setting and left.setting.anchor != outer.setting.anchor:
                anchor = self.outline.anchors[left.setting.anchor]
                anchor.last, anchor.end = len(self.outline.blocks), self.length
            if left.quote >= 0:
                quote = self.outline.quotes[left.quote]
                quote.last, quote.end = len(self.outline.blocks), self.length
            if left.headings is not None:
                self.headings.restore(left.headings)
            left = outer
        self.top = left

    def close_all(self) -> None:
        """All elements are over."""
        root = self.top
        while root.outer is not None:
            root = root.outer
        self.leave_to(root)
        if self.length:
            self.close_block(root)

    def close_block(self, frame: Frame) -> None:
        """A border between blocks after some text, where ``frame`` is the innermost open element."""
        outline, start, setting = self.outline, self._start, self._start.setting
        text, level, tag = "".join(self._pieces), frame.setting.level, outline.box_tags[frame.box]
        place = (setting.zone, start.box, start.item)
        outline.blocks.append(
            Block(text, tag, *place, self.headings.nearest, setting.hidden, level, self._in_links)
        )
        if not setting.hidden:
            self.zones[setting.zone].characters += self.length - self._in_links
            if level:
                self.headings.read(text, level)
            elif tag == "dt" or (self._in_bold == self.length and not text.endswith((".", ",", ";"))):
                self.headings.read_bold(text)
        self._pieces = []
        self.length = self._in_links = self._in_bold = 0
        self.gap = ""

    def _read_title(self, text: str, frame: Frame) -> None:
        """The text of the last declaration, if it is a title and open."""
        if frame.tag != "title":
            return
        tag, attributes, known = self.outline.declarations[-1]
        if tag == "title" and not known:
            self.outline.declarations[-1] = (tag, attributes, " ".join(text[:_MAX_TITLE].split()))
