"""The words around a link: its list item, table row or paragraph, or the sentence of a long one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from finder.pages.outline import Anchor, Block, Outline

MAX_ANCHOR: Final = 300
_MAX_CONTEXT: Final = 400
_SHORT_BLOCK: Final = 300
_BESIDE: Final = 200
_MAX_NEIGHBOURS: Final = 10
_MAX_ITEMS_OUT: Final = 5
_OWN_ITEMS: Final = frozenset(("li", "tr", "article"))
_LITTLE: Final = 12
# Of several signs the last will do: a run of them would be gone through from each one.
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’»)\]]*[ \n]+|[。！？]|\n")


def anchor_text(outline: Outline, anchor: Anchor) -> str:
    """The visible text of a link with white space collapsed, at most 300 characters."""
    if anchor.first == anchor.last:
        if anchor.start == anchor.end:
            return ""
        text = outline.blocks[anchor.first].text[anchor.start : anchor.end]
    else:
        text = _several_blocks(outline, anchor)[0]
    return " ".join(text.split())[:MAX_ANCHOR].rstrip()


def context_of(outline: Outline, anchor: Anchor) -> str:
    """The text around a link (about 400 characters at most) with its anchor in it.

    A block that holds nothing but the link is too little to tell what the link is about: then the
    other blocks of its list item, table row or card count as well.
    """
    if anchor.first != anchor.last:
        text, start, end = _several_blocks(outline, anchor)
    else:
        block = _block_at(outline, anchor.first)
        text = block.text if block is not None and anchor.end > anchor.start else ""
        start, end = _without_gap(text, anchor.start, anchor.end), anchor.end
    own = _cut(text, start, end)
    if len(own) - (end - start) > _LITTLE or len(own) >= _SHORT_BLOCK:
        return " ".join(own.split())
    before, after = _neighbours(outline, anchor)
    return " ".join(f"{before} {own} {after}".split())


def _several_blocks(outline: Outline, anchor: Anchor) -> tuple[str, int, int]:
    parts, length = [], 0
    for index in range(anchor.first, min(anchor.last + 1, anchor.first + _MAX_NEIGHBOURS)):
        block = _block_at(outline, index)
        if block is None or length > MAX_ANCHOR:
            break
        start = anchor.start if index == anchor.first else 0
        end = anchor.end if index == anchor.last else len(block.text)
        part = block.text[start:end]
        if part:
            parts.append(part)
            length += len(part) + 1
    text = " ".join(parts)[:MAX_ANCHOR]
    return text, 0, len(text)


def _block_at(outline: Outline, index: int) -> Block | None:
    return outline.blocks[index] if index < len(outline.blocks) else None


def _cut(text: str, start: int, end: int) -> str:
    """The sentences that hold ``text[start:end]``; all of a short text."""
    if len(text) <= _SHORT_BLOCK:
        line = text[text.rfind("\n", 0, start) + 1 : _line_end(text, end)]
        return line if len(line) - (end - start) > _LITTLE else text
    end = min(end, start + MAX_ANCHOR)
    room = max(_MAX_CONTEXT - (end - start), 0) // 2
    left, right = max(start - room, 0), min(end + room, len(text))
    borders = [match.end() for match in _SENTENCE_END.finditer(text, left, start)]
    following = _SENTENCE_END.search(text, max(end - 1, start), right)
    first = borders[-1] if borders else _word_border_after(text, left, start)
    last = following.end() if following else _word_border_before(text, right, end)
    return text[first:last]


def _line_end(text: str, end: int) -> int:
    found = text.find("\n", end)
    return found if found >= 0 else len(text)


def _without_gap(text: str, start: int, end: int) -> int:
    return start + 1 if start < end and text[start] in " \n" else start


def _word_border_after(text: str, left: int, start: int) -> int:
    if left == 0:
        return 0
    space = text.find(" ", left, start)
    return space + 1 if space >= 0 else left


def _word_border_before(text: str, right: int, end: int) -> int:
    if right == len(text):
        return right
    space = text.rfind(" ", end, right)
    return space if space >= 0 else right


def _neighbours(outline: Outline, anchor: Anchor) -> tuple[str, str]:
    item, before, after = anchor.item, "", ""
    for _ in range(_MAX_ITEMS_OUT):
        if item < 0 or before or after:
            break
        held = outline.items[item]
        if held.tag == "article" and held.end - held.first > _MAX_NEIGHBOURS:
            break
        before = _joined(outline, anchor, item, range(anchor.first - 1, held.first - 1, -1))
        end = min(held.end + 1, len(outline.blocks)) if held.tag == "dt" else held.end
        nothing_linked = anchor.first == anchor.last and anchor.start == anchor.end
        after = _joined(outline, anchor, item, range(anchor.last + (not nothing_linked), end))
        if held.tag in _OWN_ITEMS:
            break
        item = held.parent
    return before, after


def _joined(outline: Outline, anchor: Anchor, item: int, indexes: range) -> str:
    """The text at ``indexes`` (up or down) that belongs to ``item`` and its zone, as far as there is room."""
    texts: list[str] = []
    length = 0
    for index in indexes[:_MAX_NEIGHBOURS]:
        block = outline.blocks[index]
        inner = outline.items[block.item] if block.item >= 0 else None
        if block.zone != anchor.zone:
            break
        if inner is not None and block.item != item and inner.tag in _OWN_ITEMS:
            break
        texts.append(block.text)
        length += len(block.text) + 1
        if length > _BESIDE:
            break
    if indexes.step < 0:
        text = " ".join(reversed(texts))
        return (
            text if len(text) <= _BESIDE else text[_word_border_after(text, len(text) - _BESIDE, len(text)) :]
        )
    text = " ".join(texts)
    return text if len(text) <= _BESIDE else text[: _word_border_before(text, _BESIDE, 0)]
