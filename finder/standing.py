"""How a page stands to one of our brands: named, linked, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from finder import urls
from finder.items import Confidence, Mention, Placement, Sense, Within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.items import PageFacts

_UNSEEN: Final = (Within.ALT, Within.CODE)
_WORTH: Final = {
    Within.TEXT: 1.0,
    Within.HEADING: 0.9,
    Within.QUOTATION: 0.7,
    Within.CITATIONS: 0.6,
    Within.CREDIT: 0.6,
}
_INSIDE_A_LINK: Final = 0.5
_SURENESS: Final = {Confidence.HIGH: 1.0, Confidence.MEDIUM: 0.8, Confidence.LOW: 0.3}
_MOSTLY_THE_NAME: Final = 0.6


class Standing(StrEnum):
    """What a page has of a brand."""

    LINKED = "linked"
    UNLINKED = "unlinked"
    TEMPLATE_ONLY = "template_only"
    AMBIGUOUS = "ambiguous"
    NOT_BRAND = "not_brand"
    NONE = "none"


# What one brand gives is a lead, whatever the others are.
_TELLING: Final = (
    Standing.UNLINKED,
    Standing.LINKED,
    Standing.TEMPLATE_ONLY,
    Standing.AMBIGUOUS,
    Standing.NOT_BRAND,
)


@dataclass(frozen=True, slots=True)
class BrandOnPage:
    """How a page stands to a brand.

    ``count``: how often readers of its main text find the brand named there (if only its products or people
    are, these), lines of code left out; ``unclear``: how many more times the name may mean something else.
    ``best`` is the mention to write about, ``misdirected`` the first that links to somewhere that is not us.
    """

    brand: str
    standing: Standing
    count: int = 0
    unclear: int = 0
    best: Mention | None = None
    misdirected: Mention | None = None

    @property
    def times(self) -> str:
        """How often it is named, in words."""
        return "once" if self.count == 1 else f"{self.count} times"


def on_page(page_url: str, brand: str, mentions: Iterable[Mention], *, linked: bool) -> BrandOnPage:
    """How the page at ``page_url`` stands to a brand, by its mentions and whether it links to the brand.

    A link anywhere on the page counts. A name only in navigation, footer, sidebar or comments is no reason to
    write, and neither is one of which it cannot be told whether it is ours.
    """
    seen = [mention for mention in mentions if mention.brand == brand and mention.within is not Within.ALT]
    ours = [mention for mention in seen if mention.sense is Sense.OURS]
    main = [mention for mention in ours if mention.placement is Placement.MAIN]
    told = [mention for mention in main if mention.within not in _UNSEEN]
    counted = [mention for mention in told if mention.is_brand] or told
    unclear = sum(mention.sense is Sense.UNCLEAR for mention in seen)
    if linked:
        standing = Standing.LINKED
    elif told:
        standing = Standing.UNLINKED
    elif ours:
        standing = Standing.TEMPLATE_ONLY
    elif unclear:
        standing = Standing.AMBIGUOUS
    else:
        standing = Standing.NOT_BRAND if seen else Standing.NONE
    return BrandOnPage(
        brand,
        standing,
        len(counted),
        unclear,
        max(told, key=worth, default=None),
        None if linked else next((mention for mention in told if is_misdirected(mention, page_url)), None),
    )


def brands_on(page: PageFacts) -> list[BrandOnPage]:
    """How a page stands to each of our brands, in the order of the campaign."""
    return [on_page(page.url, name, page.mentions, linked=name in page.linked_brands) for name in page.names]


def page_standing(page: PageFacts) -> str:
    """How a page stands to our brands together: the most telling of all, empty if it names none."""
    found = {named.standing for named in brands_on(page)} - {Standing.NONE}
    return next((standing.value for standing in _TELLING if standing in found), "")


def worth(mention: Mention) -> float:
    """How good a place a mention is for a link, 0-1, times what its brand is worth."""
    place = _INSIDE_A_LINK if mention.link_url else _WORTH.get(mention.within, 0.0)
    return place * _SURENESS[mention.confidence] * mention.weight


def is_misdirected(mention: Mention, page_url: str) -> bool:
    """Whether the name itself is what a link to another site says.

    A name inside a longer text that is linked, or one that links to more of the same site, is not.
    """
    return is_link(mention) and urls.site(mention.link_url) != urls.site(page_url)


def is_link(mention: Mention) -> bool:
    """Whether the name itself is a link, and not a part of a longer one."""
    return bool(mention.link_url) and len(mention.found) >= _MOSTLY_THE_NAME * len(mention.link_text)
