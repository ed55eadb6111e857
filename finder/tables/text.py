"""Rows of a text: lines, cells between delimiters, quotation marks."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from finder.tables.failure import UnreadableError
from finder.tables.packed import clear_failures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from finder.tables.encoding import Encoding

LONGEST_CELL: Final = 1 << 20
NO_DELIMITER: Final = "\x1f"  # of a table with one column, whose addresses may hold all others
_LONGEST_LINE: Final = 1 << 23
_LONGEST_ROW: Final = 1 << 25
_BATCH: Final = 500
_BATCH_LETTERS: Final = 1 << 22
_DELIMITERS: Final = ",;\t|"
_SEPARATOR: Final = "sep="

# A row: the line on which it begins (from 1) and its cells.
Numbered = tuple[int, list[str]]


class Source(Protocol):
    """Where the rows of one table are; they can be read again and again."""

    def first(self, most: int) -> list[tuple[Numbered, str]]:
        """Readings of each of the first ``most`` lines as a row, with what separates its cells."""

    def rows(self, above: int, delimiter: str) -> Iterator[Numbered]:
        """The rows below the first ``above`` lines that are not blank. Raises :class:`UnreadableError`."""


@dataclass(frozen=True, slots=True)
class TextRows:
    """Rows of a text file."""

    opener: Callable[[], IO[bytes]]
    encoding: Encoding

    def first(self, most: int) -> list[tuple[Numbered, str]]:
        """Each line as every delimiter cuts it; after a line ``sep=;`` as that one does."""
        lines = list(islice(self._lines(_Taken()), most + 1))
        delimiters, skipped = _DELIMITERS, 0
        mark = lines[0].strip('\r\n "').lower() if lines else ""
        if mark.startswith(_SEPARATOR) and len(mark) <= len(_SEPARATOR) + 1:
            delimiters, skipped = mark[len(_SEPARATOR) :] or "\t", 1
        return [
            ((number, _cells(line, delimiter)), delimiter)
            for number, line in enumerate(lines[skipped : skipped + most], skipped + 1)
            for delimiter in delimiters
        ]

    def rows(self, above: int, delimiter: str) -> Iterator[Numbered]:
        """The rows below the first ``above`` lines that are not blank. Raises :class:`UnreadableError`."""
        taken = _Taken()
        lines = self._lines(taken)
        for _ in range(above):
            next(lines, None)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        line, more = above + 1, True
        while more:
            taken.letters = 0
            try:
                batch, more = _batch(reader, taken)
            except csv.Error as error:
                raise UnreadableError(_what(error, above + reader.line_num)) from error
            for end, cells in batch:
                if cells and (cells[0].strip() or any(map(str.strip, cells))):
                    yield line, cells
                line = above + end + 1

    def _lines(self, taken: _Taken) -> Iterator[str]:
        with clear_failures(), self.opener() as stream:
            text = TextIOWrapper(stream, self.encoding.name, self.encoding.errors, newline=None)
            number = 0
            while line := text.readline(_LONGEST_LINE):
                number += 1
                taken.letters += len(line)
                if len(line) == _LONGEST_LINE or taken.letters > _LONGEST_ROW:
                    raise UnreadableError(f"is no table of links: line {number:,} belongs to an endless row")
                yield line


class _Taken:
    """How many letters were read for the rows that are not yet given out."""

    letters = 0


class _Reader(Protocol):
    """What the csv module gives."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


def _batch(reader: _Reader, taken: _Taken) -> tuple[list[tuple[int, list[str]]], bool]:
    """Some rows with the lines on which they end, and whether there may be more.

    The limit to a cell is one of the whole program, so it is not left set while rows are looked at.
    """
    batch: list[tuple[int, list[str]]] = []
    with _large_cells():
        for cells in reader:
            batch.append((reader.line_num, cells))
            if len(batch) == _BATCH or taken.letters > _BATCH_LETTERS:
                return batch, True
    return batch, False


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
