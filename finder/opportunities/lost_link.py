"""lost_link: a page had a link to us and has it no longer.

The link was won, or it is a backlink that suppliers or our own looks saw.
"""

from __future__ import annotations

from finder.items import Confidence, LostLink, Opportunity, PageFacts
from finder.urls import identity


def lost_link(page: PageFacts, lost: LostLink) -> Opportunity:
    """The reason to ask for a link again: which one stood there, from when until when, and how it was missed.

    ``page`` is as it was read now; where it is gone, what was known of it.
    """
    return Opportunity(
        kind="lost_link",
        # The same link, won again and lost again, is another reason. What suppliers say of its beginning may
        # change with their next file; that it was missed does not.
        key=f"lost_link {identity(page.url)} {identity(lost.url)} {_turn(lost)}",
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


def _turn(lost: LostLink) -> str:
    return lost.missed[0] if lost.witnesses and lost.missed else lost.since


def _evidence(lost: LostLink) -> str:
    shown = f"“{lost.anchor}”" if lost.anchor else "without words"
    # Of a link that only suppliers saw it is not known how it was to be followed.
    followed = f", rel {' '.join(lost.rel)}" if lost.rel else "" if lost.witnesses else ", followed"
    missed = "The page itself is gone" if lost.page_gone else "It was not on the page"
    days = ", ".join(day[:10] for day in lost.missed)
    witnesses = f" {'; '.join(lost.witnesses)}." if lost.witnesses else ""
    return (
        f"A link ({shown}{followed}) to {lost.url or 'our site'} stood on the page{_span(lost)}.{witnesses} "
        f"{missed}: looked at on {days}."
    )


def _span(lost: LostLink) -> str:
    """From when until when, as far as that is known."""
    begun = f" from {lost.since[:10]}" if lost.since else ""
    ended = f" until {lost.until[:10]}" if lost.until else ""
    return f"{begun}{ended}"
