"""What a row of a supplier's file says, in one spelling for all suppliers.

Nothing is made up: what a file does not say is empty or ``None``, never "no".
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

Subject = Literal["site", "page", "anchor"]


class SuppliedLink(NamedTuple):
    """One link, as one supplier reports it.

    ``line`` is that of the file on which the row begins (from 1; of a workbook the row of the sheet).
    ``source_url`` is the page it stands on, ``target_url`` what it leads to; empty: the supplier does not say
    (then to some page of the site that the file is about). Both as :func:`finder.urls.resolve` spells them.
    Times are ISO 8601 in UTC, days alone where no time was given. ``link_type`` is one of ``text``,
    ``image``, ``redirect``, ``frame``, ``form``, ``canonical``, ``alternate``, ``rss``, ``mention`` or empty,
    ``placement`` a word of :class:`finder.items.Placement` or empty. ``lost_reason`` is the supplier's word.
    ``metrics`` are all other columns that are not empty, under the supplier's own names (authority numbers
    among them: scales of different suppliers are never mixed).
    """

    line: int
    source_url: str
    target_url: str = ""
    source_title: str = ""
    anchor: str = ""
    context_left: str = ""
    context_right: str = ""
    nofollow: bool | None = None
    sponsored: bool | None = None
    ugc: bool | None = None
    link_type: str = ""
    placement: str = ""
    sitewide: bool | None = None
    source_http: int | None = None
    target_http: int | None = None
    external_links: int | None = None
    language: str = ""
    first_seen: str = ""
    last_seen: str = ""
    lost_at: str = ""
    lost_reason: str = ""
    metrics: dict[str, Any] | None = None


class SuppliedCount(NamedTuple):
    """What a supplier counts of links without naming them: per linking site, per page of ours or per anchor.

    ``subject`` is a host name, an address or a text. ``target_site`` is the site that is linked to where the
    file says so (comparisons of several sites), else empty: the one that the file is about. ``metrics`` are
    the numbers and texts of the row under the supplier's own names.
    """

    line: int
    sort: Subject
    subject: str
    target_site: str = ""
    first_seen: str = ""
    last_seen: str = ""
    lost_at: str = ""
    metrics: dict[str, Any] | None = None


class Refused(NamedTuple):
    """A row that is not taken, and why, in words that a person understands."""

    line: int
    why: str
