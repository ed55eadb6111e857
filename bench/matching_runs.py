"""Rankers at work on one corpus, each corpus in a process of its own: predictions, time and memory."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from statistics import median, quantiles
from typing import TYPE_CHECKING, Final

from bench.matching_cases import read_corpus
from bench.matching_rankers import FINDER, RANKERS, Finder
from bench.process import peak_mb

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from bench.matching_cases import Case, Corpus, Prediction
    from bench.matching_rankers import Ranker
    from finder.items import OwnPage, Suggestion
    from finder.matching import Weights

# How far down the right page is looked for when it is told why it is not the first.
_FAR: Final = 1_000


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds of CPU (of all threads) that single matches took."""

    mean: float
    median: float
    p95: float
    most: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Spread:
        """Of no matches all is 0."""
        ms = [1_000 * each for each in seconds] or [0.0]
        p95 = quantiles(ms, n=20, method="inclusive")[-1] if len(ms) > 1 else ms[0]
        return cls(sum(ms) / len(ms), median(ms), p95, max(ms))


@dataclass(frozen=True, slots=True)
class Considered:
    """An own page as finder saw it for one case; ``place`` is None when it is not among those ranked."""

    id: str
    url: str
    title: str
    place: int | None = None
    score: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One ranker's work on one corpus. ``index_s`` is CPU, ``peak_mb`` that of the process till then.

    ``considered`` tells, of cases whose first page is wrong, the first and the right pages.
    """

    ranker: str
    corpus: str
    pages: int
    predictions: tuple[Prediction, ...]
    index_s: float
    match_ms: Spread
    peak_mb: float
    considered: dict[str, tuple[Considered, ...]]


def measure(
    folder: Path,
    cases: Sequence[Case],
    rankers: Sequence[str],
    weights: Weights | None = None,
    *,
    explain: bool = False,
    jobs: int = 1,
) -> Iterator[list[Run]]:
    """The runs of each corpus, as soon as all of its are done; so many corpora at a time.

    Raises BrokenDataError.
    """
    corpora = list(dict.fromkeys(case.corpus for case in cases))
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        pending = [
            pool.submit(
                measure_corpus,
                folder,
                [case for case in cases if case.corpus == name],
                rankers,
                weights=weights,
                explain=explain,
            )
            for name in corpora
        ]
        try:
            for future in pending:
                yield future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def predictions_of(ranker: str, runs: Iterable[Run]) -> dict[str, Prediction]:
    """What a ranker said in all of its runs, by case id."""
    return {said.id: said for run in runs if run.ranker == ranker for said in run.predictions}


def measure_corpus(
    folder: Path,
    cases: Sequence[Case],
    rankers: Sequence[str],
    *,
    weights: Weights | None = None,
    explain: bool = False,
) -> list[Run]:
    """Let rankers answer the cases of one corpus, one after the other. Raises BrokenDataError."""
    corpus = read_corpus(folder, cases[0].corpus)
    return [_run(name, corpus, cases, weights, explain=explain) for name in rankers]


def _run(name: str, corpus: Corpus, cases: Sequence[Case], weights: Weights | None, *, explain: bool) -> Run:
    started = time.process_time()
    ranker: Ranker = Finder(corpus, weights) if name == FINDER else RANKERS[name](corpus)
    index_s = time.process_time() - started
    predictions, seconds = [], []
    for case in cases:
        started = time.process_time()
        predictions.append(ranker.rank(case))
        seconds.append(time.process_time() - started)
    peak = peak_mb()
    considered = {}
    if explain and isinstance(ranker, Finder):
        considered = _considered(ranker, corpus, cases, predictions)
    pages = len(corpus.pages)
    return Run(name, corpus.name, pages, tuple(predictions), index_s, Spread.of(seconds), peak, considered)


def _considered(
    finder: Finder, corpus: Corpus, cases: Sequence[Case], predictions: Sequence[Prediction]
) -> dict[str, tuple[Considered, ...]]:
    pages = dict(zip(corpus.ids, corpus.pages, strict=True))
    found = {}
    for case, said in zip(cases, predictions, strict=True):
        if case.relevant.isdisjoint(said.ranked[:1]):
            ranked = {one.url: one for one in finder.index.rank(case.query, _FAR)}
            places = {url: place for place, url in enumerate(ranked, 1)}
            told = [*said.ranked[:1], *sorted(case.relevant & pages.keys())]
            found[case.id] = tuple(
                _one(page_id, pages[page_id], ranked.get(url), places.get(url))
                for page_id, url in ((page_id, pages[page_id].url) for page_id in told)
            )
    return found


def _one(page_id: str, page: OwnPage, found: Suggestion | None, place: int | None) -> Considered:
    if found is None:
        return Considered(page_id, page.url, page.title)
    return Considered(page_id, page.url, page.title, place, found.score, found.why)
