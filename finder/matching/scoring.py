"""How well one own page fits one query: a score for each part, and one for all together.

Every part is scored by itself and more evidence never lowers the whole, so a score means the same in
every query and taking evidence away never raises it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finder.matching.entries import Entry
    from finder.matching.query import Evidence, Term

# What each part is trusted with when it agrees completely.
TRUST: Final[Mapping[str, float]] = {
    "anchor": 0.8,
    "address": 0.75,
    "former_title": 0.85,
    "former_text": 0.4,
    "mention": 0.6,
    "context": 0.25,
    "heading": 0.1,
    "page_title": 0.05,
}
_HEADLINE_PARTS: Final = frozenset({"anchor", "address", "former_title"})
_MASS: Final = 0.35


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far one part of the query agrees with a page (0-1), and by which words, with their strength."""

    name: str
    score: float
    shared: tuple[tuple[str, float], ...]


def agree(
    evidence: Evidence, entry: Entry, strength: Callable[[Term], float], rarity: Callable[[str], float]
) -> Agreement:
    """Compare one part of a query with one page."""
    shared = tuple((term, strength(term)) for term in evidence.terms)
    mass = sum(term.weight * found for term, found in shared)
    if not mass:
        return Agreement(evidence.name, 0.0, ())
    coverage = mass / evidence.weight
    if evidence.name in _HEADLINE_PARTS:
        coverage = _headline(coverage, evidence, entry, rarity)
    score = coverage * (1.0 - exp(-mass / _MASS))
    return Agreement(evidence.name, score, tuple((term.word, found) for term, found in shared if found))


def together(agreements: list[Agreement]) -> float:
    """The score of a page from all parts: the chance that not every agreement is an accident."""
    doubt = 1.0
    for agreement in agreements:
        doubt *= 1.0 - TRUST[agreement.name] * agreement.score
    return round(1.0 - doubt, 6)


def _headline(coverage: float, evidence: Evidence, entry: Entry, rarity: Callable[[str], float]) -> float:
    """Blend what the page has of the part, what the part has of the title, and the likeness of spelling."""
    title = sum(known * rarity(form) for form, known in entry.title_words)
    said = sum(known * rarity(form) for form, known in entry.title_words if form in evidence.forms)
    back = said / title if title else 0.0
    alike = max((fuzz.token_sort_ratio(evidence.phrase, line) for line in entry.headlines), default=0.0) / 100
    return coverage * (0.5 + 0.3 * back + 0.2 * alike)
