"""Sparse rows and columns of numbers, as few arrays: what makes a search over all own pages cheap."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Numbers = NDArray[np.integer[Any]]


_MOST_VISITS: Final = 25_000


def spans(starts: Ints, lengths: Ints) -> Ints:
    """The places of several runs of an array behind each other: for each run its start and length."""
    ends = np.cumsum(lengths)
    return np.repeat(starts - (ends - lengths), lengths) + np.arange(ends[-1] if len(ends) else 0)


class Rows:
    """For each page the numbers of some terms, behind each other in one array."""

    def __init__(self, rows: Iterable[Collection[int]]) -> None:
        """``rows`` are taken one after the other, and none is kept."""
        lengths, terms = array("q"), array("q")
        for row in rows:
            lengths.append(len(row))
            terms.extend(row)
        self.lengths: Ints = np.array(lengths, np.int64)
        self.ends: Ints = np.cumsum(self.lengths)
        self.terms: Ints = np.array(terms, np.int64)

    @property
    def pages(self) -> Ints:
        """The page of each term, by number."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)

    def chosen(self, pages: Ints) -> tuple[Ints, Ints]:
        """The places of the terms of some pages, and for each the place of its page among these."""
        lengths = self.lengths[pages]
        return spans(self.ends[pages] - lengths, lengths), np.repeat(np.arange(len(pages)), lengths)


class Columns:
    """For each term the pages that have it, with a weight each: the inverted index."""

    def __init__(self, rows: Rows, weights: Floats, terms: int) -> None:
        """``weights`` belong to the terms of ``rows``; ``terms`` is how many different ones there are."""
        order = np.argsort(rows.terms, kind="stable")
        self._pages = rows.pages[order]
        self._weights = weights[order]
        self._bounds = np.zeros(terms + 1, np.int64)
        np.cumsum(np.bincount(rows.terms, minlength=terms), out=self._bounds[1:])
        self._count = len(rows.lengths)

    def scores(self, terms: Ints, weights: Floats) -> Floats:
        """For each page the product of its weights with those of a query, summed.

        Terms that very many pages have say next to nothing and cost most: beyond a bound on all pages
        visited they are passed over, the most frequent first.
        """
        visits = self._bounds[terms + 1] - self._bounds[terms]
        if visits.sum() > _MOST_VISITS:
            rarest = np.argsort(visits, kind="stable")
            kept = rarest[: max(1, int(np.searchsorted(np.cumsum(visits[rarest]), _MOST_VISITS)))]
            terms, weights = terms[kept], weights[kept]
        starts = self._bounds[terms]
        lengths = self._bounds[terms + 1] - starts
        places = spans(starts, lengths)
        products = np.repeat(weights, lengths) * self._weights[places]
        return sums(self._pages[places], products, self._count)


def sums(of: Numbers, values: Floats, count: int) -> Floats:
    """The sum of the values that belong to each of ``count`` things; ``of`` says to which each does."""
    found: Floats = np.bincount(of, weights=values, minlength=count).astype(np.float64, copy=False)
    return found
