"""The table in a sheet: where the row is that names the columns, and the rows below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from finder.tables.failure import UnreadableError
from finder.tables.names import plain
from finder.tables.text import NO_DELIMITER

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from finder.tables.opened import Sheet
    from finder.tables.text import Numbered

_HEAD_LINES: Final = 8  # some tools write a few lines about the export above the table
_MOST_COLUMNS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns as they are, trimmed, and where the rows are."""

    sheet: Sheet
    columns: tuple[str, ...]
    above: int
    delimiter: str

    def rows(self) -> Iterator[Numbered]:
        """Line and cells of each row that is not empty, from the first. Raises :class:`UnreadableError`."""
        return self.sheet.source.rows(self.above, self.delimiter)


def read_table(sheet: Sheet, known: Container[str]) -> Table:
    """The table of a sheet. ``known`` has the :func:`plain` names of columns, by which the row that names
    them is found; if none is known it is the first that is not blank, read with the delimiter that gives it
    most cells. Where that row has addresses in it none names the columns, and they are numbered.

    Raises :class:`UnreadableError`.
    """
    readings = sheet.source.first(_HEAD_LINES)
    (line, cells), delimiter = _header(readings, known)
    above = line
    if any("://" in cell for cell in cells) and not any(plain(cell) in known for cell in cells):
        # There is no such row.
        above, cells = line - 1, [f"column {number}" for number in range(1, len(cells) + 1)]
    if len(cells) > _MOST_COLUMNS:
        raise UnreadableError(f"has {len(cells):,} columns; at most {_MOST_COLUMNS:,} are read")
    told = len({each for _, each in readings}) == 1
    if len(cells) == 1 and not told:
        delimiter = NO_DELIMITER
    columns = tuple(cell.strip("\ufeff \t\r\n\xa0") for cell in cells)
    return Table(sheet, columns, above, delimiter)


def _header(readings: list[tuple[Numbered, str]], known: Container[str]) -> tuple[Numbered, str]:
    best, found = 0, None
    for row, delimiter in readings:
        names = {name for cell in row[1] if (name := plain(cell)) in known}
        right = len(names) - sum("://" in cell for cell in row[1])
        if right > best:
            best, found = right, (row, delimiter)
    if found is not None:
        return found
    filled = [(row, delimiter) for row, delimiter in readings if any(map(str.strip, row[1]))]
    if not filled:
        raise UnreadableError("has nothing but blank lines at its beginning")
    first = [each for each in filled if each[0][0] == filled[0][0][0]]
    return max(first, key=lambda each: len(each[0][1]))
