"""Handing out work: the targets that wait for a look, a few of each host, with what links promise of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, bindparam, select, true

from finder.items import Promise, Streak, Target
from finder.storage.promises import promises_of
from finder.storage.tables import PENDING, target, target_host
from finder.storage.targets import claim_hosts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HOSTS_AT_ONCE: Final = 500
_STREAK: Final = ("failures", "failing_since", "failed_at")
_NO_STREAK: Final = Streak()


def hand_out(
    connection: Connection, campaign_id: int, worker_id: int, hosts: int, of_each: int
) -> dict[str, list[Target]]:
    """Claim up to so many hosts for a worker; by host the first targets that wait there."""
    claimed = claim_hosts(connection, campaign_id, worker_id, hosts)
    return pending_of(connection, campaign_id, claimed, of_each)


def pending_of(
    connection: Connection, campaign_id: int, hosts: Sequence[str], of_each: int, after: int = 0
) -> dict[str, list[Target]]:
    """By host its pending targets, the longest known first, from the one after the row ``after`` on."""
    waiting: dict[str, list[Target]] = {host: [] for host in hosts}
    statement = _first_of_hosts(connection.dialect.name)
    for start in range(0, len(hosts), _HOSTS_AT_ONCE):
        some = hosts[start : start + _HOSTS_AT_ONCE]
        values = {"campaign": campaign_id, "hosts": some, "most": of_each, "after": after}
        for each in _targets(connection, connection.execute(statement, values).all()):
            waiting[each.host].append(each)
    return waiting


def of_ids(connection: Connection, target_ids: Sequence[int]) -> list[Target]:
    """Targets by their rows, whatever their state, with what the links to them promise."""
    query = select(*(target.c[name] for name in _COLUMNS)).where(target.c.id.in_(target_ids))
    return list(_targets(connection, connection.execute(query.order_by(target.c.id)).all()))


_COLUMNS: Final = ("id", "url", "host", *_STREAK)


@cache
def _first_of_hosts(dialect: str) -> Any:
    """The first pending targets of each host: read from the index, however many more there are."""
    first = (
        select(*(target.c[name] for name in _COLUMNS))
        .where(
            target.c.campaign_id == bindparam("campaign"),
            target.c.host == target_host.c.host,
            target.c.state == PENDING,
            target.c.id > bindparam("after"),
        )
        .order_by(target.c.id)
        .limit(bindparam("most"))
        .correlate(target_host)
    )
    if dialect == "postgresql":
        few = first.lateral("few")
        query = select(few).select_from(target_host.join(few, true())).order_by(few.c.id)
    else:
        # SQLite knows no LATERAL; the other way round PostgreSQL would ask for each pair of rows.
        each = target.alias("each")
        named = (each.c[name] for name in _COLUMNS)
        rows = first.with_only_columns(target.c.id, maintain_column_froms=True)
        query = select(*named).select_from(target_host.join(each, each.c.id.in_(rows))).order_by(each.c.id)
    return query.where(
        target_host.c.campaign_id == bindparam("campaign"),
        target_host.c.host.in_(bindparam("hosts", expanding=True)),
    )


def _targets(connection: Connection, rows: Sequence[Any]) -> Iterable[Target]:
    promised: dict[int, Promise] = promises_of(connection, [row[0] for row in rows])
    for number, url, host, failures, since, last in rows:
        streak = Streak(failures, since, last) if failures else _NO_STREAK
        yield Target(number, url, host, promised[number], streak)
