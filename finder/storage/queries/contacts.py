"""Contacts of prospects, for people to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, case, func, select

from finder.contacts import ContactKind
from finder.report.facts import ProspectTotals
from finder.storage import runs
from finder.storage.queries import report_prospects
from finder.storage.tables import contact, lead, prospect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, ScalarSelect

    from finder.storage.queries.leads import Record

_ROWS_AT_ONCE: Final = 500
_SHOWN: Final = (
    "kind",
    "value",
    "name",
    "address_type",
    "own_site",
    "found_on",
    "whereabouts",
    "how",
    "snippet",
    "found_at",
    "seen_at",
    "suppressed",
    "mail",
)


def contact_totals(connection: Connection, campaign_name: str) -> ProspectTotals:
    """How many prospects of a campaign have open leads, and how they can be written to."""
    number = runs.campaign_id(connection, campaign_name)
    return ProspectTotals() if number is None else report_prospects.prospects(connection, number)[0]


def contacts(
    connection: Connection, campaign_id: int, prospects: tuple[str, ...] = (), limit: int | None = None
) -> Iterator[Record]:
    """The contacts of prospects with leads, by prospect: where and how each was found, and its leads.

    A record has ``prospect``, the columns of a contact, ``contacts_at``, when the site was searched, and
    ``leads``, for how many leads it was chosen: a page for those that have no address.
    """
    query = (
        select(
            prospect.c.name.label("prospect"),
            *(contact.c[name] for name in _SHOWN),
            prospect.c.contacts_at,
            case(
                (contact.c.kind == ContactKind.EMAIL.value, _leads_by(lead.c.contact_id == contact.c.id)),
                else_=_leads_by(
                    lead.c.prospect_id == prospect.c.id,
                    lead.c.contact_id.is_(None),
                    prospect.c.contact_url == contact.c.value,
                    prospect.c.suppressed == "",
                ),
            ).label("leads"),
        )
        .join(prospect, prospect.c.id == contact.c.prospect_id)
        .where(prospect.c.campaign_id == campaign_id)
        .order_by(prospect.c.name, contact.c.id)
        .limit(limit)
    )
    if prospects:
        query = query.where(prospect.c.name.in_(prospects))
    rows: Any = connection.execute(query.execution_options(yield_per=_ROWS_AT_ONCE))
    for row in rows.mappings():
        yield dict(row)


def _leads_by(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count(lead.c.id)).where(*conditions).correlate(contact, prospect).scalar_subquery()


def count_contacts(connection: Connection, campaign_id: int, prospects: tuple[str, ...] = ()) -> int:
    """How many contacts there are."""
    query = select(func.count()).select_from(contact).join(prospect, prospect.c.id == contact.c.prospect_id)
    query = query.where(prospect.c.campaign_id == campaign_id)
    if prospects:
        query = query.where(prospect.c.name.in_(prospects))
    return int(connection.execute(query).scalar_one())
