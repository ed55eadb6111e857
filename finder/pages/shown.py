"""The images of a page, with what they link to and what is written under them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.items import Image

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.items import Link
    from finder.pages.links import Resolver
    from finder.pages.outline import Anchor, Outline
    from finder.pages.outline import Image as Seen

_MOST_IMAGES: Final = 500
_CAPTION: Final = 300


def images_of(
    outline: Outline, resolver: Resolver, links: Sequence[tuple[Anchor, Link]]
) -> tuple[Image, ...]:
    """The images with an http(s) address in document order, at most 500, each address once."""
    link_of = {id(anchor): link.url for anchor, link in links}
    found: dict[str, Image] = {}
    for image in outline.images:
        if len(found) == _MOST_IMAGES:
            break
        url = resolver.resolve(image.source) if image.source else None
        if url is not None and url not in found:
            anchor = outline.anchors[image.anchor] if image.anchor >= 0 else None
            found[url] = Image(
                url=url,
                alt=image.alt,
                link_url=link_of.get(id(anchor), "") if anchor else "",
                placement=outline.placements[image.zone],
                heading=outline.blocks[image.block].heading if image.block < len(outline.blocks) else "",
                caption=_caption(outline, image),
            )
    return tuple(found.values())


def _caption(outline: Outline, image: Seen) -> str:
    """The caption behind an image, if it stands in the same figure."""
    if image.block >= len(outline.blocks):
        return ""
    block = outline.blocks[image.block]
    tag = outline.box_tags[block.box]
    return " ".join(block.text.split())[:_CAPTION] if tag == "figcaption" else ""
