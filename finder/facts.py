"""What a campaign has to do with a page: its links to us, its mentions of us, its images of ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote

from finder.brands.pointing import reached
from finder.items import Image, PageFacts, Placement, RivalLink, SourcePage
from finder.urls import identity, resolve, site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finder.campaign import Campaign
    from finder.items import Link

_PICTURE: Final = re.compile(r"//[^/?#]+/[^?#]*\.(?:png|jpe?g|gif|webp|avif)(?:[?#]|$)", re.IGNORECASE)
_SIZE: Final = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled|@[23]x)(?=\.\w+$)")
# A list of sites: so many of them in the main text, with no more links to each.
_MANY_SITES: Final = 10
_FEW_LINKS: Final = 2.0


def page_facts(page: SourcePage, campaign: Campaign) -> PageFacts:
    """The facts of a page that the kinds of opportunity look at."""
    own = [link.url for link in page.links if campaign.leads_to_own(link.url)]
    domains = reached(own)
    linked = frozenset(
        brand.name for brand in campaign.brand_profiles if not domains.isdisjoint(brand.domains)
    )
    rivals = campaign.backlinks.rival_domains
    given = _given_links(page) if rivals else []
    return PageFacts(
        url=page.url,
        title=page.title,
        language=page.language,
        linked_own=tuple(dict.fromkeys(map(identity, own))),
        mentions=page.mentions,
        linked_brands=linked,
        names=tuple(brand.name for brand in campaign.brands),
        profiles=tuple(identity(url) for brand in campaign.brands for url in brand.social_profiles),
        authors=page.authors,
        published=page.published,
        modified=page.modified,
        images=tuple(image for image in page.images if _is_ours(image, campaign)),
        linked_rivals=tuple(_to_rivals(given, rivals)),
        lists_sites=_lists_sites(given),
        min_rivals=campaign.backlinks.min_rivals if rivals else 0,
    )


def _given_links(page: SourcePage) -> list[Link]:
    """The outbound links that whoever wrote the page gave for their worth.

    What is in the comments was written by somebody else, what is sponsored was paid for.
    """
    return [
        link
        for link in page.outbound_links
        if link.placement is Placement.MAIN and "sponsored" not in link.rel
    ]


def _to_rivals(links: Sequence[Link], rivals: Sequence[str]) -> Iterator[RivalLink]:
    """The links that lead to rivals, by the site's own or through a redirector."""
    for link in links if rivals else ():
        domains = reached([link.url])
        yield from (RivalLink(rival, link) for rival in rivals if rival in domains)


def _lists_sites(links: Sequence[Link]) -> bool:
    number = len({site(link.url) for link in links})
    return number >= _MANY_SITES and len(links) <= _FEW_LINKS * number


def _is_ours(image: Image, campaign: Campaign) -> bool:
    """Whether an image comes from one of our sites, or is one that the campaign names."""
    if campaign.is_own(image.url) or any(map(campaign.is_own, _carried(image.url))):
        return True
    address, _, _ = image.url.partition("?")
    name = _file_name(address)
    return any(
        resolve(named) in (image.url, address) if "/" in named else name == _file_name(named)
        for named in campaign.own.images
    )


def _carried(url: str) -> Iterator[str]:
    """The images that the address of a resizing server carries in its query (``/resize?src=https://...``)."""
    query = url.partition("?")[2]
    for _, value in parse_qsl(query) if "//" in unquote(query) else ():
        if _PICTURE.search(value) and (found := resolve(value, url)):
            yield found


def _file_name(address: str) -> str:
    """The name of a file without the size that publishing systems write into it (``-1024x683``)."""
    return _SIZE.sub("", unquote(address).rpartition("/")[2].lower())
