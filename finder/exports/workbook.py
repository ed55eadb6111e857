"""XLSX files: a sheet with a header that stays in sight, filters, typed numbers and dates, and links.

Texts are written as texts: none becomes a formula, also not when somebody edits the cell, for which it has
the mark that a leading apostrophe sets in a spreadsheet. The limits are those of Excel's specifications.
"""

from __future__ import annotations

import re
import tempfile
from datetime import datetime
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

from finder.exports.cells import clean, is_like_a_formula

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROWS: Final = 1_048_576
LINKS: Final = 65_530
LONGEST_LINK: Final = 2_079
LONGEST_TEXT: Final = 32_767  # in units of UTF-16

_NARROWEST, _WIDEST = 8, 60
_ROWS_MEASURED: Final = 100
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?")
# As finder writes addresses. What has other signs in it is no link, whatever it may be.
_LINK: Final = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%|]+")
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no time zones
# Before this day spreadsheets count one day too many, or not at all.
_FIRST_DAY: Final = datetime(1900, 3, 1)  # noqa: DTZ001


class XlsxFile:
    """A workbook that is written row by row, in little memory, to ``stream`` when it is finished.

    Raises ``OSError`` when the stream or the folder for temporary files cannot be written.
    """

    def __init__(self, stream: BinaryIO, columns: Sequence[str], *, rows_per_sheet: int = ROWS) -> None:
        self._columns = tuple(columns)
        self._rows_per_sheet = rows_per_sheet
        self._folder = tempfile.TemporaryDirectory(prefix="finder-")
        options = {"constant_memory": True, "tmpdir": self._folder.name}
        self._book = xlsxwriter.Workbook(_Output(stream), options)
        self._book.use_zip64()
        self._bold = self._book.add_format({"bold": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._time = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._link = self._book.get_default_url_format()
        self._finished = False
        self._begin_sheet()

    def write(self, row: Mapping[str, Any]) -> None:
        """Add a row, of which every column must be there."""
        if self._row == self._rows_per_sheet:
            self._end_sheet()
            self._begin_sheet()
        for column, name in enumerate(self._columns):
            value = row[name]
            if value is not None and value != "":
                self._write(column, value)
        self._row += 1

    def finish(self) -> None:
        """Write the workbook to its stream."""
        self._end_sheet()
        self._finished = True
        try:
            self._book.close()
        except FileCreateError as error:
            raise error.args[0] from error

    def close(self) -> None:
        """Remove what was kept beside, also of a workbook that was not finished."""
        if not self._finished:
            for sheet in self._book.worksheets():
                sheet.row_data_fh.close()
        self._folder.cleanup()

    def _begin_sheet(self) -> None:
        number = len(self._book.worksheets()) + 1
        self._sheet = self._book.add_worksheet("Leads" if number == 1 else f"Leads {number}")
        self._sheet.freeze_panes(1, 0)
        self._links = 0
        self._widths = [len(name) + 3 for name in self._columns]  # room for the filter's button
        for column, name in enumerate(self._columns):
            self._sheet.write_string(0, column, name, self._bold)
        self._row = 1

    def _end_sheet(self) -> None:
        self._sheet.autofilter(0, 0, max(self._row - 1, 1), len(self._columns) - 1)
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, min(max(width, _NARROWEST), _WIDEST))

    def _write(self, column: int, value: Any) -> None:
        if isinstance(value, int | float) and isfinite(value):
            self._sheet.write_number(self._row, column, value)
            return
        text = _cell_text(value)
        if self._row <= _ROWS_MEASURED:
            self._widths[column] = max(self._widths[column], min(len(text), _WIDEST))
        if _MOMENT.fullmatch(text) and (serial := _serial(text)) is not None:
            self._sheet.write_number(self._row, column, serial, self._time if "T" in text else self._day)
        elif self._is_link(text):
            self._links += 1
            self._sheet.write_url(self._row, column, text, self._link, text)
        else:
            self._sheet.write_string(
                self._row, column, text, self._quoted if is_like_a_formula(text) else None
            )

    def _is_link(self, text: str) -> bool:
        return (
            text.startswith("http")
            and self._links < LINKS
            and len(text) <= LONGEST_LINK
            and _LINK.fullmatch(text) is not None
        )


class _Output:
    """A stream that is only written to, and says once that it fails.

    An archive that was cut off tries again when it is thrown away, and nobody could take that error.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._failed = False

    def write(self, data: bytes) -> int:
        if not self._failed:
            self._failed = True
            self._stream.write(data)
            self._failed = False
        return len(data)

    def flush(self) -> None:
        if not self._failed:
            self._stream.flush()


def _cell_text(value: Any) -> str:
    text = clean(str(value)).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST_TEXT // 2:
        text = text.encode("utf-16-le")[: 2 * LONGEST_TEXT].decode("utf-16-le", "ignore")
    # The writer takes a text between these for markup of its own and would not escape it.
    return f"{text[: LONGEST_TEXT - 1]} " if text.startswith("<r>") and text.endswith("</r>") else text


@lru_cache(maxsize=4096)
def _serial(text: str) -> float | None:
    """A day or moment of ours as spreadsheets count: days since the end of 1899; ``None``: no such day."""
    try:
        moment = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return None
    if moment < _FIRST_DAY:
        return None
    past = moment - _EPOCH
    return past.days + past.seconds / 86_400
