"""What there is to count of the links of one domain, gathered row by row: a domain may have all there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.backlink_profile.known_link import KnownLink


class OneDomain:
    """Counts and sets of one domain's links. ``named`` links are those whose target is known.

    ``pages`` has the bits of those that report a page, ``alone`` the pages with a current link that only our
    own looks know. ``looks`` counts by state, why, who reports, who calls it lost, and whether it is named;
    ``likes`` by whether our look saw it, rel, link type, placement and site-wide; ``anchors`` by anchor,
    whether it is an image, and where it ends.
    """

    __slots__ = (
        "alone",
        "anchors",
        "current_pages",
        "days",
        "languages",
        "likes",
        "live",
        "looks",
        "masks",
        "pages",
        "seen",
        "state_pages",
        "targets",
    )

    def __init__(self) -> None:
        self.seen = 0
        self.pages: dict[int, int] = {}
        self.alone: set[int] = set()
        self.current_pages: set[int] = set()
        self.state_pages: set[tuple[str, str, int]] = set()
        self.looks: dict[tuple[str, str, int, int, bool], int] = {}
        self.masks: dict[int, int] = {}
        self.days: dict[tuple[str, str], int] = {}
        self.languages: set[tuple[str, int]] = set()
        self.likes: dict[tuple[int, str, str, str, str], int] = {}
        self.targets: dict[str, int] = {}
        self.live: dict[str, int] = {}
        self.anchors: dict[tuple[str, bool, str], int] = {}

    def add(self, links: Iterable[KnownLink]) -> None:
        """Count some of its links."""
        pages, state_pages, looks = self.pages, self.state_pages, self.looks
        current = []
        for link in links:
            _, page, target, _, first, lost_at, _, _, state, why, lost_by, seen, denied, *_ = link
            pages[page] = pages.get(page, 0) | seen
            state_pages.add((state, why, page))
            look = state, why, seen, denied, target != ""
            looks[look] = looks.get(look, 0) + 1
            only_ours = not (seen or denied or lost_by)
            if only_ours:
                self.alone.add(page)
            if target:
                _add(self.days, ("new", first))
                if seen or only_ours:
                    _add(self.masks, seen)
                if lost_by:
                    _add(self.days, (lost_by, lost_at))
            if not lost_by:
                current.append(link)
        self._add_current(current)

    def _add_current(self, links: Iterable[KnownLink]) -> None:
        likes, targets, anchors = self.likes, self.targets, self.anchors
        for link in links:
            page, target, language, seen = link.page, link.target_url, link.language, link.seen
            self.current_pages.add(page)
            self.languages.add((language, page))
            self.seen |= seen
            if target:
                like = link.looked, link.rel, link.link_type, link.placement, link.sitewide
                likes[like] = likes.get(like, 0) + 1
                targets[target] = targets.get(target, 0) + 1
                if link.state == "live":
                    _add(self.live, target)
                anchor = link.anchor, link.link_type == "image", link.ends
                anchors[anchor] = anchors.get(anchor, 0) + 1


def _add(numbers: dict[Any, int], key: Any) -> None:
    numbers[key] = numbers.get(key, 0) + 1
