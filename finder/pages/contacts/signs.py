"""The patterns by which addresses are told in running text: signs, and what people write for them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from finder.reference import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable

_OPEN: Final = r"[\[({<«‹|*~【「]{1,2}"
_CLOSE: Final = r"[\])}>»›|*~】」]{1,2}"
_BRACKET: Final = re.compile(_OPEN)
_SPACE: Final = "[ \xa0]"
# Letters with accents, too: mailboxes hardly have them, but without an address would begin inside a word.
_ATOM: Final = r"[A-Za-z0-9_&'’+À-ÖØ-öø-ɏ-]"
_LATIN: Final = r"[A-Za-z0-9À-ÖØ-öø-ɏ-]{1,63}"
_OTHER: Final = r"[\u0370-\u1fff\u3040-\uff00-]{1,63}"
_LABEL: Final = rf"(?:{_LATIN}|{_OTHER})"
# Signs of the width of a Chinese character mean the same.
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("﹫"): ord("@")}
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_NOT_ASCII: Final = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufe6b\ufeff\uff01-\uff5e]")


def plain(text: str) -> str:
    """A text without what nobody sees, its wide letters and signs as plain ones, and dashes as such."""
    if _NOT_ASCII.search(text):
        text = _UNSEEN.sub("", text).translate(_WIDE)
    if _BRACKET.search(text):
        for sign, pattern in _dashes().items():
            text = pattern.sub(sign, text)
    return text


def hinted(text: str) -> bool:
    """Whether a text may hold an address at all: a quick look."""
    return "@" in text or "＠" in text or "﹫" in text or _hint().search(text) is not None


@cache
def at_pattern() -> re.Pattern[str]:
    """What may stand for @: ``bracketed``, ``slashed``, ``joined`` by hyphens, ``plain`` or ``spoken``."""
    bracketed = rf"{_OPEN}\s{{0,2}}(?:{_signs('at', 'bracketed')})\s{{0,2}}{_CLOSE}"
    return re.compile(
        rf"\s{{0,2}}(?P<bracketed>{bracketed})\s{{0,2}}"
        # With spaces around: without them it is part of the path of an address.
        rf"|{_SPACE}(?P<slashed>/{_SPACE}?(?:{_signs('at', 'bracketed')}){_SPACE}?/|-at-|_at_){_SPACE}"
        r"|(?<=[a-z0-9])(?P<joined>_at_|-at-)(?=[a-z0-9])"
        rf"|{_SPACE}?(?P<plain>@){_SPACE}?"
        rf"|{_SPACE}(?P<spoken>{_signs('at')}){_SPACE}",
        re.IGNORECASE,
    )


@cache
def local_pattern(*, spoken: bool) -> re.Pattern[str]:
    """The part before the sign, at the end of a text.

    Nothing is given back: ``_dot_`` is made of letters of a name too, and each would be tried as both.
    """
    return re.compile(rf"{_ATOM}++(?:{_dot(spoken=spoken)}{_ATOM}++)*+\Z", re.IGNORECASE)


@cache
def domain_pattern(*, spoken: bool) -> re.Pattern[str]:
    """The labels behind the sign, with what is written for the dots between them."""
    return re.compile(rf"{_LABEL}(?:{_dot(spoken=spoken)}{_LABEL}){{1,6}}", re.IGNORECASE)


@cache
def dot_pattern() -> re.Pattern[str]:
    """What parts labels: one of the forms of a dot."""
    return re.compile(_dot(spoken=True), re.IGNORECASE)


@cache
def _dot(*, spoken: bool) -> str:
    words = _signs("dot")
    bracketed = rf"{_SPACE}{{0,2}}{_OPEN}{_SPACE}?(?:{words}|\.){_SPACE}?{_CLOSE}{_SPACE}{{0,2}}"
    word = rf"|{_SPACE}(?:{words}|\.){_SPACE}|{_SPACE}?(?:_dot_|-dot-){_SPACE}?" if spoken else ""
    return rf"(?:\.|{bracketed}{word})"


@cache
def _hint() -> re.Pattern[str]:
    before, after = r"[\[({<«‹|*~_/ \xa0【「（［｛＜-]", r"[\])}>»›|*~_/ \xa0】」）］｝＞-]"
    return re.compile(rf"{before}(?:{_signs('at', 'bracketed')}){after}", re.IGNORECASE)


@cache
def _dashes() -> dict[str, re.Pattern[str]]:
    """What is written in brackets for a hyphen and for an underscore, by the sign."""
    shape = rf"{_SPACE}?{_OPEN}{_SPACE}?(?:%s){_SPACE}?{_CLOSE}{_SPACE}?"
    return {
        sign: re.compile(shape % _signs(sort), re.IGNORECASE)
        for sign, sort in (("-", "dash"), ("_", "underscore"))
    }


@cache
def _signs(*sorts: str) -> str:
    """The words of some sorts as one alternative of a pattern."""
    return _any_of({word for of, word in load_table("address_signs.tsv") if of in sorts})


def _any_of(words: Iterable[str]) -> str:
    """A pattern for some words by their first letters: one look tells that none begins at a place."""
    rest: dict[str, list[str]] = {}
    for word in sorted(words):
        rest.setdefault(word[:1], []).append(word[1:])
    pieces = [re.escape(first) + _any_of(more) for first, more in rest.items() if first]
    if not pieces:
        return ""
    return (
        f"(?:{'|'.join(pieces)}){'?' if '' in rest else ''}" if len(pieces) > 1 or "" in rest else pieces[0]
    )
