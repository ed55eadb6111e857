"""What is otherwise since a time: leads that came and went, deaths, what became of the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, func, select

from finder.report.facts import Changes, Event, Mentioned
from finder.storage.queries.report_rows import HOLDS, numbers
from finder.storage.tables import lead, lead_event, prospect, target

if TYPE_CHECKING:
    from sqlalchemy.sql.elements import ColumnElement

_MOST: Final = 8
_MOST_EVENTS: Final = 20


def changes(connection: Connection, campaign_id: int, since: str, *, first: bool) -> Changes:
    """What came of the campaign since then; ``first``: nothing was known before."""
    ours = lead.c.campaign_id == campaign_id
    came = (ours, HOLDS, lead.c.first_seen >= since)
    gone = (ours, lead.c.withdrawn_at >= since)
    events = lead_event.c.at >= since, lead_event.c.field == "status", ours
    new, withdrawn = (
        numbers(connection, lead.c.kind, *came),
        numbers(connection, lead.c.withdrawn_reason, *gone),
    )
    statuses = _statuses(connection, *events)
    return Changes(
        since=since,
        first=first,
        came=new,
        withdrawn=withdrawn,
        died=_dead(connection, campaign_id, target.c.dead_since >= since),
        dead_again=_dead(connection, campaign_id, target.c.dead_since < since, target.c.checked_at >= since),
        statuses=statuses,
        new_leads=_mentioned(connection, lead.c.evidence, lead.c.score.desc(), *came) if new else (),
        withdrawn_leads=_mentioned(connection, lead.c.withdrawn_reason, lead.c.withdrawn_at.desc(), *gone)
        if withdrawn
        else (),
        events=_events(connection, *events) if statuses else (),
    )


def _dead(connection: Connection, campaign_id: int, *conditions: Any) -> int:
    query = select(func.count()).where(
        target.c.campaign_id == campaign_id, target.c.outcome == "dead", *conditions
    )
    return int(connection.execute(query).scalar_one())


def _mentioned(
    connection: Connection, said: ColumnElement[str], order: ColumnElement[Any], *conditions: Any
) -> list[Mentioned]:
    """The first few leads, each with something said of it."""
    query = (
        select(lead.c.id, lead.c.kind, lead.c.page_title, lead.c.page_url, prospect.c.name, said)
        .join(prospect, prospect.c.id == lead.c.prospect_id)
        .where(*conditions)
        .order_by(order, lead.c.id)
        .limit(_MOST)
    )
    return [Mentioned(*row) for row in connection.execute(query)]


def _statuses(connection: Connection, *conditions: Any) -> dict[str, int]:
    ours = select(lead_event.c.id).join(lead, lead.c.id == lead_event.c.lead_id).where(*conditions)
    return numbers(connection, lead_event.c.after, lead_event.c.id.in_(ours))


def _events(connection: Connection, *conditions: Any) -> list[Event]:
    """The newest events, in the order of the fields of :class:`Event`."""
    names = ("before", "after", "author", "why")
    query = (
        select(lead_event.c.at, lead.c.id, prospect.c.name, *(lead_event.c[name] for name in names))
        .select_from(lead_event)
        .join(lead, lead.c.id == lead_event.c.lead_id)
        .join(prospect, prospect.c.id == lead.c.prospect_id)
        .where(*conditions)
        .order_by(lead_event.c.at.desc(), lead_event.c.id.desc())
        .limit(_MOST_EVENTS)
    )
    return [Event(*row) for row in connection.execute(query)]
