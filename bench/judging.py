"""Judging an answer: what its page shows, where it sends its visitor, and what that means."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bench.made_pages import plain_page
from bench.rows import Row
from finder.case import Case
from finder.checker.glance import glance
from finder.checker.looker import Look
from finder.checks import judge
from finder.items import Fetch, Hop, Promise, Purpose, Question, SecondLook
from finder.pages import decode
from finder.pages.onward import onward

if TYPE_CHECKING:
    from collections.abc import Iterator

# The smallest of several rounds: whatever else the machine does can only add.
_ROUNDS: Final = 7
_HEADERS: Final = {"content-type": "text/html; charset=utf-8"}
_GONE: Final = (
    b"<title>Page not found</title><h1>Page not found</h1><p>There is no such page here, sorry.</p>"
)
_SIZES: Final = (10_000, 30_000, 64_000)


def run(*, quick: bool) -> Iterator[Row]:
    """Microseconds of CPU for an answer: to see what its page shows, and to judge that."""
    count = 10 if quick else 100
    cases = {f"alive, as promised, {size // 1_000} KB": _alive(count, size, kept=True) for size in _SIZES}
    cases |= {
        f"alive, not as promised, {size // 1_000} KB": _alive(count, size, kept=False) for size in _SIZES
    }
    cases["404"] = [_answer(number, "/a", _GONE, 404) for number in range(count)]
    cases["soft 404"] = [_answer(number, "/a", _GONE) for number in range(count)]
    cases["redirect to a section"] = [_answer(number, "/all/", plain_page(number)) for number in range(count)]
    for name, answers in cases.items():
        least = [min(parts) for parts in zip(*(_spent(answers) for _ in range(_ROUNDS)), strict=True)]
        figures = dict(zip(("seen_us", "judged_us"), least, strict=True))
        yield Row(name, {**figures, "both_us": sum(least)})


def _alive(count: int, size: int, *, kept: bool) -> list[tuple[Look, Promise]]:
    return [_answer(number, "/a", plain_page(number, size=size), kept=kept) for number in range(count)]


def _answer(
    number: int, end: str, body: bytes, status: int = 200, *, kept: bool = False
) -> tuple[Look, Promise]:
    """An answer, and what the link to it promises: the title of its page if it is ``kept``."""
    words = body.partition(b"<title>")[2].partition(b"</title>")[0].decode()
    chance = random.Random(number)
    anchor = words if kept else " ".join("".join(chance.choices("bdfklmnoprstu", k=7)) for _ in range(4))
    url = f"http://t{number}.example/a/{'-'.join(anchor.lower().split())}"
    final = url if end == "/a" else f"http://t{number}.example{end}"
    hops = (Hop(url, status),) if final == url else (Hop(url, 301, final), Hop(final, status))
    fetch = Fetch(
        url,
        hops=hops,
        final_url=final,
        status=status,
        headers=_HEADERS,
        body_bytes=len(body),
        requests=len(hops),
        fetched_at="2026-11-25T08:00:00Z",
    )
    promise = Promise(
        (anchor,), (f"{anchor} is what we like best of all there is.",), ("Links",), ("A list",), ("en",)
    )
    return Look(fetch, _HEADERS, body), promise


def _spent(answers: list[tuple[Look, Promise]]) -> tuple[float, float]:
    """Microseconds an answer: to see what its page shows, and to judge it."""
    seen = judged = 0.0
    for look, promise in answers:
        began = time.process_time()
        onward(decode(look.body, look.headers["content-type"]), look.fetch.final_url)
        fetch = replace(look.fetch, page=glance(look))
        between = time.process_time()
        _judge(Case(fetch, promise))
        seen += between - began
        judged += time.process_time() - between
    return 1e6 * seen / len(answers), 1e6 * judged / len(answers)


def _judge(case: Case) -> None:
    _, said = judge(case)
    while isinstance(said, Question):
        case = case.having(SecondLook(said.purpose, said.url, said.why, _further(case, said)))
        _, said = judge(case)


def _further(case: Case, question: Question) -> Fetch | None:
    """Asked again the answer is the same; what else is asked for is not there."""
    if question.purpose is Purpose.AGAIN:
        return case.fetch
    return Fetch(question.url, final_url=question.url, status=404, hops=(Hop(question.url, 404),))
