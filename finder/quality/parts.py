"""The parts of a score, in the order in which they are told, and the score that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.quality.finding import confidence, match, mention, rivals
from finder.quality.link import placement, rel
from finder.quality.page import freshness, indexability, naturalness
from finder.quality.relevance import relevance
from finder.quality.source import source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finder.quality.facts import Facts, Field
    from finder.quality.part import Part

PARTS: Final = (
    "confidence",
    "match",
    "mention",
    "rivals",
    "relevance",
    "placement",
    "rel",
    "source",
    "naturalness",
    "freshness",
    "indexability",
)


def parts_of(facts: Facts, field: Field) -> dict[str, Part]:
    """What speaks for a lead and against it, by the names of :data:`PARTS`."""
    return {
        "confidence": confidence(facts),
        "match": match(facts),
        "mention": mention(facts),
        "rivals": rivals(facts),
        "relevance": relevance(facts, field),
        "placement": placement(facts),
        "rel": rel(facts),
        "source": source(facts),
        "naturalness": naturalness(facts),
        "freshness": freshness(facts),
        "indexability": indexability(facts),
    }


def score_of(parts: Mapping[str, Part], weights: Mapping[str, float]) -> int:
    """The score, 0-100: the mean by weight of the parts of which something is known."""
    known = {name: part.value for name, part in parts.items() if part.value is not None}
    total = sum(weights.get(name, 0.0) for name in known)
    score = sum(weights.get(name, 0.0) * value for name, value in known.items()) / total if total else 0.0
    return round(100 * score)


def why_of(parts: Mapping[str, Part]) -> str:
    """What led to the parts, in words."""
    return "; ".join(part.why for part in parts.values() if part.why)
