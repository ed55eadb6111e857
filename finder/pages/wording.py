"""What a page's wording in an error role (title, headings, the text of a nearly empty page) says."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from finder.pages.needles import needles
from finder.reference import load_sign, sign_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ABOUT = "about"
_LONGEST = 4000
_GRAM = 4
_SHORT_GRAM = 2
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
        **dict(zip("ıłđøيىكةٱہھې", "ildoییکهاههی", strict=True)),
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


def _plain_pattern(pattern: str) -> str:
    """A regular expression whose literals have the form of ``normalised`` text."""
    return "".join(part if part.startswith("\\") else _plain(part) for part in _ESCAPE.split(pattern))


class Signs:
    """Wordings by the sign they are of; only those are tried of which a telling part is in the text."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        """Takes pairs of sign and regular expression."""
        self.patterns = [(sign, _plain_pattern(pattern)) for sign, pattern in rows]
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._always: list[int] = []
        self._by_needle: dict[str, list[int]] = {}
        for number, (_, pattern) in enumerate(self.patterns):
            wanted = needles(pattern)
            if not wanted or "" in wanted:
                self._always.append(number)
                continue
            for needle in wanted:
                self._by_needle.setdefault(needle, []).append(number)
        self._by_gram: dict[str, list[str]] = {}
        self._loose: list[str] = []
        self._index()

    def found(self, text: str) -> frozenset[str]:
        """The signs whose wording is in the text."""
        plain = normalised(text[:_LONGEST])
        signs: set[str] = set()
        for number in self._candidates(plain):
            sign = self.patterns[number][0]
            if sign not in signs and self._pattern(number).search(plain):
                signs.add(sign)
        return frozenset(signs)

    def count(self, text: str, sign: str) -> int:
        """How often wordings of a sign occur in a text of any length."""
        plain = normalised(text)
        return sum(
            sum(1 for _ in self._pattern(number).finditer(plain))
            for number in self._candidates(plain)
            if self.patterns[number][0] == sign
        )

    def _index(self) -> None:
        """Files every needle under the one of its parts that the fewest needles have."""
        common = Counter(gram for needle in self._by_needle for gram in set(_grams(needle)))
        for needle in self._by_needle:
            grams = _grams(needle)
            if grams:
                rarest = min(grams, key=lambda gram: (common[gram], " " in gram, gram))
                self._by_gram.setdefault(rarest, []).append(needle)
            else:
                self._loose.append(needle)

    def _candidates(self, text: str) -> Iterator[int]:
        """The numbers of the patterns that can match, each once."""
        grams = {text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)}
        if not text.isascii() and max(text) >= _DENSE:
            grams.update(text)
            grams.update(text[at : at + _SHORT_GRAM] for at in range(len(text) - _SHORT_GRAM + 1))
        seen = set(self._always)
        yield from self._always
        suspects = [needle for gram in grams & self._by_gram.keys() for needle in self._by_gram[gram]]
        for needle in suspects + self._loose:
            if needle in text:
                for number in self._by_needle[needle]:
                    if number not in seen:
                        seen.add(number)
                        yield number

    def _pattern(self, number: int) -> re.Pattern[str]:
        """The compiled pattern; most are never needed."""
        compiled = self._compiled.get(number)
        if compiled is None:
            compiled = self._compiled[number] = re.compile(self.patterns[number][1])
        return compiled


def _grams(needle: str) -> list[str]:
    """The parts by which a needle can be looked up; none for a short one of a script with long words."""
    size = _GRAM if len(needle) >= _GRAM else min(len(needle), _SHORT_GRAM)
    if size < _GRAM and min(needle) < _DENSE:
        return []
    return [needle[at : at + size] for at in range(len(needle) - size + 1)]


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


def sign_count(text: str, sign: str) -> int:
    """How often the wordings of one sign occur in a text, for signs that a single word does not prove."""
    return _signs().count(text, sign)


@lru_cache(maxsize=20_000)
def about(text: str) -> bool:
    """Whether a title or heading speaks about errors, removals and the like and does not report one."""
    return bool(_about().found(text))
