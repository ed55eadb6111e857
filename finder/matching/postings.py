"""The inverted index: which own pages have a word, and in how prominent a place."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Postings:
    """For each form of a word the pages that have it, by number, with a strength of 0-1.

    Pages must be added in the order of their numbers.
    """

    def __init__(self) -> None:
        self._pages: dict[str, array[int]] = {}
        self._strengths: dict[str, array[float]] = {}

    def add(self, page: int, strengths: Mapping[str, float]) -> None:
        """Enter the forms of one page."""
        for form, strength in strengths.items():
            if form not in self._pages:
                self._pages[form] = array("I")
                self._strengths[form] = array("f")
            self._pages[form].append(page)
            self._strengths[form].append(strength)

    def count(self, form: str) -> int:
        """How many pages have the form."""
        return len(self._pages.get(form, ()))

    def add_to(self, scores: dict[int, float], form: str, weight: float) -> None:
        """Raise the scores of the pages that have the form, by ``weight`` times the strength."""
        known = scores.get
        for page, strength in zip(self._pages.get(form, ()), self._strengths.get(form, ()), strict=True):
            scores[page] = known(page, 0.0) + weight * strength

    def strongest(self, forms: Iterable[str], page: int) -> float:
        """How prominently a page has the most prominent of some forms; 0 when it has none."""
        best = 0.0
        for form in forms:
            pages = self._pages.get(form)
            if pages is None:
                continue
            at = bisect_left(pages, page)
            if at < len(pages) and pages[at] == page:
                best = max(best, self._strengths[form][at])
        return best
