"""broken_link: the page links to something that is dead."""

from __future__ import annotations

from finder.items import JudgedLink, Opportunity, Outcome, PageFacts
from finder.urls import identity


def broken_link(page: PageFacts, judged: JudgedLink) -> Opportunity | None:
    """A link to a dead target that is not our own; uncertain targets are never a reason to write."""
    if judged.verdict.outcome is not Outcome.DEAD or judged.own:
        return None
    link, copy = judged.link, judged.copy if judged.copy and judged.copy.state == "good" else None
    return Opportunity(
        kind="broken_link",
        key=f"broken_link {identity(page.url)} {identity(link.url)}",
        page_url=page.url,
        reason=judged.verdict.reason,
        evidence=judged.verdict.evidence,
        confidence=judged.verdict.confidence,
        dead_url=link.url,
        dead_since=judged.dead_since,
        alive_at=judged.alive_at,
        snapshot_url=copy.snapshot_url if copy else "",
        archived_title=(copy.title or copy.h1) if copy else "",
        archived_text=copy.text if copy else "",
        anchor=link.anchor,
        context=link.context,
        heading=link.heading,
        placement=link.placement,
        rel=link.rel,
    )
