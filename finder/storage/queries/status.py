"""How far a campaign is: what was crawled, what waits, what came of it."""

from __future__ import annotations

from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Select, Table, func, select

from finder.storage.archives import count_hints
from finder.storage.queries.runs import list_runs
from finder.storage.source_pages import NEEDS_BROWSER
from finder.storage.tables import (
    archive_file,
    find,
    lead,
    own_page,
    place,
    source_page,
    target,
    target_host,
)

if TYPE_CHECKING:
    from finder.storage.queries.leads import Record

MOST_RUNS: Final = 10
MOST_OWN_PAGES: Final = 5
MOST_REASONS: Final = 10
_OFFERED: Final = ("pending", "ok")


def status(connection: Connection, campaign_id: int) -> dict[str, Any]:
    """All counts of a campaign, with the names that ``finder status --json`` gives them."""
    targets = _targets(connection, campaign_id)
    return {
        "runs": _runs(connection, campaign_id),
        "own_pages": _states(connection, own_page, campaign_id),
        "own_pages_not_offered": _not_offered(connection, campaign_id),
        "source_pages": _states(connection, source_page, campaign_id),
        "source_pages_failed": _failed(connection, campaign_id),
        "source_pages_unseen": _count(
            connection, source_page, campaign_id, source_page.c.detail == NEEDS_BROWSER
        ),
        "standings": _standings(connection, campaign_id),
        "places": _states(connection, place, campaign_id),
        "places_with_problems": _places_with_problems(connection, campaign_id),
        "links": _links(connection, campaign_id),
        "targets": _summed(targets, "state"),
        "verdicts": _verdicts(targets),
        "hosts_waiting": _count(connection, target_host, campaign_id, target_host.c.pending),
        "finds_waiting": _count(connection, find, campaign_id, ~find.c.kept),
        "finds_kept": _count(connection, find, campaign_id, find.c.kept),
        "leads": _grouped(
            connection, lead, campaign_id, "kind", "status", only=lead.c.withdrawn_at.is_(None)
        ),
        "withdrawn": _count(connection, lead, campaign_id, lead.c.withdrawn_at.is_not(None)),
    }


def archive_status(connection: Connection, campaign_id: int, min_rivals: int) -> dict[str, Any]:
    """What web archives gave, if any was gone through; see :func:`finder.storage.archives.count_hints`."""
    files = _states(connection, archive_file, campaign_id)
    known = count_hints(connection, campaign_id, min_rivals) if files else None
    return {
        "archives": files,
        "archive_hints": known.hints if known else {},
        "archive_pages": known.pages if known else {},
    }


def _runs(connection: Connection, campaign_id: int) -> list[Record]:
    """The last runs, the newest last, as far as a summary needs them."""
    return [
        {name: run[name] for name in ("id", "spider", "state", "started_at", "ended_at", "finish_reason")}
        for run in reversed(list_runs(connection, campaign_id, MOST_RUNS))
    ]


def _states(connection: Connection, table: Table, campaign_id: int) -> dict[str, int]:
    query = select(table.c.state, func.count()).where(table.c.campaign_id == campaign_id)
    rows = connection.execute(query.group_by(table.c.state).order_by(table.c.state))
    return {state: number for state, number in rows}  # noqa: C416 - rows are no pairs to a type checker


def _targets(connection: Connection, campaign_id: int) -> list[Record]:
    """How many targets there are of each verdict and state, in the order of their index: nothing to sort."""
    columns = [target.c[name] for name in ("outcome", "reason", "state")]
    query = select(*columns, func.count().label("count")).where(target.c.campaign_id == campaign_id)
    return [dict(row) for row in connection.execute(query.group_by(*columns)).mappings()]


def _summed(records: list[Record], *names: str) -> dict[Any, int]:
    """The counts of records added up by the value of a column, or the values of several; in their order."""
    total: Counter[Any] = Counter()
    value = itemgetter(*names)
    for record in records:
        total[value(record)] += record["count"]
    return dict(sorted(total.items()))


def _verdicts(targets: list[Record]) -> list[Record]:
    """By outcome the reasons, the most frequent first."""
    counted = _summed(targets, "outcome", "reason").items()
    ordered = sorted(counted, key=lambda each: (each[0][0], -each[1], each[0][1]))
    return [
        {"outcome": outcome, "reason": reason, "count": count}
        for (outcome, reason), count in ordered
        if outcome
    ]


def _not_offered(connection: Connection, campaign_id: int) -> list[Record]:
    """The first few own pages that cannot be offered, with what was found there."""
    columns = [own_page.c[name] for name in ("url", "state", "status", "detail")]
    query = select(*columns).where(own_page.c.campaign_id == campaign_id, own_page.c.state.not_in(_OFFERED))
    rows = connection.execute(query.order_by(own_page.c.id).limit(MOST_OWN_PAGES))
    return [dict(row) for row in rows.mappings()]


def _failed(connection: Connection, campaign_id: int) -> list[Record]:
    """Why source pages could not be read, the most frequent reasons first, one address as an example."""
    columns = [source_page.c[name] for name in ("failure", "status", "detail")]
    number = func.count().label("count")
    query = (
        select(*columns, number, func.min(source_page.c.url).label("example"))
        .where(source_page.c.campaign_id == campaign_id, source_page.c.state == "failed")
        .group_by(*columns)
        .order_by(number.desc(), *columns)
        .limit(MOST_REASONS)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _standings(connection: Connection, campaign_id: int) -> dict[str, int]:
    """How many pages that name or link a brand stand to it in which way, see :mod:`finder.standing`."""
    query = (
        select(source_page.c.standing, func.count())
        .where(source_page.c.campaign_id == campaign_id, source_page.c.standing != "")
        .group_by(source_page.c.standing)
        .order_by(source_page.c.standing)
    )
    return {standing: number for standing, number in connection.execute(query)}  # noqa: C416 - as above


def _places_with_problems(connection: Connection, campaign_id: int) -> list[Record]:
    """The first few places of which something could not be read, and why."""
    columns = [place.c[name] for name in ("kind", "address", "detail")]
    query = select(*columns).where(
        place.c.campaign_id == campaign_id, place.c.listed_run.is_not(None), place.c.detail != ""
    )
    return [
        dict(row) for row in connection.execute(query.order_by(place.c.id).limit(MOST_REASONS)).mappings()
    ]


def _links(connection: Connection, campaign_id: int) -> int:
    query = select(func.coalesce(func.sum(source_page.c.links), 0))
    return int(connection.execute(query.where(source_page.c.campaign_id == campaign_id)).scalar_one())


def _grouped(
    connection: Connection, table: Table, campaign_id: int, first: str, second: str, only: Any = True
) -> list[Record]:
    number = func.count().label("count")
    columns = (table.c[first], table.c[second])
    query: Select[Any] = select(*columns, number).where(table.c.campaign_id == campaign_id, only)
    rows = connection.execute(
        query.group_by(*columns).order_by(table.c[first], number.desc(), table.c[second])
    )
    return [dict(row) for row in rows.mappings() if row[first]]


def _count(connection: Connection, table: Table, campaign_id: int, *conditions: Any) -> int:
    query = select(func.count()).select_from(table).where(table.c.campaign_id == campaign_id, *conditions)
    return int(connection.execute(query).scalar_one())
