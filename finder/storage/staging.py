"""The rows of a supplier's file, laid down where nobody else sees them, until all of it is read."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Index, case, func, insert, select

from finder.storage.tables.staging import STAGING, staged_count, staged_first, staged_link
from finder.suppliers.row import Refused, SuppliedCount, SuppliedLink
from finder.urls import identity, key, prospect, registrable_domain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Table

_ROWS_AT_ONCE: Final = 5_000
_REFUSALS_KEPT: Final = 100_000
# For as long as a file is read; a connection begins with 2 MB.
_CACHE: Final = "PRAGMA temp.cache_size = -64000"

# Whatever the order of the columns in a file was, the same numbers are the same text.
_encode: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode

Row = list[SuppliedLink | SuppliedCount] | Refused


@dataclass(slots=True)
class Staged:
    """What was read of a file: its rows, those refused (100,000 of them at most), what was laid down."""

    rows: int = 0
    links: int = 0
    counts: int = 0
    refused: int = 0
    refusals: list[Refused] = field(default_factory=list)

    def refuse(self, row: Refused) -> None:
        self.refused += 1
        if len(self.refusals) < _REFUSALS_KEPT:
            self.refusals.append(row)


def stage(
    connection: Connection,
    rows: Iterable[Row],
    of_site: str,
    own: frozenset[str],
    tell: Callable[[int], None] | None = None,
) -> Staged:
    """Lay the rows of a file down in the connection's own tables.

    ``of_site``: the organisation that the file is about, where its rows do not say; ``own``: ours, whose
    links among themselves are no backlinks. ``tell`` is told now and then how many rows were read. Raises
    what reading ``rows`` raises.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_CACHE)
    for table in STAGING:
        table.drop(connection, checkfirst=True)
        table.create(connection)
    staged = Staged()
    links, counts = _Writer(connection, staged_link), _Writer(connection, staged_count)
    for row in rows:
        staged.rows += 1
        if isinstance(row, Refused):
            staged.refuse(row)
            continue
        if why := _lay_down(row, links, counts, of_site, own):
            staged.refuse(Refused(row[0].line, why))
        if tell and staged.rows % _ROWS_AT_ONCE == 0:
            tell(staged.rows)
    staged.links, staged.counts = links.end(), counts.end()
    _find_firsts(connection)
    return staged


def _lay_down(
    row: list[SuppliedLink | SuppliedCount],
    links: _Writer,
    counts: _Writer,
    of_site: str,
    own: frozenset[str],
) -> str:
    """Lay down what a row gives; if that is nothing, returns why."""
    kept, why = False, ""
    for each in row:
        if isinstance(each, SuppliedCount):
            counts.add(_count_row(each, of_site))
            kept = True
            continue
        domain = prospect(each.source_url)
        if refusal := _refusal(each, domain, own):
            why = refusal
        else:
            links.add(_link_row(each, domain, of_site))
            kept = True
    return "" if kept else why


def _refusal(row: SuppliedLink, domain: str, own: frozenset[str]) -> str:
    """Why what a row says is no backlink; empty if it is one."""
    if row.link_type == "mention":
        return "a mention, no link"
    return "the link stands on a page of your own site" if domain in own else ""


class _Writer:
    """Rows of one staging table, written many at a time."""

    def __init__(self, connection: Connection, table: Table) -> None:
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        marks = ", ".join([mark] * len(table.columns))
        self._statement = f"INSERT INTO {table.name} VALUES ({marks})"  # noqa: S608 - names of ours
        self._connection = connection
        self._rows: list[tuple[Any, ...]] = []
        self._number = 0

    def add(self, row: tuple[Any, ...]) -> None:
        self._number += 1
        self._rows.append((self._number, *row))
        if len(self._rows) == _ROWS_AT_ONCE:
            self._write()

    def end(self) -> int:
        self._write()
        return self._number

    def _write(self) -> None:
        if self._rows:
            # Without SQLAlchemy's own work on each row, which takes longer than the database's.
            self._connection.exec_driver_sql(self._statement, self._rows)
            self._rows = []


def _link_row(row: SuppliedLink, source_domain: str, of_site: str) -> tuple[Any, ...]:
    source = identity(row.source_url)
    target, target_key, domain = _target(row.target_url) if row.target_url else ("", 0, of_site)
    return (
        row.line,
        key(f"{source} {target or domain}"),
        source,
        key(source),
        source_domain,
        target,
        target_key,
        domain,
        *row[3:-1],
        _as_json(row.metrics),
    )


@lru_cache(maxsize=50_000)
def _target(url: str) -> tuple[str, int, str]:
    """The identity of an address, its key, and whose it is: pages of ours come again and again."""
    target = identity(url)
    return target, key(target), prospect(target)


def _count_row(row: SuppliedCount, of_site: str) -> tuple[Any, ...]:
    target = registrable_domain(row.target_site) if row.target_site else of_site
    subject = identity(row.subject) if row.sort == "page" else row.subject
    domain = prospect(subject) if row.sort == "page" else registrable_domain(subject)
    return (
        row.line,
        row.sort,
        subject,
        "" if row.sort == "anchor" else domain,
        key(f"{row.sort} {target} {subject}"),
        target,
        row.first_seen,
        row.last_seen,
        row.lost_at,
        _as_json(row.metrics),
    )


def _as_json(metrics: dict[str, Any] | None) -> str | None:
    return _encode(metrics) if metrics else None


def _find_firsts(connection: Connection) -> None:
    index = Index("ix_staged_link_key", staged_link.c.link_key, staged_link.c.n)
    index.create(connection)
    staged_link.indexes.discard(index)
    seen = (
        func.min(func.nullif(staged_link.c.first_seen, "")),
        func.max(staged_link.c.last_seen),
    )
    # A page may have had the same link twice, and lost one of them: it has the link.
    still = (staged_link.c.lost_at == "") & (staged_link.c.lost_reason == "")
    first = func.coalesce(func.min(case((still, staged_link.c.n))), func.min(staged_link.c.n))
    firsts = select(first, *seen).group_by(staged_link.c.link_key)
    connection.execute(insert(staged_first).from_select(["n", "first_seen", "last_seen"], firsts))
