"""How well one own page fits one query: a score for each part, and one for all together.

Every part is scored by itself and more evidence never lowers the whole, so a score means the same in
every query and taking evidence away never raises it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from finder.matching.query import Evidence

# What each part is trusted with when it agrees completely.
TRUST: Final[Mapping[str, float]] = {
    "anchor": 0.85,
    "address": 0.75,
    "former_title": 0.7,
    "former_text": 0.8,
    "mention": 0.6,
    "context": 0.18,
    "heading": 0.03,
    "page_title": 0.02,
}
# Parts that name a page as its title does; the others only talk about it.
_NAMING: Final = frozenset({"anchor", "address", "former_title"})
# The sum of the weights of shared words at which an agreement stops looking like an accident.
_ENOUGH: Final = 0.8


@dataclass(frozen=True, slots=True)
class Headline:
    """How an own page is called: its lines in plain words, and the weight of each word of its title."""

    lines: tuple[str, ...]
    words: Mapping[str, float]
    weight: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far one part of the query agrees with a page (0-1), with the strength of each of its terms."""

    evidence: Evidence
    score: float
    strengths: Sequence[float]

    @property
    def contribution(self) -> float:
        """What the agreement says of the page when it is all there is, 0-1."""
        return TRUST[self.evidence.name] * self.score

    @property
    def shared(self) -> list[tuple[str, float]]:
        """The words that agreed, with their strength."""
        pairs = zip(self.evidence.terms, self.strengths, strict=True)
        return [(term.word, strength) for term, strength in pairs if strength]


def agree(evidence: Evidence, headline: Headline, strengths: Sequence[float]) -> Agreement:
    """Compare one part of a query with one page; ``strengths`` are those of its terms on the page."""
    mass = sum(term.weight * found for term, found in zip(evidence.terms, strengths, strict=True))
    if not mass:
        return Agreement(evidence, 0.0, strengths)
    coverage = mass / evidence.weight
    fit = coverage**2 * _likeness(evidence, headline) if evidence.name in _NAMING else coverage**0.7
    return Agreement(evidence, fit * (1.0 - exp(-mass / _ENOUGH)), strengths)


def together(agreements: Iterable[Agreement]) -> float:
    """The score of a page from all parts: the chance that not every agreement is an accident."""
    doubt = 1.0
    for agreement in agreements:
        doubt *= 1.0 - agreement.contribution
    return 1.0 - doubt


def _likeness(evidence: Evidence, headline: Headline) -> float:
    """How much of the title the part has (by rarity), and how like the two are spelled, 0-1."""
    said = sum(weight for form, weight in headline.words.items() if form in evidence.forms)
    back = said / headline.weight if headline.weight else 0.0
    alike = max((fuzz.token_sort_ratio(evidence.phrase, line) for line in headline.lines), default=0.0) / 100
    return 0.2 * sqrt(back) + 0.8 * float(alike) * sqrt(alike)
