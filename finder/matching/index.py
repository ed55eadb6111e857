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
_HARDLY: Final = 1e-6
_DIGITS: Final = 9


class _Matches(NamedTuple):
    """The candidates, best first: numbers of own pages, their scores, what each part says for each."""

    pages: Ints
    scores: Floats
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
        for place, (number, score) in enumerate(zip(matches.pages, matches.scores, strict=True)):
            if score < least:
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
        chance = chances(self.weights.base + evidence)
        score = np.round(_scores(chance, evidence), _DIGITS)
        # What no part speaks for is no match. Numbers of pages are in the order of their addresses.
        spoken_for = np.max(list(parts.values()), axis=0) > 0
        order = np.lexsort((pages, -score))
        order = order[(spoken_for & (score > 0))[order]]
        sorted_parts = {name: each[order] for name, each in parts.items()}
        return _Matches(pages[order], score[order], chance[order], sorted_parts, groups)

    def _suggestion(self, matches: _Matches, place: int, query: Query) -> Suggestion:
        entry = self.words.entries[matches.pages[place]]
        score = float(matches.scores[place])
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


def _scores(chance: Floats, evidence: Floats) -> Floats:
    """The chances; of pages that the parts speak against more than for, something that is hardly above 0.

    Beside better pages and beside worse ones such a page has the same score, so that taking away what
    speaks for it never raises that.
    """
    return np.where(evidence > 0, np.maximum(chance, _HARDLY), _HARDLY * np.exp(np.minimum(evidence, 0.0)))


def _order(page: OwnPage) -> tuple[str, ...]:
    return (page.url, page.title, page.h1, page.summary, page.text, page.language, *page.headings)


def _main(language: str) -> str:
    """The language of a tag without its region: ``de`` of ``de-AT``."""
    return language.replace("_", "-").split("-")[0].casefold()
