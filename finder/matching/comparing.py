"""How far each group of a query agrees with some own pages: features of 0-1, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from rapidfuzz import fuzz, process

from finder.matching.fields import LEAD, phrases
from finder.matching.query import NAMING
from finder.matching.shared import SharedWords
from finder.matching.sparse import sums
from finder.matching.wording import plain
from finder.words import rejoined

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from finder.matching.entries import Entry
    from finder.matching.fields import Bag, Words
    from finder.matching.query import Group
    from finder.matching.sparse import Floats, Ints

    Features = dict[str, Floats]

# Shared rarity at which an agreement no longer looks like an accident, in words that no page has.
_ENOUGH: Final = 1.5
_MOST_PHRASES: Final = 5.0  # ln of shared phrases that count as all
_MAX_SPELLED: Final = 24  # words


class Comparison:
    """A query's words beside those of the candidates, which are own pages by number."""

    def __init__(self, words: Words, entries: Sequence[Entry], pages: Ints, groups: Sequence[Group]) -> None:
        self._words = words
        chosen = [entries[page] for page in pages]
        self._pages = pages
        self._bags = {group.name: words.bag(group.words) for group in groups}
        self._shared = SharedWords(words, pages, self._bags.values())
        self._lines = _Lines([entry.lines for entry in chosen])
        self._headings = _Lines([entry.heading_lines for entry in chosen])

    def features(self, group: Group, likeness: Floats) -> Features:
        """How each page agrees with a group; ``likeness`` (0-1) is that of all names to its letters."""
        words = self._words
        bag = self._bags[group.name]
        core = words.bag(words.core(tuple(dict.fromkeys(group.words))))
        found: Features = {"letters": likeness[self._pages], **self._naming(core), **self._saying(bag)}
        if group.name in NAMING:
            found |= self._spelled(group, found["rare"])
        if group.name == "former_text":
            found |= self._telling(group)
        return found

    def _naming(self, bag: Bag) -> Features:
        """What of the words is in the page's name, and what of the name they say."""
        rarity = self._words.name_rarity
        weights = rarity.weights(bag.numbers) * bag.priors
        total = weights.sum() or 1.0
        name, called = (self._shared.mass(field, bag, weights) for field in ("name", "called"))
        return {
            "in_name": name / total,
            "in_called": called / total,
            "says_name": name / self._totals("name"),
            "says_called": called / self._totals("called"),
            "rare": np.minimum(name / (_ENOUGH * rarity.highest), 1.0),
        }

    def _saying(self, bag: Bag) -> Features:
        """What of the words is in the page's headings, summary and all of it; how alike the two are."""
        rarity = self._words.rarity
        weights = rarity.weights(bag.numbers) * bag.priors
        total = weights.sum() or 1.0
        headings = self._shared.mass("headings", bag, weights)
        counted = weights * bag.counts
        length = np.sqrt((counted**2).sum()) or 1.0
        return {
            "in_headings": headings / total,
            "says_headings": headings / self._totals("headings"),
            "in_summary": self._shared.mass("summary", bag, weights) / total,
            "in_page": self._shared.mass("page", bag, weights) / total,
            "alike": self._shared.product(bag, counted / length),
        }

    def _spelled(self, group: Group, rare: Floats) -> Features:
        """How like the words are spelled to the page's title, first heading or address, and its headings."""
        some = dict.fromkeys(map(plain, group.words))
        phrase = " ".join(rejoined(list(some)[:_MAX_SPELLED]))
        spelled = self._lines.best(phrase, fuzz.token_sort_ratio)
        return {
            "spelled": spelled,
            "spelled_rare": spelled**4 * rare,
            "run_together": self._lines.best_joined(phrase),
            "like_heading": self._headings.best(phrase, fuzz.token_sort_ratio),
        }

    def _telling(self, group: Group) -> Features:
        """What an archived text has of the page's own text: its beginning, and whole phrases."""
        words = self._words
        first = words.bag(group.words[:LEAD])
        weights = words.rarity.weights(first.numbers) * first.priors
        ours = np.array(phrases([words.vocabulary.find(word) for word in group.words]), np.int64)
        places, of = words.phrases.chosen(self._pages)
        theirs = words.phrases.terms[places]
        shared = sums(of, np.isin(theirs, ours).astype(np.float64), len(self._pages))
        lengths = words.phrases.lengths[self._pages]
        return {
            "in_lead": self._shared.mass("lead", first, weights) / (weights.sum() or 1.0),
            "phrases": np.minimum(np.log1p(shared) / _MOST_PHRASES, 1.0),
            "says_phrases": shared / np.maximum(lengths, 1),
        }

    def _totals(self, field: str) -> Floats:
        return np.maximum(self._words.totals[field][self._pages], 1e-9)


class _Lines:
    """Short texts of the candidates, compared with a phrase all at once; the best of a page counts."""

    def __init__(self, lines: Sequence[Sequence[str]]) -> None:
        self._lines = [line for some in lines for line in (some or ("",))]
        lengths = np.fromiter((max(len(some), 1) for some in lines), np.int64, len(lines))
        self._starts = np.cumsum(lengths) - lengths

    def best(self, phrase: str, scorer: Callable[..., float]) -> Floats:
        """The highest ratio of each page, 0-1."""
        return self._best(phrase, self._lines, scorer)

    def best_joined(self, phrase: str) -> Floats:
        """The same without the spaces between words."""
        return self._best(
            phrase.replace(" ", ""), [line.replace(" ", "") for line in self._lines], fuzz.ratio
        )

    def _best(self, phrase: str, lines: list[str], scorer: Callable[..., float]) -> Floats:
        ratios = process.cdist([phrase], lines, scorer=scorer)[0].astype(np.float64)
        return np.maximum.reduceat(ratios, self._starts) / 100.0
