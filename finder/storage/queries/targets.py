"""Targets with their verdicts and the pages that link to them, as a stream."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Select, func, select

from finder.storage.queries.evidence import standing
from finder.storage.tables import link, source_page, target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.storage.queries.leads import Record

MOST_SOURCE_PAGES: Final = 50
_TARGETS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class TargetFilter:
    """Which targets: everything that is set must hold. ``pending`` are those that wait for a look."""

    verdicts: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    pending: bool = False


def targets(
    connection: Connection, campaign_id: int, wanted: TargetFilter, limit: int | None = None
) -> Iterator[Record]:
    """The targets in the order in which they were found, read a few hundred at a time.

    A record has ``url`` (as the first page that links to it spells it, where that is a whole address),
    ``address`` (the identity), ``verdict`` (empty before the first look), ``confidence``,
    ``reason``, ``evidence``, ``status``, ``final_url``, ``checked_at``, ``dead_since``, ``looks``,
    ``source_pages`` (a list of at most fifty addresses) and ``spelling``, what that first page has in its
    link, letter by letter.
    """
    query = _query(campaign_id, wanted).limit(limit).execution_options(yield_per=_TARGETS_AT_ONCE)
    for rows in connection.execute(query).mappings().partitions():
        pages, spellings = _linking(connection, [row["id"] for row in rows])
        for row in rows:
            record = {name: value for name, value in row.items() if name != "id"}
            spelling = spellings.get(row["id"], "")
            yield record | {
                "url": _as_spelled(spelling) or row["url"],
                "address": row["url"],
                "source_pages": pages[row["id"]],
                "spelling": spelling,
            }


def _as_spelled(spelling: str) -> str:
    """A spelling that is a whole address of the web, without the white space around it; else empty."""
    stripped = spelling.strip()
    return stripped if stripped.lower().startswith(("http://", "https://")) else ""


def count_targets(connection: Connection, campaign_id: int, wanted: TargetFilter) -> int:
    """How many targets there are."""
    counted = _query(campaign_id, wanted).with_only_columns(func.count()).order_by(None)
    return int(connection.execute(counted).scalar_one())


def reasons(connection: Connection, campaign_id: int) -> list[str]:
    """The reasons that verdicts on targets of a campaign have, in the order of the alphabet."""
    query = select(target.c.reason).where(target.c.campaign_id == campaign_id, target.c.reason != "")
    return list(connection.execute(query.distinct().order_by(target.c.reason)).scalars())


def _query(campaign_id: int, wanted: TargetFilter) -> Select[Any]:
    names = ("confidence", "reason", "evidence", "status", "final_url", "checked_at", "dead_since", "looks")
    query = select(
        target.c.id, target.c.url, target.c.outcome.label("verdict"), *(target.c[n] for n in names)
    )
    query = query.where(target.c.campaign_id == campaign_id).order_by(target.c.id)
    if wanted.verdicts:
        query = query.where(target.c.outcome.in_(wanted.verdicts))
    if wanted.reasons:
        query = query.where(target.c.reason.in_(wanted.reasons))
    if wanted.hosts:
        query = query.where(target.c.host.in_(wanted.hosts))
    if wanted.pending:
        query = query.where(target.c.state == "pending")
    return query


def _linking(connection: Connection, ids: list[int]) -> tuple[dict[int, list[str]], dict[int, str]]:
    """By target: the pages that link to it, and how the first one spells it."""
    first = (
        select(link.c.target_id, func.min(link.c.id).label("id"))
        .where(link.c.target_id.in_(ids))
        .group_by(link.c.target_id)
        .subquery()
    )
    spelled = connection.execute(
        select(link.c.target_id, link.c.spelling).join(first, first.c.id == link.c.id)
    )
    pages: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(_pages_query(ids)):
        pages[row.target_id].append(row.url)
    return pages, {row.target_id: row.spelling for row in spelled}


def _pages_query(ids: list[int]) -> Select[Any]:
    place = func.row_number().over(partition_by=link.c.target_id, order_by=link.c.source_page_id)
    pairs = (
        select(link.c.target_id, link.c.source_page_id, place.label("place"))
        .join(source_page, source_page.c.id == link.c.source_page_id)
        .where(link.c.target_id.in_(ids), standing())
        .group_by(link.c.target_id, link.c.source_page_id)
        .subquery()
    )
    return (
        select(pairs.c.target_id, source_page.c.url)
        .join(source_page, source_page.c.id == pairs.c.source_page_id)
        .where(pairs.c.place <= MOST_SOURCE_PAGES)
        .order_by(pairs.c.target_id, pairs.c.place)
    )
