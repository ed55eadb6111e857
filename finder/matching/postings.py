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
        self._lists: dict[str, tuple[array[int], array[float]]] = {}

    def add(self, page: int, strengths: Mapping[str, float]) -> None:
        """Enter the forms of one page."""
        for form, strength in strengths.items():
            known = self._lists.get(form)
            if known is None:
                known = self._lists[form] = (array("I"), array("f"))
            known[0].append(page)
            known[1].append(strength)

    def count(self, form: str) -> int:
        """How many pages have the form."""
        known = self._lists.get(form)
        return len(known[0]) if known else 0

    def add_to(self, scores: dict[int, float], form: str, weight: float) -> None:
        """Raise the scores of the pages that have the form, by ``weight`` times the strength."""
        before = scores.get
        for page, strength in zip(*self._lists.get(form, ((), ())), strict=True):
            scores[page] = before(page, 0.0) + weight * strength

    def strongest(self, forms: Iterable[str], page: int) -> float:
        """How prominently a page has the most prominent of some forms; 0 when it has none."""
        best = 0.0
        for form in forms:
            known = self._lists.get(form)
            if known is None:
                continue
            pages, strengths = known
            at = bisect_left(pages, page)
            if at < len(pages) and pages[at] == page:
                best = max(best, strengths[at])
        return best
