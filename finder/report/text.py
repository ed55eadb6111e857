"""Text and addresses of others, made fit to stand in our page: bounded, harmless, without personal data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from finder.exports.cells import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_ADDRESS: Final = 2_000
_MOST: Final = 20_000
# Marks above and below letters; a pile of them reaches over all that stands around it.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_PILE: Final = re.compile(f"([{_MARKS}]{{3}})[{_MARKS}]+")
_MASK: Final = "(e-mail address)"
# Bounded on both sides, so that a text without any address is read in linear time.
_EMAIL: Final = re.compile(r"[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}")
_NO_ADDRESS: Final = re.compile(
    "[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\\\\]"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a snippet; ``marked`` where it is what the lead is about."""

    text: str
    marked: bool = False


def plain(value: Any) -> str:
    """A value as one line without control characters, changes of direction and piles of marks."""
    return "" if value is None else _PILE.sub(r"\1", one_line(str(value)[:_MOST]))


def clipped(value: Any, most: int) -> str:
    """A value as one line of at most ``most`` characters, with … where something was left out."""
    text = plain(value)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def address(value: Any, most: int = 110) -> str:
    """An address as it is shown: a long one without its middle, since host and end tell most."""
    text = plain(value)
    half = most // 2
    return text if len(text) <= most else f"{text[:half]}…{text[1 - half :]}"


def masked(text: str) -> str:
    """``text`` with something else for each e-mail address."""
    return _EMAIL.sub(_MASK, text) if "@" in text else text


def link(value: Any) -> str:
    """An address that may be linked: http or https, with a host, nobody's password; else the empty text."""
    url = "" if value is None else str(value)
    if not url or len(url) > LONGEST_ADDRESS or _NO_ADDRESS.search(url):
        return ""
    try:
        parts = urlsplit(url)
        fit = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return ""
    return url if fit else ""


def snippet(context: Any, anchor: Any, most: int = 420, *, with_marks: bool = False) -> list[Piece]:
    """The text around what a lead is about, with that marked, at most about ``most`` characters.

    ``with_marks``: the context has ``[[`` and ``]]`` around what is meant. Otherwise the first place where
    the anchor stands is marked.
    """
    text = plain(context)
    pieces = list(_by_marks(text)) if with_marks and "[[" in text else list(_by_anchor(text, plain(anchor)))
    return _around_the_mark(pieces, most)


def _by_marks(text: str) -> Iterator[Piece]:
    position = 0
    while (start := text.find("[[", position)) >= 0 and (end := text.find("]]", start)) >= 0:
        yield Piece(text[position:start])
        yield Piece(text[start + 2 : end], marked=True)
        position = end + 2
    yield Piece(text[position:])


def _by_anchor(text: str, anchor: str) -> Iterator[Piece]:
    start = text.find(anchor) if anchor else -1
    if start < 0:
        yield Piece(text)
        return
    yield Piece(text[:start])
    yield Piece(anchor, marked=True)
    yield Piece(text[start + len(anchor) :])


def _around_the_mark(pieces: list[Piece], most: int) -> list[Piece]:
    """The pieces, with at most a third of the room before the first mark; … where something is left out."""
    pieces = [piece for piece in pieces if piece.text]
    before = most // 3
    if pieces and not pieces[0].marked and len(pieces) > 1 and len(pieces[0].text) > before:
        pieces[0] = Piece("…" + pieces[0].text[-before:].lstrip())
    kept: list[Piece] = []
    for piece in pieces:
        if most <= 0:
            break
        kept.append(Piece(clipped_end(piece.text, most), piece.marked))
        most -= len(piece.text)
    return kept


def clipped_end(text: str, most: int) -> str:
    """The beginning of a text, white space at its ends kept, with … if it goes on."""
    return text if len(text) <= most else text[: max(most - 1, 0)].rstrip() + "…"
