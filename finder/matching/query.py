"""What is known about a dead link or a mention, and the evidence it holds, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from finder.matching.words import (
    Share,
    address_words,
    forms,
    is_generic_anchor,
    prior,
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
    """One part of a query: its terms, all their forms, and the words as one string."""

    name: str
    terms: tuple[Term, ...]
    forms: frozenset[str]
    phrase: str

    @property
    def weight(self) -> float:
        """The sum of the weights of all terms."""
        return sum(term.weight for term in self.terms)


class Vocabulary(Protocol):
    """What the own pages know of words."""

    def knows(self, word: str) -> bool:
        """Whether any own page has the word."""

    def rarity(self, spellings: tuple[str, ...]) -> float:
        """How rare a word is among the own pages, 0-1."""


# Of long parts only the rarest words are looked up.
_MAX_TERMS: Final = {"anchor": 16, "address": 16, "former_title": 16, "former_text": 24}
_MAX_TERMS_AROUND: Final = 12


def evidence_of(query: Query, vocabulary: Vocabulary) -> list[Evidence]:
    """The parts of a query that say something, in the order in which they are trusted."""
    known = vocabulary.knows
    shares = {
        "anchor": [] if is_generic_anchor(query.anchor) else _equal(split_names(query.anchor, known)),
        "address": address_words(query.url, known) if query.url else [],
        "former_title": _equal(split_names(query.target_title, known)),
        "former_text": _equal(split_words(query.target_text[:4_000])),
        "mention": _equal(split_words(query.text)),
        "context": _equal(split_words(query.context)),
        "heading": _equal(split_names(query.heading, known)),
        "page_title": _equal(split_names(query.page_title, known)),
    }
    return [_evidence(name, words, vocabulary) for name, words in shares.items() if words]


def _equal(words: list[str]) -> list[Share]:
    return [Share(word, 1.0) for word in words]


def _evidence(name: str, shares: list[Share], vocabulary: Vocabulary) -> Evidence:
    best: dict[str, float] = {}
    for word, share in shares:
        best[word] = max(share, best.get(word, 0.0))
    terms = [
        Term(word, forms(word), vocabulary.rarity(forms(word)) * prior(word) * share)
        for word, share in best.items()
    ]
    kept = _heaviest(terms, _MAX_TERMS.get(name, _MAX_TERMS_AROUND))
    phrase = " ".join(term.forms[0] for term in kept)
    return Evidence(name, kept, frozenset(form for term in kept for form in term.forms), phrase)


def _heaviest(terms: list[Term], limit: int) -> tuple[Term, ...]:
    """The heaviest terms, still in the order of the text."""
    if len(terms) <= limit:
        return tuple(terms)
    chosen = sorted(range(len(terms)), key=lambda at: (-terms[at].weight, at))[:limit]
    return tuple(terms[at] for at in sorted(chosen))
