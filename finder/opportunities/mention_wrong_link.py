"""mention_wrong_link: our name links to somewhere that is not us, or to a page of ours that is dead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder import urls
from finder.brands.fold import fold
from finder.items import JudgedLink, Opportunity, Outcome, PageFacts
from finder.standing import Standing, brands_on, worth
from finder.urls import identity

if TYPE_CHECKING:
    from finder.items import Mention
    from finder.standing import BrandOnPage


def mention_wrong_link(page: PageFacts) -> Opportunity | None:
    """The first mention on a page whose name links to another site; the page has no link to ours."""
    for named in brands_on(page):
        if named.standing is Standing.UNLINKED and named.misdirected:
            return _elsewhere(page, named, named.misdirected)
    return None


def mention_of_dead_page(page: PageFacts, judged: JudgedLink) -> Opportunity | None:
    """A link to a page of ours that is dead, whose text names one of our brands."""
    link = judged.link
    if judged.verdict.outcome is not Outcome.DEAD or not judged.own:
        return None
    anchor = fold(link.anchor)
    brand = next((name for name in page.names if fold(name) in anchor), "")
    if not brand:
        return None
    return Opportunity(
        kind="mention_wrong_link",
        key=f"mention_wrong_link {identity(page.url)} {identity(link.url)}",
        page_url=page.url,
        reason="our_page_is_dead",
        evidence=f"“{link.anchor}” links to a page of ours that is dead: {judged.verdict.evidence}",
        confidence=judged.verdict.confidence,
        dead_url=link.url,
        dead_since=judged.dead_since,
        alive_at=judged.alive_at,
        anchor=link.anchor,
        context=link.context,
        heading=link.heading,
        placement=link.placement,
        rel=link.rel,
        brand=brand,
        linked_url=link.url,
    )


def _elsewhere(page: PageFacts, named: BrandOnPage, mention: Mention) -> Opportunity:
    ours = any(_is_below(mention.link_url, profile) for profile in page.profiles)
    where = f"{'our own profile at ' if ours else ''}{urls.hostname(mention.link_url)}"
    return Opportunity(
        kind="mention_wrong_link",
        key=f"mention_wrong_link {identity(page.url)}",
        page_url=page.url,
        reason="named_with_profile_link" if ours else "named_with_other_link",
        evidence=(
            f"The page names “{mention.found}” {named.times} in its text, links it to {where} "
            f"and has no link to our sites. Taken for ours: {mention.why}."
        ),
        confidence=mention.confidence,
        anchor=mention.found,
        context=mention.marked,
        heading=mention.heading,
        placement=mention.placement,
        brand=mention.brand,
        mentions=named.count,
        mention_worth=max(worth(mention), mention.weight * 0.8),
        linked_url=mention.link_url,
    )


def _is_below(url: str, profile: str) -> bool:
    """Whether an address is a profile or a page of it, with or without ``www.`` and a slash at the end."""
    short, of = (
        each.partition("://")[2].removeprefix("www.").rstrip("/") for each in (identity(url), profile)
    )
    return short == of or short.startswith((f"{of}/", f"{of}?"))
