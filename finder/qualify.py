"""Opportunity in, lead out, or a reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.items import Confidence, Find, Lead, LinksToRivals
from finder.quality import Facts, parts_of, risk_of, score_of, why_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finder.markers import Marker
    from finder.quality import Field, Risk

_ORDER: Final = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


class Unqualified(ValueError):  # noqa: N818 - an outcome, counted by its reason
    """Why a find is no lead: one word for the counters."""


@dataclass(frozen=True, slots=True)
class Background:
    """What is known of the page and the site of a find, beside what the opportunity says; see ``Facts``."""

    markers: tuple[Marker, ...] | None = None
    noindex: bool = False
    canonical: str = ""
    links: int | None = None
    linked_from: str = ""
    rank: int | None = None
    rank_source: str = ""


NOTHING_KNOWN: Final = Background()


@dataclass(frozen=True, slots=True)
class Scoring:
    """What a campaign thinks of the parts of a score: how much each weighs, and the field of its brands.

    Only the ratios of weights matter.
    """

    weights: Mapping[str, float]
    field: Field


class Scored(NamedTuple):
    """A score of 0-100 with its known parts (0-1 each, before weighing), why, and the risk."""

    score: int
    parts: dict[str, float]
    why: str
    risk: Risk


def qualify(
    find: Find,
    scoring: Scoring,
    today: str,
    least_sure: Confidence = Confidence.MEDIUM,
    background: Background = NOTHING_KNOWN,
) -> Lead:
    """The lead that a find makes, scored by what is known so far; the end of the run scores it anew.

    ``today``: ISO day. ``least_sure``: how sure the verdict on a dead link must be. Raises
    :class:`Unqualified`.
    """
    why = find.opportunity
    least = least_sure if why.dead_url else Confidence.MEDIUM
    if _ORDER.index(why.confidence) < _ORDER.index(least):
        raise Unqualified("low_confidence")
    if not find.prospect:
        raise Unqualified("no_prospect")
    scored = score(facts_of(find, background, today), scoring)
    return Lead(
        why,
        find.prospect,
        scored.score,
        scored.parts,
        find.suggestion,
        linked_from=background.linked_from,
        why_none=find.why_none,
        score_why=scored.why,
        risk=scored.risk.words,
        risk_evidence=scored.risk.evidence,
    )


def facts_of(find: Find, background: Background, today: str) -> Facts:
    """What is known of a find on its way through the pipelines."""
    why, offer = find.opportunity, find.suggestion
    return Facts(
        confidence=why.confidence,
        page_url=why.page_url,
        today=today,
        match=offer.score if offer else 0.0,
        mention_worth=why.mention_worth or None,
        linked_from=background.linked_from,
        rivals=len(why.rivals),
        lists_sites=why.reason == LinksToRivals.IN_LIST,
        has_link=has_link(why.dead_url, why.linked_url),
        anchor=why.anchor,
        context=why.context,
        heading=why.heading,
        placement=why.placement,
        rel=why.rel,
        page_title=why.page_title,
        offer_title=offer.title if offer else "",
        published=why.page_published,
        modified=why.page_modified,
        markers=background.markers,
        noindex=background.noindex,
        canonical=background.canonical,
        links=background.links,
        rank=background.rank,
        rank_source=background.rank_source,
    )


def has_link(dead_url: str, linked_url: str) -> bool:
    """Whether a lead is about a link that the page has."""
    return bool(dead_url or linked_url)


def score(facts: Facts, scoring: Scoring) -> Scored:
    """Score, parts, reasons and risk by what is known."""
    parts = parts_of(facts, scoring.field)
    known = {name: part.value for name, part in parts.items() if part.value is not None}
    return Scored(score_of(parts, scoring.weights), known, why_of(parts), risk_of(facts.markers))
