"""What each supplier reports, held against our own looks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from finder.backlink_profile.agreement import seen_by
from finder.backlink_profile.profile import SupplierCounts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finder.backlink_profile.counting import LinkCounts

_TOLD: Final = ("live", "missing", "lost")


def supplier_counts(counts: LinkCounts, spans: Mapping[str, tuple[str, str]]) -> list[SupplierCounts]:
    """Each supplier, the one of most domains first; ``spans``: when it saw a link first and last."""
    found = [
        _counts(counts, place, *spans.get(name, ("", ""))) for place, name in enumerate(counts.suppliers)
    ]
    return sorted((each for each in found if each.rows or each.said_lost), key=lambda each: -each.domains)


def _counts(counts: LinkCounts, place: int, first_seen: str, last_seen: str) -> SupplierCounts:
    states: Counter[str] = Counter()
    denied: Counter[str] = Counter()
    for (state, seen, lost), number in counts.looks.items():
        if seen >> place & 1:
            states[state] += number
        if lost >> place & 1:
            denied[state] += number
    told = sum(states[state] for state in _TOLD)
    return SupplierCounts(
        supplier=counts.suppliers[place],
        links=seen_by(counts.masks["links"], place),
        pages=seen_by(counts.masks["pages"], place),
        domains=seen_by(counts.masks["domains"], place),
        rows=states.total(),
        live=states["live"],
        missing=states["missing"],
        lost=states["lost"],
        uncertain=states["uncertain"],
        live_share=round(states["live"] / told, 4) if told else None,
        said_lost=denied.total(),
        said_lost_live=denied["live"],
        first_seen=first_seen,
        last_seen=last_seen,
    )
