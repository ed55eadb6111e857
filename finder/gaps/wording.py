"""What is said of dead targets, as weighted words: rare words weigh most, words of one site alone little.

A vector has the length 1, so that the product of two is their likeness (cosine), 0-1.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from functools import lru_cache
from math import log, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.words import STEM_MARK, Share, address_words, forms, prior, split_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from finder.gaps.target import GapTarget

# How much each place says about the subject; tried on links whose right replacement is known.
_ANCHOR: Final = 1.0
_TITLE: Final = 0.8
_ADDRESS: Final = 0.7
_CONTEXT: Final = 0.3
_HEADING: Final = 0.2
# How much the beginning of a word counts beside the word: with another ending it is nearly the same one.
_BEGINNING: Final = 0.8
_MOST_WORDS: Final = 16
# Among three targets every word is rare; so many about something else are imagined beside them.
_IMAGINED: Final = 20
# A word that so many targets of one site have, and no other site, tells whose they are, not what about.
_SITE_WORD: Final = 4
_OF_ONE_SITE: Final = 0.25


class Vector(NamedTuple):
    """Words by number, the rarest first (the smaller a number, the rarer the word), with their weights."""

    words: array[int]
    weights: array[float]


class Wordings:
    """The words of many targets. ``vectors`` are those of the targets, in their order."""

    def __init__(self, targets: Sequence[GapTarget]) -> None:
        self._all = len(targets) + _IMAGINED
        self._known: dict[str, _Word] = {}
        drafts = [self._draft(target) for target in targets]
        self._words = sorted(self._known.values(), key=lambda word: (word.targets, word.form))
        numbers = array("L", bytes(len(self._words) * array("L").itemsize))
        for number, word in enumerate(self._words):
            numbers[word.number] = number
            word.number = number
        self.vectors = [
            self._vector((numbers[word], weight) for word, weight in zip(*draft, strict=True))
            for draft in drafts
        ]

    def vector(self, text: str) -> Vector:
        """The vector of a text; words that no target has do not count."""
        said = _in_text(text, {})
        return self._vector((self._known[form].number, said[form]) for form in said if form in self._known)

    def spelled(self, number: int) -> str:
        """A word as it is written; empty for beginnings of words and for words that say little."""
        word = self._words[number]
        return word.spelled if prior(word.form) == 1.0 else ""

    def share(self, number: int) -> float:
        """How much of the weight of its word a form has, 0-1."""
        return dict(_forms(self._words[number].form)).get(self._words[number].form, 1.0)

    def _draft(self, target: GapTarget) -> Vector:
        """The words of a target by the order in which they were met, not yet weighed by rarity."""
        spelled: dict[str, str] = {}
        said = _said(target, spelled)
        for form in said:
            word = self._known.get(form)
            if word is None:
                word = self._known[form] = _Word(form, len(self._known), target.site)
            word.meet(target.site, spelled.get(form, ""))
        return Vector(array("L", (self._known[form].number for form in said)), array("d", said.values()))

    def _vector(self, said: Iterable[tuple[int, float]]) -> Vector:
        weighed = [(number, weight * self._rarity(number)) for number, weight in said]
        heaviest = sorted(weighed, key=lambda each: (-each[1], each[0]))[:_MOST_WORDS]
        length = sqrt(sum(weight**2 for _, weight in heaviest)) or 1.0
        heaviest.sort()
        return Vector(
            array("L", (number for number, _ in heaviest)),
            array("d", (weight / length for _, weight in heaviest)),
        )

    def _rarity(self, number: int) -> float:
        word = self._words[number]
        rarity = log(self._all / word.targets)
        return rarity * _OF_ONE_SITE if word.site and word.targets >= _SITE_WORD else rarity


class _Word:
    """A word by one of its forms: in how many targets it is, of which site (empty: of several)."""

    __slots__ = ("form", "number", "site", "spelled", "targets")

    def __init__(self, form: str, number: int, site: str) -> None:
        self.form = form
        self.number = number
        self.site = site
        self.spelled = ""
        self.targets = 0

    def meet(self, site: str, spelled: str) -> None:
        """See it in one more target."""
        self.targets += 1
        if site != self.site:
            self.site = ""
        if spelled and (not self.spelled or (len(spelled), spelled) < (len(self.spelled), self.spelled)):
            self.spelled = spelled


def _said(target: GapTarget, spelled: dict[str, str]) -> dict[str, float]:
    """The forms of a target's words with how much they say; ``spelled`` gets the words of the forms."""
    whole: dict[str, float] = defaultdict(float)
    for trust, texts in (
        (_ANCHOR, target.anchors),
        (_CONTEXT, target.contexts),
        (_HEADING, target.headings),
    ):
        times = sum(each.times for each in texts)
        for each in texts:
            for form, weight in _in_text(each.text, spelled).items():
                whole[form] += trust * weight * each.times / times
    for form, weight in _in_text(target.archived_title, spelled).items():
        whole[form] += _TITLE * weight
    for form, weight in _in_words(address_words(target.url), spelled).items():
        whole[form] += _ADDRESS * weight
    return whole


def _in_text(text: str, spelled: dict[str, str]) -> dict[str, float]:
    return _in_words((Share(word, 1.0) for word in split_names(text)), spelled)


def _in_words(words: Iterable[Share], spelled: dict[str, str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for word, share in words:
        worth = share * prior(word)
        for form, part in _forms(word):
            found[form] = max(found.get(form, 0.0), worth * part)
            if not form.startswith(STEM_MARK):
                spelled.setdefault(form, word)
    return found


@lru_cache(maxsize=200_000)
def _forms(word: str) -> tuple[tuple[str, float], ...]:
    """The forms of a word with the share of each; whatever forms it has, a word counts as one (length 1)."""
    parts = {form: _BEGINNING if form.startswith(STEM_MARK) else 1.0 for form in forms(word)}
    length = sqrt(sum(part**2 for part in parts.values()))
    return tuple((form, part / length) for form, part in parts.items())
