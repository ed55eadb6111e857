"""What is told of the backlinks of a campaign, as plain values. Times are ISO 8601 in UTC, days alone where
suppliers give no more.

A link is *current* while it is not lost as far as is known: our own look decides; where it could not tell, a
link is gone when all suppliers that name it say so. Links are counted where the linked page is known; pages
and domains also where a supplier does not say which page of ours they link to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Counts:
    """How many links, linking pages and referring domains."""

    links: int = 0
    pages: int = 0
    domains: int = 0


@dataclass(frozen=True, slots=True)
class StateCount:
    """What our own looks found: ``state`` is empty before the first one, ``why`` where the link is live.

    A page or domain with links in several states counts in each.
    """

    state: str
    why: str
    links: int
    pages: int
    domains: int


@dataclass(frozen=True, slots=True)
class SupplierCounts:
    """What one supplier reports, and what our own looks say of it.

    ``links``, ``pages`` and ``domains`` are what it reports and does not call lost, ``rows`` so many links
    and pages without a known target together. Of these ``live``, ``missing`` and ``lost`` by our own look,
    ``uncertain`` where it could not tell. ``live_share``: live among those that could be told (0-1), ``None``
    before any look. ``said_lost``: what it calls lost, ``said_lost_live`` of these live by our own look.
    """

    supplier: str
    links: int
    pages: int
    domains: int
    rows: int
    live: int
    missing: int
    lost: int
    uncertain: int
    live_share: float | None
    said_lost: int
    said_lost_live: int
    first_seen: str
    last_seen: str


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that was taken in."""

    name: str
    supplier: str
    report: str
    imported_at: str
    rows: int
    accepted: int
    refused: int
    duplicate: int


@dataclass(frozen=True, slots=True)
class SeenBy:
    """How many are reported by exactly these suppliers and by no other; ``share`` is 0-1 of all reported.

    Without suppliers: found by our own looks alone.
    """

    suppliers: tuple[str, ...]
    number: int
    share: float


@dataclass(frozen=True, slots=True)
class Period:
    """A week or month by its first day: links seen first in it, and links lost in it.

    ``lost`` by our own look, ``said_lost`` by suppliers alone.
    """

    begins: str
    new: int = 0
    lost: int = 0
    said_lost: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """Links new and lost over time, oldest first, in steps of a ``week`` or ``month``.

    ``undated``: links of which nobody says since when.
    """

    step: str = "month"
    periods: Sequence[Period] = ()
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Current links with one property, and how many of them our own look saw; the rest is by suppliers."""

    value: str
    links: int
    looked: int
    domains: int


@dataclass(frozen=True, slots=True)
class LanguageCount:
    """Pages in one language (primary subtag, empty: not known) with current links, and their domains."""

    language: str
    pages: int
    domains: int


@dataclass(frozen=True, slots=True)
class AnchorShare:
    """Current links whose anchor is of one sort, see :class:`finder.backlink_profile.AnchorSort`."""

    sort: str
    links: int
    domains: int
    link_share: float
    domain_share: float


@dataclass(frozen=True, slots=True)
class UsedAnchor:
    """An anchor in its most frequent spelling."""

    text: str
    sort: str
    links: int
    domains: int
    domain_share: float


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """A page of ours with the current links to it; ``outcome`` is alive, dead, uncertain or empty."""

    url: str
    links: int
    domains: int
    live: int
    outcome: str
    reason: str = ""
    status: int | None = None


@dataclass(frozen=True, slots=True)
class SaidOfDomain:
    """A number on a scale of one supplier's own, under its own name."""

    supplier: str
    name: str
    value: float


@dataclass(frozen=True, slots=True)
class ReferringDomain:
    """A domain with its current links to us, and what suppliers say of how well known it is."""

    domain: str
    links: int
    pages: int
    live: int
    suppliers: tuple[str, ...]
    authority: Sequence[SaidOfDomain] = ()


@dataclass(frozen=True, slots=True)
class CountsOnly:
    """A report that counts links without naming them: so many sites, pages or anchors (``sort``).

    ``known``: of its sites, how many are referring domains among the links that are named.
    """

    supplier: str
    report: str
    sort: str
    number: int
    known: int | None


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile of the backlinks to us. Lists are cut where they may be long: the most first."""

    known: Counts = Counts()
    current: Counts = Counts()
    states: Sequence[StateCount] = ()
    suppliers: Sequence[SupplierCounts] = ()
    files: Sequence[ImportedFile] = ()
    agreement: Mapping[str, Sequence[SeenBy]] = field(default_factory=dict)
    changes: Changes = Changes()
    rel: Sequence[Part] = ()
    link_types: Sequence[Part] = ()
    placements: Sequence[Part] = ()
    sitewide: Sequence[Part] = ()
    languages: Sequence[LanguageCount] = ()
    anchor_sorts: Sequence[AnchorShare] = ()
    anchors: Sequence[UsedAnchor] = ()
    notes: Sequence[str] = ()
    targets: Sequence[LinkedPage] = ()
    dead_targets: Sequence[LinkedPage] = ()
    dead: Counts = Counts()
    domains: Sequence[ReferringDomain] = ()
    counts_only: Sequence[CountsOnly] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.known.pages or self.files)
