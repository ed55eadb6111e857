"""What a campaign has to do with a page: its links to us, its mentions of us, its images of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from finder.brands.pointing import reached
from finder.items import Image, PageFacts, SourcePage
from finder.urls import identity

if TYPE_CHECKING:
    from finder.campaign import Campaign


def page_facts(page: SourcePage, campaign: Campaign) -> PageFacts:
    """The facts of a page that the kinds of opportunity look at."""
    own = [link.url for link in page.links if campaign.leads_to_own(link.url)]
    domains = reached(own)
    linked = frozenset(
        brand.name for brand in campaign.brand_profiles if not domains.isdisjoint(brand.domains)
    )
    return PageFacts(
        url=page.url,
        title=page.title,
        language=page.language,
        linked_own=tuple(dict.fromkeys(map(identity, own))),
        mentions=page.mentions,
        linked_brands=linked,
        names=tuple(brand.name for brand in campaign.brands),
        authors=page.authors,
        published=page.published,
        modified=page.modified,
        images=tuple(image for image in page.images if _is_ours(image, campaign)),
    )


def _is_ours(image: Image, campaign: Campaign) -> bool:
    """Whether an image comes from one of our sites, or has the name of one that the campaign names."""
    if campaign.is_own(image.url):
        return True
    name = unquote(image.url.partition("?")[0].rpartition("/")[2]).lower()
    return any(
        image.url == named or ("/" not in named and name == named.lower()) for named in campaign.own.images
    )
