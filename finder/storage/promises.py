"""What the links to a target promise, put together from the pages they stand on."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, func, select

from finder.items import Promise
from finder.storage.tables import find, link, source_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_LINKS: Final = 6  # by which a target is judged
_IDS_AT_ONCE: Final = 500
_MOST_ANCHORS: Final = 50


def promises_of(connection: Connection, target_ids: Sequence[int]) -> dict[int, Promise]:
    """By target: the promise of the first few links to it; empty for one without links."""
    found: dict[int, list[Any]] = defaultdict(list)
    for start in range(0, len(target_ids), _IDS_AT_ONCE):
        for row in connection.execute(_links_to(target_ids[start : start + _IDS_AT_ONCE])):
            found[row.target_id].append(row)
    return {target_id: _promise(found[target_id]) for target_id in target_ids}


def anchors_elsewhere(connection: Connection, find_id: int) -> tuple[str, ...]:
    """The anchors of the first few links that other pages have to the dead target of a find."""
    links = (
        select(link.c.anchor)
        .join(find, find.c.target_id == link.c.target_id)
        .where(find.c.id == find_id, link.c.source_page_id != find.c.source_page_id)
        .order_by(link.c.id)
        .limit(_MOST_ANCHORS)
    )
    return _each_once(connection.execute(links).scalars())


def _links_to(target_ids: Sequence[int]) -> Any:
    place = func.row_number().over(partition_by=link.c.target_id, order_by=link.c.id)
    names = ("target_id", "anchor", "context", "heading", "source_page_id")
    first = (
        select(*(link.c[name] for name in names), place.label("place"))
        .where(link.c.target_id.in_(target_ids))
        .subquery()
    )
    return (
        select(first, source_page.c.title, source_page.c.language)
        .join(source_page, source_page.c.id == first.c.source_page_id)
        .where(first.c.place <= MOST_LINKS)
        .order_by(first.c.target_id, first.c.place)
    )


def _promise(rows: Sequence[Any]) -> Promise:
    return Promise(
        anchors=_each_once(row.anchor for row in rows),
        contexts=_each_once(row.context for row in rows),
        headings=_each_once(row.heading for row in rows),
        titles=_each_once(row.title for row in rows),
        languages=_each_once(row.language for row in rows),
    )


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))
