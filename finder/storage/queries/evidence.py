"""Everything that is known behind one lead."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, Select, func, or_, select

from finder.storage.lifecycle import events
from finder.storage.looks import read_fetch, read_seconds
from finder.storage.queries.leads import Record, record_query
from finder.storage.tables import crawl_run, lead, link, look, sighting, source_page, target

MOST_PAGES: Final = 50
MOST_LINKS: Final = 50


def lead_evidence(
    connection: Connection, campaign_id: int, lead_id: int, lately: str = ""
) -> dict[str, Any] | None:
    """A lead record with all that stands behind it, ``None`` if the campaign has no such lead.

    Beside the record: ``target`` (the newest verdict), ``looks`` with the facts of each in ``fetch``,
    ``runs`` (the sightings), ``links`` of the page to the target, and ``other_pages`` that link to it with
    their number in ``other_pages_total``, and ``history``, what became of it, as records of
    :class:`finder.storage.lifecycle.Event`. Lists of links and pages are cut after fifty.
    """
    mine = (lead.c.campaign_id == campaign_id, lead.c.id == lead_id)
    record = connection.execute(record_query(lately).where(*mine)).mappings().one_or_none()
    if record is None:
        return None
    page_id, target_id = connection.execute(
        select(lead.c.source_page_id, lead.c.target_id).where(*mine)
    ).one()
    return {
        **record,
        "target": _target(connection, target_id),
        "looks": _looks(connection, target_id),
        "runs": _runs(connection, lead_id),
        "history": [each._asdict() for each in events(connection, lead_id)],
        "links": _links(connection, page_id, target_id),
        "other_pages": _records(connection, _other_pages(page_id, target_id).limit(MOST_PAGES)),
        "other_pages_total": _count(connection, _other_pages(page_id, target_id)),
    }


def standing() -> Any:
    """The condition that a link stood on its page when that was last read."""
    return or_(source_page.c.state != "read", link.c.seen_run >= source_page.c.read_run)


def _target(connection: Connection, target_id: int | None) -> Record | None:
    names = ("url", "outcome", "reason", "confidence", "evidence", "status", "final_url")
    columns = [target.c[name] for name in (*names, "checked_at", "dead_since", "looks")]
    query = select(*columns).where(target.c.id == target_id)
    row = connection.execute(query).mappings().one_or_none()
    return dict(row) if row else None


def _looks(connection: Connection, target_id: int | None) -> list[Record]:
    names = ("looked_at", "outcome", "reason", "confidence", "evidence", "said_by", "fetch", "seconds")
    query = (
        select(target.c.url, *(look.c[name] for name in names))
        .join(target, target.c.id == look.c.target_id)
        .where(look.c.target_id == target_id)
        .order_by(look.c.id)
    )
    return [_look(record) for record in _records(connection, query)]


def _look(record: Record) -> Record:
    url, moment = record["url"], record["looked_at"]
    told = {name: value for name, value in record.items() if name != "url"}
    told["fetch"] = read_fetch(record["fetch"], url, moment)
    told["seconds"] = read_seconds(record["seconds"], moment)
    return told


def _runs(connection: Connection, lead_id: int) -> list[Record]:
    query = (
        select(crawl_run.c.id.label("run"), crawl_run.c.spider, crawl_run.c.started_at, sighting.c.seen_at)
        .join(crawl_run, crawl_run.c.id == sighting.c.run_id)
        .where(sighting.c.lead_id == lead_id)
        .order_by(crawl_run.c.id)
    )
    return _records(connection, query)


def _links(connection: Connection, page_id: int, target_id: int | None) -> list[Record]:
    names = ("spelling", "anchor", "context", "heading", "rel", "placement", "image")
    query = (
        select(*(link.c[name] for name in names))
        .join(source_page, source_page.c.id == link.c.source_page_id)
        .where(link.c.source_page_id == page_id, link.c.target_id == target_id, standing())
        .order_by(link.c.occurrence)
    )
    return _records(connection, query.limit(MOST_LINKS))


def _other_pages(page_id: int, target_id: int | None) -> Select[Any]:
    return (
        select(source_page.c.url, source_page.c.title)
        .where(
            source_page.c.id != page_id,
            source_page.c.id.in_(
                select(link.c.source_page_id)
                .where(link.c.target_id == target_id, link.c.source_page_id == source_page.c.id, standing())
                .correlate(source_page)
            ),
        )
        .order_by(source_page.c.id)
    )


def _records(connection: Connection, query: Select[Any]) -> list[Record]:
    return [dict(row) for row in connection.execute(query).mappings()]


def _count(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(select(func.count()).select_from(query.subquery())).scalar_one())
