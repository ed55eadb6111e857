"""What a topic is called: the words that tell what it is about, and the best phrase that somebody wrote."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import sqrt
from typing import TYPE_CHECKING, Final

from finder.words import address_words, rejoined, split_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finder.gaps.target import GapTarget
    from finder.gaps.wording import Vector, Wordings

_MOST_WORDS: Final = 6
# A word must weigh at least so much of the heaviest.
_TELLING: Final = 0.4
# How much of a topic's words a phrase must say (cosine), and how much of what the most telling one says.
_ENOUGH: Final = 0.5
_NEARLY: Final = 0.8


def centre(vectors: Sequence[Vector], leads: Sequence[int]) -> dict[int, float]:
    """The words of a topic with their weights, those of much wanted targets weighing more (length 1)."""
    found: dict[int, float] = defaultdict(float)
    for vector, times in zip(vectors, leads, strict=True):
        for word, weight in zip(*vector, strict=True):
            found[word] += weight * times
    length = sqrt(sum(weight**2 for weight in found.values())) or 1.0
    return {word: weight / length for word, weight in found.items()}


def without_case(counted: Counter[str]) -> Counter[str]:
    """Texts that differ only in case as one, in the spelling that is the most frequent."""
    together: dict[str, Counter[str]] = defaultdict(Counter)
    for text, times in counted.items():
        together[text.casefold()][text] = times
    return Counter({max(sorted(same), key=same.__getitem__): same.total() for same in together.values()})


def label_of(targets: Sequence[GapTarget], middle: Mapping[int, float], wordings: Wordings) -> str:
    """The phrase that names a topic, as it was written.

    Of the anchors and archived titles that say nearly as much of its words as the best, the most frequent.
    Where they say little, also the words of an address, then the text around a link; at last the address.
    """
    phrases: Counter[str] = Counter()
    telling: dict[str, float] = {}
    for said in (_written, _addressed, _around):
        phrases.update(said(targets))
        telling = {phrase: _likeness(phrase, middle, wordings) for phrase in phrases}
        if max(telling.values(), default=0.0) >= _ENOUGH:
            break
    near = [phrase for phrase in phrases if telling[phrase] >= _NEARLY * max(telling.values())]
    best = min(near, key=lambda each: (-phrases[each], -telling[each], len(each), each), default="")
    return best or targets[0].url.partition("://")[2]


def telling_words(label: str, middle: Mapping[int, float], wordings: Wordings) -> tuple[str, ...]:
    """At most six words that tell what a topic is about, those of its label first and in their order."""
    weighed: dict[str, float] = {}
    for number, weight in middle.items():
        word = wordings.spelled(number)
        weighed[word] = max(weight / wordings.share(number), weighed.get(word, 0.0))
    weighed.pop("", None)
    order = {word: place for place, word in reversed(list(enumerate(split_names(label))))}

    def place(word: str) -> int:
        return order.get(word, len(order))

    least = _TELLING * max(weighed.values(), default=0.0)
    kept = [word for word in weighed if weighed[word] >= least]
    heaviest = sorted(kept, key=lambda word: (-round(weighed[word], 6), place(word), word))
    return tuple(rejoined(sorted(heaviest[:_MOST_WORDS], key=place)))


def shared_words(one: Vector, other: Vector, wordings: Wordings) -> tuple[str, ...]:
    """At most six words that make two vectors alike, what counts most first."""
    there = dict(zip(*other, strict=True))
    both = {word: weight * there[word] for word, weight in zip(*one, strict=True) if word in there}
    heaviest = sorted(both, key=lambda word: (-both[word], word))
    spelled = dict.fromkeys(filter(None, map(wordings.spelled, heaviest)))
    return tuple(rejoined(list(spelled)[:_MOST_WORDS]))


def _likeness(phrase: str, middle: Mapping[int, float], wordings: Wordings) -> float:
    words, weights = wordings.vector(phrase)
    return sum(middle.get(word, 0.0) * weight for word, weight in zip(words, weights, strict=True))


def _written(targets: Sequence[GapTarget]) -> Counter[str]:
    """Anchors and archived titles with how often they stand, each as it is mostly written."""
    spelled: Counter[str] = Counter()
    for target in targets:
        spelled.update({each.text: each.times for each in target.anchors})
        if target.archived_title:
            spelled[target.archived_title] += 1
    return without_case(spelled)


def _addressed(targets: Sequence[GapTarget]) -> Counter[str]:
    return Counter(filter(None, map(_last_words, targets)))


def _last_words(target: GapTarget) -> str:
    words = [word for word, share in address_words(target.url) if share == 1.0]
    return " ".join(rejoined(words))


def _around(targets: Sequence[GapTarget]) -> Counter[str]:
    return Counter({each.text: each.times for target in targets for each in target.contexts})
