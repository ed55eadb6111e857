"""Which heading stands over a place in a page, while the page is read from top to bottom."""

from __future__ import annotations

from typing import Final

_STAND_IN: Final = 7
_STAND_IN_LENGTH: Final = 120


class Headings:
    """The open headings by level. ``nearest`` is the last one above, empty if there is none.

    A bold line or a ``dt`` stands in for a heading where there is no real one.
    """

    def __init__(self) -> None:
        self._by_level = [""] * (_STAND_IN + 1)
        self.nearest = ""

    def enter(self, level: int) -> None:
        """A heading of ``level`` begins: those of its level and below are over."""
        self._by_level[level:] = [""] * (_STAND_IN + 1 - level)
        self.nearest = self.above(_STAND_IN + 1)

    def read(self, text: str, level: int) -> None:
        """Text inside a heading of ``level``."""
        self._by_level[level] = f"{self._by_level[level]} {text}".strip()
        self.nearest = self._by_level[level]

    def read_bold(self, text: str) -> None:
        """A line that may stand in for a heading."""
        if len(text) <= _STAND_IN_LENGTH and not any(self._by_level[:_STAND_IN]):
            self._by_level[_STAND_IN] = self.nearest = text

    def above(self, level: int) -> str:
        """The nearest heading of a higher rank than ``level``."""
        for text in self._by_level[level - 1 :: -1]:
            if text:
                return text
        return ""

    def kept(self) -> tuple[list[str], str]:
        """The state to go back to with :meth:`restore`."""
        return self._by_level.copy(), self.nearest

    def restore(self, kept: tuple[list[str], str]) -> None:
        """Forget what was read since ``kept`` was taken."""
        self._by_level, self.nearest = kept
