"""unlinked_mention: the page names one of our brands and links to none of its sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.items import Confidence, Opportunity
from finder.standing import Standing, on_page, worth
from finder.urls import identity

if TYPE_CHECKING:
    from finder.items import PageFacts
    from finder.standing import BrandOnPage


def unlinked_mention(page: PageFacts) -> Opportunity | None:
    """One opportunity for a page, about its best mention; one that links elsewhere is of another kind.

    A name only in navigation, footer or sidebar is no reason to write, nor one that may mean another.
    """
    named = [on_page(page.url, name, page.mentions, linked=name in page.linked_brands) for name in page.names]
    unlinked = [each for each in named if each.standing is Standing.UNLINKED and not each.misdirected]
    best = max(unlinked, key=lambda each: worth(each.best) if each.best else 0.0, default=None)
    if best is None or best.best is None:
        return None
    mention = best.best
    return Opportunity(
        kind="unlinked_mention",
        key=f"unlinked_mention {identity(page.url)}",
        page_url=page.url,
        reason="named_inside_link" if mention.link_url else "named_without_link",
        evidence=_evidence(best),
        confidence=mention.confidence if mention.confidence is Confidence.HIGH else Confidence.MEDIUM,
        anchor=mention.found,
        context=mention.marked,
        heading=mention.heading,
        placement=mention.placement,
        brand=mention.brand,
        mentions=best.count,
        mention_worth=worth(mention),
    )


def _evidence(named: BrandOnPage) -> str:
    mention = named.best
    if mention is None:
        return ""
    times = "once" if named.count == 1 else f"{named.count} times"
    inside = " (inside the text of a link to another page)" if mention.link_url else ""
    more = f" {named.unclear} more may mean something else." if named.unclear else ""
    ground = f" Taken for ours: {mention.why}." if mention.why else ""
    return (
        f"The page names “{mention.found}” {times} in its text{inside} and has no link to our sites."
        f"{ground}{more}"
    )
