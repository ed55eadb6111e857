"""link_intersect: the page links to several of our rivals and not to us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.items import Confidence, LinksToRivals, Opportunity
from finder.urls import identity
from finder.words import is_generic_anchor

if TYPE_CHECKING:
    from finder.items import PageFacts, RivalLink

_MOST_NAMED: Final = 10
_LONGEST_CONTEXT: Final = 300  # characters of one link


def link_intersect(page: PageFacts) -> Opportunity | None:
    """One opportunity for a page that links to so many rivals, or to one while its site links to the others.

    What anybody may write below a page, and what is paid for, is no reason (``PageFacts.linked_rivals``
    has none of it); nor is a site whose other pages are known only from suppliers as good a one.
    """
    rivals = _first_of_each(page.linked_rivals)
    elsewhere = tuple(name for name in page.rivals_elsewhere if name not in rivals)
    if page.linked_own or not page.min_rivals or not rivals:
        return None
    if len(rivals) + len(elsewhere) < page.min_rivals:
        return None
    alone = len(rivals) >= page.min_rivals
    links = [each.link for each in rivals.values()]
    telling = max(links, key=lambda link: (not is_generic_anchor(link.anchor), _depth(link.url)))
    return Opportunity(
        kind="link_intersect",
        key=f"link_intersect {identity(page.url)}",
        page_url=page.url,
        reason=_reason(page, alone=alone),
        evidence=_evidence(rivals, elsewhere, lists_sites=page.lists_sites),
        confidence=Confidence.HIGH if alone else Confidence.MEDIUM,
        anchor=telling.anchor,
        context=" · ".join(dict.fromkeys(_said(each) for each in rivals.values())),
        heading=telling.heading,
        placement=telling.placement,
        rel=telling.rel,
        linked_url=telling.url,
        rivals=tuple(rivals),
    )


def may_hold(page: PageFacts) -> bool:
    """Whether a lead for rivals across a site may still hold: what other pages have is not on this one."""
    return bool(page.linked_rivals) and not page.linked_own


def _first_of_each(links: tuple[RivalLink, ...]) -> dict[str, RivalLink]:
    """Of each rival its first link with words, or its first."""
    found: dict[str, RivalLink] = {}
    for each in links:
        known = found.setdefault(each.rival, each)
        if is_generic_anchor(known.link.anchor) and not is_generic_anchor(each.link.anchor):
            found[each.rival] = each
    return found


def _reason(page: PageFacts, *, alone: bool) -> LinksToRivals:
    if not alone:
        return LinksToRivals.ACROSS_SITE
    return LinksToRivals.IN_LIST if page.lists_sites else LinksToRivals.ON_PAGE


def _depth(url: str) -> int:
    path = url.partition("://")[2].partition("?")[0]
    return len([part for part in path.split("/")[1:] if part])


def _said(each: RivalLink) -> str:
    return (each.link.context or each.link.anchor)[:_LONGEST_CONTEXT]


def _evidence(rivals: dict[str, RivalLink], elsewhere: tuple[str, ...], *, lists_sites: bool) -> str:
    named = "; ".join(_named(each) for each in list(rivals.values())[:_MOST_NAMED])
    more = f"; and {len(rivals) - _MOST_NAMED} more" if len(rivals) > _MOST_NAMED else ""
    number = "one of our rivals" if len(rivals) == 1 else f"{len(rivals)} of our rivals"
    listed = ", in a list of many sites," if lists_sites else ""
    others = ", ".join(elsewhere[:_MOST_NAMED])
    beside = f" Other pages of its site link to {others}, suppliers say." if elsewhere else ""
    return f"The page links to {number}{listed} and not to us: {named}{more}.{beside}"


def _named(each: RivalLink) -> str:
    anchor = f"“{each.link.anchor}”" if each.link.anchor else "no words"
    return f"{each.rival} ({anchor}, {each.link.url})"
