"""How often each sort of anchor and each anchor is used, by links and by referring domains."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from finder.backlink_profile.anchor import AnchorSort
from finder.backlink_profile.profile import AnchorShare, UsedAnchor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from finder.backlink_profile.anchor import Anchors
    from finder.backlink_profile.known_link import KnownLink

MOST_ANCHORS: Final = 50
# Beyond so many anchors those that only one domain has used yet are forgotten.
_REMEMBERED: Final = 200_000


class _Use:
    __slots__ = ("domains", "links", "most", "sort", "text")

    def __init__(self, sort: AnchorSort, text: str) -> None:
        self.sort = sort
        self.text = text
        self.most = self.links = self.domains = 0

    def meet(self, text: str, links: int, sort: AnchorSort) -> None:
        """See it on one more domain."""
        self.links += links
        self.domains += 1
        if links > self.most:
            self.text, self.most = text, links
        if sort is AnchorSort.EXACT_PHRASE:
            self.sort = sort


class AnchorCounts:
    """Counts anchors as they come; ``domains`` and ``links`` are all that were counted."""

    def __init__(self, anchors: Anchors) -> None:
        self.links = self.domains = 0
        self._anchors = anchors
        self._links: Counter[AnchorSort] = Counter()
        self._domains: Counter[AnchorSort] = Counter()
        self._used: dict[str, _Use] = {}

    def count(self, links: Iterable[KnownLink]) -> None:
        """Count the anchors of all links of one more domain."""
        self.domains += 1
        said: dict[tuple[str, bool, str], int] = {}
        for link in links:
            anchor = link.anchor, link.link_type == "image", link.ends
            said[anchor] = said.get(anchor, 0) + 1
        sorts: set[AnchorSort] = set()
        used: dict[str, tuple[str, int, AnchorSort]] = {}
        for (text, image, ends), number in said.items():
            sort = self._anchors.sort(text, ends, image=image)
            self._links[sort] += number
            sorts.add(sort)
            if name := " ".join(text.split()).casefold():
                before = used[name][1] if name in used else 0
                used[name] = text, before + number, sort
        for sort in sorts:
            self._domains[sort] += 1
        self.links += sum(said.values())
        self._use(used)

    def sorts(self) -> list[AnchorShare]:
        """Every sort that there is, the one of most domains first."""
        shares = [
            AnchorShare(
                sort,
                self._links[sort],
                self._domains[sort],
                _share(self._links[sort], self.links),
                _share(self._domains[sort], self.domains),
            )
            for sort in AnchorSort
            if self._links[sort]
        ]
        return sorted(shares, key=lambda each: (-each.domains, -each.links))

    def used(self, most: int = MOST_ANCHORS) -> list[UsedAnchor]:
        """The anchors that most domains use; what differs only in case is one."""
        order = sorted(self._used.values(), key=lambda use: (-use.domains, -use.links, use.text))
        return [
            UsedAnchor(use.text, use.sort, use.links, use.domains, _share(use.domains, self.domains))
            for use in order[:most]
        ]

    def _use(self, used: Mapping[str, tuple[str, int, AnchorSort]]) -> None:
        for name, (text, number, sort) in used.items():
            use = self._used.get(name)
            if use is None:
                use = self._used[name] = _Use(sort, text)
            use.meet(text, number, sort)
        if len(self._used) > _REMEMBERED:
            self._used = {name: use for name, use in self._used.items() if use.domains > 1}


def _share(number: int, whole: int) -> float:
    return round(number / whole, 4) if whole else 0.0
