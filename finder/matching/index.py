"""The index of our own pages: which of them fits a dead link or a mention, if any."""

from __future__ import annotations

from functools import lru_cache
from heapq import nlargest
from math import log
from operator import neg
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.items import OwnPage, Suggestion
from finder.matching.entries import Entry, entry_of, site_names, strengths_of
from finder.matching.explain import why
from finder.matching.postings import Postings
from finder.matching.query import Evidence, Query, Term, evidence_of
from finder.matching.scoring import TRUST, Agreement, Headline, agree, together
from finder.words import STEM_MARK, forms, prior, split_names

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

DEFAULT_MIN_SCORE: Final = 0.44
"""Suggestions below this are no offer."""

_CANDIDATES: Final = 30
# Postings read for one query, before words that most pages have are left out.
_MAX_VISITS: Final = 6_000
# On a site of three pages every word is rare; so many pages about something else are imagined beside.
_IMAGINED_PAGES: Final = 20
_SITE_NAME_RARITY: Final = 0.02
_FOREIGN_LANGUAGE: Final = 0.85


class _Match(NamedTuple):
    score: float
    entry: Entry
    agreements: list[Agreement]


class OwnPageIndex:
    """Our own pages, prepared once and asked often. Of pages with one URL the first in order is kept."""

    def __init__(self, pages: Sequence[OwnPage]) -> None:
        ordered = sorted(pages, key=_order)
        unique = list({page.url: page for page in reversed(ordered)}.values())[::-1]
        names = site_names(unique)
        self._entries = [entry_of(page, names) for page in unique]
        self._postings = Postings()
        for number, entry in enumerate(self._entries):
            self._postings.add(number, strengths_of(entry))
        self._names = frozenset(form for name in names for word in name.split() for form in forms(word))
        self._rarity = lru_cache(maxsize=200_000)(self._rarity_of)
        self._headlines = [self._headline(entry) for entry in self._entries]

    def __len__(self) -> int:
        return len(self._entries)

    def knows(self, word: str) -> bool:
        """Whether any own page has the word, in this or a like spelling."""
        return any(self._postings.count(form) for form in forms(word) if not form.startswith(STEM_MARK))

    def rarity(self, spellings: tuple[str, ...]) -> float:
        """0-1: near 0 for a word of every own page and for the site's name, 1 for a word of none."""
        return min(self._rarity(form) for form in spellings if not form.startswith(STEM_MARK))

    def rank(self, query: Query, limit: int = 10) -> list[Suggestion]:
        """The pages that agree with the query in anything, best first, at most ``limit``.

        Scores are 0-1 and comparable between queries; equal scores are ordered by URL.
        """
        return [_suggestion(match) for match in self._matches(query)[: max(limit, 0)]]

    def suggest(
        self, query: Query, *, min_score: float = DEFAULT_MIN_SCORE, exclude: Collection[str] = ()
    ) -> Suggestion | None:
        """The best page, or ``None`` when none reaches ``min_score``.

        ``exclude`` holds URLs that are no offer, such as those the source page links already.
        """
        offers = (match for match in self._matches(query) if match.entry.page.url not in exclude)
        best = next(offers, None)
        return _suggestion(best) if best and best.score >= min_score else None

    def _matches(self, query: Query) -> list[_Match]:
        if not self._entries:
            return []
        parts = evidence_of(query, self)
        found = (self._match(number, parts, query.language) for number in self._candidates(parts))
        return sorted((one for one in found if one.score), key=lambda one: (-one.score, one.entry.page.url))

    def _candidates(self, parts: list[Evidence]) -> list[int]:
        """The pages that share the weightiest words; words that most pages have are left out in time."""
        wanted: dict[str, float] = {}
        for part in parts:
            for term in part.terms:
                for form in term.forms:
                    wanted[form] = wanted.get(form, 0.0) + term.weight * TRUST[part.name]
        counts = {form: self._postings.count(form) for form in wanted}
        scores: dict[int, float] = {}
        visits = 0
        for form in sorted(filter(counts.get, wanted), key=lambda form: (counts[form] / wanted[form], form)):
            visits += counts[form]
            if scores and visits > _MAX_VISITS:
                break
            self._postings.add_to(scores, form, wanted[form])
        best = nlargest(_CANDIDATES, zip(scores.values(), map(neg, scores), strict=True))
        return [-page for _, page in best]

    def _match(self, number: int, parts: list[Evidence], language: str) -> _Match:
        known: dict[tuple[str, ...], float] = {}

        def strength(term: Term) -> float:
            found = known.get(term.forms)
            if found is None:
                found = known[term.forms] = self._postings.strongest(term.forms, number)
            return found

        headline = self._headlines[number]
        agreements = [agree(part, headline, [strength(term) for term in part.terms]) for part in parts]
        entry = self._entries[number]
        return _Match(round(together(agreements) * _language_factor(language, entry), 6), entry, agreements)

    def _headline(self, entry: Entry) -> Headline:
        words = split_names(entry.title)
        weights = {forms(word)[0]: prior(word) * self._rarity(forms(word)[0]) for word in words}
        return Headline(entry.headlines, weights, sum(weights.values()))

    def _rarity_of(self, form: str) -> float:
        if form in self._names:
            return _SITE_NAME_RARITY
        everything = len(self._entries) + _IMAGINED_PAGES + 1
        return log(everything / (self._postings.count(form) + 0.5)) / log(everything / 0.5)


def _suggestion(match: _Match) -> Suggestion:
    parts = {one.evidence.name: round(one.contribution, 6) for one in match.agreements if one.score}
    return Suggestion(match.entry.page.url, match.entry.title, match.score, parts, why(match.agreements))


def _order(page: OwnPage) -> tuple[str, ...]:
    return (page.url, page.title, page.h1, page.summary, page.text, page.language, *page.headings)


def _language_factor(language: str, entry: Entry) -> float:
    ours, theirs = (tag.replace("_", "-").split("-")[0].casefold() for tag in (entry.page.language, language))
    return _FOREIGN_LANGUAGE if ours and theirs and ours != theirs else 1.0
