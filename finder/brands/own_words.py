"""The words of a site's own pages: which tell its field, and whether its name is also an ordinary word."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.brands.own_name import known_words
from finder.reference import load_lines, load_table
from finder.words import forms, is_unspaced, prior, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from finder.brands.claims import OwnPage

_MOST_CONTEXT: Final = 8
_LEAST_TEXTS: Final = 3  # titles, headings or descriptions that hold a word before it tells the field
_LEAST_LETTERS: Final = 4
_MOST_TEXT: Final = 200_000
_SHORT: Final = 3
_SMALL_OFTEN: Final = 2
_LONGEST_BEFORE: Final = 20
_LAST_WORD: Final = re.compile(r"([^\W\d_]+)\s+\Z")


class Sense(NamedTuple):
    """Whether a name is an ordinary word as well, and why; ``common`` is false where that is only a doubt."""

    common: bool
    reason: str


def context_words(pages: Sequence[OwnPage], names: Iterable[str]) -> list[str]:
    """The words, at most eight, that titles, descriptions and headings of the site repeat.

    The words of the ``names`` themselves, those that hold sentences together and those that any site uses
    tell nothing of the field. Of scripts without spaces pairs of characters are given.
    """
    own = {form for name in names for word in split_words(name) for form in forms(word)}
    texts: dict[str, set[str]] = defaultdict(set)
    on: dict[str, set[str]] = defaultdict(set)
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for page in pages:
        for text in {page.title, *page.heads}:
            for word in filter(_tells, set(split_words(text))):
                plain = forms(word)[0]
                texts[plain].add(text)
                on[plain].add(page.url)
                spellings[plain][word] += 1
    least_pages = min(2, len(pages))
    often = [
        word
        for word, where in texts.items()
        if len(where) >= _LEAST_TEXTS and len(on[word]) >= least_pages and own.isdisjoint(forms(word))
    ]
    often = [word for word in often if not _joins_two(word, often)]
    often.sort(key=lambda word: (-len(texts[word]), word))
    return [max(spellings[word], key=lambda each: (spellings[word][each], each)) for word in often][
        :_MOST_CONTEXT
    ]


def sense_of(name: str, pages: Sequence[OwnPage]) -> Sense:
    """Whether a name is an ordinary word as well, as far as its own pages and our word lists can tell.

    That it is not in them proves nothing: most words are in no list.
    """
    words = split_words(name)
    if words and all(map(is_plain_word, words)):
        return Sense(True, f'"{name}" is made of ordinary words')
    if len(words) != 1 or is_unspaced(words[0]) or not name.isalpha() or not name[0].isupper():
        return Sense(False, "")
    small, as_noun = _in_small_letters(name, pages)
    if as_noun and small >= _SMALL_OFTEN:
        return Sense(True, f'your own pages write "{name.lower()}" in small letters, as a word')
    if small:
        return Sense(False, f'your own pages write "{name.lower()}" in small letters, too')
    if len(name) <= _SHORT:
        return Sense(False, "names as short as this are often names of others, too")
    return Sense(False, "")


def is_plain_word(word: str) -> bool:
    """Whether a word is one that texts of any sort hold, by the word lists."""
    folded = word.casefold()
    return prior(folded) < 1.0 or folded in _everywhere() or folded in _kinds_of_brand()


def _joins_two(pair: str, others: Iterable[str]) -> bool:
    """Whether a pair of characters is the end of one word and the beginning of the next."""
    if not is_unspaced(pair):
        return False
    around = [each for each in others if each != pair and is_unspaced(each)]
    return any(each[-1] == pair[0] for each in around) and any(each[0] == pair[-1] for each in around)


def _tells(word: str) -> bool:
    if is_unspaced(word):
        return len(word) > 1 and word not in _everywhere() and ord(word[0]) >= ord("\u3400")
    long_enough = len(word) >= _LEAST_LETTERS or (not word.isascii() and len(word) >= _SHORT)
    return long_enough and word.isalpha() and not is_plain_word(word)


def _in_small_letters(name: str, pages: Sequence[OwnPage]) -> tuple[int, int]:
    """How often the name stands in small letters in running text, and how often as a noun does."""
    pattern = re.compile(rf"(?<![\w@/#.-]){re.escape(name.lower())}(?![\w@/-]|\.\w)")
    small = as_noun = 0
    for page in pages:
        text = page.text[:_MOST_TEXT]
        for found in pattern.finditer(text):
            small += 1
            before = _LAST_WORD.search(text, max(0, found.start() - _LONGEST_BEFORE), found.start())
            as_noun += before is not None and before[1].lower() in known_words("determiner")
    return small, as_noun


@cache
def _everywhere() -> frozenset[str]:
    return frozenset(word for line in load_lines("everywhere_words.txt") for word in line.split())


@cache
def _kinds_of_brand() -> frozenset[str]:
    """What a brand may be: app, magazine, platform."""
    rows = (row.split() for of, row in load_table("name_surroundings.tsv") if of.endswith(".cue"))
    return frozenset(word for row in rows for word in row)
