"""SimHash (Charikar 2002): a 64-bit number that changes little when a text changes little."""

from __future__ import annotations

import hashlib
import sys
from array import array
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_BITS: Final = 64
_LANE: Final = 16  # bits: room for the votes of all words on one bit; an array of "H"
_MOST: Final = 1_000


def fingerprint(words: Iterable[str]) -> int:
    """The signed 64-bit SimHash of the first thousand words; 0 for none."""
    votes, number = 0, 0
    for word in islice(words, _MOST):
        votes += _lanes(word)
        number += 1
    counted = array("H", votes.to_bytes(_BITS * _LANE // 8, sys.byteorder))
    bits = sum(1 << place for place, votes in enumerate(counted) if 2 * votes > number)
    return bits - (1 << _BITS) if bits >> (_BITS - 1) else bits


def distance(one: int, other: int) -> int:
    """In how many of their 64 bits two fingerprints differ."""
    return ((one ^ other) & ((1 << _BITS) - 1)).bit_count()


@lru_cache(maxsize=50_000)
def _lanes(word: str) -> int:
    """The bits of a word's hash, each in a lane of its own, so that hashes can be added up bit by bit."""
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=_BITS // 8).digest()
    return int.from_bytes(b"".join([_SPREAD[byte] for byte in digest]), sys.byteorder)


def _spread(byte: int) -> bytes:
    return array("H", [byte >> place & 1 for place in range(8)]).tobytes()


_SPREAD: Final = [_spread(byte) for byte in range(256)]
