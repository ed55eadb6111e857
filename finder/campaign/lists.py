"""Files that list web addresses: one per line, or a CSV table with a column of them."""

from __future__ import annotations

import codecs
import csv
import re
import sys
from io import StringIO
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.campaign.values import to_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

STANDARD_INPUT: Final = "-"

COLUMNS: Final = (
    "mention url",
    "article url",
    "article link",
    "post url",
    "permalink",
    "url",
    "page url",
    "source url",
    "page",
    "source page",
    "source",
    "referring page url",
    "referring page",
    "linking page",
    "link",
    "address",
)
_HEAD_LINES: Final = 15  # some tools write a few lines about the export above the table
_SAMPLE_LINES: Final = 50
_LONGEST_CELL: Final = 10_000_000
_LONGEST_SHOWN: Final = 60
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMENT: Final = re.compile(r"(^|\s)#.*")
_NOT_IN_NAME: Final = re.compile(r"[\W_]+")


class Entry(NamedTuple):
    """One line of a list: its number (from 1) and its address, or what is wrong with it."""

    line: int
    url: str
    fault: str = ""


def read_entries(path: Path | None) -> Iterator[Entry]:
    """The entries of a list file, or of standard input when ``path`` is ``None``, in their order.

    Comments (``#``) and empty lines are passed over. A row with a column named ``url``, ``page``,
    ``source url`` ... near the beginning makes it a table (comma, semicolon or tab). UTF-8 and UTF-16 with a
    byte order mark are read. Raises ``OSError``, ``UnicodeDecodeError`` (a ``ValueError``) and, for a table
    without such a column, ``ValueError``.
    """
    text = decoded(read_bytes(path))
    yield from entries_of(text, table=path is not None and path.suffix.lower() in (".csv", ".tsv"))


def read_bytes(path: Path | None) -> bytes:
    """What a file holds, or what comes from standard input. Raises ``OSError``."""
    return sys.stdin.buffer.read() if path is None else path.read_bytes()


def decoded(data: bytes) -> str:
    """Text in UTF-8, or in UTF-16 with a byte order mark. Raises ``UnicodeDecodeError``."""
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    return data.decode(encoding)


def entries_of(text: str, *, table: bool) -> Iterator[Entry]:
    """See :func:`read_entries`; ``table`` says that it is one, whether a row names its columns or not."""
    head = _head(text)
    header = _header(head)
    lines = StringIO(text, newline=None)
    if header is not None:
        number, row = header
        for _ in range(number):
            next(lines)
        yield from _cells(lines, number, _delimiter(row), _named_columns(row))
    elif head and table:
        number, row = head[0]
        column = _address_column(row, _delimiter(row))
        for _ in range(number - 1):
            next(lines)
        yield from _cells(lines, number - 1, _delimiter(row), [column])
    else:
        yield from _plain(lines)


def is_table(text: str) -> bool:
    """Whether a row near the beginning names a column of addresses."""
    return _header(_head(text)) is not None


def _head(text: str) -> list[tuple[int, str]]:
    """Number and text of the first lines that are neither empty nor a comment."""
    lines = enumerate(StringIO(text, newline=None), 1)
    return list(islice(((number, line) for number, line in lines if _said(line)), _HEAD_LINES))


def _said(line: str) -> str:
    """What a line says beside its comment."""
    return _COMMENT.sub("", line).strip()


def _header(head: list[tuple[int, str]]) -> tuple[int, str] | None:
    """The row that names the columns of a table: its number and text."""
    for place, (number, line) in enumerate(head):
        cells = _row(line, _delimiter(line))
        if _named_columns(line) and (place == 0 or len(cells) > 1):
            return number, line
        if any(cell.strip() and not _entry(0, cell).fault for cell in cells):
            return None
    return None


def _delimiter(row: str) -> str:
    return max(",;\t", key=row.count)


def _named_columns(header: str) -> list[int]:
    """The columns of a table that may hold its addresses by their names, the likeliest first."""
    names = [_bare(cell) for cell in _row(header, _delimiter(header))]
    return [names.index(_bare(name)) for name in COLUMNS if _bare(name) in names]


def _bare(name: str) -> str:
    return _NOT_IN_NAME.sub("", name.casefold())


def _address_column(row: str, delimiter: str) -> int:
    """The column of a table without a header: the first that holds an address."""
    cells = _row(row, delimiter)
    for column, cell in enumerate(cells):
        if cell.strip() and not _entry(0, cell).fault:
            return column
    named = ", ".join(f'"{_shown(cell)}"' for cell in cells[:10])
    raise ValueError(f'has no column named "url", "page" or "source url"; its columns are {named}')


def _shown(cell: str) -> str:
    """The beginning of a cell, for a terminal."""
    return "".join(each if each.isprintable() else "\ufffd" for each in cell.strip()[:_LONGEST_SHOWN])


def _row(line: str, delimiter: str) -> list[str]:
    return next(_rows([line], delimiter), (0, []))[1]


def _rows(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table, each with the number of lines before it. Raises ``ValueError`` for a huge cell."""
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(lines, delimiter=delimiter)
    above = 0
    try:
        for row in rows:
            yield above, row
            above = rows.line_num
    except csv.Error as error:
        raise ValueError("has a cell of more than 10 MB; is a quotation mark left open?") from error


def _cells(lines: Iterator[str], number: int, delimiter: str, columns: list[int]) -> Iterator[Entry]:
    """The entries of the table rows that follow line ``number``. A quoted cell may span lines."""
    sample = list(islice(lines, _SAMPLE_LINES))
    column = _filled(_rows(sample, delimiter), columns)
    for above, row in _rows(chain(sample, lines), delimiter):
        if any(cell.strip() for cell in row) and not row[0].lstrip().startswith("#"):
            yield _entry(number + above + 1, row[column] if column < len(row) else "")


def _filled(rows: Iterable[tuple[int, list[str]]], columns: list[int]) -> int:
    """The first of some columns that does hold addresses: "source" may be the name of a newspaper."""
    some = [row for _, row in rows]
    for column in columns:
        cells = [row[column] for row in some if column < len(row) and row[column].strip()]
        if cells and sum(not _entry(0, cell).fault for cell in cells) * 2 > len(cells):
            return column
    return columns[0]


def _plain(lines: Iterable[str]) -> Iterator[Entry]:
    for place, line in enumerate(lines, 1):
        if text := _said(line):
            yield _entry(place, text)


def _entry(number: int, text: str) -> Entry:
    try:
        return Entry(number, to_url(text))
    except ValueError as error:
        return Entry(number, "", str(error))
