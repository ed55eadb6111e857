"""broken_backlink: the page links to a page of ours that is dead or leads away.

It is a reason both to write to whoever links there and to mend our own server: see ``finder redirects``.
"""

from __future__ import annotations

from finder.items import JudgedLink, Opportunity, Outcome, PageFacts
from finder.urls import identity


def broken_backlink(page: PageFacts, judged: JudgedLink) -> Opportunity | None:
    """A link to a page of ours that is dead; uncertain targets are never a reason to write."""
    if judged.verdict.outcome is not Outcome.DEAD or not judged.own:
        return None
    link, copy = judged.link, judged.copy if judged.copy and judged.copy.state == "good" else None
    return Opportunity(
        kind="broken_backlink",
        key=f"broken_backlink {identity(page.url)} {identity(link.url)}",
        page_url=page.url,
        reason=judged.verdict.reason,
        evidence=_evidence(judged),
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


def _evidence(judged: JudgedLink) -> str:
    link, since = judged.link, judged.dead_since
    shown = f"“{link.anchor}” on the page" if link.anchor else "A link of the page without words"
    so_since = f" So since {since[:10]}." if since else ""
    return f"{shown} leads to our address {link.url}. {judged.verdict.evidence}{so_since}"
