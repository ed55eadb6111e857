"""What is found in a text: letters that may be a name of ours, and words that speak for or against it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from finder.brands.profile import Brand, Role
    from finder.brands.spellings import Form


class Shape(StrEnum):
    """How the letters of a name are written, beside how the campaign writes them."""

    EXACT = "exact"
    CAPITALISED = "capitalised"
    CAPITALS = "capitals"
    LOWER = "lower"


class Sort(StrEnum):
    """Why a word of a campaign that is no name is looked for."""

    CONTEXT = "context"
    NEAR = "near"
    NOT_NEAR = "not_near"
    NOT_IN = "not_in"


@dataclass(frozen=True, slots=True)
class Hit:
    """A name at ``start`` to ``end`` of a text; its letters stop at ``stop``, what follows is an ending.

    ``name`` is the spelling in the campaign. ``ruled_out``: the phrase around it in which the name is not
    ours, as the campaign says.
    """

    start: int
    stop: int
    end: int
    brand: Brand
    name: str
    role: Role
    form: Form
    shape: Shape
    ruled_out: str = ""

    def moved(self, by: int) -> Hit:
        """The same in a text that begins ``-by`` characters later."""
        return replace(self, start=self.start + by, stop=self.stop + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Clue:
    """A word that speaks for or against mentions of a brand, at ``start`` to ``end`` of a text."""

    start: int
    end: int
    brand: Brand
    word: str
    sort: Sort
