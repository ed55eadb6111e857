"""Finds: opportunities on their way through the pipelines, kept until they are leads or dismissed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from finder.items import Find, JudgedLink, Link, Opportunity, PageFacts, Placement
from finder.storage.copies import copy_of
from finder.storage.tables import archived_copy, find, link, source_page, target
from finder.storage.targets import verdict_of

_OPPORTUNITY: Final = TypeAdapter(Opportunity)
_IDS_AT_ONCE: Final = 500

OnLink = Callable[[PageFacts, JudgedLink], list[Opportunity]]


def add_finds(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    found: Iterable[tuple[int, int | None, Opportunity]],
) -> int:
    """Keep opportunities (source page id, target id, opportunity) until the pipelines took them."""
    rows = [
        {
            "campaign_id": campaign_id,
            "run_id": run_id,
            "source_page_id": page_id,
            "target_id": target_id,
            "opportunity": _OPPORTUNITY.dump_python(opportunity),
        }
        for page_id, target_id, opportunity in found
    ]
    if rows:
        connection.execute(insert(find), rows)
    return len(rows)


def link_finds(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    on_link: OnLink,
    *,
    target_ids: Sequence[int] = (),
    page_ids: Sequence[int] = (),
    as_last_read: bool = False,
) -> int:
    """Add what the links of this run to settled targets give: those of some targets, or of some pages.

    Several links of one page to one target give one answer, the best link's. ``as_last_read``: a run that
    reads no pages takes the links that each had when it was read last.
    """
    seen = source_page.c.read_run if as_last_read else run_id
    count = 0
    column, ids = (link.c.source_page_id, page_ids) if page_ids else (link.c.target_id, target_ids)
    for start in range(0, len(ids), _IDS_AT_ONCE):
        query = _judged_links(seen).where(column.in_(ids[start : start + _IDS_AT_ONCE]))
        count += add_finds(
            connection, campaign_id, run_id, _answers(connection.execute(query).all(), on_link)
        )
    return count


def claim_finds(connection: Connection, campaign_id: int, worker_id: int, limit: int) -> list[Find]:
    """Claim up to ``limit`` waiting finds for a worker; those that are kept for the next time are not."""
    # A common table expression is computed once; a subquery might be again for each row, beyond the limit.
    free = (
        select(find.c.id)
        .where(find.c.campaign_id == campaign_id, find.c.worker_id.is_(None), ~find.c.kept)
        .order_by(find.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("free")
    )
    rows = connection.execute(
        update(find)
        .where(find.c.id.in_(select(free.c.id)))
        .values(worker_id=worker_id)
        .returning(find.c.id, find.c.opportunity)
    )
    found = [Find(row.id, _OPPORTUNITY.validate_python(row.opportunity)) for row in rows]
    return sorted(found, key=lambda each: each.id)


def dismiss(connection: Connection, find_ids: Sequence[int]) -> None:
    """Let go of finds that came to nothing."""
    for start in range(0, len(find_ids), _IDS_AT_ONCE):
        connection.execute(delete(find).where(find.c.id.in_(find_ids[start : start + _IDS_AT_ONCE])))


def keep(connection: Connection, find_ids: Sequence[int]) -> None:
    """Lay finds aside that a step could not deal with; :func:`take_up` brings them back."""
    for start in range(0, len(find_ids), _IDS_AT_ONCE):
        some = find.c.id.in_(find_ids[start : start + _IDS_AT_ONCE])
        connection.execute(update(find).where(some).values(worker_id=None, kept=True))


def take_up(connection: Connection, campaign_id: int) -> None:
    """Let finds that were kept wait for the pipelines again."""
    connection.execute(update(find).where(find.c.campaign_id == campaign_id, find.c.kept).values(kept=False))


def drop_of_pages(connection: Connection, page_ids: Sequence[int], *, links: bool = True) -> None:
    """Let go of what a reading of pages gave, and of what their ``links`` gave: they are read again."""
    if page_ids:
        statement = delete(find).where(find.c.source_page_id.in_(page_ids))
        connection.execute(statement if links else statement.where(find.c.target_id.is_(None)))


def drop_of_targets(connection: Connection, target_ids: Sequence[int]) -> None:
    """Let go of what was found while targets were dead: they live again."""
    for start in range(0, len(target_ids), _IDS_AT_ONCE):
        connection.execute(delete(find).where(find.c.target_id.in_(target_ids[start : start + _IDS_AT_ONCE])))


def _judged_links(seen: int | ColumnElement[int]) -> Any:
    columns = [link.c[name].label(f"link_{name}") for name in _LINK_COLUMNS]
    page = [source_page.c[name].label(f"page_{name}") for name in _PAGE_COLUMNS]
    return (
        select(link.c.source_page_id, link.c.target_id, link.c.occurrence, *columns, *page, *_VERDICT_COLUMNS)
        .join(target, target.c.id == link.c.target_id)
        .join(source_page, source_page.c.id == link.c.source_page_id)
        .outerjoin(archived_copy, archived_copy.c.url_key == target.c.url_key)
        # Not by campaign as well: SQLite would begin with all of its targets that are dead.
        .where(target.c.state == "settled", target.c.outcome == "dead", link.c.seen_run == seen)
        .order_by(link.c.source_page_id, link.c.target_id, link.c.occurrence)
    )


_PAGE_COLUMNS: Final = ("final_url", "title", "language", "linked_own", "published", "modified", "authors")
_LINK_COLUMNS: Final = ("spelling", "anchor", "context", "heading", "rel", "placement", "image")
_VERDICT_COLUMNS: Final = (
    target.c.url,
    target.c.outcome,
    target.c.reason,
    target.c.evidence,
    target.c.confidence,
    target.c.dead_since,
    target.c.alive_at,
    archived_copy.c.copy,
)


def _answers(rows: Sequence[Any], on_link: OnLink) -> Iterable[tuple[int, int, Opportunity]]:
    together: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in rows:
        together[row.source_page_id, row.target_id].append(row)
    for (page_id, target_id), same in together.items():
        best = min(same, key=_worth)
        facts = PageFacts(
            best.page_final_url,
            best.page_title,
            best.page_language,
            tuple(best.page_linked_own),
            authors=tuple(filter(None, best.page_authors.split(", "))),
            published=best.page_published,
            modified=best.page_modified,
        )
        judged = JudgedLink(
            _link(best),
            verdict_of(best),
            dead_since=best.dead_since or "",
            alive_at=best.alive_at or "",
            copy=copy_of(best.copy),
        )
        for opportunity in on_link(facts, judged):
            yield page_id, target_id, opportunity


def _worth(row: Any) -> tuple[bool, bool, int]:
    """Main text before template, a link with words before one without, the first before the others."""
    return row.link_placement != Placement.MAIN, not row.link_anchor, row.occurrence


def _link(row: Any) -> Link:
    return Link(
        url=row.url,
        spelling=row.link_spelling,
        anchor=row.link_anchor,
        context=row.link_context,
        heading=row.link_heading,
        rel=tuple(row.link_rel.split()),
        placement=Placement(row.link_placement),
        image=row.link_image,
    )
