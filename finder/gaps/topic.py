"""Topics: gaps that are about the same, with a name a person can read, ranked by who would get a fix."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from finder.gaps.grouping import group
from finder.gaps.label import centre, label_of, shared_words, telling_words, without_case
from finder.gaps.site import site_name
from finder.gaps.target import MOST_ANCHORS
from finder.gaps.wording import Wordings
from finder.urls import hostname

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from finder.gaps.grouping import Joined
    from finder.gaps.target import GapTarget


@dataclass(frozen=True, slots=True)
class Member:
    """A gap in a topic: how much it is like the first one, 0-1, and the words that both share."""

    target: GapTarget
    likeness: float = 1.0
    shared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """What one new page could stand in for.

    ``number`` is its place in the ranking, from 1. ``members`` come in the order of their rank; the first is
    the one that the others are like. ``prospects`` and ``source_pages`` count each once, however many of the
    targets they link to; ``score`` is the mean of the leads' scores (0-100). ``language`` is that of most
    source pages, ``asset`` what most links led to.
    """

    number: int
    label: str
    words: tuple[str, ...]
    language: str
    asset: str
    prospects: int
    source_pages: int
    leads: int
    score: int
    anchors: tuple[str, ...]
    members: tuple[Member, ...]


def topics(gaps: Sequence[GapTarget]) -> list[Topic]:
    """The topics of gaps, those from which most prospects would get a fix first.

    Whatever the order of ``gaps``, the topics are the same. A site that is gone as a whole is one by itself.
    """
    ordered = sorted(gaps, key=attrgetter("rank"))
    sites: dict[str, list[GapTarget]] = defaultdict(list)
    others = []
    for target in ordered:
        if site_name(target):
            sites[hostname(target.url).removeprefix("www.")].append(target)
        else:
            others.append(target)
    found = [*map(_site, sites.values()), *_subjects(others)]
    ranked = sorted(found, key=_rank)
    return [replace(topic, number=number) for number, topic in enumerate(ranked, 1)]


def _site(targets: list[GapTarget]) -> Topic:
    return _topic(site_name(targets[0]), (), [Member(target) for target in targets])


def _subjects(targets: list[GapTarget]) -> Iterable[Topic]:
    wordings = Wordings(targets)
    vectors = wordings.vectors
    joined = group(vectors, [target.language for target in targets])
    places: dict[int, list[int]] = defaultdict(list)
    for place, (leader, _) in enumerate(joined):
        places[leader].append(place)
    for same in places.values():
        middle = centre([vectors[place] for place in same], [targets[place].leads for place in same])
        label = label_of([targets[place] for place in same], middle, wordings)
        members = [_member(targets, place, joined[place], wordings) for place in same]
        yield _topic(label, telling_words(label, middle, wordings), members)


def _member(targets: Sequence[GapTarget], place: int, joined: Joined, wordings: Wordings) -> Member:
    if joined.leader == place:
        return Member(targets[place])
    both = wordings.vectors[place], wordings.vectors[joined.leader]
    return Member(targets[place], joined.likeness, shared_words(*both, wordings))


def _topic(label: str, words: tuple[str, ...], members: list[Member]) -> Topic:
    targets = [member.target for member in members]
    leads = sum(target.leads for target in targets)
    return Topic(
        number=0,
        label=label,
        words=words,
        language=_most(each for target in targets for each in target.languages),
        asset=_most((target.asset, target.leads) for target in targets),
        prospects=len(set().union(*(target.prospects for target in targets))),
        source_pages=len(set().union(*(target.source_pages for target in targets))),
        leads=leads,
        score=round(sum(target.score for target in targets) / leads),
        anchors=_anchors(targets),
        members=tuple(members),
    )


def _anchors(targets: Sequence[GapTarget]) -> tuple[str, ...]:
    counted: Counter[str] = Counter()
    for target in targets:
        counted.update(dict(target.anchors))
    once = without_case(counted)
    ordered = sorted(once, key=lambda text: (-once[text], text))
    return tuple(ordered[:MOST_ANCHORS])


def _most(counted: Iterable[tuple[str, int]]) -> str:
    """The name with the largest sum; of equals the first by the alphabet. Empty for none."""
    sums: Counter[str] = Counter()
    for name, times in counted:
        sums[name] += times
    return min(sums, key=lambda name: (-sums[name], name), default="")


def _rank(topic: Topic) -> tuple[int, int, int, int, str, str]:
    wanted = (-topic.prospects, -topic.source_pages, -topic.leads, -topic.score)
    return (*wanted, topic.label, topic.members[0].target.url)
