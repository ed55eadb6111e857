"""The words that a query shares with each field of some own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from finder.matching.sparse import sums

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from finder.matching.fields import Bag, Words
    from finder.matching.sparse import Floats, Ints


class _Found(NamedTuple):
    """Words of the query in one field: their numbers, the pages (by place), and where the field has them."""

    numbers: Ints
    of: Ints
    places: Ints


class SharedWords:
    """Which words of any of the ``bags`` the fields of some own pages have.

    Fields are looked through once for the words of all groups, since most of a page is in no query.
    """

    def __init__(self, words: Words, pages: Ints, bags: Iterable[Bag]) -> None:
        self._words = words
        self._count = len(pages)
        self._table: Floats = np.zeros(len(words.vocabulary))
        asked = np.zeros(len(words.vocabulary), np.bool_)
        for bag in bags:
            asked[bag.numbers[bag.numbers >= 0]] = True
        self._found = {field: self._look(field, pages, asked) for field in words.fields}

    def mass(self, field: str, bag: Bag, weights: Floats) -> Floats:
        """For each page the weight of the words of a bag that its field has."""
        return self._sum(self._found[field], bag, weights, 1.0)

    def product(self, bag: Bag, weights: Floats) -> Floats:
        """For each page as a whole the product of its words' weights with those of a bag, summed."""
        found = self._found["page"]
        return self._sum(found, bag, weights, self._words.weights[found.places])

    def _look(self, field: str, pages: Ints, asked: NDArray[np.bool_]) -> _Found:
        rows = self._words.fields[field]
        places, of = rows.chosen(pages)
        numbers = rows.terms[places]
        kept = asked[numbers]
        return _Found(numbers[kept], of[kept], places[kept])

    def _sum(self, found: _Found, bag: Bag, weights: Floats, each: Floats | float) -> Floats:
        known = bag.numbers >= 0
        numbers = bag.numbers[known]
        self._table[numbers] = weights[known]
        result = sums(found.of, self._table[found.numbers] * each, self._count)
        self._table[numbers] = 0.0
        return result
