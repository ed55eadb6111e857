"""What is known about a dead link or a mention, and the evidence it holds, part by part."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Final, Protocol

from finder.words import (
    JOINED_MARK,
    Share,
    address_words,
    forms,
    is_generic_anchor,
    joined,
    prior,
    rejoined,
    split_names,
    split_words,
)


@dataclass(frozen=True, slots=True)
class Query:
    """What is known about a dead link or a mention; everything may be empty.

    ``url`` is the dead address, ``anchor``, ``context`` and ``heading`` stand around the link,
    ``page_title`` and ``language`` are those of the source page, ``text`` is the snippet of a mention.
    ``target_title`` and ``target_text`` are what the dead page said while it lived, where an archive
    knows it.
    """

    url: str = ""
    anchor: str = ""
    context: str = ""
    heading: str = ""
    page_title: str = ""
    language: str = ""
    text: str = ""
    target_title: str = ""
    target_text: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the query: the forms it is looked up by and its weight (rarity times place)."""

    word: str
    forms: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """One part of a query: its terms with their summed weight, all their forms, the words as one string."""

    name: str
    terms: tuple[Term, ...]
    weight: float
    forms: frozenset[str]
    phrase: str


class Vocabulary(Protocol):
    """What the own pages know of words."""

    def knows(self, word: str) -> bool:
        """Whether any own page has the word."""

    def rarity(self, spellings: tuple[str, ...]) -> float:
        """How rare a word is among the own pages, 0-1."""


# Of long parts only the rarest words are looked up.
_MAX_TERMS: Final = {"anchor": 16, "address": 16, "former_title": 16, "former_text": 24}
_MAX_TERMS_AROUND: Final = 12
_MAX_PHRASE: Final = 24
_MAX_TARGET_TEXT: Final = 4_000


def evidence_of(query: Query, vocabulary: Vocabulary) -> list[Evidence]:
    """The parts of a query that say something, in the order in which they are trusted."""
    known = vocabulary.knows
    shares = {
        "anchor": [] if is_generic_anchor(query.anchor) else _equal(split_names(query.anchor, known)),
        "address": address_words(query.url, known) if query.url else [],
        "former_title": _equal(split_names(query.target_title, known)),
        "former_text": _by_count(split_words(query.target_text[:_MAX_TARGET_TEXT])),
        "mention": _equal(split_words(query.text)),
        "context": _equal(split_words(query.context)),
        "heading": _equal(split_names(query.heading, known)),
        "page_title": _equal(split_names(query.page_title, known)),
    }
    return [_evidence(name, words, vocabulary) for name, words in shares.items() if words]


def _equal(words: list[str]) -> list[Share]:
    return [Share(word, 1.0) for word in words]


def _by_count(words: list[str]) -> list[Share]:
    """A word that a text repeats is what it is about."""
    return [Share(word, min(1.0, 0.4 + 0.3 * log(count))) for word, count in Counter(words).items()]


def _evidence(name: str, shares: list[Share], vocabulary: Vocabulary) -> Evidence:
    best: dict[str, float] = {}
    for word, share in shares:
        best[word] = max(share, best.get(word, 0.0))
    wholes = _wholes([word for word, _ in shares], vocabulary)
    terms = [_term(word, share, wholes, vocabulary) for word, share in best.items()]
    kept = _heaviest(terms, _MAX_TERMS.get(name, _MAX_TERMS_AROUND))
    spoken = frozenset(form for term in kept for form in term.forms)
    phrase = rejoined(forms(word)[0] for word, share in best.items() if share == 1.0)
    return Evidence(name, kept, sum(term.weight for term in kept), spoken, " ".join(phrase[:_MAX_PHRASE]))


def _term(word: str, share: float, wholes: dict[str, str], vocabulary: Vocabulary) -> Term:
    """``wholes`` are the known words that this one is a part of when written without the space."""
    spellings = forms(word)
    weight = vocabulary.rarity(spellings) * prior(word) * share
    whole = (wholes[word],) if word in wholes else ()
    return Term(word, (*spellings, JOINED_MARK + spellings[0], *whole), weight)


def _wholes(words: list[str], vocabulary: Vocabulary) -> dict[str, str]:
    found: dict[str, str] = {}
    for one, other in pairwise(words):
        for whole in joined([one, other]):
            if vocabulary.knows(whole):
                found[one] = found[other] = whole
    return found


def _heaviest(terms: list[Term], limit: int) -> tuple[Term, ...]:
    """The heaviest terms, still in the order of the text."""
    if len(terms) <= limit:
        return tuple(terms)
    chosen = sorted(range(len(terms)), key=lambda at: (-terms[at].weight, at))[:limit]
    return tuple(terms[at] for at in sorted(chosen))
