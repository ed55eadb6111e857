"""Long names with a typing error."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from rapidfuzz.distance import OSA

from finder.brands.fold import fold
from finder.brands.hits import Hit
from finder.brands.shapes import shape_of
from finder.brands.spellings import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from finder.brands.profile import Brand, Role

_LETTERS_FROM: Final = 8  # of a name; shorter ones have too many real words one letter away
_TWO_ERRORS_FROM: Final = 16
_KEY_FROM: Final = 6
_MOST_TOKENS: Final = 20_000
# Words of one alphabet, so that a name in the middle of a text without spaces is one by itself.
_TOKEN: Final = re.compile(
    r"[a-z\u00df-\u024f\u1e00-\u1eff]+(?:'[a-z]{1,3}\b)?|[\u0370-\u03ff]+|[\u0400-\u052f]+|[\u0530-\u06ff]+"
)
_BETWEEN: Final = 2  # characters between two words of one name


class _Known(NamedTuple):
    brand: Brand
    name: str
    role: Role
    folded: str
    words: int
    place: int


class _Token(NamedTuple):
    start: int
    end: int
    word: str


class Misspelt:
    """Names long enough that one wrong letter (two in very long ones) leaves no doubt which one is meant.

    Each is filed under its longest word and that word without one letter (the deletion neighbourhood, as in
    SymSpell), so that the cost of a text does not grow with the number of names.
    """

    def __init__(self, names: Iterable[tuple[Brand, str, Role]]) -> None:
        self._by_key: dict[str, list[_Known]] = defaultdict(list)
        for brand, name, role in names:
            folded = " ".join(fold(name).split())
            words = folded.split()
            if not folded.replace(" ", "").isalpha() or len(folded.replace(" ", "")) < _LETTERS_FROM:
                continue
            longest = max(words, key=len)
            if len(longest) >= _KEY_FROM:
                known = _Known(brand, name, role, folded, len(words), words.index(longest))
                for key in _without_one(longest):
                    self._by_key[key].append(known)

    def find(self, text: str, folded: str, taken: Sequence[tuple[int, int]]) -> Iterator[Hit]:
        """Misspelt names in a text (``folded``: its folded form) outside the spans ``taken``."""
        if not self._by_key:
            return
        spans = sorted(taken)
        starts = [start for start, _ in spans]
        tokens = [_Token(*found.span(), found[0]) for found in _TOKEN.finditer(folded)][:_MOST_TOKENS]
        suspects: dict[str, list[_Known]] = {}
        for number, token in enumerate(tokens):
            if len(token.word) < _KEY_FROM - 1 or not text[token.start].isupper():
                continue
            known = suspects.get(token.word)
            if known is None:
                known = suspects[token.word] = self._suspects(token.word)
            for name in known:
                hit = _hit(name, text, tokens, number)
                before = bisect_right(starts, hit.start) - 1 if hit else -1
                if hit and not (before >= 0 and spans[before][1] > hit.start):
                    yield hit

    def _suspects(self, word: str) -> list[_Known]:
        found = {
            (known.brand.name, known.name): known
            for key in _without_one(word)
            for known in self._by_key.get(key, ())
        }
        return list(found.values())


def _without_one(word: str) -> set[str]:
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def _hit(name: _Known, text: str, tokens: list[_Token], number: int) -> Hit | None:
    first, last = number - name.place, number - name.place + name.words - 1
    if first < 0 or last >= len(tokens):
        return None
    window = tokens[first : last + 1]
    if any(after.start - before.end > _BETWEEN for before, after in pairwise(window)):
        return None
    start, end = window[0].start, window[-1].end
    words = " ".join(token.word.removesuffix("'s") for token in window)
    if words == name.folded or not _one_error(words, name.folded):
        return None
    found = text[start:end]
    return Hit(start, end, end, name.brand, name.name, name.role, Form.MISSPELT, shape_of(found, name.name))


def _one_error(found: str, name: str) -> bool:
    """Whether a typing error explains the difference: not in the first letter and not an ending."""
    most = 2 if len(name) >= _TWO_ERRORS_FROM else 1
    if found[0] != name[0] or OSA.distance(found, name, score_cutoff=most) > most:
        return False
    return not (_is_inflection(found, name) or _is_inflection(name, found))


def _is_inflection(longer: str, word: str) -> bool:
    if longer.startswith(word):
        return True
    # The last letter alone: "Planetary" and "Planetars" are told apart by what words end with.
    return len(longer) == len(word) and longer[:-1] == word[:-1]
