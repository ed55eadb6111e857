"""Long names with a typing error."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

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
_MOST_WORDS: Final = 20_000
_MOST_REMEMBERED: Final = 50_000
# Long words of alphabets, so that a name in the middle of a text without spaces is one by itself. One that is
# misspelt still has its capital.
_LONG_WORD: Final = re.compile(
    "[A-Z\u00c0-\u024f\u1e00-\u1eff\u0386-\u03ab\u0400-\u042f]"
    "[A-Za-z\u00df-\u024f\u1e00-\u1eff\u0370-\u03ff\u0400-\u052f]{4,}"
)
_OF_ALPHABET: Final = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0370-\u03ff\u0400-\u052f]")
_WORD_BEFORE: Final = re.compile(r"([^\W\d_]{1,40}) $")
_WORD_AFTER: Final = re.compile(r" ([^\W\d_]{1,40})")
_FARTHEST: Final = 42
_JOINED_LEFT: Final = frozenset("@/_.")
_JOINED_RIGHT: Final = frozenset("@/_0123456789")


class _Known(NamedTuple):
    brand: Brand
    name: str
    role: Role
    folded: str
    words: int
    place: int


class Misspelt:
    """Names long enough that one wrong letter (two in very long ones) leaves no doubt which one is meant.

    Each is filed under its longest word and that word without one letter (the deletion neighbourhood, as in
    SymSpell), so that the cost of a text does not grow with the number of names.
    """

    def __init__(self, names: Iterable[tuple[Brand, str, Role]]) -> None:
        self._by_key: dict[str, list[_Known]] = defaultdict(list)
        self._unlike: set[str] = set()
        self._longest = 0
        for brand, name, role in names:
            folded = " ".join(fold(name).split())
            words = folded.split()
            letters = "".join(words)
            if not letters.isalpha() or len(letters) < _LETTERS_FROM:
                continue
            longest = max(words, key=len)
            if len(longest) >= _KEY_FROM:
                known = _Known(brand, name, role, folded, len(words), words.index(longest))
                self._longest = max(self._longest, len(longest))
                for key in _without_one(longest):
                    self._by_key[key].append(known)

    def needles(self) -> Iterator[str]:
        """See :meth:`finder.brands.Names.needles`."""
        for known in {each.folded: each for some in self._by_key.values() for each in some}.values():
            yield from _whole_parts("".join(known.folded.split()), _most_errors(known.folded))

    def find(self, text: str, folded: str, taken: Sequence[tuple[int, int]]) -> Iterator[Hit]:
        """Misspelt names in a text (``folded``: its folded form) outside the spans ``taken``.

        At most 20,000 different long words are looked at.
        """
        if not self._by_key:
            return
        spans = sorted(taken)
        starts = [start for start, _ in spans]
        for word in sorted(set(_LONG_WORD.findall(text)) - self._unlike)[:_MOST_WORDS]:
            suspects = self._suspects(word) if len(word) <= self._longest + 1 else ()
            for place in _places(word, text) if suspects else ():
                for known in suspects:
                    hit = _hit(known, text, folded, place, place + len(word))
                    before = bisect_right(starts, hit.start) - 1 if hit else -1
                    if hit and not (before >= 0 and spans[before][1] > hit.start):
                        yield hit

    def _suspects(self, word: str) -> tuple[_Known, ...]:
        """The names whose longest word is one or two letters from this one; words that are like none are
        remembered."""
        near = (each for key in _without_one(fold(word)) for each in self._by_key.get(key, ()))
        found = tuple({(each.brand.name, each.name): each for each in near}.values())
        if not found:
            if len(self._unlike) >= _MOST_REMEMBERED:
                self._unlike.clear()
            self._unlike.add(word)
        return found


def _places(word: str, text: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))


def _without_one(word: str) -> set[str]:
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


def _hit(known: _Known, text: str, folded: str, start: int, end: int) -> Hit | None:
    for _ in range(known.place):
        before = _WORD_BEFORE.search(folded, max(0, start - _FARTHEST), start)
        if before is None:
            return None
        start = before.start()
    for _ in range(known.words - known.place - 1):
        after = _WORD_AFTER.match(folded, end)
        if after is None:
            return None
        end = after.end()
    if not text[start].isupper() or _goes_on(text, start, end):
        return None
    words = folded[start:end]
    if words == known.folded or not _one_error(words, known.folded):
        return None
    found = text[start:end]
    shape = shape_of(found, known.name)
    return Hit(start, end, end, known.brand, known.name, known.role, Form.MISSPELT, shape)


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether the letters are a part of a longer word, an address or a handle."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if (before.isascii() and before.isalnum()) or _OF_ALPHABET.match(before) or _OF_ALPHABET.match(after):
        return True
    return (
        before in _JOINED_LEFT
        or after in _JOINED_RIGHT
        or (after == "." and text[end + 1 : end + 2].islower())
    )


def _one_error(found: str, name: str) -> bool:
    """Whether a typing error explains the difference: not in the first letter and not an ending."""
    # Loaded with the first long word that is nearly a name: few programs meet one.
    from rapidfuzz.distance import OSA

    most = _most_errors(name)
    if found[0] != name[0] or OSA.distance(found, name, score_cutoff=most) > most:
        return False
    return not (_is_inflection(found, name) or _is_inflection(name, found))


def _most_errors(name: str) -> int:
    return 2 if len(name) >= _TWO_ERRORS_FROM else 1


def _whole_parts(letters: str, errors: int) -> Iterator[str]:
    """Parts of a word of which so many errors leave one whole at least.

    One error touches one of them: two letters that changed places at a border are in neither.
    """
    parts = errors + 1
    borders = [number * len(letters) // parts for number in range(parts + 1)]
    for number, (start, end) in enumerate(pairwise(borders)):
        yield letters[start + (number > 0) : end - (number < errors)]


def _is_inflection(longer: str, word: str) -> bool:
    if longer.startswith(word):
        return True
    # The last letter alone: "Planetary" and "Planetars" are told apart by what words end with.
    return len(longer) == len(word) and longer[:-1] == word[:-1]
