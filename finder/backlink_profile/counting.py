"""Counts links, pages and domains in one pass over the links, which come sorted by domain."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from heapq import nsmallest
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from finder.backlink_profile.agreement import combinations, members
from finder.backlink_profile.anchor_counts import AnchorCounts
from finder.backlink_profile.changes import changes
from finder.backlink_profile.one_domain import OneDomain
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
_AT_ONCE: Final = 5_000
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
        self._languages: dict[str, Counter[str]] = defaultdict(Counter)
        self._targets: dict[str, _Target] = {}
        self._domains: list[ReferringDomain] = []

    def count(self, links: Iterable[KnownLink]) -> None:
        """Count links that come sorted by their domain."""
        for name, of_domain in groupby(links, itemgetter(0)):
            domain = OneDomain()
            while some := list(islice(of_domain, _AT_ONCE)):
                domain.add(some)
            self._count_states(domain)
            self._count_seen(domain)
            for (change, day), number in domain.days.items():
                self._days[change][day] += number
            if domain.current_pages:
                self._count_current(name, domain)

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

    def _count_states(self, domain: OneDomain) -> None:
        states = set()
        for (state, why, seen, denied, named), number in domain.looks.items():
            self.looks[state, seen, denied] += number
            states.add((state, why))
            if named:
                self._states[state, why]["links"] += number
                self.known["links"] += number
        for state, why, _ in domain.state_pages:
            self._states[state, why]["pages"] += 1
        for both in states:
            self._states[both]["domains"] += 1

    def _count_seen(self, domain: OneDomain) -> None:
        """What our own looks alone found counts while it is current; what all call lost is seen by nobody."""
        self.known["pages"] += len(domain.pages)
        self.known["domains"] += 1
        whole = 0
        for page, mask in domain.pages.items():
            whole |= mask
            if mask or page in domain.alone:
                self.masks["pages"][mask] += 1
        if whole or domain.alone:
            self.masks["domains"][whole] += 1
        for mask, number in domain.masks.items():
            self.masks["links"][mask] += number

    def _count_current(self, name: str, domain: OneDomain) -> None:
        links, pages = sum(domain.targets.values()), len(domain.current_pages)
        self.current["links"] += links
        self.current["pages"] += pages
        self.current["domains"] += 1
        self._count_languages(domain)
        if links:
            self._count_likes(domain)
            self._count_targets(domain)
            self.anchors.count(domain.anchors)
        seen_by = members(domain.seen, self.suppliers)
        self._domains.append(ReferringDomain(name, links, pages, sum(domain.live.values()), seen_by))
        if len(self._domains) > _KEPT:
            self._domains = nsmallest(MOST, self._domains, key=_most_pages)

    def _count_languages(self, domain: OneDomain) -> None:
        spoken = {(_primary(language), page) for language, page in domain.languages}
        told = {page for language, page in spoken if language}
        languages = set()
        for language, page in spoken:
            if language or page not in told:
                self._languages[language]["pages"] += 1
                languages.add(language)
        for language in languages:
            self._languages[language]["domains"] += 1

    def _count_likes(self, domain: OneDomain) -> None:
        there = set()
        for (looked, *values), number in domain.likes.items():
            for like in zip(PARTS, values, strict=True):
                part = self._parts[like]
                part["links"] += number
                part["looked"] += looked * number
                there.add(like)
        for like in there:
            self._parts[like]["domains"] += 1

    def _count_targets(self, domain: OneDomain) -> None:
        for url, number in domain.targets.items():
            target = self._targets.get(url)
            if target is None:
                target = self._targets[url] = _Target(url)
            target.links += number
            target.live += domain.live.get(url, 0)
            target.domains += 1


@lru_cache(1_000)
def _primary(language: str) -> str:
    return language.lower().replace("_", "-").partition("-")[0]


def _most_pages(domain: ReferringDomain) -> tuple[int, int, str]:
    return -domain.pages, -domain.links, domain.domain
