"""What the links to a target promise, put together from the pages they stand on."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, bindparam, select, true

from finder.items import Promise
from finder.storage.tables import find, link, source_page, target

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_LINKS: Final = 6  # by which a target is judged
_IDS_AT_ONCE: Final = 500
_MOST_ANCHORS: Final = 50


def promises_of(connection: Connection, target_ids: Sequence[int]) -> dict[int, Promise]:
    """By target: the promise of the first few links to it; empty for one without links."""
    found: dict[int, list[Any]] = defaultdict(list)
    statement = _first_links(connection.dialect.name)
    for start in range(0, len(target_ids), _IDS_AT_ONCE):
        values = {"ids": target_ids[start : start + _IDS_AT_ONCE]}
        for row in connection.execute(statement, values):
            found[row[0]].append(row)
    return {target_id: _promise(found.get(target_id, ())) for target_id in target_ids}


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


@cache
def _first_links(dialect: str) -> Any:
    """The first few links to each target: read from the index, however many more there are."""
    first = (
        select(link)
        .where(link.c.target_id == target.c.id)
        .order_by(link.c.id)
        .limit(MOST_LINKS)
        .correlate(target)
    )
    if dialect == "postgresql":
        few: Any = first.lateral("few")
        joined = target.join(few, true())
    else:
        # SQLite knows no LATERAL; the other way round PostgreSQL would ask for each pair of rows.
        few = link.alias("few")
        joined = target.join(
            few, few.c.id.in_(first.with_only_columns(link.c.id, maintain_column_froms=True))
        )
    columns = (target.c.id, *(few.c[name] for name in ("anchor", "context", "heading")))
    return (
        select(*columns, source_page.c.title, source_page.c.language)
        .select_from(joined.join(source_page, source_page.c.id == few.c.source_page_id))
        .where(target.c.id.in_(bindparam("ids", expanding=True)))
        .order_by(target.c.id, few.c.id)
    )


def _promise(rows: Sequence[Any]) -> Promise:
    if len(rows) == 1:
        # As it is for most targets; this is asked for each of them.
        return Promise(*((text,) if text else () for text in rows[0][1:]))
    return Promise(*(_each_once(texts) for texts in list(zip(*rows, strict=True))[1:]))


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))
