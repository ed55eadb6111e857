"""lost_link: a page had a link to us that was won, and has it no longer."""

from __future__ import annotations

from finder.items import Confidence, LostLink, Opportunity, PageFacts
from finder.urls import identity


def lost_link(page: PageFacts, lost: LostLink) -> Opportunity:
    """The reason to ask for a link again: which one stood there, from when until when, and how it was missed.

    ``page`` is as it was read now; where it is gone, what was known of it.
    """
    return Opportunity(
        kind="lost_link",
        # The same link, won again and lost again, is another reason.
        key=f"lost_link {identity(page.url)} {identity(lost.url)} {lost.since}",
        page_url=page.url,
        page_title=page.title,
        page_language=page.language,
        page_published=page.published,
        page_modified=page.modified,
        page_authors=page.authors,
        reason="page_gone" if lost.page_gone else "link_removed",
        evidence=_evidence(lost),
        confidence=Confidence.HIGH,
        anchor=lost.anchor,
        placement=lost.placement,
        rel=lost.rel,
        linked_own=page.linked_own,
        linked_url=identity(lost.url),
    )


def _evidence(lost: LostLink) -> str:
    shown = f"“{lost.anchor}”" if lost.anchor else "without words"
    followed = f"rel {' '.join(lost.rel)}" if lost.rel else "followed"
    missed = "The page itself is gone" if lost.page_gone else "It was not on the page"
    days = ", ".join(day[:10] for day in lost.missed)
    return (
        f"A link ({shown}, {followed}) to {lost.url} stood on the page from {lost.since[:10]} until "
        f"{lost.until[:10]}. {missed}: looked at on {days}."
    )
