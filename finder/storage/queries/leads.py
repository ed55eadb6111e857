"""Leads by what they are, best first or by another order, as a stream."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from finder.storage.queries.lead_filter import (
    ORDERS,
    LeadFilter,
    best,
    conditions_of,
    exported,
    suppressed_organisations,
)
from finder.storage.queries.lead_records import ORGANISATION, Record, only, record_query
from finder.storage.tables import contact, lead, prospect

if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = [
    "ORDERS",
    "LeadFilter",
    "Record",
    "count_each",
    "count_leads",
    "lead_ids",
    "leads",
    "prospects",
    "record_query",
    "statuses",
    "suppressed_groups",
]

_ROWS_AT_ONCE: Final = 500
_OTHER_PAGES: Final = 20


def leads(
    connection: Connection,
    campaign_id: int,
    wanted: LeadFilter,
    order: str = "score",
    limit: int | None = None,
) -> Iterator[Record]:
    """The leads as records (:func:`record_query`), read a few hundred at a time."""
    conditions = conditions_of(campaign_id, wanted)
    if limit is not None:
        # First only which: sorting whole records takes longer than finding them.
        which = only(lead.c.id, every_field=bool(wanted.requires)).where(*conditions)
        conditions = [lead.c.id.in_(which.order_by(*ORDERS[order]).limit(limit))]
    query = record_query(wanted.lately).where(*conditions).order_by(*ORDERS[order])
    yield from _streamed(connection, query)


def prospects(
    connection: Connection,
    campaign_id: int,
    wanted: LeadFilter,
    order: str = "score",
    limit: int | None = None,
) -> Iterator[Record]:
    """The best lead of each organisation as a record, with what more there is of it.

    Beside what :func:`leads` gives a record has ``prospect_leads``, the number of the leads of that
    organisation, ``other_pages``, the addresses of the pages of the others, best first, at most
    twenty, and ``prospect_lead_ids``. ``unexported`` of the filter leaves out organisations of which any
    lead was exported.
    """
    every = replace(wanted, per_prospect=None, unexported="")
    conditions = conditions_of(campaign_id, every)
    chosen = [lead.c.id.in_(best(every, conditions))]
    if wanted.unexported:
        known = select(ORGANISATION).select_from(lead).join(prospect).where(lead.c.campaign_id == campaign_id)
        chosen.append(ORGANISATION.not_in(known.where(lead.c.id.in_(exported(wanted.unexported)))))
    leads_of = only(
        ORGANISATION.label("organisation"), lead.c.id, lead.c.page_url, every_field=bool(wanted.requires)
    )
    of = _by_prospect(connection, leads_of.where(*conditions).order_by(*ORDERS["score"]))
    query = record_query(wanted.lately).where(*chosen).order_by(*ORDERS[order]).limit(limit)
    for record in _streamed(connection, query):
        ids, pages = of[record["prospect_group"]]
        others = [page for page in pages if page != record["page_url"]]
        yield record | {"prospect_leads": len(ids), "other_pages": others, "prospect_lead_ids": ids}


def _streamed(connection: Connection, query: Select[Any]) -> Iterator[dict[str, Any]]:
    rows = connection.execute(query.execution_options(yield_per=_ROWS_AT_ONCE))
    for row in rows.mappings():
        yield dict(row)


def _by_prospect(connection: Connection, query: Select[Any]) -> dict[int, tuple[list[int], list[str]]]:
    """Of each organisation the leads, best first, and the first of the pages that they are on."""
    found: dict[int, tuple[list[int], list[str]]] = {}
    for row in connection.execute(query.execution_options(yield_per=_ROWS_AT_ONCE)):
        ids, pages = found.setdefault(row.organisation, ([], []))
        ids.append(row.id)
        if len(pages) <= _OTHER_PAGES and row.page_url not in pages:
            pages.append(row.page_url)
    return found


def count_leads(connection: Connection, campaign_id: int, wanted: LeadFilter) -> int:
    """How many leads there are."""
    query = only(func.count(), every_field=bool(wanted.requires))
    return int(connection.execute(query.where(*conditions_of(campaign_id, wanted))).scalar_one())


def count_each(connection: Connection, campaign_id: int, *wanted: LeadFilter) -> list[int]:
    """How many leads there are by each of some filters, counted in one pass over all."""
    counts: list[ColumnElement[Any]] = [
        func.count(case((and_(*conditions_of(campaign_id, each)), 1))) for each in wanted
    ]
    asked = select(*counts).get_final_froms()
    every_field = any(each.requires for each in wanted)
    # Every lead has a prospect: without a look at those the index alone tells.
    query = select(*counts).select_from(lead)
    if every_field or prospect in asked or contact in asked:
        query = only(*counts, every_field=every_field)
    return list(connection.execute(query.where(lead.c.campaign_id == campaign_id)).one())


def lead_ids(
    connection: Connection,
    campaign_id: int,
    wanted: LeadFilter,
    order: str = "score",
    limit: int | None = None,
) -> list[int]:
    """The numbers of the leads, or of the first so many in an order."""
    query = only(lead.c.id, every_field=bool(wanted.requires)).where(*conditions_of(campaign_id, wanted))
    return list(connection.execute(query.order_by(*ORDERS[order]).limit(limit)).scalars())


def statuses(connection: Connection, campaign_id: int) -> list[str]:
    """The statuses that leads of a campaign have."""
    query = select(lead.c.status).where(lead.c.campaign_id == campaign_id).distinct().order_by(lead.c.status)
    return list(connection.execute(query).scalars())


def suppressed_groups(connection: Connection, campaign_id: int) -> frozenset[int]:
    """The ``prospect_group`` of every organisation to one of whose names nobody may write."""
    return frozenset(connection.execute(suppressed_organisations(campaign_id)).scalars())
