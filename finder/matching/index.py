"""The index of our own pages: which of them fits a dead link or a mention, if any."""

from __future__ import annotations

from functools import lru_cache
from heapq import nsmallest
from math import log
from typing import TYPE_CHECKING, Final

from finder.items import OwnPage, Suggestion
from finder.matching.entries import Entry, entry_of, site_names, strengths_of
from finder.matching.explain import why
from finder.matching.postings import Postings
from finder.matching.query import Evidence, Query, Term, evidence_of
from finder.matching.scoring import TRUST, agree, together
from finder.matching.words import STEM_MARK, forms

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

DEFAULT_MIN_SCORE: Final = 0.5
"""Suggestions below this are no offer."""

_CANDIDATES: Final = 40
_MAX_VISITS: Final = 12_000
# On a site of three pages every word is rare; so many pages about something else are imagined beside.
_IMAGINED_PAGES: Final = 20
_FOREIGN_LANGUAGE: Final = 0.85


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
        parts = evidence_of(query, self)
        found = [self._suggestion(number, parts, query.language) for number in self._candidates(parts)]
        found = [suggestion for suggestion in found if suggestion.score > 0]
        return sorted(found, key=lambda one: (-one.score, one.url))[: max(limit, 0)]

    def suggest(
        self, query: Query, *, min_score: float = DEFAULT_MIN_SCORE, exclude: Collection[str] = ()
    ) -> Suggestion | None:
        """The best page, or ``None`` when none reaches ``min_score``.

        ``exclude`` holds URLs that are no offer, such as those the source page links already.
        """
        best = (one for one in self.rank(query, _CANDIDATES) if one.url not in exclude)
        suggestion = next(best, None)
        return suggestion if suggestion and suggestion.score >= min_score else None

    def _candidates(self, parts: list[Evidence]) -> list[int]:
        """The pages that share the weightiest words; words that most pages have are left out in time."""
        wanted: dict[str, float] = {}
        for part in parts:
            for term in part.terms:
                for form in term.forms:
                    wanted[form] = wanted.get(form, 0.0) + term.weight * TRUST[part.name]
        scores: dict[int, float] = {}
        visits = 0
        for form in sorted(wanted, key=lambda form: (self._postings.count(form) / wanted[form], form)):
            visits += self._postings.count(form)
            if scores and visits > _MAX_VISITS:
                break
            weight = wanted[form]
            for page, strength in self._postings.items(form):
                scores[page] = scores.get(page, 0.0) + weight * strength
        return nsmallest(_CANDIDATES, scores, key=lambda page: (-scores[page], page))

    def _suggestion(self, number: int, parts: list[Evidence], language: str) -> Suggestion:
        entry = self._entries[number]

        def strength(term: Term) -> float:
            return max(self._postings.strength(form, number) for form in term.forms)

        agreements = [agree(part, entry, strength, self._rarity) for part in parts]
        score = together(agreements) * _language_factor(language, entry)
        shown = {one.name: round(one.score * TRUST[one.name], 4) for one in agreements if one.score}
        return Suggestion(entry.page.url, entry.title, round(score, 6), shown, why(agreements))

    def _rarity_of(self, form: str) -> float:
        if form in self._names:
            return 0.02
        everything = len(self._entries) + _IMAGINED_PAGES + 1
        return log(everything / (self._postings.count(form) + 0.5)) / log(everything / 0.5)


def _order(page: OwnPage) -> tuple[str, ...]:
    return (page.url, page.title, page.h1, page.summary, page.text, page.language, *page.headings)


def _language_factor(language: str, entry: Entry) -> float:
    ours, theirs = (tag.replace("_", "-").split("-")[0].casefold() for tag in (entry.page.language, language))
    return _FOREIGN_LANGUAGE if ours and theirs and ours != theirs else 1.0
