"""What a place in a block of text is a part of: a link, a quotation, a list of citations."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from finder.items import Within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.pages.outline import Anchor, Block, Outline

_BY_TAG: Final = {
    "blockquote": Within.QUOTATION,
    "figcaption": Within.CREDIT,
    "caption": Within.TEXT,
    "pre": Within.CODE,
    "code": Within.CODE,
}
_CITATIONS: Final = re.compile(
    r"\s*(?:references|bibliography|works cited|citations|footnotes|notes|literatur(?:verzeichnis)?|quellen"
    r"|einzelnachweise|références|bibliographie|referencias|bibliografía|riferimenti|bibliografia|note"
    r"|referências|bibliografia|bronnen|referenties|przypisy|källor|kilder|kaynakça|kaynaklar|примечания"
    r"|литература|источники|参考文献|參考文獻|脚注|出典|참고 ?문헌|각주)\s*:?\s*",
    re.IGNORECASE,
)
_DEEPEST: Final = 12


def within_of(outline: Outline, block: Block) -> Within:
    """What a block is, or stands in."""
    if block.level:
        return Within.HEADING
    box = block.box
    for _ in range(_DEEPEST):
        found = _BY_TAG.get(outline.box_tags[box])
        if found is Within.CODE and _is_typewritten(outline):
            found = Within.TEXT
        if found is not None:
            return found
        if not box:
            break
        box = outline.box_parents[box]
    return Within.CITATIONS if _CITATIONS.fullmatch(block.heading[:60]) else Within.TEXT


def _is_typewritten(outline: Outline) -> bool:
    """Whether a page is preformatted for the most part, as standards and old texts are: then it is text."""
    if outline.typewritten is None:
        everything = sum(len(block.text) for block in outline.blocks)
        preformatted = (block for block in outline.blocks if outline.box_tags[block.box] == "pre")
        outline.typewritten = 2 * sum(len(block.text) for block in preformatted) > everything
    return outline.typewritten


class AnchorsByBlock:
    """Which link a place in a block belongs to."""

    def __init__(self, outline: Outline, blocks: Iterable[Block]) -> None:
        """For some ``blocks`` of a page."""
        wanted = set(map(id, blocks))
        self._numbers = {
            id(block): number for number, block in enumerate(outline.blocks) if id(block) in wanted
        }
        self._anchors: dict[int, list[Anchor]] = {number: [] for number in self._numbers.values()}
        for anchor in outline.anchors:
            for number in range(anchor.first, min(anchor.last, anchor.first + _DEEPEST) + 1):
                if number in self._anchors:
                    self._anchors[number].append(anchor)
        self._starts = {
            number: [anchor.start if anchor.first == number else 0 for anchor in anchors]
            for number, anchors in self._anchors.items()
        }

    def at(self, block: Block, offset: int) -> Anchor | None:
        """The link whose text has the character at ``offset`` of a block."""
        number = self._numbers[id(block)]
        place = bisect_right(self._starts.get(number, ()), offset)
        # The nearest that begin before it: the last may be empty or stand inside another.
        for anchor in reversed(self._anchors.get(number, ())[max(0, place - _DEEPEST) : place]):
            if offset < (anchor.end if number == anchor.last else len(block.text)):
                return anchor
        return None
