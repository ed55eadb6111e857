"""unlinked_mention: the page names one of our brands and links to none of its sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.items import Opportunity
from finder.standing import Standing, brands_on, worth
from finder.urls import identity

if TYPE_CHECKING:
    from finder.items import Mention, PageFacts
    from finder.standing import BrandOnPage


def unlinked_mention(page: PageFacts) -> Opportunity | None:
    """One opportunity for a page, about its best mention; one that links elsewhere is of another kind.

    A name only in navigation, footer or sidebar is no reason to write, nor one that may mean another.
    """
    unlinked = [
        (named, named.best)
        for named in brands_on(page)
        if named.standing is Standing.UNLINKED and named.best and not named.misdirected
    ]
    if not unlinked:
        return None
    named, mention = max(unlinked, key=lambda each: worth(each[1]))
    return Opportunity(
        kind="unlinked_mention",
        key=f"unlinked_mention {identity(page.url)}",
        page_url=page.url,
        reason="named_inside_link" if mention.link_url else "named_without_link",
        evidence=_evidence(named, mention),
        confidence=mention.confidence,
        anchor=mention.found,
        context=mention.marked,
        heading=mention.heading,
        placement=mention.placement,
        brand=mention.brand,
        mentions=named.count,
        mention_worth=worth(mention),
    )


def _evidence(named: BrandOnPage, mention: Mention) -> str:
    inside = " (inside the text of a link to another page)" if mention.link_url else ""
    more = f" {named.unclear} more may mean something else." if named.unclear else ""
    ground = f" Taken for ours: {mention.why}." if mention.why else ""
    return (
        f"The page names “{mention.found}” {named.times} in its text{inside} and has no link to our sites."
        f"{ground}{more}"
    )
