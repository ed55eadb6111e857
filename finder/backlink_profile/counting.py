"""Counts links, pages and domains in one pass over the links, which come sorted by domain."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from heapq import nsmallest
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from finder.backlink_profile.agreement import combinations, members
from finder.backlink_profile.anchor_counts import AnchorCounts
from finder.backlink_profile.changes import changes
from finder.backlink_profile.profile import (
    Changes,
    Counts,
    LanguageCount,
    LinkedPage,
    Part,
    ReferringDomain,
    SeenBy,
    StateCount,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from finder.backlink_profile.anchor import Anchors
    from finder.backlink_profile.known_link import KnownLink

MOST: Final = 50
LEVELS: Final = ("domains", "pages", "links")
PARTS: Final = ("rel", "link_type", "placement", "sitewide")
# How many of the domains with most pages are kept while more come.
_KEPT: Final = 20 * MOST


class _Target:
    __slots__ = ("domains", "links", "live", "url")

    def __init__(self, url: str) -> None:
        self.url = url
        self.links = self.domains = self.live = 0


class LinkCounts:
    """What there is to count of links. ``suppliers`` by the places of their bits."""

    def __init__(self, suppliers: Sequence[str], anchors: Anchors) -> None:
        self.suppliers = suppliers
        self.anchors = AnchorCounts(anchors)
        self.known: Counter[str] = Counter()
        self.current: Counter[str] = Counter()
        # By level: how many are reported by the same suppliers.
        self.masks: dict[str, Counter[int]] = {level: Counter() for level in LEVELS}
        # How many rows there are of each state, by who reports them and who calls them lost.
        self.looks: Counter[tuple[str, int, int]] = Counter()
        self._states: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._days: dict[str, Counter[str]] = {name: Counter() for name in ("new", "finder", "supplier")}
        self._parts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._likes: Counter[tuple[int, tuple[str, ...]]] = Counter()
        self._languages: dict[str, Counter[str]] = defaultdict(Counter)
        self._targets: dict[str, _Target] = {}
        self._domains: list[ReferringDomain] = []

    def count(self, links: Iterable[KnownLink]) -> None:
        """Count links that come sorted by their domain."""
        for domain, of_domain in groupby(links, attrgetter("domain")):
            rows = list(of_domain)
            current = [row for row in rows if not row.lost_by]
            self._count_known(rows, self.known)
            self._count_states(rows)
            self._count_seen(rows)
            self._count_days(rows)
            if current:
                self._count_known(current, self.current)
                self._count_languages(current)
                self._keep_domain(domain, current)
            # What a link is like is told of those whose target is known.
            if named := [row for row in current if row.target_url]:
                self._count_parts(named)
                self._count_targets(named)
                self.anchors.count(named)

    def totals(self) -> tuple[Counts, Counts]:
        """All that is known, and of these what is current."""
        return Counts(**self.known), Counts(**self.current)

    def states(self) -> list[StateCount]:
        """What our own looks found, the state of most pages first."""
        found = [
            StateCount(state, why, numbers["links"], numbers["pages"], numbers["domains"])
            for (state, why), numbers in self._states.items()
        ]
        return sorted(found, key=lambda each: (-each.pages, each.state, each.why))

    def agreement(self) -> dict[str, list[SeenBy]]:
        """By level (``domains``, ``pages``, ``links``): which suppliers see the same."""
        return {level: combinations(self.masks[level], self.suppliers) for level in LEVELS}

    def changes(self) -> Changes:
        """Links new and lost over time."""
        return changes(self._days["new"], self._days["finder"], self._days["supplier"])

    def parts(self) -> dict[str, list[Part]]:
        """By property (:data:`PARTS`): its values, the one of most domains first; empty: nobody says."""
        for (looked, values), number in self._likes.items():
            for like in zip(PARTS, values, strict=True):
                self._parts[like]["links"] += number
                self._parts[like]["looked"] += looked * number
        self._likes.clear()
        found: dict[str, list[Part]] = {name: [] for name in PARTS}
        for (name, value), numbers in self._parts.items():
            found[name].append(Part(value, numbers["links"], numbers["looked"], numbers["domains"]))
        for each in found.values():
            each.sort(key=lambda part: (-part.domains, -part.links, part.value))
        return found

    def languages(self) -> list[LanguageCount]:
        """The languages of pages, the most frequent first."""
        found = [LanguageCount(name, **numbers) for name, numbers in self._languages.items()]
        return sorted(found, key=lambda each: (-each.pages, each.language))

    def targets(self) -> list[LinkedPage]:
        """The pages of ours that most domains link to."""
        order = nsmallest(
            MOST, self._targets.values(), key=lambda each: (-each.domains, -each.links, each.url)
        )
        return [LinkedPage(each.url, each.links, each.domains, each.live, "") for each in order]

    def domains(self) -> list[ReferringDomain]:
        """The domains with most linking pages."""
        return nsmallest(MOST, self._domains, key=_most_pages)

    def _count_known(self, rows: Sequence[KnownLink], numbers: Counter[str]) -> None:
        numbers["links"] += sum([1 for row in rows if row.target_url])
        numbers["pages"] += len({row.page for row in rows})
        numbers["domains"] += 1

    def _count_states(self, rows: Sequence[KnownLink]) -> None:
        for row in rows:
            self.looks[row.state, row.seen, row.denied] += 1
            if row.target_url:
                self._states[row.state, row.why]["links"] += 1
        for state, why, _ in {(row.state, row.why, row.page) for row in rows}:
            self._states[state, why]["pages"] += 1
        for both in {(row.state, row.why) for row in rows}:
            self._states[both]["domains"] += 1

    def _count_seen(self, rows: Sequence[KnownLink]) -> None:
        """What our own looks alone found counts while it is current; what all call lost is seen by nobody."""
        pages: dict[int, int] = {}
        alone: set[int] = set()
        links = self.masks["links"]
        for row in rows:
            only_ours = not (row.seen or row.denied or row.lost_by)
            pages[row.page] = pages.get(row.page, 0) | row.seen
            if only_ours:
                alone.add(row.page)
            if row.target_url and (row.seen or only_ours):
                links[row.seen] += 1
        whole = 0
        for page, mask in pages.items():
            whole |= mask
            if mask or page in alone:
                self.masks["pages"][mask] += 1
        if whole or alone:
            self.masks["domains"][whole] += 1

    def _count_days(self, rows: Sequence[KnownLink]) -> None:
        for row in rows:
            if row.target_url:
                self._days["new"][row.first_seen] += 1
                if row.lost_by:
                    self._days[row.lost_by][row.lost_at] += 1

    def _count_languages(self, rows: Sequence[KnownLink]) -> None:
        spoken = {(_primary(row.language), row.page) for row in rows}
        told = {page for language, page in spoken if language}
        spoken = {each for each in spoken if each[0] or each[1] not in told}
        for language, _ in spoken:
            self._languages[language]["pages"] += 1
        for language in {language for language, _ in spoken}:
            self._languages[language]["domains"] += 1

    def _count_parts(self, rows: Sequence[KnownLink]) -> None:
        likes = [(row.rel, row.link_type, row.placement, row.sitewide) for row in rows]
        for row, like in zip(rows, likes, strict=True):
            self._likes[row.looked, like] += 1
        for name, values in zip(PARTS, zip(*likes, strict=True), strict=True):
            for value in set(values):
                self._parts[name, value]["domains"] += 1

    def _count_targets(self, rows: Sequence[KnownLink]) -> None:
        for row in rows:
            target = self._targets.get(row.target_url)
            if target is None:
                target = self._targets[row.target_url] = _Target(row.target_url)
            target.links += 1
            target.live += row.state == "live"
        for url in {row.target_url for row in rows}:
            self._targets[url].domains += 1

    def _keep_domain(self, domain: str, rows: Sequence[KnownLink]) -> None:
        mask = 0
        for row in rows:
            mask |= row.seen
        found = ReferringDomain(
            domain,
            sum(1 for row in rows if row.target_url),
            len({row.page for row in rows}),
            sum(1 for row in rows if row.state == "live" and row.target_url),
            members(mask, self.suppliers),
        )
        self._domains.append(found)
        if len(self._domains) > _KEPT:
            self._domains = nsmallest(MOST, self._domains, key=_most_pages)


@lru_cache(1_000)
def _primary(language: str) -> str:
    return language.lower().replace("_", "-").partition("-")[0]


def _most_pages(domain: ReferringDomain) -> tuple[int, int, str]:
    return -domain.pages, -domain.links, domain.domain
