"""Files that list web addresses: one per line, or a CSV table with a column of them."""

from __future__ import annotations

import codecs
import csv
import re
import sys
from io import StringIO
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.campaign.values import to_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

STANDARD_INPUT: Final = "-"

COLUMNS: Final = (
    "url",
    "page url",
    "source url",
    "page",
    "source page",
    "source",
    "referring page url",
    "referring page",
    "link",
    "address",
)
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMENT: Final = re.compile(r"(^|\s)#.*")


class Entry(NamedTuple):
    """One line of a list: its number (from 1) and its address, or what is wrong with it."""

    line: int
    url: str
    fault: str = ""


def read_entries(path: Path | None) -> Iterator[Entry]:
    """The entries of a list file, or of standard input when ``path`` is ``None``, in their order.

    Comments (``#``) and empty lines are passed over. A first row with a column named ``url``, ``page``,
    ``source url`` ... makes it a table (comma, semicolon or tab). UTF-8 and UTF-16 with a byte order
    mark are read. Raises ``OSError``, ``UnicodeDecodeError`` (a ``ValueError``) and, for a table without
    such a column, ``ValueError``.
    """
    lines = StringIO(_decoded(sys.stdin.buffer.read() if path is None else path.read_bytes()), newline=None)
    number, first = _first_line(lines)
    delimiter, column = _table(first)
    if column is not None:
        yield from _cells(lines, number, delimiter, column)
    elif first and path is not None and path.suffix.lower() in (".csv", ".tsv"):
        column = _address_column(first, delimiter)
        yield from _cells(chain([first], lines), number - 1, delimiter, column)
    else:
        yield from _plain(chain([first], lines), number)


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    return data.decode(encoding)


def _first_line(lines: Iterable[str]) -> tuple[int, str]:
    """Number and text of the first line that is neither empty nor a comment."""
    said = ((number, line) for number, line in enumerate(lines, 1) if _COMMENT.sub("", line).strip())
    return next(said, (1, ""))


def _table(header: str) -> tuple[str, int | None]:
    """The delimiter of a table and its column of addresses, ``None`` where no column has such a name."""
    delimiter = max(",;\t", key=header.count)
    names = [" ".join(cell.lower().replace("_", " ").split()) for cell in _row(header, delimiter)]
    found = next((name for name in COLUMNS if name in names), None)
    return delimiter, None if found is None else names.index(found)


def _address_column(row: str, delimiter: str) -> int:
    """The column of a table without a header: the first that holds an address."""
    cells = _row(row, delimiter)
    for column, cell in enumerate(cells):
        if cell.strip() and not _entry(0, cell).fault:
            return column
    named = ", ".join(f'"{cell.strip()}"' for cell in cells[:10])
    raise ValueError(f'has no column named "url", "page" or "source url"; its columns are {named}')


def _row(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _cells(lines: Iterable[str], number: int, delimiter: str, column: int) -> Iterator[Entry]:
    """The entries of the table rows that follow line ``number``. A quoted cell may span lines."""
    rows = csv.reader(lines, delimiter=delimiter)
    start = number + 1
    for row in rows:
        if any(cell.strip() for cell in row) and not row[0].lstrip().startswith("#"):
            yield _entry(start, row[column] if column < len(row) else "")
        start = number + rows.line_num + 1


def _plain(lines: Iterable[str], number: int) -> Iterator[Entry]:
    for place, line in enumerate(lines, number):
        if text := _COMMENT.sub("", line).strip():
            yield _entry(place, text)


def _entry(number: int, text: str) -> Entry:
    try:
        return Entry(number, to_url(text))
    except ValueError as error:
        return Entry(number, "", str(error))
