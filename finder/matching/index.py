"""The index of our own pages: which of them fits a dead link or a mention, if any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from finder.items import OwnPage, Suggestion
from finder.matching.candidates import OwnWords
from finder.matching.explain import shares, why
from finder.matching.model import Weights, chances

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from finder.matching.query import Group, Query
    from finder.matching.sparse import Floats, Ints

LANGUAGE: Final = "language"


class _Matches(NamedTuple):
    """The candidates, best first: numbers of own pages, their chances, what each part says for each."""

    pages: Ints
    chances: Floats
    parts: dict[str, Floats]
    groups: list[Group]


class OwnPageIndex:
    """Our own pages, prepared once and asked often. Of pages with one URL the first in order is kept.

    ``weights``: what agreements are worth; those that come with finder unless given.
    """

    def __init__(self, pages: Sequence[OwnPage], weights: Weights | None = None) -> None:
        ordered = sorted(pages, key=_order)
        unique = list({page.url: page for page in reversed(ordered)}.values())[::-1]
        self.weights = weights or Weights.shipped()
        self.words = OwnWords(unique)

    def __len__(self) -> int:
        return len(self.words.entries)

    def rank(self, query: Query, limit: int = 10) -> list[Suggestion]:
        """The pages that agree with the query in anything, best first, at most ``limit``.

        The score is the chance that the page is the right one (0-1); those of all pages and of "none of
        them" sum to 1. Equal scores are ordered by URL.
        """
        matches = self._matches(query)
        if matches is None:
            return []
        return [
            self._suggestion(matches, place, query) for place in range(min(max(limit, 0), len(matches.pages)))
        ]

    def suggest(
        self, query: Query, *, min_score: float | None = None, exclude: Collection[str] = ()
    ) -> Suggestion | None:
        """The best page, or ``None`` when none reaches ``min_score`` (that of the weights unless given).

        ``exclude`` holds URLs that are no offer, such as those the source page links already. They keep
        their share of the chances: what is left over from a page that fits better is no offer either.
        """
        matches = self._matches(query)
        if matches is None:
            return None
        least = self.weights.min_score if min_score is None else min_score
        entries = self.words.entries
        for place, (number, chance) in enumerate(zip(matches.pages, matches.chances, strict=True)):
            if chance < least:
                return None
            if entries[number].page.url not in exclude:
                return self._suggestion(matches, place, query)
        return None

    def _matches(self, query: Query) -> _Matches | None:
        if not self.words.entries:
            return None
        pages, groups, features = self.words.agreements(query)
        if not len(pages):
            return None
        parts: dict[str, Floats] = {}
        for group, each in zip(groups, features, strict=True):
            said = self.weights.evidence(group.name, each)
            parts[group.part] = parts[group.part] + said if group.part in parts else said
        parts[LANGUAGE] = self._languages(pages, query.language)
        evidence: Floats = np.sum(list(parts.values()), axis=0)
        chance = np.round(chances(self.weights.base + evidence), 6)
        # What all parts together do not speak for is no match; numbers are in the order of the addresses.
        order = np.lexsort((pages, -chance))
        order = order[(evidence > 0)[order] & (chance > 0)[order]]
        if not len(order):
            return None
        return _Matches(
            pages[order], chance[order], {name: said[order] for name, said in parts.items()}, groups
        )

    def _suggestion(self, matches: _Matches, place: int, query: Query) -> Suggestion:
        entry = self.words.entries[matches.pages[place]]
        score = float(matches.chances[place])
        said = {part: float(each[place]) for part, each in matches.parts.items()}
        rivals = {part: float(each @ matches.chances) for part, each in matches.parts.items()}
        parts = shares(score, said, rivals)
        languages = _main(entry.page.language), _main(query.language)
        return Suggestion(
            entry.page.url, entry.title, score, parts, why(parts, matches.groups, entry, languages)
        )

    def _languages(self, pages: Ints, language: str) -> Floats:
        theirs = _main(language)
        ours = (_main(self.words.entries[page].page.language) for page in pages)
        return np.array([self.weights.language if our and theirs and our != theirs else 0.0 for our in ours])


def _order(page: OwnPage) -> tuple[str, ...]:
    return (page.url, page.title, page.h1, page.summary, page.text, page.language, *page.headings)


def _main(language: str) -> str:
    """The language of a tag without its region: ``de`` of ``de-AT``."""
    return language.replace("_", "-").split("-")[0].casefold()
