"""What the boxes of a page hold, inner boxes included: text, links and of which sort these are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from finder import urls
from finder.items import Placement
from finder.pages.social import carries_address, host_of, network_of, passes_on

if TYPE_CHECKING:
    from finder.pages.outline import Anchor, Block, Outline

_MAIN: Final = Placement.MAIN
_BEFORE_HOST: Final = 40
_PARAGRAPH: Final = 80
_DENSE: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
IsOwn = Callable[[str], bool]


@dataclass(slots=True)
class Box:
    """Sums over all visible text and all links in a box, of what is main text so far.

    ``passing`` are links that pass the page on, ``perhaps_passing`` those that carry an address and might,
    ``networks`` the services of links to profiles, ``outward`` all links to other sites.
    """

    characters: int = 0
    linked: int = 0
    prose: int = 0
    links: int = 0
    outward: int = 0
    passing: int = 0
    perhaps_passing: int = 0
    profiles: int = 0
    networks: frozenset[str] = frozenset()

    def add(self, other: Box) -> None:
        """Take in what an inner box holds."""
        self.characters += other.characters
        self.linked += other.linked
        self.prose += other.prose
        self.links += other.links
        self.outward += other.outward
        self.passing += other.passing
        self.perhaps_passing += other.perhaps_passing
        self.profiles += other.profiles
        if other.networks:
            self.networks |= other.networks


_EMPTY: Final = Box()


def own_site(*addresses: str) -> IsOwn:
    """Tells hosts of the sites that some addresses belong to."""
    domains = {urls.site(address) for address in addresses if address}
    known: dict[str, bool] = {}

    def is_own(host: str) -> bool:
        if host not in known:
            known[host] = urls.registrable_domain(host) in domains
        return known[host]

    return is_own


def prose(block: Block) -> int:
    """Characters of running text in a block; scripts that need fewer characters count double."""
    written = len(block.text) - block.link_characters
    if 2 * written < _PARAGRAPH or block.level or block.hidden:
        return 0
    weighed = written if block.text.isascii() or not _DENSE.search(block.text) else 2 * written
    return weighed if weighed >= _PARAGRAPH else 0


def boxes_of(outline: Outline, is_own: IsOwn) -> list[Box]:
    """The sums of each box of the outline; ``is_own`` tells hosts of the page's own site.

    Boxes that hold nothing share one, which is not to be changed.
    """
    filled: dict[int, Box] = {0: Box()}
    main = [placement is _MAIN for placement in outline.placements]
    for block in outline.blocks:
        if not block.hidden and main[block.zone]:
            box = filled.get(block.box) or filled.setdefault(block.box, Box())
            box.characters += len(block.text)
            box.linked += block.link_characters
            box.prose += prose(block)
    for anchor in outline.anchors:
        if main[anchor.zone]:
            _count(filled.get(anchor.box) or filled.setdefault(anchor.box, Box()), anchor, is_own)
    for index in range(len(outline.box_parents) - 1, 0, -1):
        inner = filled.get(index)
        if inner is not None:
            parent = outline.box_parents[index]
            (filled.get(parent) or filled.setdefault(parent, Box())).add(inner)
    return [filled.get(index, _EMPTY) for index in range(len(outline.box_parents))]


def address(anchor: Anchor) -> str:
    """The address of an anchor as written."""
    return anchor.attributes.get("href") or ""


def _count(box: Box, anchor: Anchor, is_own: IsOwn) -> None:
    href = address(anchor)
    if not href or href[0] == "#":
        return
    box.links += 1
    host = host_of(href) if "//" in href[:_BEFORE_HOST] else ""
    if not host or is_own(host):
        return
    box.outward += 1
    if passes_on(href):
        box.passing += 1
    elif network := network_of(href):
        box.profiles += 1
        box.networks |= {network}
    elif carries_address(href):
        box.perhaps_passing += 1
