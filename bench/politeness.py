"""What a server's log says of how its hosts were treated."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.server import Asked


# How much sooner than it should a request may come, as it is seen where it arrives.
_JITTER: Final = 0.1


def politeness(asked: Iterable[Asked], delay: float) -> dict[str, float]:
    """The smallest gap between two starts at one host, and how many came sooner than ``delay`` allows.

    ``at_once``: those that came before the one before them was answered.
    """
    by_host: dict[bytes, list[Asked]] = defaultdict(list)
    for each in asked:
        by_host[each.host].append(each)
    gaps = [
        (later.came - sooner.came, later.came < sooner.left) for sooner, later in _pairs(by_host.values())
    ]
    return {
        "smallest_gap_ms": 1_000 * min((gap for gap, _ in gaps), default=0.0),
        "too_soon": sum(gap < delay * (1 - _JITTER) for gap, _ in gaps),
        "at_once": sum(overlap for _, overlap in gaps),
        "requests": sum(map(len, by_host.values())),
    }


def _pairs(hosts: Iterable[list[Asked]]) -> Iterable[tuple[Asked, Asked]]:
    for requests in hosts:
        yield from pairwise(sorted(requests, key=lambda each: each.came))


def reached(asked: Sequence[Asked], paths: set[bytes], shares: Sequence[float]) -> list[float]:
    """Seconds from the first request until so many of ``paths`` were answered for the first time."""
    answered: dict[bytes, float] = {}
    for each in asked:
        if each.path in paths:
            answered.setdefault(each.path, each.left)
    times = sorted(answered.values())
    started = min(each.came for each in asked)
    return [times[max(0, round(share * len(paths)) - 1)] - started for share in shares]
