"""A database with millions of links, filled quickly: rows that the storage wrote, copied with other numbers.

:class:`bench.made_leads.LeadWriter` writes one page of dead links with their leads as a crawl does. Whatever
columns those rows have, the copies have them, too; only ids and addresses differ. A link in twenty is dead
and a lead.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from finder.urls import key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LINKS_PER_PAGE: Final = 50
_LINKS_PER_HOST: Final = 20
_LINKS_PER_LEAD: Final = 20
_ROWS_AT_ONCE: Final = 50_000
_ALIVE: Final = {"outcome": "alive", "reason": "answers", "evidence": "It answers 200 OK.", "status": 200}
_FAST: Final = ("journal_mode=off", "synchronous=off", "cache_size=-1000000", "locking_mode=exclusive")

Row = dict[str, Any]


def target_url(number: int) -> str:
    """The address of a target; a host has twenty."""
    return f"https://{_host(number)}/articles/2024/about-{number}.html"


def _host(number: int) -> str:
    return f"www.site{number // _LINKS_PER_HOST}.example"


def fill(campaign: str, links: int) -> int:
    """Fill the database of a campaign, which must be empty; returns the number of leads."""
    from bench.made_leads import LeadWriter

    LeadWriter(campaign).fill(1)
    file = next(Path(campaign).parent.glob("*.sqlite3"))
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.row_factory = sqlite3.Row
        for pragma in _FAST:
            database.execute(f"pragma {pragma}")
        for table in _tables(links):
            _copy(database, table)
        database.execute("update campaign set targets = ?", (links,))
        database.execute("pragma journal_mode=wal")
        database.execute("analyze")
    return links // _LINKS_PER_LEAD


@dataclass(frozen=True, slots=True)
class _Table:
    """A table, how many rows it is to have, and what is different in each."""

    name: str
    rows: int
    changed: Callable[[int, Row], Row]


def _tables(links: int) -> tuple[_Table, ...]:
    pages = -(-links // _LINKS_PER_PAGE)
    leads = links // _LINKS_PER_LEAD
    return (
        _Table("source_page", pages, _page),
        _Table("target_host", -(-links // _LINKS_PER_HOST), lambda number, _: {"host": _host(number * 20)}),
        _Table("target", links, _target),
        _Table("link", links, _link),
        _Table("look", links, _look),
        _Table("prospect", pages, lambda number, _: {"id": number + 1, "name": f"lists{number}.example"}),
        _Table("lead", leads, _lead),
        _Table("sighting", leads, lambda number, _: {"lead_id": number + 1}),
    )


def _copy(database: sqlite3.Connection, table: _Table) -> None:
    """Replace the rows of a table by copies of one of them."""
    template = dict(database.execute(f"select * from {table.name} limit 1").fetchone())
    database.execute(f"delete from {table.name}")
    places = ", ".join(f":{column}" for column in template)
    statement = f"insert into {table.name} values ({places})"
    for start in range(0, table.rows, _ROWS_AT_ONCE):
        numbers = range(start, min(start + _ROWS_AT_ONCE, table.rows))
        database.execute("begin")
        database.executemany(statement, _rows(table, template, numbers))
        database.execute("commit")


def _rows(table: _Table, template: Row, numbers: range) -> Iterator[Row]:
    for number in numbers:
        yield {**template, **table.changed(number, template)}


def _page_url(number: int) -> str:
    return f"http://lists{number}.example/list"


def _page(number: int, _: Row) -> Row:
    url = _page_url(number)
    return {
        "id": number + 1,
        "url": url,
        "url_key": key(url),
        "host": f"lists{number}.example",
        "final_url": url,
    }


def _target(number: int, _: Row) -> Row:
    url = target_url(number)
    alive = {} if number % _LINKS_PER_LEAD == 0 else {**_ALIVE, "dead_since": None, "alive_at": "2026-01-01"}
    known = {"id": number + 1, "url": url, "url_key": key(url), "host": _host(number), "final_url": url}
    return {**known, **alive}


def _link(number: int, template: Row) -> Row:
    url = target_url(number)
    return {
        "id": number + 1,
        "source_page_id": number // _LINKS_PER_PAGE + 1,
        "target_id": number + 1,
        "spelling": url,
        "anchor": f"The anchor {number} of a link",
        "context": f"{template['context']} {number}",
    }


def _look(number: int, _: Row) -> Row:
    alive = {} if number % _LINKS_PER_LEAD == 0 else _ALIVE
    return {"id": number + 1, "target_id": number + 1, **alive}


def _lead(number: int, _: Row) -> Row:
    target = number * _LINKS_PER_LEAD
    page = target // _LINKS_PER_PAGE
    url = target_url(target)
    return {
        "id": number + 1,
        "lead_key": key(f"lead {number}"),
        "prospect_id": page + 1,
        "source_page_id": page + 1,
        "target_id": target + 1,
        "page_url": _page_url(page),
        "dead_url": url,
        "anchor": f"The anchor {target} of a link",
        "score": number * 7_919 % 100,
        "replacement_key": number * 7_919 % 5_000,
    }
