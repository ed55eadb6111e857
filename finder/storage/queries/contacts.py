"""Contacts of prospects, for people to see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, and_, exists, func, select

from finder.storage.tables import campaign, contact, lead, prospect

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@dataclass(frozen=True, slots=True)
class ContactTotals:
    """How many prospects have leads that are not withdrawn, and how many of them can be written to how."""

    prospects: int
    with_address: int
    with_page: int


def contact_totals(connection: Connection, campaign_name: str) -> ContactTotals:
    """Counts over the prospects of a campaign."""
    standing = and_(lead.c.prospect_id == prospect.c.id, lead.c.withdrawn_at.is_(None))
    with_address = exists().where(standing, lead.c.contact_id.is_not(None))
    with_page = and_(~with_address, prospect.c.contact_url != "")
    row = connection.execute(
        select(
            func.count(),
            func.count().filter(with_address),
            func.count().filter(with_page),
        )
        .select_from(prospect)
        .join(campaign, campaign.c.id == prospect.c.campaign_id)
        .where(campaign.c.name == campaign_name, exists().where(standing))
    ).one()
    return ContactTotals(*row)


def contacts(
    connection: Connection, campaign_id: int, prospects: tuple[str, ...] = (), limit: int | None = None
) -> Iterator[Record]:
    """The contacts of prospects with leads, by prospect: where and how each was found, and its leads.

    A record has ``prospect``, the columns of a contact, ``contacts_at``, when the site was searched, and
    ``leads``, for how many leads it was chosen.
    """
    chosen = select(func.count()).where(lead.c.contact_id == contact.c.id).correlate(contact)
    query = (
        select(
            prospect.c.name.label("prospect"),
            *(contact.c[name] for name in _SHOWN),
            prospect.c.contacts_at,
            chosen.scalar_subquery().label("leads"),
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


def count_contacts(connection: Connection, campaign_id: int, prospects: tuple[str, ...] = ()) -> int:
    """How many contacts there are."""
    query = select(func.count()).select_from(contact).join(prospect, prospect.c.id == contact.c.prospect_id)
    query = query.where(prospect.c.campaign_id == campaign_id)
    if prospects:
        query = query.where(prospect.c.name.in_(prospects))
    return int(connection.execute(query).scalar_one())
