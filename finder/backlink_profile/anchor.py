"""Of which sort an anchor is: our name, an address, the words of the page it leads to, or nothing at all."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.brands import Names
from finder.brands.own_name import letters_of, title_parts
from finder.urls import has_known_ending, registrable_domain
from finder.words import address_words, forms, prior, says_nothing, split_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from finder.brands import Brand

_KEPT: Final = 50_000
_LONGEST_GENERIC: Final = 6
_LONGEST_LABEL: Final = 80  # letters of a domain's first label, at most 63, with what may stand between them
_ADDRESS: Final = re.compile(r"(?:https?:/?/?|www\.)\S+", re.IGNORECASE)
_HOST: Final = re.compile(r"((?:[\w-]+\.)+[^\W\d_][\w-]*)(?::\d+)?(?:[/?#…]\S*|\.{3})?", re.IGNORECASE)
_SAME_PAGE: Final = re.compile(r"\Ahttps?://(?:www\.)?")


class AnchorSort(StrEnum):
    """What an anchor says. ``EXACT_PHRASE``: the words of the linked page's title, heading or address."""

    BRAND = "brand"
    BRAND_AND_MORE = "brand_and_more"
    URL = "url"
    EXACT_PHRASE = "exact_phrase"
    OTHER_PHRASE = "other_phrase"
    GENERIC = "generic"
    IMAGE = "image"
    EMPTY = "empty"


class PageNames(NamedTuple):
    """What a page of ours calls itself."""

    title: str
    h1: str = ""


class _Read(NamedTuple):
    sort: AnchorSort
    words: tuple[str, ...] = ()


class Anchors:
    """Sorts the anchors of links to us, whatever their language.

    ``brands`` are ours, ``own_domains`` our registrable domains (their letters count as a name of ours),
    ``pages`` what our pages call themselves, by address.
    """

    def __init__(
        self, brands: Iterable[Brand], own_domains: Collection[str], pages: Mapping[str, PageNames]
    ) -> None:
        self._names = Names(brands)
        self._own = frozenset(own_domains)
        self._labels = frozenset(letters_of(name.partition(".")[0]) for name in own_domains)
        self._initials = frozenset(label[:1] for label in self._labels)
        self._pages = {_SAME_PAGE.sub("", url).rstrip("/"): names for url, names in pages.items()}
        # The same anchors come again and again, and so do the pages that they lead to.
        self._read = lru_cache(_KEPT)(self._read_text)
        self._phrases_of = lru_cache(_KEPT)(self._phrases_of_page)

    def sort(self, text: str, target_url: str = "", *, image: bool = False) -> AnchorSort:
        """The sort of an anchor that leads to a page of ours; that of an image is its alternative text."""
        said = " ".join(text.split())
        if not said:
            return AnchorSort.IMAGE if image else AnchorSort.EMPTY
        read = self._read(said)
        if read.sort is AnchorSort.OTHER_PHRASE and read.words in self._phrases_of(target_url):
            return AnchorSort.EXACT_PHRASE
        return read.sort

    def _read_text(self, text: str) -> _Read:
        begins = text[0].casefold() in self._initials and len(text) <= _LONGEST_LABEL
        if begins and letters_of(text) in self._labels:
            return _Read(AnchorSort.BRAND)
        words, named = self._without_names(text)
        if named:
            more = any(prior(word) == 1.0 for word in words) and not _is_generic(words)
            return _Read(AnchorSort.BRAND_AND_MORE if more else AnchorSort.BRAND)
        if self._is_address(text):
            return _Read(AnchorSort.URL)
        if _is_generic(words):
            return _Read(AnchorSort.GENERIC)
        return _Read(AnchorSort.OTHER_PHRASE, _telling(words))

    def _without_names(self, text: str) -> tuple[list[str], bool]:
        """The words of a text without our names, and whether there was one."""
        hits = [hit for hit in self._names.find(text)[0] if not hit.ruled_out]
        rest = text
        for hit in reversed(hits):
            rest = f"{rest[: hit.start]} {rest[hit.end :]}"
        return split_words(rest), bool(hits)

    def _is_address(self, text: str) -> bool:
        if _ADDRESS.fullmatch(text):
            return True
        host = _HOST.fullmatch(text)
        if host is None:
            return False
        return registrable_domain(host[1]) in self._own or has_known_ending(host[1])

    def _phrases_of_page(self, url: str) -> frozenset[tuple[str, ...]]:
        """The ways to name a page of ours, as words that can be compared."""
        return frozenset(filter(None, map(_telling, self._named(url))))

    def _named(self, url: str) -> Iterator[list[str]]:
        names = self._pages.get(_SAME_PAGE.sub("", url).rstrip("/"))
        for text in (names.h1, names.title, *title_parts(names.title)) if names else ():
            yield self._without_names(text)[0]
        yield [word for word, share in address_words(url) if share == 1.0]


def _telling(words: Iterable[str]) -> tuple[str, ...]:
    """The words that say what something is about, in their plain form."""
    return tuple(forms(word)[0] for word in words if word.isdigit() or prior(word) == 1.0)


def _is_generic(words: list[str]) -> bool:
    """Whether words say nothing of the page: no words, numbers, phrases such as "click here" and joints."""
    at, generic = 0, not words or all(map(str.isdigit, words))
    while at < len(words):
        length = _generic_from(words, at)
        if not length and prior(words[at]) == 1.0:
            return False
        generic = generic or length > 0
        at += max(length, 1)
    return generic


def _generic_from(words: list[str], at: int) -> int:
    """How many words from a place on are one phrase that says nothing, the longest."""
    lengths = range(min(_LONGEST_GENERIC, len(words) - at), 0, -1)
    return next((length for length in lengths if says_nothing(words[at : at + length])), 0)
