"""What a page's wording in an error role (title, headings, the text of a nearly empty page) says."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

from finder.pages.needles import Needles, variants
from finder.reference import load_sign, sign_names

if TYPE_CHECKING:
    from collections.abc import Iterable

_ABOUT = "about"
_LONGEST = 4000
# From here on scripts whose words are short or not parted by spaces: Thai, Hangul, kana, Han.
_DENSE = "\u0e00"

_MARKS = re.compile(
    "[\u00ad\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u0655\u0670\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]+"
)
_LIKE = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`ʼʻ‹›＇", "'"),
        **dict.fromkeys("“”„‟«»″「」『』", '"'),
        **dict.fromkeys("‐‑‒–—―−⸺─━", "-"),
        "\u200c": " ",
        **dict(zip("ıłđðøيىكةٱہھې", "ilddoییکهاههی", strict=True)),
    }
)
_ESCAPE = re.compile(r"(\\.)")


def normalised(text: str) -> str:
    """The form in which wordings are compared: small letters, no accents or vowel points, plain quotes,
    dashes and spaces, one letter for the twins of Arabic and Persian."""
    return " ".join(_plain(text).split())


def _plain(text: str) -> str:
    """As ``normalised``, but white space stays as it is."""
    if text.isascii():
        return text.lower().replace("`", "'")
    text = unicodedata.normalize("NFKD", text.translate(_LIKE)).casefold()
    return unicodedata.normalize("NFC", _MARKS.sub("", text).translate(_LIKE))


def plain_pattern(pattern: str) -> str:
    """A regular expression whose literals have the form of ``normalised`` text."""
    return "".join(part if part.startswith("\\") else _plain(part) for part in _ESCAPE.split(pattern))


class Signs:
    """Wordings by the sign they are of; only those are tried whose telling parts are all in the text."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        """Takes pairs of sign and regular expression."""
        self.patterns: list[tuple[str, str]] = []
        self._needed: list[list[Needles]] = []
        for sign, pattern in rows:
            for variant, needed in variants(plain_pattern(pattern)):
                self.patterns.append((sign, variant))
                self._needed.append([*needed[:1], *(some for some in needed[1:] if _tells(some))])
        self._compiled: dict[int, re.Pattern[str]] = {}
        # The patterns by the most telling set of their needles; those that have none are always tried.
        self._by_needles: dict[Needles, list[int]] = {}
        for number, all_needed in enumerate(self._needed):
            self._by_needles.setdefault(all_needed[0] if all_needed else frozenset(), []).append(number)
        sets_of: dict[str, list[Needles]] = {}
        for best in self._by_needles:
            for needle in best:
                sets_of.setdefault(needle, []).append(best)
        self._sets_of = list(sets_of.values())
        self._needles = AhoCorasick(list(sets_of))

    def found(self, text: str) -> frozenset[str]:
        """The signs whose wording is in the text."""
        plain = normalised(text[:_LONGEST])
        signs: set[str] = set()
        for number in self._candidates(plain):
            sign = self.patterns[number][0]
            if sign not in signs and self._can_match(number, plain) and self._pattern(number).search(plain):
                signs.add(sign)
        return frozenset(signs)

    def count(self, text: str, sign: str) -> int:
        """How often wordings of a sign occur in a text of any length."""
        plain = normalised(text)
        spans = sorted(
            found.span()
            for number in self._candidates(plain)
            if self.patterns[number][0] == sign
            for found in self._pattern(number).finditer(plain)
        )
        counted = end = 0
        for start, stop in spans:
            counted += start >= end
            end = max(end, stop)
        return counted

    def _candidates(self, text: str) -> list[int]:
        """The numbers of the patterns whose most telling needles are in the text, each once."""
        hits = {needle for needle, _, _ in self._needles.find_matches_as_indexes(text, overlapping=True)}
        sets = {needed for needle in hits for needed in self._sets_of[needle]}
        sets.add(frozenset())
        return [number for needed in sets for number in self._by_needles.get(needed, ())]

    def _can_match(self, number: int, text: str) -> bool:
        """Whether the other needles of a pattern are in the text, too."""
        for needed in self._needed[number][1:]:
            for needle in needed:
                if needle in text:
                    break
            else:
                return False
        return True

    def _pattern(self, number: int) -> re.Pattern[str]:
        """The compiled pattern; most are never needed."""
        compiled = self._compiled.get(number)
        if compiled is None:
            compiled = self._compiled[number] = re.compile(self.patterns[number][1])
        return compiled


def _tells(needed: Needles) -> bool:
    """Whether a further look for these can be worth its time: not for single letters of an alphabet."""
    return all(len(needle) > 1 or needle >= _DENSE for needle in needed)


@cache
def _signs() -> Signs:
    """The signs of the shipped lists, read once."""
    return Signs((sign, row[1]) for sign in sign_names() if sign != _ABOUT for row in load_sign(sign))


@cache
def _about() -> Signs:
    """The wordings of titles that speak about errors."""
    return Signs((_ABOUT, pattern) for _, pattern in load_sign(_ABOUT))


@lru_cache(maxsize=20_000)
def signs_in(text: str) -> frozenset[str]:
    """The signs (``not_found``, ``for_sale``, …) that a title, heading or short text gives."""
    return _signs().found(text)


@lru_cache(maxsize=2_000)
def sign_count(text: str, sign: str) -> int:
    """How often the wordings of one sign occur in a text, for signs that a single word does not prove."""
    return _signs().count(text, sign)


@lru_cache(maxsize=20_000)
def about(text: str) -> bool:
    """Whether a title or heading speaks about errors, removals and the like and does not report one."""
    return bool(_about().found(text))
