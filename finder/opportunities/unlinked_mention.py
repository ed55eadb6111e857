"""unlinked_mention: the page names one of our brands and links to none of our sites."""

from __future__ import annotations

from finder.items import Confidence, Mention, Opportunity, PageFacts, Placement
from finder.urls import identity


def unlinked_mention(page: PageFacts) -> Opportunity | None:
    """One opportunity for a page, about its best mention: in the main text first, then in page order.

    A name only in navigation, footer or sidebar is no reason to write.
    """
    mentions = [mention for mention in page.mentions if mention.placement is Placement.MAIN]
    if page.linked_own or not mentions:
        return None
    best = mentions[0]
    return Opportunity(
        kind="unlinked_mention",
        key=f"unlinked_mention {identity(page.url)}",
        page_url=page.url,
        page_title=page.title,
        page_language=page.language,
        reason="named_without_link",
        evidence=_evidence(best, len(mentions)),
        confidence=Confidence.MEDIUM,
        anchor=best.name,
        context=best.snippet,
        heading=best.heading,
        placement=best.placement,
        brand=best.brand,
    )


def _evidence(best: Mention, count: int) -> str:
    times = "once" if count == 1 else f"{count} times"
    return f"The page names “{best.name}” {times} in its text and has no link to our sites."
