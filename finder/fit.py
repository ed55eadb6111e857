"""Whether a page is what the links to it promise: their anchor, the words of the address, the context."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from finder.urls import hostname, registrable_domain
from finder.words import address_words, forms, is_generic_anchor, prior, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.items import Promise, Signals

_MOST: Final = 0.6
_SUPPORT: Final = 2  # mentions of promised words in the text itself, outside of title and headings
_ENOUGH_TEXT: Final = 40  # words
_SHORTEST: Final = 4
_SEPARATORS: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Fit:
    """How a page agrees with what was promised.

    ``promised`` are the words that say something (in the forms of :func:`finder.words.forms`), without those
    that only name the site; ``in_headings`` is the best share (0-1) of an anchor or of the address that title
    and headings hold, ``in_text`` how often the text itself has promised words. ``around`` counts the words
    of the sentences around the links, ``around_found`` those of them that the page has. ``names_site`` says
    that an anchor speaks of the site as a whole.
    """

    promised: int
    in_headings: float
    in_text: int
    text_words: int
    around: int
    around_found: int
    names_site: bool

    @property
    def strong(self) -> bool:
        """The page is surely about what was promised: its headings say so and its text bears it out."""
        return self.in_headings >= _MOST and self.in_text >= _SUPPORT and self.text_words >= _ENOUGH_TEXT

    @property
    def headed(self) -> bool:
        """Title or headings say what was promised, which a page may do by repeating its address."""
        return self.in_headings >= _MOST

    @property
    def none(self) -> bool:
        """Something was promised, and the page has none of it."""
        return self.promised > 0 and self.in_headings == 0 and self.in_text == 0


def fit(page: Signals, url: str, promise: Promise) -> Fit:
    """How the page agrees with the links that lead to ``url`` (as the links have it)."""
    name = _SEPARATORS.sub("", registrable_domain(hostname(url)).split(".")[0])
    slug = [share.word for share in address_words(url) if share.share == 1.0]
    anchors = [split_words(anchor) for anchor in promise.anchors if not is_generic_anchor(anchor)]
    wanted = [words for words in (_telling(each, name) for each in (*anchors, slug)) if words]
    heads = _forms_of(split_words(" ".join((page.title, *page.headings))))
    said = {" ".join(line.split()) for line in (page.title, page.h1, *page.headings)}
    lines = [line for line in page.text.split("\n") if line not in said]
    text = split_words("\n".join(lines))
    text_forms = _forms_of(text)
    promised = {form for words in wanted for word in words for form in forms(word)}
    around = _telling(chain.from_iterable(map(split_words, promise.contexts)), name)
    return Fit(
        promised=len({forms(word)[0] for words in wanted for word in words}),
        in_headings=max((_share(words, heads) for words in wanted), default=0.0),
        in_text=sum(1 for word in text if not promised.isdisjoint(forms(word))),
        text_words=len(text),
        around=len(around),
        around_found=sum(not (heads | text_forms).isdisjoint(forms(word)) for word in around),
        names_site=any(_names(words, name) for words in anchors),
    )


def _telling(words: Iterable[str], name: str) -> list[str]:
    """Words that say what a page is about: no small words, and not the name of its site."""
    return [word for word in dict.fromkeys(words) if prior(word) == 1.0 and not _in_name(word, name)]


def _in_name(word: str, name: str) -> bool:
    return len(word) >= _SHORTEST and any(form in name for form in forms(word)[:1])


def _names(words: list[str], name: str) -> bool:
    telling = [word for word in words if prior(word) == 1.0]
    return bool(telling) and 2 * sum(_in_name(word, name) for word in telling) >= len(telling)


def _share(words: list[str], found: frozenset[str]) -> float:
    return sum(not found.isdisjoint(forms(word)) for word in words) / len(words)


def _forms_of(words: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in set(words) for form in forms(word))
