"""What people and later looks make of leads: every real change is written down with its time and author."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update

from finder.lifecycle import FIELDS, Status, settled, status_of
from finder.storage.runs import now
from finder.storage.tables import lead, lead_event, prospect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_AT_ONCE: Final = 500
_WAKES: Final = "finder"
_WHOSE: Final = ("id", "campaign_id", "prospect_id", "status_at")


class Event(NamedTuple):
    """One change of a lead: when (ISO 8601, UTC), by whom, which field, from what to what, and why."""

    at: str
    author: str
    field: str
    before: str
    after: str
    why: str


def change(
    connection: Connection,
    lead_ids: Iterable[int],
    changes: Mapping[str, str | None],
    author: str,
    why: str = "",
) -> int:
    """Change fields of leads (:data:`finder.lifecycle.FIELDS`) and what follows; returns how many differ.

    Whether a change is allowed, the caller has looked at (:func:`finder.lifecycle.may_become`) in the same
    transaction. Nothing is written for a lead that is so already. Raises ``ValueError`` as
    :func:`finder.lifecycle.settled` does.
    """
    return change_each(connection, dict.fromkeys(lead_ids, changes), author, why)


def change_each(
    connection: Connection, changes: Mapping[int, Mapping[str, str | None]], author: str, why: str = ""
) -> int:
    """As :func:`change`, with changes of its own for each lead."""
    moment, number = now(), 0
    for ids in _some(sorted(changes)):
        rows = {row["id"]: row for row in lives(connection, ids)}
        differs = {each: settled(rows[each], changes[each], moment) for each in ids if each in rows}
        differs = {each: fields for each, fields in differs.items() if fields}
        for each, fields in differs.items():
            fields.setdefault("status_at", rows[each]["status_at"])
        _write(connection, rows, differs)
        _log(connection, rows, differs, changes, (moment, author, why))
        number += len(differs)
    return number


def lives(connection: Connection, lead_ids: Sequence[int]) -> list[Mapping[str, Any]]:
    """The fields of leads and what tells whose they are, locked until the transaction ends."""
    columns = (*(lead.c[name] for name in _WHOSE), *(lead.c[name] for name in FIELDS))
    found: list[Mapping[str, Any]] = []
    for ids in _some(lead_ids):
        query = select(*columns).where(lead.c.id.in_(ids)).order_by(lead.c.id).with_for_update(of=lead)
        found.extend(dict(row) for row in connection.execute(query).mappings())
    return found


def is_lead_of(connection: Connection, campaign_id: int, lead_id: int) -> bool:
    """Whether a campaign has the lead."""
    query = select(lead.c.id).where(lead.c.campaign_id == campaign_id, lead.c.id == lead_id)
    return connection.execute(query).first() is not None


def events(connection: Connection, lead_id: int) -> list[Event]:
    """What happened to a lead, the oldest first."""
    columns = (lead_event.c[name] for name in Event._fields)
    query = select(*columns).where(lead_event.c.lead_id == lead_id).order_by(lead_event.c.id)
    return [Event(*row) for row in connection.execute(query)]


def slept_out(connection: Connection, campaign_id: int, today: str) -> list[int]:
    """The snoozed leads whose day (``2026-12-10``, UTC) has come."""
    due = select(lead.c.id).where(
        lead.c.campaign_id == campaign_id,
        lead.c.status == Status.SNOOZED.value,
        or_(lead.c.snoozed_until.is_(None), lead.c.snoozed_until <= today),
    )
    return sorted(connection.execute(due).scalars())


def wake(connection: Connection, campaign_id: int, today: str) -> int:
    """Make snoozed leads whose day (``2026-12-10``, UTC) has come what they were; returns how many."""
    ids = slept_out(connection, campaign_id, today)
    before = dict.fromkeys(ids, Status.NEW.value)
    for some in _some(ids):
        fell_asleep = (
            select(func.max(lead_event.c.id))
            .where(
                lead_event.c.lead_id.in_(some),
                lead_event.c.field == "status",
                lead_event.c.after == Status.SNOOZED.value,
            )
            .group_by(lead_event.c.lead_id)
        )
        query = select(lead_event.c.lead_id, lead_event.c.before).where(lead_event.c.id.in_(fell_asleep))
        before.update((row.lead_id, status_of(row.before).value) for row in connection.execute(query))
    return change_each(
        connection, {each: {"status": before[each]} for each in ids}, _WAKES, "its day has come"
    )


def _write(
    connection: Connection, rows: Mapping[int, Mapping[str, Any]], differs: Mapping[int, Mapping[str, Any]]
) -> None:
    if not differs:
        return
    names = (*FIELDS, "status_at")
    statement = (
        update(lead)
        .where(lead.c.id == bindparam("lead_id"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )
    values = [
        {"lead_id": each} | {f"new_{name}": fields.get(name, rows[each][name]) for name in names}
        for each, fields in differs.items()
    ]
    connection.execute(statement, values)
    written_to = {rows[each]["prospect_id"] for each, fields in differs.items() if "contacted_at" in fields}
    if written_to:
        newest = select(func.max(lead.c.contacted_at)).where(lead.c.prospect_id == prospect.c.id)
        theirs = update(prospect).where(prospect.c.id.in_(sorted(written_to)))
        connection.execute(theirs.values(contacted_at=newest.scalar_subquery()))


def _log(
    connection: Connection,
    rows: Mapping[int, Mapping[str, Any]],
    differs: Mapping[int, Mapping[str, Any]],
    changes: Mapping[int, Mapping[str, str | None]],
    told: tuple[str, str, str],
) -> None:
    """The moment of the status is that of its row, and that of the first mail is when the status says so."""
    moment, author, why = told
    made = [
        {"lead_id": each, "at": moment, "author": author, "field": name, "why": why}
        | {"before": rows[each][name] or "", "after": fields[name] or ""}
        for each, fields in differs.items()
        for name in FIELDS
        if name in fields and (name != "contacted_at" or name in changes[each])
    ]
    if made:
        connection.execute(insert(lead_event), made)


def _some(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
