"""Which prospects link to us already, on other pages than those we write about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, bindparam, func, select, update

from finder.storage.tables import find, lead, prospect, source_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def linked_from(connection: Connection, find_id: int, prospect_name: str) -> str:
    """The address of another page of a prospect that links to us, empty if none is known.

    ``find_id`` is the find about the page of which it is another.
    """
    query = (
        select(func.min(source_page.c.final_url))
        .join(find, find.c.campaign_id == source_page.c.campaign_id)
        .where(
            find.c.id == find_id,
            source_page.c.linking_prospect == prospect_name,
            source_page.c.linking_prospect != "",
            source_page.c.id != find.c.source_page_id,
        )
    )
    return str(connection.execute(query).scalar() or "")


def note_links(
    connection: Connection,
    campaign_id: int,
    rescore: Callable[[Mapping[str, float]], tuple[int, dict[str, float]]],
) -> int:
    """Tell the leads about mentions of prospects that turned out to link to us; returns how many.

    Pages are read in any order: the page with the link may have come after the one with the mention, and of
    several such pages the one that is told first after another. ``rescore`` gives score and parts of a lead
    that was told of none from the parts that it had.
    """
    rows = connection.execute(_unaware(campaign_id)).all()
    changes = []
    for row in rows:
        told = bool(row.linked_from)
        score, parts = (row.score, row.score_parts) if told else rescore(row.score_parts)
        changes.append({"row": row.id, "from_url": row.url, "new_score": score, "new_parts": parts})
    if changes:
        values: dict[str, Any] = {
            "linked_from": bindparam("from_url"),
            "score": bindparam("new_score"),
            "score_parts": bindparam("new_parts"),
        }
        connection.execute(update(lead).where(lead.c.id == bindparam("row")).values(values), changes)
    return len(changes)


def _unaware(campaign_id: int) -> Select[Any]:
    """Each lead about a mention that was not told of the first page that links to us, with that page."""
    linking = (
        select(source_page.c.linking_prospect, func.min(source_page.c.final_url).label("url"))
        .where(source_page.c.campaign_id == campaign_id, source_page.c.linking_prospect != "")
        .group_by(source_page.c.linking_prospect)
        .subquery()
    )
    return (
        select(lead.c.id, lead.c.score, lead.c.score_parts, lead.c.linked_from, linking.c.url)
        .join(prospect, prospect.c.id == lead.c.prospect_id)
        .join(linking, linking.c.linking_prospect == prospect.c.name)
        .join(source_page, source_page.c.id == lead.c.source_page_id)
        .where(
            lead.c.campaign_id == campaign_id,
            lead.c.brand != "",
            lead.c.linked_from != linking.c.url,
            lead.c.withdrawn_at.is_(None),
            source_page.c.linking_prospect == "",
        )
    )
