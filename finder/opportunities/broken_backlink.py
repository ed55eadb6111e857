"""broken_backlink: the page links to a page of ours that is dead or leads away.

It is a reason both to write to whoever links there and to mend our own server: see ``finder redirects``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from finder.items import Opportunity, Outcome
from finder.urls import identity

if TYPE_CHECKING:
    from finder.items import ArchivedCopy, JudgedLink, Link, PageFacts, Verdict


def dead_page_of_ours(page: PageFacts, judged: JudgedLink) -> Opportunity | None:
    """A link of a page that was read to a dead page of ours."""
    if judged.verdict.outcome is not Outcome.DEAD or not judged.own:
        return None
    found = broken_backlink(page, judged.link, judged.verdict, judged.dead_since, judged.copy)
    return replace(found, alive_at=judged.alive_at)


def broken_backlink(
    page: PageFacts, link: Link, verdict: Verdict, dead_since: str, copy: ArchivedCopy | None
) -> Opportunity:
    """The reason that a ``link`` to a page of ours gives on which the ``verdict`` is bad.

    ``dead_since``: since when that is seen (ISO 8601), empty: unknown. ``copy``: what an archive has of our
    page.
    """
    good = copy if copy and copy.state == "good" else None
    return Opportunity(
        kind="broken_backlink",
        key=f"broken_backlink {identity(page.url)} {identity(link.url)}",
        page_url=page.url,
        page_title=page.title,
        page_language=page.language,
        page_published=page.published,
        page_modified=page.modified,
        page_authors=page.authors,
        reason=verdict.reason,
        evidence=_evidence(link, verdict, dead_since),
        confidence=verdict.confidence,
        dead_url=link.url,
        dead_since=dead_since,
        snapshot_url=good.snapshot_url if good else "",
        archived_title=(good.title or good.h1) if good else "",
        archived_text=good.text if good else "",
        anchor=link.anchor,
        context=link.context,
        heading=link.heading,
        placement=link.placement,
        rel=link.rel,
        linked_own=page.linked_own,
    )


def _evidence(link: Link, verdict: Verdict, dead_since: str) -> str:
    shown = f"“{link.anchor}” on the page" if link.anchor else "A link of the page without words"
    since = f" So since {dead_since[:10]}." if dead_since else ""
    return f"{shown} leads to our address {link.url}. {verdict.evidence}{since}"
