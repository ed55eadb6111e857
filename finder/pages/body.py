"""What is not main text although the markup does not say so: told by what the boxes of a page hold."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

from finder.items import Placement
from finder.pages.boxes import address, boxes_of, prose
from finder.pages.social import carries_address, host_of, passes_on

if TYPE_CHECKING:
    from finder.pages.boxes import Box, IsOwn
    from finder.pages.outline import Anchor, Block, Image, Outline

_ENOUGH_PROSE: Final = 1_000
_MOSTLY_PROSE: Final = 0.6
_NEARLY_ALL: Final = 0.8
_PROSE_OF_ITS_OWN: Final = 0.15
_CONTAINERS: Final = frozenset(("article", "body", "div", "main", "section", "td"))
_WHOLE: Final = frozenset(("article", "body", "html", "main"))
_SITES: Final = 4
_STEPS_OUT: Final = 8
_LABEL: Final = 100
_MOST_PASSING: Final = 0.6
_MOST_PROFILES: Final = 0.75
_NETWORKS: Final = 3
_LINKS_OF_A_LIST: Final = 3
_MOSTLY_LINKS: Final = 0.8
_MAIN: Final = Placement.MAIN


def set_apart(outline: Outline, is_own: IsOwn) -> None:
    """Take out of the main text what only stands beside it.

    On any page: rows of links that pass the page on or lead to profiles. Where the page is mostly running
    text in one container also what surrounds that, and lists of nothing but links to the site itself.
    Running text and lists of links to other sites stay where they are, and so does what the markup
    declares as main, but for such rows and lists. ``is_own`` tells hosts of the page's own site.
    """
    boxes = boxes_of(outline, is_own)
    _move(outline, _rows(outline, boxes), Placement.SIDEBAR)
    _move_single_links(outline)
    body = _body_of(outline, boxes)
    if body is None:
        return
    _move_surroundings(outline, boxes, body)
    _move(outline, _lists(outline, boxes, body), Placement.RELATED)


def _places(outline: Outline) -> chain[Anchor | Block | Image]:
    return chain(outline.anchors, outline.blocks, outline.images)


def _is_main(outline: Outline, place: Anchor | Block | Image) -> bool:
    return outline.placements[place.zone] is _MAIN


def _new_zone(outline: Outline, placement: Placement) -> int:
    outline.placements.append(placement)
    return len(outline.placements) - 1


def _move(outline: Outline, tops: set[int], placement: Placement) -> None:
    """Give all main text in some boxes another placement."""
    if not tops:
        return
    inside = [False] * len(outline.box_parents)
    for index, parent in enumerate(outline.box_parents):
        inside[index] = index in tops or (index > 0 and inside[parent])
    zone = _new_zone(outline, placement)
    for place in _places(outline):
        if inside[place.box] and _is_main(outline, place):
            place.zone = zone


def _rows(outline: Outline, boxes: list[Box]) -> set[int]:
    """The outermost boxes that hold next to nothing but links to pass the page on or to profiles."""
    rows: set[int] = set()
    for index in {anchor.box for anchor in outline.anchors}:
        box = boxes[index]
        if not (box.passing or box.profiles) or not _is_main_box(outline, index):
            continue
        top, at = -1, index
        for _ in range(_STEPS_OUT):
            if _is_row(boxes[at]) and outline.box_tags[at] not in _WHOLE:
                top = at
            at = outline.box_parents[at]
            if not at:
                break
        if top >= 0:
            rows.add(top)
    return rows


def _is_main_box(outline: Outline, index: int) -> bool:
    return index > 0 and outline.box_tags[index] not in _WHOLE


def _is_row(box: Box) -> bool:
    """Whether a box is a row of share buttons or of profiles, with no more than a label to it."""
    # One profile on each service is the site's own; a list of people has more, and so has a list of tools.
    once = box.profiles <= len(box.networks) + 1
    if box.prose or box.characters - box.linked > _LABEL or not once:
        return False
    if box.passing:
        handed_on = box.passing + box.perhaps_passing + box.profiles
        return handed_on >= _MOST_PASSING * box.links and 2 * box.passing >= box.perhaps_passing
    return len(box.networks) >= _NETWORKS and box.profiles >= _MOST_PROFILES * box.links


def _move_single_links(outline: Outline) -> None:
    """Links that pass the page on are not of the text, wherever they stand."""
    passing = [
        anchor
        for anchor in outline.anchors
        if "=" in (href := address(anchor))
        and _is_main(outline, anchor)
        and carries_address(href)
        and passes_on(href)
    ]
    if passing:
        zone = _new_zone(outline, Placement.SIDEBAR)
        for anchor in passing:
            anchor.zone = zone


def _body_of(outline: Outline, boxes: list[Box]) -> int | None:
    """The innermost container of nearly all running text, ``None`` if the page is not mostly that."""
    page = boxes[0]
    if page.prose < _ENOUGH_PROSE or page.prose < _MOSTLY_PROSE * (page.characters - page.linked):
        return None
    body = 0
    for index, parent in enumerate(outline.box_parents):
        if parent == body and boxes[index].prose >= _NEARLY_ALL * page.prose:
            body = index
    while body and outline.box_tags[body] not in _CONTAINERS:
        body = outline.box_parents[body]
    return body


def _move_surroundings(outline: Outline, boxes: list[Box], body: int) -> None:
    """What stands beside the body and is main text only because nothing says otherwise."""
    regions = _regions(outline, body)
    content = _lists_of_sites(outline, regions)
    content |= {
        region
        for region in set(regions)
        if region is not None and _is_text(outline.box_tags[region], boxes[region], boxes[0])
    }
    movable = main_by_default(outline)
    zone = _new_zone(outline, Placement.SIDEBAR)
    blocks: list[Anchor | Block | Image]
    blocks = [block for block in outline.blocks if movable[block.zone] and not prose(block)]
    for place in chain(outline.anchors, outline.images, blocks):
        region = regions[place.box]
        if region is not None and region not in content and movable[place.zone]:
            place.zone = zone


def _is_text(tag: str, region: Box, page: Box) -> bool:
    """Whether what stands beside the body is a paragraph of it, or a text of its own."""
    return region.prose > 0 and (tag == "p" or region.prose >= _PROSE_OF_ITS_OWN * page.prose)


def main_by_default(outline: Outline) -> list[bool]:
    """For each zone whether it is main text only because nothing says otherwise."""
    return [
        placement is _MAIN and zone not in outline.declared_main
        for zone, placement in enumerate(outline.placements)
    ]


def _lists_of_sites(outline: Outline, regions: list[int | None]) -> set[int]:
    """The regions that list other people's sites, which is content wherever it stands."""
    links: Counter[int] = Counter()
    sites: dict[int, set[str]] = {}
    movable = main_by_default(outline)
    for anchor in outline.anchors:
        region = regions[anchor.box]
        if region is None or not movable[anchor.zone]:
            continue
        links[region] += 1
        host = host_of(address(anchor))
        if host:
            sites.setdefault(region, set()).add(".".join(host.split(".")[-2:]))
    return {
        region for region, found in sites.items() if len(found) >= _SITES and 2 * len(found) >= links[region]
    }


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


def _lists(outline: Outline, boxes: list[Box], body: int) -> set[int]:
    """Boxes beside and in the body with nothing but links to the site itself: what else there is to read."""
    return {
        index
        for index, box in enumerate(boxes)
        if index != body
        and box.links >= _LINKS_OF_A_LIST
        and not box.outward
        and not box.prose
        and box.linked >= _MOSTLY_LINKS * box.characters
        and outline.box_tags[index] not in _WHOLE
    }
