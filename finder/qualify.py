"""Opportunity in, lead out, or a reason why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.items import Confidence, Find, Lead, Placement

if TYPE_CHECKING:
    from collections.abc import Mapping

_CONFIDENCE: Final = {Confidence.HIGH: 1.0, Confidence.MEDIUM: 0.7, Confidence.LOW: 0.3}
_PLACEMENT: Final = {
    Placement.MAIN: 1.0,
    Placement.SIDEBAR: 0.4,
    Placement.RELATED: 0.3,
    Placement.COMMENTS: 0.3,
    Placement.HEADER: 0.3,
    Placement.FOOTER: 0.2,
    Placement.NAVIGATION: 0.2,
}
# A site that links to us on another page has less reason to.
_SITE_LINKS: Final = 0.5
_REL: Final = {"sponsored": 0.1, "ugc": 0.3, "nofollow": 0.4}


class Unqualified(ValueError):  # noqa: N818 - an outcome, counted by its reason
    """Why a find is no lead: one word for the counters."""


def qualify(find: Find, weights: Mapping[str, float], least_sure: Confidence = Confidence.MEDIUM) -> Lead:
    """The lead that a find makes, with a score of 0-100 and its parts (0-1 each, before weighing).

    ``weights``: how much each part counts (``confidence``, ``match``, ``placement``, ``rel``, and of a
    mention ``mention``); only their ratios matter. ``least_sure``: how sure the verdict on a dead link must
    be. Raises :class:`Unqualified`.
    """
    why = find.opportunity
    least = _CONFIDENCE[least_sure if why.dead_url else Confidence.MEDIUM]
    if _CONFIDENCE[why.confidence] < least:
        raise Unqualified("low_confidence")
    if not find.prospect:
        raise Unqualified("no_prospect")
    parts = {
        "confidence": _CONFIDENCE[why.confidence],
        "match": round(find.suggestion.score, 4) if find.suggestion else 0.0,
        "placement": _PLACEMENT[why.placement],
        "rel": min((_REL.get(token, 1.0) for token in why.rel), default=1.0),
    }
    if why.mention_worth:
        known = _SITE_LINKS if find.linked_from else 1.0
        parts["mention"] = round(min(why.mention_worth, 1.0) * known, 4)
    return Lead(
        why, find.prospect, score_of(parts, weights), parts, find.suggestion, linked_from=find.linked_from
    )


def score_of(parts: Mapping[str, float], weights: Mapping[str, float]) -> int:
    """The score, 0-100, that parts (0-1 each) make: their mean by weight."""
    total = sum(weights.get(name, 0.0) for name in parts)
    score = sum(weights.get(name, 0.0) * part for name, part in parts.items()) / total if total else 0.0
    return round(100 * score)


def known_to_link(parts: Mapping[str, float], weights: Mapping[str, float]) -> tuple[int, dict[str, float]]:
    """Score and parts of a lead about a mention, now that another page of its site links to us."""
    changed = dict(parts)
    if "mention" in changed:
        changed["mention"] = round(changed["mention"] * _SITE_LINKS, 4)
    return score_of(changed, weights), changed
