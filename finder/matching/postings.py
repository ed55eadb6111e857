"""The inverted index: which own pages have a word, and in how prominent a place."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


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

    def items(self, form: str) -> Iterator[tuple[int, float]]:
        """The pages that have the form, with strengths."""
        return zip(self._pages.get(form, ()), self._strengths.get(form, ()), strict=True)

    def strength(self, form: str, page: int) -> float:
        """How prominently a page has the form; 0 when it has not."""
        pages = self._pages.get(form)
        if pages is None:
            return 0.0
        at = bisect_left(pages, page)
        return self._strengths[form][at] if at < len(pages) and pages[at] == page else 0.0
