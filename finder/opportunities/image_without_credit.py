"""image_without_credit: the page shows an image of ours and has no link to us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder import urls
from finder.items import Confidence, Opportunity, Placement
from finder.urls import identity

if TYPE_CHECKING:
    from finder.items import Image, PageFacts

_NO_PICTURE = (".svg", ".ico")


def image_without_credit(page: PageFacts) -> Opportunity | None:
    """The first image of ours in the main text of a page that links to none of our sites.

    Icons and drawings in SVG are badges, buttons and logos more often than pictures, and give nothing.
    """
    if page.linked_own:
        return None
    image = next((image for image in page.images if _is_picture(image)), None)
    if image is None:
        return None
    return Opportunity(
        kind="image_without_credit",
        key=f"image_without_credit {identity(page.url)}",
        page_url=page.url,
        reason="image_without_link",
        evidence=f"The page shows our image {image.url}{_where(image)} and has no link to our sites.",
        confidence=Confidence.HIGH,
        anchor=image.alt,
        context=image.caption or image.alt,
        heading=image.heading,
        placement=image.placement,
        image_url=image.url,
        linked_url=image.link_url,
    )


def _is_picture(image: Image) -> bool:
    path = image.url.partition("?")[0].lower()
    return image.placement is Placement.MAIN and not path.endswith(_NO_PICTURE)


def _where(image: Image) -> str:
    return f", linked to {urls.hostname(image.link_url)}," if image.link_url else ""
