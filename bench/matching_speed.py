"""How fast and how large the matching is: made-up own pages and dead links in a made-up language.

The language has a real one's proportions: small words come most often and word frequencies fall as Zipf and
Mandelbrot say, so that most words of a site are on few of its pages and a few are on nearly all.
"""

from __future__ import annotations

import random
import time
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from bench.matching_runs import Spread
from bench.process import peak_mb
from finder.items import OwnPage
from finder.matching import OwnPageIndex, Query
from finder.reference import load_table

if TYPE_CHECKING:
    from collections.abc import Iterator

_VOCABULARY: Final = 60_000
_FLATTENED, _STEEPNESS = 2.7, 1.1
_STARTS: Final = ("", *"bcdfghjklmnprstvw", "st", "tr", "pr", "ch", "sh", "pl", "gr", "br", "cl", "fr")
_MIDDLES: Final = (*"aeiouaeiouy", "ea", "ou", "ai", "io")
_ENDS: Final = ("", "", "", "", *"nrstlmd", "nd", "ck", "ng", "st")
_SHORT: Final = 2_000
"""So many of the most frequent words are of one or two syllables, the others of two or three."""
_TEXT_WORDS: Final = (240, 320)
"""Least and most words of a text: 1,500 to 2,000 characters."""
_REPEATED: Final = 0.3
"""How many words of a text repeat one that it has said."""
_SECTIONS: Final = 40


class MadeSite:
    """Own pages and dead links made of chance: the same seed always gives the same ones."""

    def __init__(self, pages: int, seed: int) -> None:
        self._chance = random.Random(seed)
        self._small = dict(load_table("function_words.tsv"))["en"].split()
        self._words = self._vocabulary()
        self._shares = list(accumulate(map(_share, range(_VOCABULARY))))
        self._telling = self._words[len(self._small) :]
        self._telling_shares = list(accumulate(_share(rank) for rank in range(len(self._small), _VOCABULARY)))
        self._sections = [self._topic(1)[0] for _ in range(_SECTIONS)]
        self.pages = [self._page(number) for number in range(pages)]

    def links(self, count: int) -> Iterator[Query]:
        """Dead links: half of them about one of the pages, a quarter opaque, a tenth archived."""
        for number in range(count):
            page = self._chance.choice(self.pages) if self._chance.random() < 0.5 else None
            subject = page.h1.split() if page else self._topic(self._chance.randint(2, 6))
            kept = self._chance.sample(subject, max(1, len(subject) - self._chance.randint(0, 2)))
            opaque, archived = self._chance.random() < 0.25, self._chance.random() < 0.1
            yield Query(
                url="https://gone.example/" + (f"p/{number}" if opaque else f"blog/{'-'.join(kept)}.html"),
                anchor=" ".join(kept),
                context=f"{self._text(10, [])} {' '.join(kept)} {self._text(10, [])}",
                heading=" ".join(self._topic(2)),
                page_title=" ".join(self._topic(4)),
                target_title=" ".join(subject) if archived else "",
                target_text=self._text(self._chance.randint(*_TEXT_WORDS), subject) if archived else "",
            )

    def _page(self, number: int) -> OwnPage:
        subject = self._topic(self._chance.randint(2, 6))
        title = " ".join(subject)
        return OwnPage(
            url=f"https://own.example/{self._chance.choice(self._sections)}/{'-'.join(subject)}-{number}",
            title=f"{title} | Own Example",
            h1=title,
            headings=tuple(self._text(4, subject) for _ in range(self._chance.randint(2, 8))),
            summary=self._text(25, subject),
            text=self._text(self._chance.randint(*_TEXT_WORDS), subject),
        )

    def _text(self, count: int, subject: list[str]) -> str:
        """Words as they come, some of them twice or more; every twelfth one of the subject."""
        new = count - int(_REPEATED * count)
        words = self._chance.choices(self._words, cum_weights=self._shares, k=new)
        words += self._chance.choices(words, k=count - new)
        if subject:
            words[::12] = self._chance.choices(subject, k=len(words[::12]))
        return " ".join(words)

    def _topic(self, count: int) -> list[str]:
        """Words that say something."""
        return self._chance.choices(self._telling, cum_weights=self._telling_shares, k=count)

    def _vocabulary(self) -> list[str]:
        """The small words, then made-up ones."""
        found = dict.fromkeys(self._small)
        while len(found) < _VOCABULARY:
            found[self._word(self._chance.choice((1, 2) if len(found) < _SHORT else (2, 2, 3)))] = None
        return list(found)

    def _word(self, syllables: int) -> str:
        pick = self._chance.choice
        return "".join(pick(_STARTS) + pick(_MIDDLES) + pick(_ENDS) for _ in range(syllables))


def _share(rank: int) -> float:
    return float((rank + _FLATTENED) ** -_STEEPNESS)


def speed(page_count: int, link_count: int, seed: int) -> dict[str, float]:
    """Time the index and each suggestion. Seconds are of the clock, milliseconds of CPU (all threads)."""
    site = MadeSite(page_count, seed)
    before = peak_mb()
    started, used = time.perf_counter(), time.process_time()
    index = OwnPageIndex(site.pages)
    indexed, index_cpu = time.perf_counter() - started, time.process_time() - used
    wall, offered = 0.0, 0
    times: dict[bool, list[float]] = {True: [], False: []}
    for query in site.links(link_count):
        started, used = time.perf_counter(), time.process_time()
        offered += index.suggest(query) is not None
        times[bool(query.target_text)].append(time.process_time() - used)
        wall += time.perf_counter() - started
    each, archived = Spread.of(times[True] + times[False]), Spread.of(times[True])
    return {
        "pages": page_count,
        "links": link_count,
        "offered": offered,
        "index_s": round(indexed, 2),
        "index_cpu_s": round(index_cpu, 2),
        "match_s": round(wall, 2),
        "ms_per_match": round(each.mean, 3),
        "ms_median": round(each.median, 3),
        "ms_95_percent": round(each.p95, 3),
        "ms_most": round(each.most, 3),
        "ms_median_archived": round(archived.median, 3),
        "mb_before": round(before),
        "peak_mb": round(peak_mb()),
    }
