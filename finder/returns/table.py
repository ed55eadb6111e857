"""A table of any origin: bytes in, named columns and numbered rows out."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from finder import tables
from finder.returns.objects import STARTS, read_objects
from finder.tables import UnreadableError, open_sheets, plain
from finder.tables.cells import unguarded
from finder.tables.encoding import signed_encoding
from finder.tables.packed import GZIP, ZIP

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path

_NOT_TEXT: Final = {
    b"\xd0\xcf\x11\xe0": "is an old workbook; save the sheet as CSV (UTF-8)",
    b"%PDF": "is a PDF; export the table as CSV",
}
_DELIMITERS: Final = ",;\t|"
_HEAD_LINES: Final = 8  # some tools write a few lines about the export above the table
_LONGEST_CELL: Final = 1 << 30
_SEPARATOR: Final = "sep="


class NotATableError(ValueError):
    """The file holds no table that can be read; the text says why, to follow the file's name."""


class Row(NamedTuple):
    """The line on which a row begins (from 1), and its cells, trimmed."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns as they are, the rows, and what a person should know of the file."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    warning: str = ""


def read_file(path: Path, known: Container[str]) -> Table:
    """The table in a file: text as :func:`read_table` takes it, a workbook, or one of these in zip or gzip.

    Of several sheets it is the one with the most columns that are ``known``. Raises :class:`NotATableError`,
    and ``OSError`` when the file cannot be read.
    """
    with path.open("rb") as file:
        packed = file.read(len(ZIP[0])).startswith((GZIP, *ZIP))
    return _unpacked(path, known) if packed else read_table(path.read_bytes(), known)


def _unpacked(path: Path, known: Container[str]) -> Table:
    try:
        sheets = open_sheets(path)
        found = [tables.read_table(sheet, known) for sheet in sheets]
        best = max(found, key=lambda each: sum(plain(name) in known for name in each.columns))
        rows = [Row(line, tuple(map(unguarded, cells))) for line, cells in best.rows()]
    except UnreadableError as error:
        raise NotATableError(str(error)) from error
    name = best.sheet.name
    others = f"has {len(sheets)} tables; only {name} was read" if len(sheets) > 1 else ""
    return Table(best.columns, tuple(rows), best.sheet.warning or others)


def read_table(data: bytes, known: Container[str]) -> Table:
    """The table in a file. Raises :class:`NotATableError`.

    UTF-8, UTF-16, else Windows-1252 with a warning; comma, semicolon, tab or bar; a line ``sep=;`` and lines
    above the table are passed over; or JSON as :func:`read_objects` takes it. ``known`` has the :func:`plain`
    names of columns, by which the row that names them is found. Empty rows are no rows.
    """
    text, warning = _text(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.lstrip().startswith(STARTS):
        return _of_objects(text, warning)
    skipped, delimiters = 0, _DELIMITERS
    first = text[:100].partition("\n")[0].strip().strip('"').lower()
    if first.startswith(_SEPARATOR) and len(first) == len(_SEPARATOR) + 1:
        skipped, delimiters = 1, first[-1]
    elif first == _SEPARATOR:  # a tab, which was trimmed
        skipped, delimiters = 1, "\t"
    number, delimiter = _header(text, skipped, delimiters, known)
    with _large_cells():
        return _table(text, number, delimiter, warning)


def _of_objects(text: str, warning: str) -> Table:
    try:
        columns, rows = read_objects(text)
    except ValueError as error:
        raise NotATableError(str(error)) from error
    return Table(columns, tuple(Row(*row) for row in rows), warning)


def _text(data: bytes) -> tuple[str, str]:
    for sign, why in _NOT_TEXT.items():
        if data.startswith(sign):
            raise NotATableError(why)
    if not data.strip():
        raise NotATableError("is empty")
    text, warning = _decoded(data)
    if "\0" in text:
        raise NotATableError("is no text table but binary data")
    return text.removeprefix("\ufeff"), warning


def _decoded(data: bytes) -> tuple[str, str]:
    marked = signed_encoding(data)
    try:
        return data.decode(marked), ""
    except UnicodeDecodeError as error:
        if marked != "utf-8":
            raise NotATableError(f"is broken {marked.upper()} text (byte {error.start})") from error
    try:
        return data.decode("cp1252"), "is not UTF-8; read as Windows-1252: look whether names are right"
    except UnicodeDecodeError as error:
        raise NotATableError(
            f"is no text in a known encoding (byte {error.start}); save it as UTF-8"
        ) from error


def _header(text: str, skipped: int, delimiters: str, known: Container[str]) -> tuple[int, str]:
    """How many lines stand above the row that names the columns, and what separates them."""
    best, found = 0, (skipped, delimiters[0])
    lines = list(islice(StringIO(text), skipped, skipped + _HEAD_LINES))
    for number, line in enumerate(lines, skipped):
        for delimiter in delimiters:
            names = {plain(name) for name in line.split(delimiter)}
            right = sum(name in known for name in names)
            if right > best:
                best, found = right, (number, delimiter)
    return found


def _table(text: str, above: int, delimiter: str, warning: str) -> Table:
    source = StringIO(text)
    for _ in range(above):
        next(source, None)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    start = above + 1
    try:
        columns = tuple(name.strip() for name in next(reader, []))
        rows = []
        line = start + reader.line_num
        for cells in reader:
            if any(map(str.strip, cells)):
                rows.append(Row(line, tuple(map(unguarded, cells))))
            line = start + reader.line_num
    except csv.Error as error:
        where = above + reader.line_num
        raise NotATableError(
            f"is no whole table: line {where}: {error}; is a quotation mark left open?"
        ) from error
    return Table(columns, tuple(rows), warning)


@contextmanager
def _large_cells() -> Iterator[None]:
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)
