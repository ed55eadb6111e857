"""Vectors that are like each other, put together around one of them each.

A group is a leader and what is like *it*: the vectors come in order of importance, and each joins the leader
it is most like, or becomes a leader itself. So no chain of likenesses ever makes a group whose ends have
nothing in common.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.gaps.wording import Vector

LIKE: Final = 0.55
"""Likeness of two vectors from which on they are about the same."""

_OTHER_LANGUAGE: Final = 0.85
# What a word can find: so many leaders, the most important ones; what more of them have tells little.
_MOST_LEADERS: Final = 400
# How many of the leaders that share the most are compared word by word.
_COMPARED: Final = 40


class Joined(NamedTuple):
    """Which leader a vector belongs to (its own place for a leader), and how much it is like it, 0-1."""

    leader: int
    likeness: float


def group(vectors: Sequence[Vector], languages: Sequence[str]) -> list[Joined]:
    """The leader of each vector. ``vectors`` come most important first; empty ones stay alone.

    ``languages`` (empty: unknown): vectors of two languages must be more like each other.
    """
    leaders = _Leaders(vectors, languages)
    return [leaders.join(place) for place in range(len(vectors))]


class _Leaders:
    def __init__(self, vectors: Sequence[Vector], languages: Sequence[str]) -> None:
        self._vectors = vectors
        self._languages = languages
        self._by_word: dict[int, list[tuple[int, float]]] = defaultdict(list)

    def join(self, place: int) -> Joined:
        """Let a vector join the leader it is most like, or be one."""
        vector = self._vectors[place]
        words = dict(zip(*vector, strict=True))
        best = Joined(place, 0.0)
        for leader in self._candidates(vector):
            likeness = self._likeness(words, place, leader)
            # Of two that are as like, the more important one.
            if likeness >= LIKE and (likeness, -leader) > (best.likeness, -best.leader):
                best = Joined(leader, likeness)
        if best.leader != place:
            return best
        self._lead(place, vector)
        return Joined(place, 1.0)

    def _candidates(self, vector: Vector) -> list[int]:
        """The leaders that may be like a vector, by what they share of its rare words."""
        shared: dict[int, float] = defaultdict(float)
        for place in range(_telling(vector)):
            weight = vector.weights[place]
            for leader, other in self._by_word.get(vector.words[place], ()):
                shared[leader] += weight * other
        if len(shared) <= _COMPARED:
            return list(shared)
        return sorted(shared, key=lambda leader: (-shared[leader], leader))[:_COMPARED]

    def _likeness(self, words: dict[int, float], place: int, leader: int) -> float:
        other = self._vectors[leader]
        product = sum(words[word] * weight for word, weight in zip(*other, strict=True) if word in words)
        ours, theirs = self._languages[place], self._languages[leader]
        return min(1.0, product * (_OTHER_LANGUAGE if ours and theirs and ours != theirs else 1.0))

    def _lead(self, place: int, vector: Vector) -> None:
        for at in range(_telling(vector)):
            known = self._by_word[vector.words[at]]
            if len(known) < _MOST_LEADERS:
                known.append((place, vector.weights[at]))


def _telling(vector: Vector) -> int:
    """How many of the rare words matter: what comes after them cannot make two vectors alike by itself.

    All vectors have their words in one order, so two that are alike share one of these (prefix filtering).
    """
    rest = 0.0
    for place in range(len(vector.weights) - 1, -1, -1):
        rest += vector.weights[place] ** 2
        if rest >= LIKE**2:
            return place + 1
    return 0
