"""Rows of a text: lines, cells between delimiters, quotation marks."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from finder.tables.failure import UnreadableError
from finder.tables.packed import clear_failures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from finder.tables.encoding import Encoding

LONGEST_CELL: Final = 1 << 20
_LONGEST_LINE: Final = 1 << 23
_BATCH: Final = 500
_DELIMITERS: Final = ",;\t|"
_SEPARATOR: Final = "sep="
NO_DELIMITER: Final = "\x1f"  # of a table with one column, whose addresses may hold all others


class Numbered(NamedTuple):
    """A row: the line on which it begins (from 1) and its cells."""

    line: int
    cells: list[str]


class Source(Protocol):
    """Where the rows of one table are; they can be read again and again."""

    def first(self, most: int) -> list[tuple[Numbered, str]]:
        """Readings of each of the first ``most`` lines as a row, with what separates its cells."""

    def rows(self, above: int, delimiter: str) -> Iterator[Numbered]:
        """The rows below the first ``above`` lines. Raises :class:`UnreadableError`."""


@dataclass(frozen=True, slots=True)
class TextRows:
    """Rows of a text file."""

    opener: Callable[[], IO[bytes]]
    encoding: Encoding

    def first(self, most: int) -> list[tuple[Numbered, str]]:
        lines = list(islice(self._lines(), most + 1))
        delimiters, skipped = _DELIMITERS, 0
        if lines:
            mark = lines[0].strip('\r\n "').lower()
            if mark.startswith(_SEPARATOR) and len(mark) <= len(_SEPARATOR) + 1:
                delimiters, skipped = mark[len(_SEPARATOR) :] or "\t", 1
        return [
            (Numbered(number, _cells(line, delimiter)), delimiter)
            for number, line in enumerate(lines[skipped : skipped + most], skipped + 1)
            for delimiter in delimiters
        ]

    def rows(self, above: int, delimiter: str) -> Iterator[Numbered]:
        lines = self._lines()
        for _ in range(above):
            next(lines, None)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        line = above + 1
        while True:
            try:
                with _large_cells():
                    batch = [(reader.line_num, cells) for cells in islice(reader, _BATCH)]
            except csv.Error as error:
                raise UnreadableError(_what(error, above + reader.line_num)) from error
            for end, cells in batch:
                yield Numbered(line, cells)
                line = above + end + 1
            if len(batch) < _BATCH:
                return

    def _lines(self) -> Iterator[str]:
        with clear_failures(), self.opener() as stream:
            text = TextIOWrapper(stream, self.encoding.name, self.encoding.errors, newline=None)
            number = 0
            while line := text.readline(_LONGEST_LINE):
                number += 1
                if len(line) == _LONGEST_LINE:
                    raise UnreadableError(f"is no table of links: line {number:,} has more than 8 MB")
                yield line


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        with _large_cells():
            return next(csv.reader([line.removeprefix("\ufeff")], delimiter=delimiter), [])
    except csv.Error:
        return []


def _what(error: csv.Error, line: int) -> str:
    if "field larger" in str(error):
        return f"is no table of links: line {line:,} has a cell of more than 1 MB"
    return f"is no whole table: line {line:,}: {error}; is a quotation mark left open?"


@contextmanager
def _large_cells() -> Iterator[None]:
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)
