"""What reading real pages takes: CPU time beside trafilatura's, and with more and more names to look for."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Final

from finder.brands import Brand, Names
from finder.pages import read_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.page_cases import Case
    from bench.page_peers import Peer

_LETTERS: Final = "bacodufengriholjasketlomarnimorpelquirasstotamulvenwexylzor"
_FEW: Final = 60


def beside(cases: Sequence[Case], peer: Peer | None, rounds: int) -> dict[str, float]:
    """CPU milliseconds a page by program, the least of so many rounds that alternate."""
    spent: dict[str, list[float]] = {"finder": [], "trafilatura": []}
    for _ in range(rounds):
        spent["finder"].append(_spent(cases, None))
        if peer is not None:
            spent["trafilatura"].append(peer.round())
    return {name: 1_000 * min(found) / len(cases) for name, found in spent.items() if found}


def by_names(cases: Sequence[Case], numbers: Sequence[int], rounds: int) -> dict[int, float]:
    """CPU milliseconds a page by how many made-up names are looked for, on some of the pages."""
    some = cases[:: max(len(cases) // _FEW, 1)]
    brands = {number: made_names(number) for number in numbers}
    spent: dict[int, list[float]] = {number: [] for number in numbers}
    for _ in range(rounds):
        for number, found in spent.items():
            found.append(_spent(some, brands[number]))
    return {number: 1_000 * min(found) / len(some) for number, found in spent.items()}


def made_names(number: int) -> Names | None:
    """So many names of one to three words that nobody has, the same each time."""
    chance = random.Random(number)
    names: set[str] = set()
    while len(names) < number:
        names.add(" ".join(_word(chance) for _ in range(chance.choice((1, 1, 2, 2, 3)))))
    return Names(map(Brand, sorted(names))) if names else None


def _word(chance: random.Random) -> str:
    pieces = (
        _LETTERS[at : at + 2] for at in chance.choices(range(len(_LETTERS) - 1), k=chance.choice((2, 3, 4)))
    )
    return "".join(pieces).capitalize()


def _spent(cases: Iterable[Case], brands: Names | None) -> float:
    started = time.process_time()
    for case in cases:
        read_page(case.html, case.url, brands)
    return time.process_time() - started
