"""Leases of hosts: whoever holds a host's lease is the only process that asks it for anything.

All times that are kept are seconds by one clock: the database server's, or this machine's for an SQLite file.
What goes in and out are seconds from now.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from finder.storage.clock import moment
from finder.storage.tables import host_lease

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HOSTS_AT_ONCE: Final = 500
# Leases outlive a crawl: what a host said once, or a clock that was set back, is not to bar it for years.
# Within a crawl a minute is waited for at most (FINDER_LONGEST_WAIT).
_LONGEST_REST: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Clock:
    """When a host may be asked again, in seconds from now, and the delay between two requests that it has."""

    seconds: float
    delay: float


@dataclass(slots=True)
class Exchange:
    """What a process wants of the leases, and what it has to say of those that it holds.

    ``wanted``: hosts with the delay that this process keeps there. ``given``: hosts that it gives back.
    ``noted``: hosts that it keeps, with what happened to their clock (Retry-After, Crawl-delay).
    """

    wanted: dict[str, float] = field(default_factory=dict)
    given: dict[str, Clock] = field(default_factory=dict)
    noted: dict[str, Clock] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.wanted or self.given or self.noted)


def exchange(connection: Connection, worker_id: int, wishes: Exchange) -> dict[str, Clock]:
    """Give hosts back and take those that are free, which are returned. We are next in line at the others.

    No host rests for more than an hour, whatever it was told to.
    """
    _lock(connection, wishes.given.keys() | wishes.noted.keys() | wishes.wanted.keys())
    now = _now(connection)
    _give(connection, worker_id, now, wishes.given)
    _note(connection, worker_id, now, wishes.noted)
    if not wishes.wanted:
        return {}
    granted = _take(connection, worker_id, now, wishes.wanted)
    missing = sorted(wishes.wanted.keys() - granted)
    for start in range(0, len(missing), _HOSTS_AT_ONCE):
        others = host_lease.c.host.in_(missing[start : start + _HOSTS_AT_ONCE])
        in_line = update(host_lease).where(others, host_lease.c.wanted_by.is_(None))
        connection.execute(in_line.values(wanted_by=worker_id))
    return granted


def wanted_by_others(connection: Connection, worker_id: int) -> list[str]:
    """The hosts that a worker holds and that another one waits for."""
    query = select(host_lease.c.host).where(
        host_lease.c.worker_id == worker_id, host_lease.c.wanted_by.is_not(None)
    )
    return list(connection.execute(query).scalars())


def leave(connection: Connection, *worker_ids: int) -> None:
    """Take back all that workers hold: they may have asked each host just now."""
    waits = host_lease.c.wanted_by.in_(worker_ids)
    concerned = or_(waits, host_lease.c.worker_id.in_(worker_ids))
    # Locked first, and then as it is: one that is just being handed to them is theirs by then.
    rows = connection.execute(
        select(host_lease).where(concerned).order_by(_order(connection)).with_for_update()
    ).all()
    connection.execute(update(host_lease).where(waits).values(wanted_by=None))
    now = _now(connection)
    held = [
        {"name": row.host, "later": now + _rest(max(row.next_at - now, row.delay))}
        for row in rows
        if row.worker_id in worker_ids
    ]
    if held:
        connection.execute(_FREE, held)


def forget(connection: Connection) -> None:
    """Forget hosts that nobody holds and that may be asked again."""
    now = _now(connection)
    latest = now + _LONGEST_REST
    ahead, over = (_free(due) for due in (host_lease.c.next_at > latest, host_lease.c.next_at <= now))
    connection.execute(update(host_lease).where(ahead).values(next_at=latest))
    connection.execute(delete(host_lease).where(over))


def _free(due: ColumnElement[bool]) -> ColumnElement[bool]:
    # What another process has in hand just now is not waited for: it may wait for what we have.
    free = select(host_lease.c.host).where(host_lease.c.worker_id.is_(None), due)
    return host_lease.c.host.in_(free.with_for_update(skip_locked=True))


def _lock(connection: Connection, hosts: Iterable[str]) -> None:
    """Have these hosts to ourselves, in one order everywhere: two processes never wait for each other."""
    if connection.dialect.name == "sqlite":
        return  # which has one writer at a time
    names = sorted(hosts)
    lock = select(host_lease.c.host).order_by(_order(connection)).with_for_update()
    for start in range(0, len(names), _HOSTS_AT_ONCE):
        connection.execute(lock.where(host_lease.c.host.in_(names[start : start + _HOSTS_AT_ONCE])))


def _order(connection: Connection) -> ColumnElement[str]:
    """Hosts as Python sorts them, whatever the language of the database."""
    return host_lease.c.host if connection.dialect.name == "sqlite" else host_lease.c.host.collate("C")


def _now(connection: Connection) -> float:
    return float(connection.execute(select(moment(connection))).scalar_one())


_MINE: Final = (host_lease.c.host == bindparam("name"), host_lease.c.worker_id == bindparam("me"))
_DROP: Final = delete(host_lease).where(*_MINE, host_lease.c.wanted_by.is_(None))
_HAND_ON: Final = (
    update(host_lease)
    .where(*_MINE)
    .values(
        worker_id=host_lease.c.wanted_by,
        wanted_by=None,
        next_at=bindparam("later"),
        delay=bindparam("pause"),
    )
)
_FREE: Final = (
    update(host_lease)
    .where(host_lease.c.host == bindparam("name"))
    .values(worker_id=None, next_at=bindparam("later"))
)
_NOTE: Final = update(host_lease).where(*_MINE).values(next_at=bindparam("later"), delay=bindparam("pause"))


def _rest(seconds: float) -> float:
    # In this order what is no number is none.
    return min(_LONGEST_REST, max(0.0, seconds))


def _give(connection: Connection, worker_id: int, now: float, given: Mapping[str, Clock]) -> None:
    rows = _rows(worker_id, now, given)
    # What may be asked at once has no clock to be kept, unless somebody waits for it.
    due = [row for row in rows if row["later"] <= now]
    if due and connection.execute(_DROP, due).rowcount == len(due):
        rows = [row for row in rows if row["later"] > now]
    if rows:
        connection.execute(_HAND_ON, rows)


def _note(connection: Connection, worker_id: int, now: float, noted: Mapping[str, Clock]) -> None:
    if noted:
        connection.execute(_NOTE, _rows(worker_id, now, noted))


def _rows(worker_id: int, now: float, clocks: Mapping[str, Clock]) -> list[dict[str, Any]]:
    return [
        {"name": name, "me": worker_id, "later": now + _rest(clock.seconds), "pause": _rest(clock.delay)}
        for name, clock in sorted(clocks.items())
    ]


def _take(
    connection: Connection, worker_id: int, now: float, wanted: Mapping[str, float]
) -> dict[str, Clock]:
    rows = [
        {"host": name, "worker_id": worker_id, "next_at": 0.0, "delay": _rest(delay)}
        for name, delay in sorted(wanted.items())
    ]
    taken = connection.execute(_taking(connection.dialect.name), rows)
    return {row.host: Clock(_rest(row.next_at - now), _rest(row.delay)) for row in taken}


@cache
def _taking(dialect: str) -> Any:
    statement = (postgresql if dialect == "postgresql" else sqlite).insert(host_lease)
    new = statement.excluded
    free = or_(host_lease.c.worker_id.is_(None), host_lease.c.worker_id == new.worker_id)
    # Nobody waits for a free host: who did takes it when it is free.
    taken = statement.on_conflict_do_update(
        index_elements=["host"], set_={"worker_id": new.worker_id}, where=free
    )
    return taken.returning(host_lease.c.host, host_lease.c.next_at, host_lease.c.delay)
