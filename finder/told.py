"""What the links to an address tell a visitor of its page, as words that can be looked for."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from finder.urls import hostname, registrable_domain
from finder.words import STEM_MARK, address_words, forms, is_generic_anchor, prior, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.items import Promise

_SHORTEST: Final = 4
_SEPARATORS: Final = re.compile(r"[^a-z0-9]+")


class Told:
    """What the links to an address tell of its page, in words; the same for every page compared with it.

    ``slug`` are the telling words of the address, ``wanted`` those of each anchor and of the address without
    the site's name, ``promised`` all of them by their plain form.
    """

    def __init__(self, url: str, promise: Promise) -> None:
        self._promise = promise
        self._name = name = _SEPARATORS.sub("", registrable_domain(hostname(url)).split(".")[0])
        self._anchors = [split_words(each) for each in promise.anchors if not is_generic_anchor(each)]
        self.slug = _telling((share.word for share in address_words(url) if share.share == 1.0), name)
        telling = [_telling(words, name) for words in self._anchors]
        self.wanted = [words for words in (*telling, self.slug) if words]
        self.promised = {forms(word)[0]: word for words in self.wanted for word in words}

    @cached_property
    def said(self) -> frozenset[str]:
        """The words that are promised, or of the site's name in an anchor."""
        named = {word for words in self._anchors for word in _telling(words, "")}
        return frozenset(named.union(self.promised.values()))

    @cached_property
    def spoken(self) -> frozenset[str]:
        """All forms of the promised words."""
        return forms_of(self.promised.values())

    @cached_property
    def around(self) -> list[str]:
        """The telling words of the sentences and headings around the links."""
        told = (*self._promise.contexts, *self._promise.headings)
        return _telling(chain.from_iterable(map(split_words, told)), self._name)

    @cached_property
    def all_forms(self) -> frozenset[str]:
        """The forms of whatever was said or stands around the links."""
        return forms_of((*self.said, *self.around))

    @cached_property
    def spoken_beginnings(self) -> tuple[str, ...]:
        """How promised words begin; see :func:`_beginnings`."""
        return _beginnings(self.spoken)

    @cached_property
    def all_beginnings(self) -> tuple[str, ...]:
        """How the words begin that were said or stand around."""
        return _beginnings(self.all_forms)

    @cached_property
    def slug_beginnings(self) -> tuple[str, ...]:
        """How telling words of the address begin."""
        return _beginnings(forms_of(self.slug))

    @cached_property
    def names_site(self) -> bool:
        """Whether an anchor speaks of the site as a whole."""
        return any(_names(words, self._name) for words in self._anchors)


@lru_cache(maxsize=1_000)
def told(url: str, promise: Promise) -> Told:
    """What the links that lead to ``url`` (as they have it) tell."""
    return Told(url, promise)


def forms_of(words: Iterable[str]) -> frozenset[str]:
    """All forms of some words."""
    return frozenset(chain.from_iterable(map(forms, set(words))))


def telling_forms(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, in all their forms."""
    return forms_of(_telling(split_words(text), ""))


def _telling(words: Iterable[str], name: str) -> list[str]:
    """Words that say what a page is about: no small words, and not the name of its site."""
    return [word for word in dict.fromkeys(words) if prior(word) == 1.0 and not _in_name(word, name)]


def _beginnings(found: Iterable[str]) -> tuple[str, ...]:
    """With one of these begins whatever plain word in small letters has one of some forms.

    A form is the word itself, or without its plural (``y`` for ``ies``), or its beginning.
    """
    return tuple({form.removeprefix(STEM_MARK).removesuffix("y") for form in found})


def _in_name(word: str, name: str) -> bool:
    return bool(name) and len(word) >= _SHORTEST and any(form in name for form in forms(word)[:1])


def _names(words: list[str], name: str) -> bool:
    telling = [word for word in words if prior(word) == 1.0]
    return bool(telling) and 2 * sum(_in_name(word, name) for word in telling) >= len(telling)
