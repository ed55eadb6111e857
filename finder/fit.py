"""Whether a page is what the links to it promise: their anchor, the words of the address, the context."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

from finder.told import forms_of, told
from finder.urls import hostname, registrable_domain
from finder.words import forms, split_words, words_beginning

if TYPE_CHECKING:
    from finder.items import Promise, Signals
    from finder.told import Told

_MOST: Final = 0.6
_HALF: Final = 0.5
_SUPPORT: Final = 2  # mentions of promised words in the text itself, outside of title and headings
_ENOUGH_TEXT: Final = 30  # words, in sentences
_START: Final = 400  # characters
_SHORTEST: Final = 4
_LINE: Final = 60  # characters
_LINE_WORDS: Final = 9
_SEPARATORS: Final = re.compile(r"[^a-z0-9]+")
_BETWEEN: Final = bytes(
    byte for byte in range(256) if not chr(byte).isascii() or _SEPARATORS.match(chr(byte))
)
# ASCII and the quotes, dashes and spaces of good typography: the words of such text are those of its lines.
_PLAIN: Final = re.compile(
    "[\u0000-\u007f\u00a0\u00ab\u00b7\u00bb\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026]*"
)
_PARTS: Final = (
    *("promised", "found", "address_words", "in_headings", "address_in_headings", "address_in_page"),
    *("in_text", "text_words", "around", "around_found", "names_site"),
)


class Fit:
    """How a page agrees with what was promised; each part is found out when it is asked for."""

    def __init__(self, page: Signals, told: Told) -> None:
        self._page = page
        self._told = told

    def as_dict(self) -> dict[str, float]:
        """All parts that are numbers, by their names."""
        return {name: getattr(self, name) for name in _PARTS}

    @property
    def promised(self) -> int:
        """Promised words that say something, without those that only name the site."""
        return len(self._told.promised)

    @property
    def address_words(self) -> int:
        """Promised words of the address."""
        return len(self._told.slug)

    @property
    def around(self) -> int:
        """Words of the sentences and headings around the links."""
        return len(self._told.around)

    @property
    def names_site(self) -> bool:
        """An anchor speaks of the site as a whole."""
        return self._told.names_site

    @cached_property
    def found(self) -> int:
        """Words that are promised, or of the site's name in an anchor, and on the page anywhere."""
        return sum(not self._whole.isdisjoint(forms(word)) for word in self._told.said)

    @cached_property
    def around_found(self) -> int:
        """Words around the links that the page has."""
        return sum(not self._whole.isdisjoint(forms(word)) for word in self._told.around)

    @cached_property
    def in_headings(self) -> float:
        """The best share (0-1) of an anchor or of the address that title and heading hold."""
        return max((_share(words, self._heads) for words in self._told.wanted), default=0.0)

    @cached_property
    def heads_a_part(self) -> bool:
        """One of the headings of its parts says what was promised, and sentences bear it out."""
        words = [forms_of(split_words(heading)) for heading in self._page.headings]
        best = max((_share(wanted, part) for wanted in self._told.wanted for part in words), default=0.0)
        return best >= _MOST and self._is_borne_out()

    @cached_property
    def address_in_headings(self) -> float:
        """The share of the address that title and heading hold; 1 if it says nothing."""
        return _share(self._told.slug, self._heads)

    @cached_property
    def address_in_page(self) -> float:
        """The share of the address that the page holds; 1 if it says nothing."""
        told = self._told
        if not told.slug or "_whole" in self.__dict__ or not _is_plain(self._page.text):
            return _share(told.slug, self._whole)
        return _share(told.slug, self._heads | self._begun(told.slug_beginnings))

    @cached_property
    def in_text(self) -> int:
        """How often sentences have promised words."""
        return self._spoken_in(self._text)

    @cached_property
    def text_words(self) -> int:
        """The words of the sentences."""
        return len(self._text)

    @cached_property
    def strong(self) -> bool:
        """The page is surely what was promised: its headings say so and its sentences bear it out.

        An anchor may name the site and fit all its pages: what the address says must be there, too.
        """
        if not self.headed or not self._is_borne_out():
            return False
        return self.address_in_headings >= _HALF or self.address_in_page >= _HALF

    @property
    def headed(self) -> bool:
        """Title or heading say what was promised, which a page may do by repeating its address."""
        return self.in_headings >= _MOST

    @property
    def none(self) -> bool:
        """Something was promised, and the page has none of it."""
        return not self.found and bool(self.promised or self.names_site)

    @cached_property
    def foreign(self) -> bool:
        """Something was promised, and the page has neither any of it nor any word around the links."""
        told = self._told
        if not (told.promised or told.names_site) or not told.all_forms.isdisjoint(self._heads):
            return False
        text = self._page.text
        if not _is_plain(text):
            return told.all_forms.isdisjoint(chain.from_iterable(map(forms, self._words)))
        return told.all_forms.isdisjoint(self._begun(told.all_beginnings))

    def _is_borne_out(self) -> bool:
        """Whether there are sentences enough, and promised words in them more than once."""
        sentences = self._prose[0]
        if not _is_plain(sentences):
            return self.in_text >= _SUPPORT and self.text_words >= _ENOUGH_TEXT
        in_text = count = 0
        begun = self._told.spoken_beginnings
        for line in sentences.split("\n"):
            if in_text < _SUPPORT:
                in_text += self._spoken_in(words_beginning(begun, line.lower()))
            if count < _ENOUGH_TEXT:
                # The start of a long one has enough.
                begin = len(split_words(line[:_START]))
                count += begin if begin >= _ENOUGH_TEXT else len(split_words(line))
            if in_text >= _SUPPORT and count >= _ENOUGH_TEXT:
                return True
        return False

    def _begun(self, beginnings: tuple[str, ...]) -> frozenset[str]:
        """The forms of those words of a plain text that begin so."""
        return forms_of(words_beginning(beginnings, self._page.text.lower()))

    def _spoken_in(self, words: list[str]) -> int:
        spoken = self._told.spoken
        return sum(1 for word in words if not spoken.isdisjoint(forms(word)))

    @cached_property
    def _prose(self) -> tuple[str, str]:
        return prose(self._page)

    @cached_property
    def _heads(self) -> frozenset[str]:
        page = self._page
        return forms_of(split_words(f"{page.title} {page.h1 or ''.join(page.headings[:1])}"))

    @cached_property
    def _text(self) -> list[str]:
        return split_words(self._prose[0])

    @cached_property
    def _words(self) -> set[str]:
        """The words of sentences and of all other lines."""
        if self._page.text.isascii():
            return set(split_words(self._page.text))
        return {*self._text, *split_words(self._prose[1])}

    @cached_property
    def _whole(self) -> frozenset[str]:
        return self._heads | forms_of(self._words)


