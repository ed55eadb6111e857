"""What is told of a backlink that is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.backlinks.state import Why
from finder.items import LostLink, Placement

if TYPE_CHECKING:
    from finder.backlinks.concluding import Conclusion
    from finder.backlinks.known import Witness


def lost_link_of(conclusion: Conclusion) -> LostLink | None:
    """The link that a page which lives has lost with this look; ``None`` for all that is no such loss.

    We or a supplier must have seen it: its words, or when it was there. What is only said to lead to us in
    some way may never have been a link of the page.
    """
    known = conclusion.known
    seen = known.live_since or any(map(_saw_it, known.witnesses))
    if not conclusion.lost or conclusion.why is not Why.LINK_REMOVED or not seen:
        return None
    rel = known.found.rel or next((each.rel for each in known.witnesses if each.rel), "")
    return LostLink(
        url=known.found.url or known.target_url,
        anchor=known.anchor,
        rel=tuple(rel.split()),
        placement=_placement(known.placement),
        since=known.live_since,
        until=known.live_at,
        missed=conclusion.missed,
        witnesses=tuple(map(_said, known.witnesses)),
    )


def _saw_it(witness: Witness) -> bool:
    return bool(witness.first_seen or witness.last_seen or witness.anchor)


def _placement(word: str) -> Placement:
    return Placement(word) if word in {each.value for each in Placement} else Placement.MAIN


def _said(witness: Witness) -> str:
    """Who saw the link when, in words."""
    name = witness.supplier.replace("_", " ").title()
    begun = f" from {witness.first_seen[:10]}" if witness.first_seen else ""
    ended = f" until {witness.last_seen[:10]}" if witness.last_seen else ""
    return f"{name} saw it{begun}{ended}"
