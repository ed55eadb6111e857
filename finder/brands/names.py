"""All names of all campaigns, found in one pass over a text."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from ahocorasick_rs import AhoCorasick

from finder.brands.boundaries import stem_end, word_end
from finder.brands.fold import fold
from finder.brands.hits import Clue, Hit, Sort
from finder.brands.misspelt import Misspelt
from finder.brands.shapes import letters_agree, shape_of
from finder.brands.spellings import Form, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from finder.brands.profile import Brand, Role

_STEM_FROM: Final = 5  # letters with the one that is lost
_STEM_VOWELS: Final = frozenset("aаяoоeе")
_MOST_MATCHES: Final = 20_000
_MOST_HITS: Final = 2_000


class _Name(NamedTuple):
    brand: Brand
    name: str
    role: Role
    form: Form


class _Word(NamedTuple):
    brand: Brand
    word: str
    sort: Sort


class Names:
    """The names of brands, made ready once; cost per text hardly grows with their number.

    One automaton (Aho-Corasick) holds the folded spellings of all names and of the words that speak for or
    against them.
    """

    def __init__(self, brands: Iterable[Brand]) -> None:
        self.brands = tuple(brands)
        self._meanings: dict[str, list[_Name | _Word]] = defaultdict(list)
        self._stems: dict[str, list[_Name]] = defaultdict(list)
        for brand in self.brands:
            self._add_names(brand)
            self._add_words(brand)
        self._patterns = list(dict.fromkeys((*self._meanings, *self._stems)))
        self._automaton = AhoCorasick(self._patterns) if self._patterns else None
        self._misspelt = Misspelt(
            (brand, name, role)
            for brand in self.brands
            if not brand.common_word
            for name, role in brand.names()
        )

    def needles(self) -> frozenset[str]:
        """Strings of which every text that names a brand has one, when it is folded and without spaces.

        So a text without any of them need not be looked at.
        """
        named = (
            pattern
            for pattern, meanings in self._meanings.items()
            if any(isinstance(meaning, _Name) for meaning in meanings)
        )
        found = {"".join(pattern.split()) for pattern in (*named, *self._stems)}
        return frozenset(filter(None, found | set(self._misspelt.needles())))

    def find(self, text: str, language: str = "") -> tuple[list[Hit], list[Clue]]:
        """The names in a text and the words that tell about them, in their order.

        ``language`` is that of the text (primary subtag). Of overlapping names of one brand the longest is
        taken. At most the first 20,000 places that look like a name are looked at, 2,000 names are given.
        """
        if self._automaton is None:
            return [], []
        folded = fold(text)
        hits: list[Hit] = []
        clues: list[Clue] = []
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        for number, start, end in found[:_MOST_MATCHES]:
            pattern = self._patterns[number]
            stop = word_end(text, start, end, language)
            if stop is not None:
                for meaning in self._meanings.get(pattern, ()):
                    if isinstance(meaning, _Word):
                        clues.append(Clue(start, end, meaning.brand, meaning.word, meaning.sort))
                    elif hit := _hit(meaning, text, start, end, stop):
                        hits.append(hit)
            if pattern in self._stems and (stop := stem_end(text, start, end, language)) is not None:
                hits += (hit for stem in self._stems[pattern] if (hit := _hit(stem, text, start, end, stop)))
        hits += islice(self._misspelt.find(text, folded, [(hit.start, hit.end) for hit in hits]), _MOST_HITS)
        return _settled(hits, clues)[:_MOST_HITS], clues

    def _add_names(self, brand: Brand) -> None:
        for name, role in brand.names():
            for spelling, form in spellings(name).items():
                self._meanings[spelling].append(_Name(brand, name, role, form))
                if len(spelling) >= _STEM_FROM and spelling[-1] in _STEM_VOWELS:
                    self._stems[spelling[:-1]].append(_Name(brand, name, role, form))

    def _add_words(self, brand: Brand) -> None:
        for word, sort in _words_of(brand):
            if folded := " ".join(fold(word).split()):
                self._meanings[folded].append(_Word(brand, word, sort))


def _words_of(brand: Brand) -> Iterator[tuple[str, Sort]]:
    for words, sort in (
        (brand.context, Sort.CONTEXT),
        (brand.near, Sort.NEAR),
        (brand.not_near, Sort.NOT_NEAR),
        (brand.not_in, Sort.NOT_IN),
        (brand.domains, Sort.CONTEXT),
    ):
        for word in words:
            yield word, sort


def _hit(name: _Name, text: str, start: int, stop: int, end: int) -> Hit | None:
    found = text[start:stop]
    if not letters_agree(found, name.name):
        return None
    # "Blue harbor" parted, or "You tube", is no name that was written as one word.
    if name.form is Form.PARTED and not all(part[0].isupper() for part in found.split()):
        return None
    return Hit(start, stop, end, name.brand, name.name, name.role, name.form, shape_of(found, name.name))


def _settled(hits: list[Hit], clues: list[Clue]) -> list[Hit]:
    """The hits in order: the longest where some overlap, each with the phrase that rules it out."""
    phrases = _Phrases(clue for clue in clues if clue.sort is Sort.NOT_IN)
    hits.sort(key=lambda hit: (hit.start, -hit.stop))
    kept: list[Hit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].stop:
            phrase = phrases.around(hit)
            kept.append(replace(hit, ruled_out=phrase.word) if phrase else hit)
    return kept


class _Phrases:
    """The places where the name of a brand is not the brand's, by brand, the first first.

    With each stands the one that reaches farthest of it and all before, so that one look tells.
    """

    def __init__(self, phrases: Iterable[Clue]) -> None:
        self._starts: dict[int, list[int]] = defaultdict(list)
        self._farthest: dict[int, list[Clue]] = defaultdict(list)
        for phrase in sorted(phrases, key=attrgetter("start")):
            farthest = self._farthest[id(phrase.brand)]
            self._starts[id(phrase.brand)].append(phrase.start)
            farthest.append(phrase if not farthest or phrase.end > farthest[-1].end else farthest[-1])

    def around(self, hit: Hit) -> Clue | None:
        """The phrase that a name of the brand is a part of."""
        place = bisect_right(self._starts.get(id(hit.brand), ()), hit.start) - 1
        phrase = self._farthest[id(hit.brand)][place] if place >= 0 else None
        return phrase if phrase and hit.stop <= phrase.end else None
