"""The body of an article on pages whose markup does not tell what is main text and what is not."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

from finder.items import Placement

if TYPE_CHECKING:
    from finder.pages.outline import Anchor, Block, Image, Outline

_PARAGRAPH: Final = 80
_ENOUGH_PROSE: Final = 1_000
_MOSTLY_PROSE: Final = 0.6
_NEARLY_ALL: Final = 0.8
_CONTAINERS: Final = frozenset(("article", "body", "div", "main", "section", "td"))
_OTHER_HOST: Final = re.compile(r"\s*(?:https?:)?//(?:[^/?#@]*@)?([^/?#:]+)", re.IGNORECASE)
_SITES: Final = 4


def set_apart(outline: Outline) -> None:
    """Take what surrounds the body of an article out of the main text.

    Only where the page is mostly running text in one container. What the markup declares as main, running
    text itself and lists of links to other sites stay where they are.
    """
    body = _body_of(outline)
    if body is None:
        return
    regions = _regions(outline, body)
    content = _lists_of_sites(outline, regions)
    beside = len(outline.placements)
    places: list[Anchor | Block | Image] = [block for block in outline.blocks if not _prose(block)]
    for place in chain(outline.anchors, outline.images, places):
        region = regions[place.box]
        if region is not None and region not in content and _is_main_by_default(outline, place):
            place.zone = beside
    outline.placements.append(Placement.SIDEBAR)


def _is_main_by_default(outline: Outline, place: Anchor | Block | Image) -> bool:
    return outline.placements[place.zone] is Placement.MAIN and place.zone not in outline.declared_main


def _lists_of_sites(outline: Outline, regions: list[int | None]) -> set[int]:
    """The regions that list other people's sites, which is content wherever it stands."""
    links: Counter[int] = Counter()
    sites: dict[int, set[str]] = {}
    for anchor in outline.anchors:
        region = regions[anchor.box]
        if region is None or not _is_main_by_default(outline, anchor):
            continue
        links[region] += 1
        host = _OTHER_HOST.match(anchor.attributes.get("href") or "")
        if host is not None:
            sites.setdefault(region, set()).add(".".join(host[1].lower().split(".")[-2:]))
    return {
        region for region, found in sites.items() if len(found) >= _SITES and 2 * len(found) >= links[region]
    }


def _prose(block: Block) -> int:
    """Characters of running text in a block; scripts that need fewer characters count double."""
    written = len(block.text) - block.link_characters
    weighed = written if block.text.isascii() else 2 * written
    return weighed if weighed >= _PARAGRAPH and not block.level and not block.hidden else 0


def _body_of(outline: Outline) -> int | None:
    """The innermost container of nearly all running text, ``None`` if the page is not mostly that."""
    totals = [0] * len(outline.box_parents)
    written = 0
    for block in outline.blocks:
        if outline.placements[block.zone] is Placement.MAIN and not block.hidden:
            totals[block.box] += _prose(block)
            written += len(block.text) - block.link_characters
    for index in range(len(totals) - 1, 0, -1):
        totals[outline.box_parents[index]] += totals[index]
    prose = totals[0]
    if prose < _ENOUGH_PROSE or prose < _MOSTLY_PROSE * written:
        return None
    body = 0
    for index, parent in enumerate(outline.box_parents):
        if parent == body and totals[index] >= _NEARLY_ALL * prose:
            body = index
    while body and outline.box_tags[body] not in _CONTAINERS:
        body = outline.box_parents[body]
    return body


def _regions(outline: Outline, body: int) -> list[int | None]:
    """For each box the outermost box beside the body that holds it, ``None`` inside and above the body."""
    around = {body}
    box = body
    while box:
        box = outline.box_parents[box]
        around.add(box)
    regions: list[int | None] = []
    for index, parent in enumerate(outline.box_parents):
        if index in around:
            regions.append(None)
        elif parent in around and parent != body:
            regions.append(index)
        else:
            regions.append(regions[parent])
    return regions
