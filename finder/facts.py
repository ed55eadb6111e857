"""What a campaign has to do with a page: its links to us, its mentions of us, its images of ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote

from finder.brands.pointing import reached
from finder.items import Image, PageFacts, SourcePage
from finder.urls import identity, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.campaign import Campaign

_PICTURE: Final = re.compile(r"//[^/?#]+/[^?#]*\.(?:png|jpe?g|gif|webp|avif)(?:[?#]|$)", re.IGNORECASE)
_SIZE: Final = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled|@[23]x)(?=\.\w+$)")


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
        profiles=tuple(identity(url) for brand in campaign.brands for url in brand.social_profiles),
        authors=page.authors,
        published=page.published,
        modified=page.modified,
        images=tuple(image for image in page.images if _is_ours(image, campaign)),
    )


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