def fit(page: Signals, url: str, promise: Promise) -> Fit:
    """How the page agrees with the links that lead to ``url`` (as the links have it)."""
    return Fit(page, told(url, promise))


def _is_plain(text: str) -> bool:
    return text.isascii() or _PLAIN.fullmatch(text) is not None


def prose(page: Signals) -> tuple[str, str]:
    """The lines of the page's text that are sentences, and the others: headings, links, buttons."""
    lines: tuple[list[str], list[str]] = ([], [])
    for line in page.text.split("\n"):
        lines[len(line) < _LINE and line.count(" ") + 1 < _LINE_WORDS].append(line)
    return "\n".join(lines[0]), "\n".join(lines[1])


def names_itself(page: Signals, url: str) -> bool:
    """Whether a page has the name of its site, as its domain spells it, or the longer parts of that."""
    name = registrable_domain(hostname(url)).split(".")[0]
    text = f"{page.title} {page.text}".lower().encode("ascii", "ignore").translate(None, _BETWEEN)
    parts = [part for part in re.split(r"[-_\d]+", name) if len(part) > _SHORTEST]
    return any(part.encode() in text for part in parts or [_SEPARATORS.sub("", name)])


def _share(words: list[str], found: frozenset[str]) -> float:
    return sum(not found.isdisjoint(forms(word)) for word in words) / len(words) if words else 1.0
