"""What pages say, made harmless for the programs that open our files.

Text of pages is anybody's: a spreadsheet takes a cell that begins like a formula for one, a terminal obeys
control characters, and half a character breaks a whole file.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
import string
import unicodedata
from typing import TYPE_CHECKING, Any, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_BROKEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_HALVES: Final = re.compile("[\ud800-\udfff]")
_JSON_ESCAPED: Final = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_TURNS_DIRECTION: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
# White space, and what takes no room on the screen: spreadsheets trim some of both.
_LEADING: Final = re.compile("\\A[\\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*")
_FORMULA: Final = frozenset("=+-@−")
# What most cells begin with, so that the rest need not be asked.
_HARMLESS_FIRST: Final = frozenset(string.ascii_letters + string.digits)
_CONTROL_FIRST: Final = frozenset("\t\r\n")
REPLACEMENT: Final = "\ufffd"


def clean(text: str) -> str:
    """``text`` without what no file should hold: control characters and halves of characters show as �.

    Tabs and line breaks stay.
    """
    return _BROKEN.sub(REPLACEMENT, text)


def one_line(text: str) -> str:
    """``text`` as one line that is only shown: no control characters, no change of direction."""
    return " ".join(_TURNS_DIRECTION.sub("", clean(text)).split())


def csv_cell(value: Any) -> str:
    """A value as a cell that no spreadsheet takes for a formula: a leading apostrophe where it would.

    Numbers stay numbers, ``None`` is an empty cell.
    """
    if value is None or value == "":
        return ""
    text = clean(str(value))
    if text[0] in _HARMLESS_FIRST or _NUMBER.fullmatch(text):
        return text
    return f"'{text}" if is_like_a_formula(text) else text


def is_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet may take a cell with this text for a formula."""
    if text[:1] in _CONTROL_FIRST:
        return True
    return unicodedata.normalize("NFKC", _LEADING.sub("", text, count=1)[:1])[:1] in _FORMULA


def json_text(value: Any, *, indent: int | None = None) -> str:
    """A value as JSON that is safe to show in a terminal and to keep in a file."""
    text = _HALVES.sub(REPLACEMENT, json.dumps(value, ensure_ascii=False, indent=indent))
    return _JSON_ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


class CsvFile:
    """A CSV file as RFC 4180 has it: UTF-8, CRLF, a header line; every cell goes through :func:`csv_cell`."""

    def __init__(self, stream: BinaryIO, columns: Sequence[str], *, bom: bool = False) -> None:
        if bom:
            stream.write(codecs.BOM_UTF8)
        self._columns = columns
        self._writer = csv.writer(_Utf8(stream), lineterminator="\r\n")
        self._writer.writerow(columns)

    def write(self, rows: Iterable[Mapping[str, Any]]) -> int:
        """Write rows, of which every column must be there; returns how many."""
        cells = ([csv_cell(row[name]) for name in self._columns] for row in rows)
        return sum(1 for _ in map(self._writer.writerow, cells))


class _Utf8:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(text.encode())
