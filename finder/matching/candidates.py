"""Which own pages are worth a closer look, and how they agree with a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from finder.matching.comparing import Comparison
from finder.matching.entries import entry_of, site_names, site_words
from finder.matching.fields import Letters, Words
from finder.matching.query import NAMING, groups_of
from finder.matching.wording import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from finder.items import OwnPage
    from finder.matching.comparing import Features
    from finder.matching.query import Group, Query
    from finder.matching.sparse import Floats, Ints

# How many pages each way of looking may bring in.
_BY_NAME: Final = 15
_BY_NAMES: Final = 30
_BY_WORDS: Final = 25
_BY_FORMER_TEXT: Final = 30
_BY_CONTEXT: Final = 10
_BROUGHT: Final = {"former_text": _BY_FORMER_TEXT, "context": _BY_CONTEXT, "mention": _BY_WORDS}
# Of long texts the heaviest words find the pages.
_MOST_TERMS: Final = 40


class Agreements(NamedTuple):
    """Some own pages by number, and for each group of the query how they agree with it."""

    pages: Ints
    groups: list[Group]
    features: list[Features]

    def only(self, names: Collection[str]) -> Agreements:
        """The same pages, with these groups only."""
        pairs = zip(self.groups, self.features, strict=True)
        kept = [(group, features) for group, features in pairs if group.name in names]
        return Agreements(self.pages, [group for group, _ in kept], [features for _, features in kept])

    def named(self, name: str) -> Agreements:
        """The same, with all words as one group of another name, which is that of its part as well."""
        return self._replace(groups=[group._replace(name=name, part=name) for group in self.groups])


class OwnWords:
    """The own pages as they are searched and compared, prepared once."""

    def __init__(self, pages: Sequence[OwnPage]) -> None:
        """``pages`` have different addresses."""
        names = site_names(pages)
        self.entries = [entry_of(page, names) for page in pages]
        self._words = Words(self.entries, site_words(self.entries, names))
        core = self._words.core
        self._letters = Letters(map(plain, core(entry.name)) for entry in self.entries)

    def agreements(self, query: Query) -> Agreements:
        """The pages that may fit a query, in the order of their numbers."""
        groups = groups_of(query, self._words.vocabulary.knows)
        likenesses = [self._likeness(group) for group in groups]
        pages = self._candidates(groups, likenesses)
        compared = Comparison(self._words, self.entries, pages, groups)
        pairs = zip(groups, likenesses, strict=True)
        return Agreements(pages, groups, [compared.features(*pair) for pair in pairs])

    def _likeness(self, group: Group) -> Floats:
        if group.name == "former_text":
            return np.zeros(len(self.entries))
        return self._letters.likeness(dict.fromkeys(map(plain, self._words.core(group.words))))

    def _candidates(self, groups: list[Group], likenesses: list[Floats]) -> Ints:
        found: set[int] = set()
        names, words = np.zeros(len(self.entries)), np.zeros(len(self.entries))
        for group, likeness in zip(groups, likenesses, strict=True):
            if group.name in NAMING:
                found.update(_highest(likeness, _BY_NAME))
                names += likeness
                words += self._alike(group)
            elif group.name in _BROUGHT:
                found.update(_highest(self._alike(group), _BROUGHT[group.name]))
        found.update(_highest(names, _BY_NAMES), _highest(words, _BY_WORDS))
        return np.array(sorted(found), np.int64)

    def _alike(self, group: Group) -> Floats:
        numbers, weights = self._words.heavy(self._words.bag(group.words), _MOST_TERMS)
        return self._words.index.scores(numbers, weights)


def _highest(scores: Floats, most: int) -> list[int]:
    """The pages with the highest scores above 0; of equal ones those that come first."""
    places = np.flatnonzero(scores)
    found = scores[places]
    if len(places) > most:
        least = np.partition(found, -most)[-most]
        above, equal = places[found > least], places[found == least]
        places = np.concatenate((above, equal[: most - len(above)]))
    return [int(place) for place in places]
