"""Whether the source can be relied on: known, old, cared for, and not one of thousands of links."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.quality.part import Part, rounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.quality.facts import Facts

# From the first place on, so much less for each further digit of the place. Who is not in the list has less.
_PER_DIGIT: Final = 0.07
_UNRANKED: Final = 0.35
_BY_DEPTH: Final = (1.0, 1.0, 0.9, 0.8, 0.65)
_DEEPEST: Final = 0.5
_HTTP: Final = 0.5
_MANY_LINKS: Final = 100
_TOO_MANY: Final = 1_000
_CROWDED: Final = 0.3
# Few links tell little of whether anybody is at home: so many that live are added.
_BENEFIT: Final = 4
_PER_DEAD: Final = 1.6
_LEAST_LOOKED: Final = 5
_GROWN_UP: Final = 3.0


class _Side(NamedTuple):
    """One thing that is known of a source: how good it is (0-1), how much it weighs, and in words."""

    value: float
    weight: float
    why: str = ""


def source(facts: Facts) -> Part:
    """The mean of what is known of page and site."""
    sides = list(_sides(facts))
    total = sum(side.weight for side in sides)
    value = sum(side.value * side.weight for side in sides) / total
    return Part(rounded(value), "; ".join(side.why for side in sides if side.why))


def _sides(facts: Facts) -> Iterator[_Side]:
    path = facts.page_url.partition("://")[2].partition("?")[0].partition("#")[0]
    depth = len([part for part in path.split("/")[1:] if part])
    yield _Side(_BY_DEPTH[depth] if depth < len(_BY_DEPTH) else _DEEPEST, 1.0)
    secure = facts.page_url.startswith("https://")
    yield _Side(1.0 if secure else _HTTP, 1.0, "" if secure else "no https")
    if facts.rank is not None:
        value = max(1.0 - _PER_DIGIT * math.log10(max(facts.rank, 1)), _UNRANKED)
        yield _Side(value, 3.0, f"rank {facts.rank:,} in {facts.rank_source}")
    elif facts.rank_source:
        yield _Side(_UNRANKED, 3.0, f"not in {facts.rank_source}")
    if facts.links is not None:
        yield from _links(facts.links)
    if facts.looked >= _LEAST_LOOKED:
        share = facts.dead / (facts.looked + _BENEFIT)
        yield _Side(max(1.0 - _PER_DEAD * share, 0.0), 2.0, f"{facts.dead} of {facts.looked} links dead")
    if len(facts.published) >= len("2026") and facts.published[:4].isdigit():
        years = int(facts.today[:4]) - int(facts.published[:4])
        if years >= _GROWN_UP:
            yield _Side(1.0, 0.5, f"site at least {years} years old")


def _links(number: int) -> Iterator[_Side]:
    """A link among a thousand is worth less than one among ten."""
    if number <= _MANY_LINKS:
        yield _Side(1.0, 1.0)
    else:
        crowd = math.log(min(number, _TOO_MANY) / _MANY_LINKS) / math.log(_TOO_MANY / _MANY_LINKS)
        yield _Side(1.0 - (1.0 - _CROWDED) * crowd, 1.0, f"{number:,} links on the page")
