"""The forms that a file can have. Whichever it is, no text of a page does anything in it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Protocol

from finder.exports.cells import CsvFile, json_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FORMS: Final = ("csv", "jsonl", "xlsx")


class Sheet(Protocol):
    """A file that takes rows."""

    def write(self, row: Mapping[str, Any]) -> None:
        """Add a row, of which every column must be there."""

    def finish(self) -> None:
        """Write what is not written yet. Raises ``OSError``."""


@contextmanager
def opened_sheet(
    form: str, stream: BinaryIO, columns: Sequence[str], *, bom: bool = False
) -> Iterator[Sheet]:
    """A file of a form (see :data:`FORMS`) on a stream; what it keeps beside is gone in the end.

    It is whole when it is finished. ``bom``: a CSV begins with the mark that tells Excel of UTF-8.
    """
    if form == "xlsx":
        # Its library takes a while to load, and other forms do without.
        from finder.exports.workbook import XlsxFile

        book = XlsxFile(stream, columns)
        try:
            yield book
        finally:
            book.close()
    else:
        yield _Csv(stream, columns, bom=bom) if form == "csv" else _Jsonl(stream, columns)


class _Csv:
    def __init__(self, stream: BinaryIO, columns: Sequence[str], *, bom: bool) -> None:
        self._file = CsvFile(stream, columns, bom=bom)

    def write(self, row: Mapping[str, Any]) -> None:
        self._file.write((row,))

    def finish(self) -> None:
        """Nothing is kept back."""


class _Jsonl:
    """One JSON object a line, named as the columns; texts are as pages have them, but for broken letters."""

    def __init__(self, stream: BinaryIO, columns: Sequence[str]) -> None:
        self._stream = stream
        self._columns = tuple(columns)

    def write(self, row: Mapping[str, Any]) -> None:
        self._stream.write(f"{json_text({name: row[name] for name in self._columns})}\n".encode())

    def finish(self) -> None:
        """Nothing is kept back."""
