"""The organisations behind the leads, several domains of one as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import CTE, Connection, case, func, select

from finder.report.facts import ProspectTotals, TopProspect
from finder.storage.queries.lead_records import ORGANISATION
from finder.storage.queries.report_rows import HOLDS, OPEN
from finder.storage.tables import contact, lead, prospect

if TYPE_CHECKING:
    from sqlalchemy.sql.elements import ColumnElement
    from sqlalchemy.sql.functions import FunctionElement

_MOST: Final = 20


def prospects(connection: Connection, campaign_id: int) -> tuple[ProspectTotals, list[TopProspect]]:
    """How many there are and to how many could be written; and those with the best open leads."""
    groups = _groups(campaign_id)
    workable = groups.c.leads > 0
    totals = (
        func.count(),
        _sum(workable),
        func.sum(groups.c.leads),
        _sum(workable & (groups.c.addresses > 0)),
        _sum(workable & (groups.c.addresses == 0) & (groups.c.pages > 0)),
        _sum(groups.c.suppressed > 0),
    )
    # Without open leads there is no best score, and not all databases sort that last.
    order = (case((workable, 0), else_=1), groups.c.best.desc(), groups.c.leads.desc(), prospect.c.name)
    query = (
        select(prospect.c.name, groups, *(total.over() for total in totals))
        .join(groups, groups.c.number == prospect.c.id)
        .order_by(*order)
        .limit(_MOST)
    )
    rows = connection.execute(query).all()
    top = [TopProspect(row.name, row.leads, row.best, _contact(row)) for row in rows if row.leads]
    return (ProspectTotals(*map(int, rows[0][-len(totals) :])) if rows else ProspectTotals()), top


def _groups(campaign_id: int) -> CTE:
    """One row an organisation with leads that hold: its open leads, and how it can be reached."""
    is_open = case((OPEN, 1), else_=0)
    return (
        select(
            ORGANISATION.label("number"),
            func.sum(is_open).label("leads"),
            func.max(case((OPEN, lead.c.score))).label("best"),
            _sum(contact.c.id.is_not(None)).label("addresses"),
            _sum(contact.c.address_type == "personal").label("personal"),
            _sum(contact.c.address_type == "role").label("role"),
            _sum(prospect.c.contact_url != "").label("pages"),
            _sum(prospect.c.suppressed != "").label("suppressed"),
        )
        .select_from(lead)
        .join(prospect, prospect.c.id == lead.c.prospect_id)
        .outerjoin(contact, contact.c.id == lead.c.contact_id)
        .where(lead.c.campaign_id == campaign_id, HOLDS)
        .group_by(ORGANISATION)
        .cte("groups")
    )


def _sum(condition: ColumnElement[bool]) -> FunctionElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _contact(row: Any) -> str:
    if row.addresses:
        sorts = [sort for sort in ("personal", "role") if getattr(row, sort)]
        return f"{' and '.join(sorts)} e-mail address".strip()
    return "page to write from" if row.pages else ""
