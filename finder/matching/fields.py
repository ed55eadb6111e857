"""What the own pages say, field by field, as arrays; and how much of it a query says, page by page."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from finder.matching.sparse import Columns, Rows, sums
from finder.matching.wording import Numbering, Rarity, Vocabulary, grams, plain
from finder.words import prior

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from finder.matching.entries import Entry
    from finder.matching.sparse import Floats, Ints

# How often a word of a field counts in the page as a whole.
_TIMES: Final = {"text": 2, "summary": 2, "headings": 2, "folders": 2, "name": 4}
LEAD: Final = 60  # words: how a text begins
# Three neighbouring words as one number; the odd factors keep different orders apart.
_FACTORS: Final = (1_000_003, 7_919, 1)
_HASHES: Final = 2**31 - 1


class Bag(NamedTuple):
    """Words of a query as numbers of the vocabulary, each once; -1 for those that no own page has.

    ``counts`` is how often each comes (dampened), ``priors`` what it can say before anything is known, 0-1.
    """

    numbers: Ints
    counts: Floats
    priors: Floats


class Words:
    """All words of the own pages: the vocabulary, the fields, and the index of the pages as a whole."""

    def __init__(self, entries: Sequence[Entry], site: frozenset[str]) -> None:
        """``site`` are the plain words of the site as a whole: they do not tell its pages apart."""
        self._site = site
        self.vocabulary = Vocabulary()
        fields: dict[str, Iterator[Sequence[str]]] = {
            "name": (self.core(entry.name) for entry in entries),
            "called": (self.core((*entry.name, *entry.folders)) for entry in entries),
            "headings": (entry.headings for entry in entries),
            "summary": (entry.summary for entry in entries),
            "lead": ((*entry.summary, *entry.text[:LEAD]) for entry in entries),
        }
        rows = {name: Rows(map(self._once, some)) for name, some in fields.items()}
        pages, counts = _with_counts(map(self._whole, entries))
        size = len(self.vocabulary)
        priors = np.array(self.vocabulary.priors)
        self.rarity = Rarity(pages, size)
        self.name_rarity = Rarity(rows["called"], size)
        weights = (1.0 + np.log(counts)) * (self.rarity.of * priors)[pages.terms]
        self.weights = _of_length_one(pages, weights)
        self.fields = rows | {"page": pages}
        naming = self.name_rarity.of * priors
        self.totals = {name: _totals(rows[name], naming) for name in ("name", "called")}
        self.totals["headings"] = _totals(rows["headings"], self.rarity.of * priors)
        self.index = Columns(pages, self.weights, size)
        self.phrases = Rows(phrases(self.vocabulary.numbers(entry.text)) for entry in entries)
        self.priors = priors

    def bag(self, words: Iterable[str]) -> Bag:
        """The words of a query as numbers."""
        vocabulary, found = self.vocabulary, Counter(words)
        by_number: dict[int, list[float]] = {}
        unknown: list[list[float]] = []
        for word, count in found.items():
            number = vocabulary.find(word)
            if number < 0:
                unknown.append([count, prior(word)])
            else:
                entry = by_number.setdefault(number, [0.0, float(self.priors[number])])
                entry[0] += count
        numbers = [*by_number, *(-1 for _ in unknown)]
        columns = np.array([*by_number.values(), *unknown], np.float64).reshape(-1, 2)
        return Bag(np.array(numbers, np.int64), 1.0 + np.log(columns[:, 0]), columns[:, 1])

    def core(self, words: Sequence[str]) -> Sequence[str]:
        """Words without those of the site, unless there are no others."""
        return [word for word in words if plain(word) not in self._site] or words

    def heavy(self, bag: Bag, most: int) -> tuple[Ints, Floats]:
        """The known words of a query that weigh most, and their weights in the pages as a whole."""
        numbers, counts = bag.numbers[bag.numbers >= 0], bag.counts[bag.numbers >= 0]
        weights = counts * (self.rarity.of * self.priors)[numbers] if len(numbers) else counts
        if len(numbers) > most:
            kept = np.argsort(-weights, kind="stable")[:most]
            numbers, weights = numbers[kept], weights[kept]
        return numbers, weights / (np.sqrt((weights**2).sum()) or 1.0)

    def _once(self, words: Iterable[str]) -> list[int]:
        return list(dict.fromkeys(self.vocabulary.numbers(words)))

    def _whole(self, entry: Entry) -> Counter[int]:
        found: Counter[int] = Counter()
        for name, times in _TIMES.items():
            found.update(self.vocabulary.numbers(getattr(entry, name)) * times)
        return found


class Letters:
    """The names of the own pages as runs of letters, so that like spellings are found."""

    def __init__(self, names: Iterable[Iterable[str]]) -> None:
        self._numbers = Numbering()
        add = self._numbers.add
        rows, counts = _with_counts(
            Counter(add(gram) for word in name for gram in grams(word)) for name in names
        )
        size = len(self._numbers)
        self._rarity = Rarity(rows, size)
        weights = (1.0 + np.log(counts)) * self._rarity.of[rows.terms]
        self._index = Columns(rows, _of_length_one(rows, weights), size)

    def likeness(self, words: Iterable[str]) -> Floats:
        """For each page how like its name is to some plain words, 0-1 (cosine of rare runs of letters)."""
        found = Counter(gram for word in words for gram in grams(word))
        numbers = np.fromiter(map(self._numbers.find, found), np.int64, len(found))
        weights = 1.0 + np.log(np.fromiter(found.values(), np.float64, len(found)))
        known = numbers >= 0
        weights *= self._rarity.weights(numbers)
        length = np.sqrt((weights**2).sum())
        return self._index.scores(numbers[known], weights[known] / (length or 1.0))


def phrases(numbers: Sequence[int]) -> list[int]:
    """Every three neighbouring words of a text as one number, each once and in order of size."""
    text = np.asarray(numbers, np.int64)
    if len(text) < len(_FACTORS):
        return []
    ends = len(text) - len(_FACTORS) + 1
    hashed = sum(text[at : at + ends] * factor for at, factor in enumerate(_FACTORS)) % _HASHES
    return [int(number) for number in np.unique(hashed)]


def _with_counts(wholes: Iterable[Counter[int]]) -> tuple[Rows, Floats]:
    """Rows of numbers, and how often each comes in its row."""
    counts = array("d")

    def numbers() -> Iterator[Collection[int]]:
        for whole in wholes:
            counts.extend(whole.values())
            yield whole

    return Rows(numbers()), np.array(counts)


def _of_length_one(rows: Rows, weights: Floats) -> Floats:
    """Weights of which the squares of each page sum to 1, unless it has none."""
    lengths = np.sqrt(sums(rows.pages, weights**2, len(rows.lengths)))
    found: Floats = weights / np.where(lengths, lengths, 1.0)[rows.pages]
    return found


def _totals(rows: Rows, weights: Floats) -> Floats:
    return sums(rows.pages, weights[rows.terms], len(rows.lengths))
