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
_HALF: Final = 0.5
_SUPPORT: Final = 2  # mentions of promised words in the text itself, outside of title and headings
_ENOUGH_TEXT: Final = 30  # words, in sentences
_SHORTEST: Final = 4
_LINE: Final = 60  # characters
_LINE_WORDS: Final = 9
_SEPARATORS: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Fit:
    """How a page agrees with what was promised.

    ``promised`` are the words that say something (in the forms of :func:`finder.words.forms`), without those
    that only name the site, ``address_words`` those of the address; ``found`` of them, or of the site's name
    in an anchor, are on the page anywhere. ``in_headings`` is the best share (0-1) of an anchor or of the
    address that title and heading hold, ``address_in_headings`` and ``address_in_page`` are that of the
    address alone (1 if it says nothing), ``in_text`` how often sentences have promised words. ``around``
    counts the words of the sentences and headings around the links, ``around_found`` those of them that the
    page has. ``names_site`` says that an anchor speaks of the site as a whole.
    """

    promised: int
    found: int
    address_words: int
    in_headings: float
    address_in_headings: float
    address_in_page: float
    in_text: int
    text_words: int
    around: int
    around_found: int
    names_site: bool

    @property
    def strong(self) -> bool:
        """The page is surely what was promised: its headings say so and its sentences bear it out.

        An anchor may name the site and fit all its pages: what the address says must be there, too.
        """
        borne_out = self.in_text >= _SUPPORT and self.text_words >= _ENOUGH_TEXT
        return self.headed and borne_out and self.address_in_page >= _HALF

    @property
    def headed(self) -> bool:
        """Title or heading say what was promised, which a page may do by repeating its address."""
        return self.in_headings >= _MOST

    @property
    def none(self) -> bool:
        """Something was promised, and the page has none of it."""
        return not self.found and bool(self.promised or self.names_site)


def fit(page: Signals, url: str, promise: Promise) -> Fit:
    """How the page agrees with the links that lead to ``url`` (as the links have it)."""
    name = _SEPARATORS.sub("", registrable_domain(hostname(url)).split(".")[0])
    slug = _telling((share.word for share in address_words(url) if share.share == 1.0), name)
    anchors = [split_words(anchor) for anchor in promise.anchors if not is_generic_anchor(anchor)]
    wanted = [words for words in (*(_telling(each, name) for each in anchors), slug) if words]
    promised = {forms(word)[0]: word for words in wanted for word in words}
    said = {word for words in anchors for word in _telling(words, "")} | set(promised.values())
    heads = _forms_of(split_words(" ".join((page.title, page.h1 or "".join(page.headings[:1])))))
    sentences, others = prose(page)
    text = split_words(sentences)
    whole = heads | _forms_of(text) | _forms_of(split_words(others))
    spoken = {form for word in promised.values() for form in forms(word)}
    told = (*promise.contexts, *promise.headings)
    around = _telling(chain.from_iterable(map(split_words, told)), name)
    return Fit(
        promised=len(promised),
        found=sum(not whole.isdisjoint(forms(word)) for word in said),
        address_words=len(slug),
        in_headings=max((_share(words, heads) for words in wanted), default=0.0),
        address_in_headings=_share(slug, heads),
        address_in_page=_share(slug, whole),
        in_text=sum(1 for word in text if not spoken.isdisjoint(forms(word))),
        text_words=len(text),
        around=len(around),
        around_found=sum(not whole.isdisjoint(forms(word)) for word in around),
        names_site=any(_names(words, name) for words in anchors),
    )


def prose(page: Signals) -> tuple[str, str]:
    """The lines of the page's text that are sentences, and the others: headings, links, buttons."""
    lines: tuple[list[str], list[str]] = ([], [])
    for line in page.text.split("\n"):
        lines[len(line) < _LINE and line.count(" ") + 1 < _LINE_WORDS].append(line)
    return "\n".join(lines[0]), "\n".join(lines[1])


def names_itself(page: Signals, url: str) -> bool:
    """Whether a page has the name of its site, as its domain spells it, or the longer parts of that."""
    name = registrable_domain(hostname(url)).split(".")[0]
    text = _SEPARATORS.sub("", f"{page.title} {page.text}".lower())
    parts = [part for part in re.split(r"[-_\d]+", name) if len(part) > _SHORTEST]
    return any(part in text for part in parts or [_SEPARATORS.sub("", name)])


def telling_forms(text: str) -> frozenset[str]:
    """The words of a text that say what it is about, in all their forms."""
    return _forms_of(_telling(split_words(text), ""))


def _telling(words: Iterable[str], name: str) -> list[str]:
    """Words that say what a page is about: no small words, and not the name of its site."""
    return [word for word in dict.fromkeys(words) if prior(word) == 1.0 and not _in_name(word, name)]


def _in_name(word: str, name: str) -> bool:
    return bool(name) and len(word) >= _SHORTEST and any(form in name for form in forms(word)[:1])


def _names(words: list[str], name: str) -> bool:
    telling = [word for word in words if prior(word) == 1.0]
    return bool(telling) and 2 * sum(_in_name(word, name) for word in telling) >= len(telling)


def _share(words: list[str], found: frozenset[str]) -> float:
    return sum(not found.isdisjoint(forms(word)) for word in words) / len(words) if words else 1.0


def _forms_of(words: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in set(words) for form in forms(word))
