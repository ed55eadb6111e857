"""The gaps: dead targets that no page of ours is offered for, read lead by lead, one for all spellings."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.addresses import plain
from finder.gaps.asset import asset_of
from finder.urls import prospect
from finder.words import is_generic_anchor

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_ANCHORS: Final = 5
_MOST_HEADINGS: Final = 3
_MOST_CONTEXTS: Final = 2
_MOST_LANGUAGES: Final = 3
_MOST_URLS: Final = 5
# Of one target, while its leads are read; what comes after so many different texts adds no further one.
_MOST_TEXTS: Final = 200
_MOST_CHARACTERS: Final = 200

_says_nothing = lru_cache(maxsize=50_000)(is_generic_anchor)


class GapLead(NamedTuple):
    """One broken link that is a lead, with what is said where it stands.

    ``offered``: a page of ours fits. ``counted``: the lead is of those that were asked for; others only say
    whether a page of ours fits. ``archive_url`` and ``archived_title`` are empty without a good copy.
    """

    target_id: int
    url: str
    archive_url: str
    archived_title: str
    prospect_id: int
    source_page_id: int
    anchor: str
    context: str
    heading: str
    language: str
    score: int
    offered: bool
    counted: bool


class Said(NamedTuple):
    """A text, and how many leads have it."""

    text: str
    times: int


@dataclass(frozen=True, slots=True)
class GapTarget:
    """A dead target that no page of ours is offered for, in all its spellings.

    ``urls`` are the spellings, the most linked first; ``site`` is whose it was, ``asset`` what it was.
    ``anchors`` are those that say something of it, ``contexts`` stand around links whose anchor says nothing;
    texts and ``languages`` (of the source pages) come with the number of leads, most frequent first.
    ``prospects`` and ``source_pages`` are row numbers, each once and in order, ``ids`` the target's rows;
    ``score`` is the sum of the leads' scores.
    """

    urls: tuple[str, ...]
    site: str
    asset: str
    archive_url: str
    archived_title: str
    anchors: tuple[Said, ...]
    contexts: tuple[Said, ...]
    headings: tuple[Said, ...]
    languages: tuple[Said, ...]
    prospects: array[int]
    source_pages: array[int]
    leads: int
    score: int
    ids: array[int]

    @property
    def url(self) -> str:
        """The most linked spelling."""
        return self.urls[0]

    @property
    def language(self) -> str:
        """The language of most source pages, empty if unknown."""
        return self.languages[0].text if self.languages else ""

    @property
    def rank(self) -> tuple[int, int, int, str]:
        """The order: what most prospects, source pages and leads want comes first."""
        return (-len(self.prospects), -len(self.source_pages), -self.leads, self.url)


def gap_targets(leads: Iterable[GapLead]) -> list[GapTarget]:
    """The gaps among leads that come target by target, in the order of their ``rank``.

    Memory is that of the gaps; of targets that have an offer only a small number is kept.
    """
    found: dict[bytes, list[GapTarget]] = defaultdict(list)
    covered: set[bytes] = set()
    for _, same in groupby(leads, key=attrgetter("target_id")):
        first = next(same)
        draft = _Draft(first)
        for lead in chain((first,), same):
            draft.add(lead)
        place = blake2b(plain(draft.url).encode("utf-8", "surrogatepass"), digest_size=12).digest()
        if draft.offered:
            covered.add(place)
        elif draft.leads:
            found[place].append(draft.finished())
    gaps = (_together(spelled) for place, spelled in found.items() if place not in covered)
    return sorted(gaps, key=attrgetter("rank"))


class _Draft:
    """A target whose leads are being read."""

    def __init__(self, lead: GapLead) -> None:
        self.url = lead.url
        self._any = lead
        self.offered = False
        self.leads = 0
        self._score = 0
        self._texts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter(), Counter())
        self._prospects: set[int] = set()
        self._source_pages: set[int] = set()

    def add(self, lead: GapLead) -> None:
        self.offered = self.offered or lead.offered
        if self.offered or not lead.counted:
            return
        self.leads += 1
        self._score += lead.score
        self._prospects.add(lead.prospect_id)
        self._source_pages.add(lead.source_page_id)
        silent = _says_nothing(lead.anchor)
        said = ("" if silent else lead.anchor, lead.context if silent else "", lead.heading, lead.language)
        for counted, text in zip(self._texts, said, strict=True):
            _count(counted, text)

    def finished(self) -> GapTarget:
        anchors, contexts, headings, languages = self._texts
        return GapTarget(
            urls=(self.url,),
            site=prospect(self.url),
            asset=asset_of(self.url),
            archive_url=self._any.archive_url,
            archived_title=self._any.archived_title[:_MOST_CHARACTERS],
            anchors=_most(anchors, MOST_ANCHORS),
            contexts=_most(contexts, _MOST_CONTEXTS),
            headings=_most(headings, _MOST_HEADINGS),
            languages=_most(languages, _MOST_LANGUAGES),
            prospects=_numbers(self._prospects),
            source_pages=_numbers(self._source_pages),
            leads=self.leads,
            score=self._score,
            ids=_numbers({self._any.target_id}),
        )


def _together(spelled: list[GapTarget]) -> GapTarget:
    """One target of its spellings."""
    if len(spelled) == 1:
        return spelled[0]
    ordered = sorted(spelled, key=attrgetter("rank"))
    first = next((each for each in ordered if each.archive_url), ordered[0])
    return replace(
        ordered[0],
        urls=tuple(each.url for each in ordered)[:_MOST_URLS],
        archive_url=first.archive_url,
        archived_title=first.archived_title,
        anchors=_sum((each.anchors for each in ordered), MOST_ANCHORS),
        contexts=_sum((each.contexts for each in ordered), _MOST_CONTEXTS),
        headings=_sum((each.headings for each in ordered), _MOST_HEADINGS),
        languages=_sum((each.languages for each in ordered), _MOST_LANGUAGES),
        prospects=_union(each.prospects for each in ordered),
        source_pages=_union(each.source_pages for each in ordered),
        leads=sum(each.leads for each in ordered),
        score=sum(each.score for each in ordered),
        ids=_union(each.ids for each in ordered),
    )


def _count(counted: Counter[str], text: str) -> None:
    text = " ".join(text[:_MOST_CHARACTERS].split())
    if text and (text in counted or len(counted) < _MOST_TEXTS):
        counted[text] += 1


def _most(counted: Counter[str], limit: int) -> tuple[Said, ...]:
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return tuple(Said(text, times) for text, times in ordered[:limit])


def _sum(parts: Iterable[tuple[Said, ...]], limit: int) -> tuple[Said, ...]:
    counted: Counter[str] = Counter()
    for part in parts:
        counted.update(dict(part))
    return _most(counted, limit)


def _union(parts: Iterable[array[int]]) -> array[int]:
    return _numbers(set().union(*parts))


def _numbers(some: set[int]) -> array[int]:
    return array("q", sorted(some))
