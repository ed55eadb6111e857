"""What a report tells, as plain values. Times are ISO 8601 in UTC.

A lead *holds* while it is not withdrawn and is not one more of the same link in a site's template. It is
*open* while it holds, is new or accepted, has no risk, and nothing forbids to write to its prospect.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from finder.backlink_profile import Profile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SCORE_STEPS: Final = 10


@dataclass(frozen=True, slots=True)
class LeadCount:
    """How many leads of one kind and status hold."""

    kind: str
    status: str
    number: int


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many targets have one verdict; ``outcome`` is alive, dead or uncertain."""

    outcome: str
    reason: str
    number: int


@dataclass(frozen=True, slots=True)
class ProspectTotals:
    """Organisations with leads that hold, several domains of one counted once.

    ``workable``: with open leads, which are so many ``leads``; of these ``with_address`` (an e-mail address)
    and ``with_page`` (only a page to write from). ``suppressed``: never to be written to.
    """

    number: int = 0
    workable: int = 0
    leads: int = 0
    with_address: int = 0
    with_page: int = 0
    suppressed: int = 0


@dataclass(frozen=True, slots=True)
class TopProspect:
    """An organisation with its open leads, the score of the best, and how it can be reached, in words."""

    name: str
    leads: int
    best: int
    contact: str


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A lead that is named in a list, and what is said of it there."""

    lead_id: int
    kind: str
    page_title: str
    page_url: str
    prospect: str
    said: str


@dataclass(frozen=True, slots=True)
class Event:
    """One change of a lead's status, by a person or a later look."""

    at: str
    lead_id: int
    prospect: str
    before: str
    after: str
    author: str
    why: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What is otherwise since ``since``, the beginning of the last crawl or a day that was asked for.

    ``first``: nothing was crawled before. ``came`` counts new leads by kind, ``withdrawn`` leads by why they
    hold no more, ``died`` targets seen dead for the first time, ``dead_again`` those that were dead before
    and are still, ``statuses`` changes by the status that came of them. The lists are cut: best or newest
    first.
    """

    since: str = ""
    first: bool = False
    came: Mapping[str, int] = field(default_factory=dict)
    withdrawn: Mapping[str, int] = field(default_factory=dict)
    died: int = 0
    dead_again: int = 0
    statuses: Mapping[str, int] = field(default_factory=dict)
    new_leads: Sequence[Mentioned] = ()
    withdrawn_leads: Sequence[Mentioned] = ()
    events: Sequence[Event] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a spider, its ``state`` as :mod:`finder.storage.queries.runs` has it."""

    number: int
    spider: str
    started_at: str
    ended_at: str
    state: str
    finish_reason: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Source pages that could not be read for one reason, with an example."""

    reason: str
    number: int
    example: str


@dataclass(frozen=True, slots=True)
class Place:
    """A feed, sitemap or archive file of which something could not be read."""

    kind: str
    address: str
    problem: str


@dataclass(frozen=True, slots=True)
class Crawl:
    """How the crawl is: states of source pages and places, what could not be read, runs (oldest first)."""

    source_pages: Mapping[str, int] = field(default_factory=dict)
    unreadable: Sequence[Unreadable] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    place_problems: Sequence[Place] = ()
    links: int = 0
    targets_waiting: int = 0
    runs: Sequence[Run] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a report tells of a campaign.

    ``leads`` and ``scores`` (ten steps: 0-9, 10-19, …, 90-100) count leads that hold, ``risks`` those with
    something that speaks against writing, in each of its words. ``best``: records of open leads as
    :func:`finder.storage.queries.leads.leads` gives them, of each prospect one before any has a second.
    ``backlinks``: the profile of the links to us.
    """

    leads: Sequence[LeadCount] = ()
    scores: Sequence[int] = (0,) * SCORE_STEPS
    withdrawn: int = 0
    risks: Mapping[str, int] = field(default_factory=dict)
    verdicts: Sequence[VerdictCount] = ()
    prospects: ProspectTotals = ProspectTotals()
    top_prospects: Sequence[TopProspect] = ()
    changes: Changes = Changes()
    crawl: Crawl = Crawl()
    best: Sequence[Mapping[str, Any]] = ()
    backlinks: Profile = field(default_factory=Profile)
