"""What ranks own pages for a dead link: finder, and two plain ways beside which it has to show its worth."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from heapq import nsmallest
from math import log
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import unquote

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from bench.matching_cases import Prediction
from finder.matching import OwnPageIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bench.matching_cases import Case, Corpus
    from finder.items import OwnPage
    from finder.matching import Weights

DEPTH: Final = 10
"""How many pages are ranked for a case."""

_WORD: Final = re.compile(r"[^\W_]+")


class Ranker(Protocol):
    """The own pages of one corpus, prepared once and asked often."""

    def rank(self, case: Case) -> Prediction:
        """The best pages for a case."""


class Finder:
    """finder's own index, with the weights that come with it unless given."""

    def __init__(self, corpus: Corpus, weights: Weights | None = None) -> None:
        self.index = OwnPageIndex(corpus.pages, weights)
        self._id_of = corpus.id_of

    def rank(self, case: Case) -> Prediction:
        """The best pages and the chance of the first."""
        found = self.index.rank(case.query, DEPTH)
        ranked = tuple(self._id_of[one.url] for one in found)
        return Prediction(case.id, ranked, found[0].score if found else 0.0)


class RapidFuzz:
    """How alike the words of the titles are to the anchor, the address or the former title, in any order.

    Of RapidFuzz's scorers ``token_sort_ratio`` did best on real redirects, and the best of the three parts
    better than their sum or all in one text.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._ids = corpus.ids
        self._titles = [default_process(page.title or page.h1) for page in corpus.pages]

    def rank(self, case: Case) -> Prediction:
        """The best pages; the score is the likeness of the first title, 0-1."""
        best: dict[int, float] = {}
        for said in (case.anchor, " ".join(_last_words(case.dead_url)), case.archived_title):
            if plain := default_process(said):
                alike = process.extract(plain, self._titles, scorer=fuzz.token_sort_ratio, limit=DEPTH)
                for _, likeness, page in alike:
                    best[page] = max(likeness / 100, best.get(page, 0.0))
        return _prediction(case, self._ids, best, most=1.0)


class Bm25:
    """BM25 over whole pages, where a word counts more in the title and the address than in the text.

    The weights did best among a handful tried on real redirects.
    """

    _K1: Final = 8.0
    _B: Final = 0.75
    _PAGE: Final[Mapping[str, float]] = {"title": 20, "url": 20, "headings": 4, "summary": 2, "text": 1}
    _AROUND: Final = 0.05
    _ARCHIVED: Final = 0.2

    def __init__(self, corpus: Corpus) -> None:
        self._ids = corpus.ids
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        lengths = []
        for number, page in enumerate(corpus.pages):
            counts = self._counts(page)
            lengths.append(sum(counts.values()))
            for word, count in counts.items():
                self._postings[word].append((number, count))
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._dampers = [self._K1 * (1 - self._B + self._B * length / (mean or 1.0)) for length in lengths]

    def rank(self, case: Case) -> Prediction:
        """The best pages; the score is that of the first as a share of the most that a page could have."""
        found: dict[int, float] = defaultdict(float)
        most = 0.0
        for word, asked in self._asked(case).items():
            pages = self._postings.get(word, ())
            weight = asked * self._rarity(len(pages)) * (self._K1 + 1)
            most += weight
            for page, count in pages:
                found[page] += weight * count / (count + self._dampers[page])
        return _prediction(case, self._ids, found, most)

    def _counts(self, page: OwnPage) -> dict[str, float]:
        texts = {
            "title": _words(page.title or page.h1),
            "url": _last_words(page.url),
            "headings": _words(" ".join(page.headings)),
            "summary": _words(page.summary),
            "text": _words(page.text),
        }
        return _weighed((self._PAGE[place], words) for place, words in texts.items())

    def _asked(self, case: Case) -> dict[str, float]:
        named = (case.anchor, " ".join(_last_words(case.dead_url)), case.archived_title)
        places = [(1.0, set(_words(text))) for text in named]
        asked = _weighed([*places, (self._AROUND, set(_words(case.context)))])
        for word, count in Counter(_words(case.archived_text)).items():
            asked[word] = asked.get(word, 0.0) + self._ARCHIVED * count / (count + 1)
        return asked

    def _rarity(self, pages: int) -> float:
        return log(1 + (len(self._ids) - pages + 0.5) / (pages + 0.5))


FINDER: Final = "finder"

RANKERS: Final[Mapping[str, Callable[[Corpus], Ranker]]] = {
    FINDER: Finder,
    "rapidfuzz": RapidFuzz,
    "bm25": Bm25,
}


def _prediction(case: Case, ids: tuple[str, ...], found: Mapping[int, float], most: float) -> Prediction:
    best = nsmallest(DEPTH, ((-score, page) for page, score in found.items() if score > 0))
    ranked = tuple(ids[page] for _, page in best)
    return Prediction(case.id, ranked, -best[0][0] / most if best else 0.0)


def _weighed(places: Iterable[tuple[float, Iterable[str]]]) -> dict[str, float]:
    """The sum of the weights of the places where each word stands."""
    counts: dict[str, float] = defaultdict(float)
    for weight, words in places:
        for word in words:
            counts[word] += weight
    return dict(counts)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _last_words(url: str) -> list[str]:
    """The words of the last part of a path, without its ending."""
    path = re.split(r"[?#]", url, maxsplit=1)[0].split("/")[3:]
    last = next((part for part in reversed(path) if part), "")
    return _words(unquote(last).rsplit(".", 1)[0])
