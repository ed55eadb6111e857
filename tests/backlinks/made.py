"""Backlinks, pages and looks for the tests, with what each test is about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from finder.backlinks import Conclusion, FoundLink, Known, OwnLink, PageLook, State, Why, conclude, pair
from finder.items import Confidence, Link, Outcome, Placement, TargetLook, Verdict
from finder.verification import LossRule

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE: Final = "https://blog.example/post"
OURS: Final = "https://acme.example/guide"
OTHER: Final = "https://acme.example/other"
RULE: Final = LossRule(2, timedelta(days=1))
DAY: Final = tuple(f"2026-11-{day:02}T08:00:00Z" for day in range(31))
FOUND: Final = FoundLink(OURS, "Our guide", "", "", "", "main")


def own(url: str = OURS, anchor: str = "Our guide", rel: str = "", **more: Any) -> OwnLink:
    """A link to us."""
    link = Link(url, url, anchor, rel=tuple(rel.split()), **more)
    return OwnLink(link, url)


def footer(url: str = OURS, anchor: str = "Our guide") -> OwnLink:
    """A link to us at the foot of the page."""
    return own(url, anchor, placement=Placement.FOOTER)


def seen(*links: OwnLink, **more: Any) -> PageLook:
    """A page that was read and has these links to us."""
    return PageLook(**{"final_url": PAGE, "status": 200, "ours": links, **more})


def absent(why: Why, *links: OwnLink) -> PageLook:
    """A page that proves this where a link is missing."""
    return seen(*links, absence=(why, f"It is {why}."))


def known(**more: Any) -> Known:
    """A backlink that no look was about so far."""
    return Known(**{"id": 1, "source_url": PAGE, "target_url": OURS, **more})


def live(**more: Any) -> Known:
    """A backlink that the last look found."""
    values = {"state": State.LIVE, "found": FOUND, "live_since": DAY[1], "live_at": DAY[2]}
    return known(**{**values, **more})


def missing(why: Why = Why.LINK_REMOVED, *days: str, **more: Any) -> Known:
    """One that was live and that the looks of these days missed."""
    return live(**{"state": State.MISSING, "why": why, "missed": days or (DAY[5],), **more})


def lost(why: Why = Why.LINK_REMOVED, **more: Any) -> Known:
    """One that two looks missed."""
    return missing(why, DAY[5], DAY[6], **{"state": State.LOST, **more})


def target(outcome: str, final_url: str = OURS, status: int | None = 200) -> TargetLook:
    """A look at our page."""
    return TargetLook(
        Verdict(Outcome(outcome), "a_reason", f"It is {outcome}.", Confidence.HIGH), status, final_url
    )


def look_at(
    one: Known, look: PageLook, at: TargetLook | None = None, moment: str = DAY[10], rule: LossRule = RULE
) -> Conclusion:
    """What a look says of one backlink of a page."""
    return conclude(one, pair([one], look).links.get(one.id), look, at, rule, moment)


def told(conclusion: Conclusion) -> list[str]:
    """The events in short: their names, with what changed or why."""
    return [" ".join(filter(None, (each.event, each.field, each.why))) for each in conclusion.events]


def paired(knowns: Sequence[Known], *links: OwnLink) -> tuple[dict[int, str], list[str]]:
    """The address each backlink has now, and the new ones."""
    found = pair(knowns, seen(*links))
    return {number: each.url for number, each in found.links.items()}, [each.url for each in found.new]
