"""The links to us as they are listed: each with all that report it and what our own look found."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Select, exists, func, not_, or_, select

from finder.storage.queries.backlinks_record import OF_A_SUPPLIER, record
from finder.storage.tables import backlink, backlink_event, backlink_witness, reports_it

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.sql.elements import ColumnElement

    from finder.storage.queries.leads import Record

_AT_ONCE: Final = 500
_B, _W = backlink.c, backlink_witness.c
_SAID: Final = tuple(_W[name] for name in OF_A_SUPPLIER)
_OTHER: Final = backlink.alias("other")
_SAME_PAGE: Final = (
    _OTHER.c.campaign_id == _B.campaign_id,
    _OTHER.c.target_domain == _B.target_domain,
    _OTHER.c.source_key == _B.source_key,
)
ORDERS: Final = {
    "domain": (_B.source_domain, _B.source_url, _B.target_url, _B.id),
    "target": (_B.target_url, _B.source_domain, _B.source_url, _B.id),
    "looked_at": (func.coalesce(_B.looked_at, "").desc(), _B.id),
    "added_at": (_B.added_at.desc(), _B.id.desc()),
}


@dataclass(frozen=True, slots=True)
class BacklinkFilter:
    """Which links to the ``own`` domains: everything that is set must hold.

    ``states`` are those of our own looks, the empty one for links that were never looked at. ``suppliers``:
    any of these reports it, ``missing_from``: none of these does; who calls it lost does not report it.
    ``pages`` and ``targets`` are keys of addresses.
    """

    own: tuple[str, ...]
    states: tuple[str, ...] = ()
    whys: tuple[str, ...] = ()
    suppliers: tuple[str, ...] = ()
    missing_from: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    targets: tuple[int, ...] = ()


def backlinks(
    connection: Connection,
    campaign_id: int,
    wanted: BacklinkFilter,
    order: str = "domain",
    limit: int | None = None,
) -> Iterator[Record]:
    """The links, read a few hundred at a time; see :func:`finder.storage.queries.backlinks_record.record`.

    Where a supplier does not say which page of ours a page links to, and another does, there is one row.
    """
    query = _query(campaign_id, wanted).order_by(*ORDERS[order]).limit(limit)
    for rows in connection.execute(query.execution_options(yield_per=_AT_ONCE)).mappings().partitions():
        said = _witnesses(connection, [row["id"] for row in rows])
        of_pages = _of_pages(connection, campaign_id, wanted.own, [row["source_key"] for row in rows])
        for row in rows:
            page = of_pages.get((row["source_key"], row["target_domain"]), ()) if row["target_url"] else ()
            yield record(dict(row), said.get(row["id"], ()), page)


def count_backlinks(connection: Connection, campaign_id: int, wanted: BacklinkFilter) -> int:
    """How many links there are."""
    counted = _query(campaign_id, wanted).with_only_columns(func.count())
    return int(connection.execute(counted).scalar_one())


def events(connection: Connection, backlink_id: int) -> list[Record]:
    """What happened to a link, oldest first."""
    names = ("at", "event", "field", "before", "after", "why")
    query = (
        select(*(backlink_event.c[name] for name in names))
        .where(backlink_event.c.backlink_id == backlink_id)
        .order_by(backlink_event.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _query(campaign_id: int, wanted: BacklinkFilter) -> Select[Any]:
    query = select(backlink).where(_B.campaign_id == campaign_id, _B.target_domain.in_(wanted.own))
    for column, values in (
        (_B.state, wanted.states),
        (_B.why, wanted.whys),
        (_B.source_domain, wanted.domains),
        (_B.source_key, wanted.pages),
        (_B.target_key, wanted.targets),
    ):
        if values:
            query = query.where(column.in_(values))
    if wanted.suppliers:
        query = query.where(_reported_by(wanted.suppliers))
    if wanted.missing_from:
        query = query.where(not_(_reported_by(wanted.missing_from)))
    told_better = exists().where(*_SAME_PAGE, _OTHER.c.target_url != "").correlate(backlink)
    return query.where(or_(_B.target_url != "", not_(told_better)))


def _reported_by(suppliers: Sequence[str]) -> ColumnElement[bool]:
    """Whether one of the suppliers reports a link, or that its page links to us somewhere."""
    holds = (_W.supplier.in_(suppliers), reports_it)
    itself = exists().where(_W.backlink_id == _B.id, *holds)
    of_page = exists().where(*_SAME_PAGE, _OTHER.c.target_url == "", _W.backlink_id == _OTHER.c.id, *holds)
    return or_(itself, of_page.correlate(backlink))


def _witnesses(connection: Connection, ids: Sequence[int]) -> dict[int, list[Any]]:
    """By link: what each supplier says, by name."""
    found: dict[int, list[Any]] = defaultdict(list)
    query = select(_W.backlink_id, *_SAID).where(_W.backlink_id.in_(ids)).order_by(_W.supplier)
    for row in connection.execute(query).mappings():
        found[row["backlink_id"]].append(dict(row))
    return found


def _of_pages(
    connection: Connection, campaign_id: int, own: Sequence[str], pages: Sequence[int]
) -> dict[tuple[int, str], list[Any]]:
    """By page and domain of ours: what is said of the page by those that do not say to where it links."""
    found: dict[tuple[int, str], list[Any]] = defaultdict(list)
    query = (
        select(_B.source_key, _B.target_domain, *_SAID)
        .join(backlink_witness, _W.backlink_id == _B.id)
        .where(_B.campaign_id == campaign_id, _B.target_domain.in_(own))
        .where(_B.source_key.in_(pages), _B.target_url == "")
        .order_by(_W.supplier)
    )
    for row in connection.execute(query).mappings():
        found[row["source_key"], row["target_domain"]].append(dict(row))
    return found
