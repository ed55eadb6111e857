"""Rows of a report as counts of links: per linking site, per page or per text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finder.suppliers.links import too_many
from finder.suppliers.row import Refused, SuppliedCount
from finder.suppliers.values import cached_address, site_name, words
from finder.tables.cells import number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from finder.suppliers.columns import Columns
    from finder.suppliers.row import Subject, SuppliedLink


def counts_of(columns: Columns) -> Iterator[list[SuppliedLink | SuppliedCount] | Refused]:
    """One entry for each row: its counts, or why it is refused. Raises :class:`UnreadableError`."""
    width, make = columns.width, _maker(columns)
    for line, cells in columns.table.rows():
        if len(cells) != width:
            if any(cells[width:]):
                yield too_many(line, len(cells), width)
                continue
            cells[width:] = [""] * (width - len(cells))
        cells.append("")
        try:
            found = make(line, cells)
        except ValueError as error:
            yield Refused(line, str(error))
        else:
            yield found


def _maker(columns: Columns) -> Callable[[int, list[str]], list[SuppliedLink | SuppliedCount]]:
    subject, title = columns.place("subject"), columns.title("subject")
    sort = columns.report.counts or "site"
    read = _readings[sort]
    first, last, lost = map(columns.place, ("first_seen", "last_seen", "lost_at"))
    (first_of, last_of, lost_of), _ = columns.moments()
    metrics, compared = columns.metrics(), columns.compared()

    def make(line: int, cells: list[str]) -> list[SuppliedLink | SuppliedCount]:
        try:
            about = read(cells[subject])
        except ValueError as error:
            raise ValueError(f'"{title}" {error}') from None
        said: dict[str, Any] = {name: reading(cell) for name, at, reading in metrics if (cell := cells[at])}
        times = (first_of(cells[first]), last_of(cells[last]), lost_of(cells[lost]))
        if not compared:
            return [SuppliedCount(line, sort, about, "", *times, said or None)]
        found = [
            SuppliedCount(line, sort, about, site, *times, {**said, "Backlinks": count})
            for site, place in compared
            if (count := number(cells[place]))
        ]
        if not found:
            raise ValueError("counts no links to the compared sites")
        return list(found)

    return make


def _text(cell: str) -> str:
    """An anchor; one without text is one too."""
    return words(cell)


_readings: dict[Subject, Callable[[str], str]] = {"site": site_name, "page": cached_address, "anchor": _text}
