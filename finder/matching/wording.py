"""Words as they are compared: without endings, numbered, with their rarity among the own pages."""

from __future__ import annotations

from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, Final

import numpy as np

from finder.words import STEM_MARK, forms, prior

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.matching.sparse import Floats, Ints, Rows

# Endings that a word may lose, and how many letters must be left. Only what makes no other word of it:
# "microscope" is no "microsoft". What else is alike is found by its letters.
_ENDINGS: Final = (("ing", 4), ("ed", 5), ("e", 4))
# On a site of three pages every word is rare; so many pages about something else are imagined beside.
IMAGINED_PAGES: Final = 20
_SHORTEST_GRAM, _LONGEST_GRAM = 3, 5


@lru_cache(maxsize=50_000)
def stems(word: str) -> tuple[str, ...]:
    """A word in each of its spellings without its ending, the plain one first."""
    spellings = (form for form in forms(word) if not form.startswith(STEM_MARK))
    return tuple(dict.fromkeys(map(_stem, spellings)))


def plain(word: str) -> str:
    """A word without accents and plural s."""
    return forms(word)[0]


@lru_cache(maxsize=20_000)
def grams(word: str) -> tuple[str, ...]:
    """The runs of three to five letters of a word, its ends counted as letters."""
    ended = f" {word} "
    return tuple(
        ended[at : at + length]
        for length in range(_SHORTEST_GRAM, _LONGEST_GRAM + 1)
        for at in range(len(ended) - length + 1)
    )


class Numbering:
    """Numbers for texts, in the order in which they come."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._known)

    def add(self, text: str) -> int:
        """The number of a text, a new one if it has none."""
        return self._known.setdefault(text, len(self._known))

    def find(self, text: str) -> int:
        """The number of a text, -1 if it has none."""
        return self._known.get(text, -1)


class Vocabulary:
    """The stems of the words of all own pages."""

    def __init__(self) -> None:
        self._stems = Numbering()
        self._words = _NumberOfWord(self._stems)

    def __len__(self) -> int:
        return len(self._stems)

    @property
    def priors(self) -> list[float]:
        """What each stem can say before anything is known about the own pages, 0-1."""
        return self._words.priors

    def numbers(self, words: Iterable[str]) -> list[int]:
        """The numbers of the words of an own page."""
        return list(map(self._words.__getitem__, words))

    def find(self, word: str) -> int:
        """The number of a word of a query, in the first spelling that own pages have; -1 if none has."""
        return next((found for stem in stems(word) if (found := self._stems.find(stem)) >= 0), -1)

    def knows(self, word: str) -> bool:
        """Whether any own page has the word itself, whatever its accents and plural s."""
        return not self._words.plains.isdisjoint(forms(word))


class _NumberOfWord(dict[str, int]):
    """The number of each word by its stem; looked up once a word, since texts are long."""

    def __init__(self, known: Numbering) -> None:
        super().__init__()
        self._known = known
        self.priors: list[float] = []
        self.plains: set[str] = set()

    def __missing__(self, word: str) -> int:
        self.plains.add(plain(word))
        number = self[word] = self._known.add(stems(word)[0])
        if number == len(self.priors):
            self.priors.append(prior(word))
        return number


class Rarity:
    """How much the presence of a term says (inverse document frequency), and that of one no page has."""

    def __init__(self, rows: Rows, terms: int) -> None:
        everything = len(rows.lengths) + IMAGINED_PAGES + 1
        counts = np.bincount(rows.terms, minlength=terms)
        self.of: Floats = np.log(everything / (counts + 0.5))
        self.highest = log(everything / 0.5)

    def weights(self, numbers: Ints) -> Floats:
        """The rarity of each term by its number, -1 standing for one that no page has."""
        return np.where(numbers >= 0, self.of[numbers] if len(self.of) else 0.0, self.highest)


def _stem(form: str) -> str:
    for ending, least in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= least:
            return form.removesuffix(ending)
    return form
