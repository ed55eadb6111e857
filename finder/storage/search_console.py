"""What Search Console was asked about our pages, and which of them to ask about next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from finder.search_console.answers import ANALYTICS, INSPECTION, SUPPLIER
from finder.storage.tables import backlink, own_page, supplier_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select


def pages_to_inspect(connection: Connection, campaign_id: int, own: frozenset[str], since: str) -> list[str]:
    """Our pages that were not inspected ``since``, those never inspected before the others.

    First those that suppliers say are linked to and those that are gone, then by clicks, then all others
    that we know of. ``own``: the organisations that are ours.
    """
    asked = _reported(campaign_id, INSPECTION).with_only_columns(
        supplier_count.c.subject, supplier_count.c.last_seen
    )
    inspected: dict[str, str] = {row.subject: row.last_seen for row in connection.execute(asked)}
    known: dict[str, None] = {}
    for query in _queries(campaign_id, own):
        known.update(dict.fromkeys(connection.execute(query).scalars()))
    again = sorted((at, url) for url, at in inspected.items() if at < since and url in known)
    return [url for url in known if url not in inspected] + [url for _, url in again]


def inspections(connection: Connection, campaign_id: int, name: str, since: str) -> int:
    """How many inspections of pages were asked of the property ``name`` since then."""
    query = _reported(campaign_id, INSPECTION).with_only_columns(func.count())
    of_it = supplier_count.c.metrics["siteUrl"].as_string() == name
    return int(connection.execute(query.where(of_it, supplier_count.c.last_seen >= since)).scalar_one())


def _queries(campaign_id: int, own: frozenset[str]) -> Iterator[Select[Any]]:
    pages = func.count(backlink.c.source_key.distinct())
    linked = backlink.c.target_domain.in_(own) & (backlink.c.target_url != "")
    yield (
        select(backlink.c.target_url)
        .where(backlink.c.campaign_id == campaign_id, linked)
        .group_by(backlink.c.target_url)
        .order_by(pages.desc(), backlink.c.target_url)
    )
    ours = supplier_count.c.subject_domain.in_(own) & (supplier_count.c.sort == "page")
    named = select(supplier_count.c.subject).where(supplier_count.c.campaign_id == campaign_id, ours)
    by_api = supplier_count.c.report.in_((ANALYTICS, INSPECTION)) & (supplier_count.c.supplier == SUPPLIER)
    yield named.where(~by_api).order_by(supplier_count.c.id)
    page = select(own_page.c.url).where(own_page.c.campaign_id == campaign_id).order_by(own_page.c.id)
    yield page.where(own_page.c.state == "gone")
    clicks = supplier_count.c.metrics["clicks"].as_float()
    yield _reported(campaign_id, ANALYTICS).where(ours).order_by(clicks.desc(), supplier_count.c.subject)
    yield page


def _reported(campaign_id: int, report: str) -> Select[Any]:
    return select(supplier_count.c.subject).where(
        supplier_count.c.campaign_id == campaign_id,
        supplier_count.c.supplier == SUPPLIER,
        supplier_count.c.report == report,
    )
