"""Names of brands in what pages say of their images: told, but read by few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from finder.brands.sense import PageEvidence, Passage, judge
from finder.items import Within
from finder.pages.mentions import mention_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.brands import Names
    from finder.items import Image, Mention

_MOST_MENTIONS: Final = 50


def mentions_in_images(
    images: Sequence[Image], names: Names, title: str, language: str
) -> tuple[Mention, ...]:
    """The mentions in the alternative texts of images, in document order, at most 50."""
    found: list[Mention] = []
    described = [image for image in images if image.alt]
    # Most pages have none in all their images together.
    if not names.find("\n\n".join(image.alt for image in described), language)[0]:
        return ()
    for image in described:
        hits, clues = names.find(image.alt, language)
        passage = Passage(image.alt, tuple(hits), tuple(clues), image.heading)
        judged = judge([passage], PageEvidence(language, title))[0]
        place: dict[str, Any] = {
            "heading": image.heading,
            "placement": image.placement,
            "link_url": image.link_url,
        }
        found += [mention_of(each, image.alt, within=Within.ALT, **place) for each in judged]
        if len(found) >= _MOST_MENTIONS:
            break
    return tuple(found[:_MOST_MENTIONS])
