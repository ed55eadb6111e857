"""Whether two pages of one site are the same page, whatever changes in it by itself."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from finder.pages.fingerprint import distance
from finder.urls import hostname
from finder.words import address_words, forms, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.items import Signals

_MOSTLY: Final = 0.5  # of the words, where title and heading are the same: lists of other pages may change
_NEARLY_ALL: Final = 0.9  # of the words, where there is neither title nor heading to go by
_FEW: Final = 8  # words with which a page says next to nothing
_SAME_SKELETON: Final = 6  # bits of 64
_MAX_WORD: Final = 24


def alike(one: Signals, one_url: str, other: Signals, other_url: str) -> bool:
    """Whether both addresses show the same page.

    What pages change by themselves is left out of the comparison: words of either address (an error page
    repeats what it was asked for), whatever holds a digit (times, counters, tokens), and lists of other pages
    as long as title, heading and most of the text agree.
    """
    if not headed_alike(one, one_url, other, other_url):
        return False
    echoed = _echoed(one_url) | _echoed(other_url)
    texts = [Counter(_masked(page.text, echoed)) for page in (one, other)]
    if min(text.total() for text in texts) < _FEW:
        return _say_nothing_alike(one, other, texts)
    named = bool(_masked(f"{one.title} {one.h1}", echoed))
    return _overlap(texts) >= (_MOSTLY if named else _NEARLY_ALL)


def headed_alike(one: Signals, one_url: str, other: Signals, other_url: str) -> bool:
    """Whether title and heading of both pages are the same, but for what changes by itself."""
    echoed = _echoed(one_url) | _echoed(other_url)
    return all(
        _masked(mine, echoed) == _masked(theirs, echoed)
        for mine, theirs in ((one.title, other.title), (one.h1, other.h1))
    )


def own_words(one: Signals, one_url: str, other: Signals, other_url: str) -> tuple[int, int]:
    """How many words only the one of two pages has, and how many only the other."""
    echoed = _echoed(one_url) | _echoed(other_url)
    mine, theirs = (Counter(_masked(page.text, echoed)) for page in (one, other))
    return (mine - theirs).total(), (theirs - mine).total()


def _say_nothing_alike(one: Signals, other: Signals, texts: list[Counter[str]]) -> bool:
    """Pages without words to speak of: what they are made of must agree as well."""
    return (
        texts[0] == texts[1]
        and one.images == other.images
        and distance(one.skeleton_print, other.skeleton_print) <= _SAME_SKELETON
    )


def _overlap(texts: list[Counter[str]]) -> float:
    """The share of words in common, each counted as often as it stands (Jaccard index of multisets)."""
    whole = (texts[0] | texts[1]).total()
    return (texts[0] & texts[1]).total() / whole if whole else 1.0


def _masked(text: str, echoed: frozenset[str]) -> list[str]:
    return [
        word
        for word in split_words(text)
        if len(word) <= _MAX_WORD
        and word.isalpha()
        and word not in echoed
        and not echoed.intersection(forms(word))
    ]


def _echoed(url: str) -> frozenset[str]:
    """The words that a page may repeat of its own address."""
    words: Iterable[str] = (*(share.word for share in address_words(url)), *split_words(hostname(url)))
    return frozenset(form for word in words for form in (word, *forms(word)))
