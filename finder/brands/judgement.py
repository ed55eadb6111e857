"""What is concluded about one name on a page, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from finder.items import Confidence

if TYPE_CHECKING:
    from finder.brands.hits import Hit

SURE: Final = 4.0
CLEAR: Final = 2.0


@dataclass(slots=True)
class Judgement:
    """What speaks for and against a hit being a mention of its brand: points, and reasons in words.

    ``starts``: it begins a sentence, ``part_of_name``: capitals beside it make a longer name of it,
    ``company``: something else on the page speaks for the brand.
    """

    hit: Hit
    points: float = 0.0
    reasons: list[str] = field(default_factory=list)
    starts: bool = False
    part_of_name: bool = False
    company: bool = False

    def add(self, points: float, reason: str) -> None:
        """Count a piece of evidence."""
        self.points += points
        self.reasons.append(reason)

    @property
    def confidence(self) -> Confidence | None:
        """How sure it is that the brand is meant; ``None``: it is not, ``LOW``: it cannot be told."""
        if self.points >= SURE:
            return Confidence.HIGH
        if self.points >= CLEAR:
            return Confidence.MEDIUM
        return Confidence.LOW if self.points > 0 else None
