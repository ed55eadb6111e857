"""The parts of a workbook, read tag by tag.

By our own hand: openpyxl needs the same guard before every part, takes two to three times as long, keeps
something of every row in memory, and refuses workbooks over fonts and fills that a table does not need.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final
from xml.parsers import expat

from finder.tables.failure import UnreadableError
from finder.tables.text import LONGEST_CELL, Numbered

_MOST_LETTERS: Final = 256 << 20
_TOO_LARGE: Final = "is too large a workbook; save the sheet as CSV (UTF-8)"
_MOST_STRINGS: Final = 4_000_000
_MOST_COLUMNS: Final = 2_000
# Excel writes at most 65,490 styles, and nothing else in which we look for tags has more.
_MOST_TAGS: Final = 100_000
# One tag or comment; the parser begins anew with each piece of one that has no end.
_LONGEST_TOKEN: Final = 1 << 20
_COLUMN: Final = re.compile(r"([A-Z]{1,3})(?=[0-9])")
# Formats that come with every workbook and are dates or times.
_DATE_FORMATS: Final = frozenset(map(str, (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))))
_SHOWN_LITERALLY: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_TIME_LETTERS: Final = re.compile("[ymdhs]", re.IGNORECASE)
_MOST_DIGITS: Final = 20
_FIRST_DAY: Final = datetime(1899, 12, 30)  # noqa: DTZ001 a sheet knows no zones
_FIRST_DAY_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
_DAY: Final = 86_400


class Parser:
    """Takes a part of a workbook in pieces. Raises :class:`UnreadableError`."""

    def __init__(self) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._started
        parser.EndElementHandler = self._ended
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        self._parser = parser
        self._fed = 0

    def feed(self, data: bytes, *, last: bool = False) -> None:
        """The next piece; ``last``: there are no more."""
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            raise UnreadableError(f"is a broken workbook ({error}); save it again") from error
        self._fed += len(data)
        if self._fed - self._parser.CurrentByteIndex > _LONGEST_TOKEN + len(data):
            raise UnreadableError("is a broken workbook (a tag without end); save it again")

    def started(self, name: str, attributes: dict[str, str]) -> None:
        """A tag begins."""

    def ended(self, name: str) -> None:
        """A tag ends."""

    def text(self, data: str) -> None:
        """Text between tags."""

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        self.started(_local(name), attributes)

    def _ended(self, name: str) -> None:
        self.ended(_local(name))

    def _text(self, data: str) -> None:
        self.text(data)


class TagsParser(Parser):
    """The attributes of some tags, in ``found``, by their names without prefix."""

    def __init__(self, names: set[str]) -> None:
        super().__init__()
        self._names = names
        self.found: list[tuple[str, dict[str, str]]] = []

    def started(self, name: str, attributes: dict[str, str]) -> None:
        if name in self._names:
            if len(self.found) >= _MOST_TAGS:
                raise UnreadableError(_TOO_LARGE)
            self.found.append((name, {_local(key): value for key, value in attributes.items()}))


class StringsParser(Parser):
    """The texts that cells share, in ``strings``."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self._parts: list[str] = []
        self._letters = 0
        self._inside = False
        self._spoken = False

    def started(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 none matters here
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._spoken = True
        self._inside = name == "t" and not self._spoken

    def ended(self, name: str) -> None:
        self._inside = False
        if name == "rPh":
            self._spoken = False
        elif name == "si":
            self.strings.append("".join(self._parts))
            if len(self.strings) > _MOST_STRINGS:
                raise UnreadableError(_TOO_LARGE)

    def text(self, data: str) -> None:
        if self._inside:
            self._letters += len(data)
            if self._letters > _MOST_LETTERS:
                raise UnreadableError(_TOO_LARGE)
            self._parts.append(data)


class StylesParser(Parser):
    """Which styles of cells are dates."""

    def __init__(self) -> None:
        super().__init__()
        self._formats: dict[str, str] = {}
        self._styles: list[str] = []
        self._cells = False

    def started(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._formats) + len(self._styles) > _MOST_TAGS:
            raise UnreadableError(_TOO_LARGE)
        if name == "numFmt":
            self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._cells = True
        elif name == "xf" and self._cells:
            self._styles.append(attributes.get("numFmtId", "0"))

    def ended(self, name: str) -> None:
        if name == "cellXfs":
            self._cells = False

    def date_styles(self) -> frozenset[str]:
        """The numbers of those styles."""
        return frozenset(str(number) for number, kind in enumerate(self._styles) if self._is_date(kind))

    def _is_date(self, kind: str) -> bool:
        shown = _SHOWN_LITERALLY.sub("", self._formats.get(kind, ""))
        return bool(_TIME_LETTERS.search(shown)) if kind in self._formats else kind in _DATE_FORMATS


class RowsParser(Parser):
    """The rows of a sheet, as far as they were read."""

    def __init__(self, strings: list[str], date_styles: frozenset[str], *, from_1904: bool) -> None:
        super().__init__()
        self._strings = strings
        self._date_styles = date_styles
        self._first_day = _FIRST_DAY_1904 if from_1904 else _FIRST_DAY
        self._rows: list[Numbered] = []
        self._line = 0
        self._cells: list[str] = []
        self._place = 0
        self._kind = ""
        self._style = ""
        self._parts: list[str] = []
        self._letters = 0
        self._inside = False

    def taken(self) -> list[Numbered]:
        """The rows read since the last call."""
        rows, self._rows = self._rows, []
        return rows

    def started(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            number = attributes.get("r", "")
            self._line = int(number) if number.isdecimal() and len(number) < 8 else self._line + 1
            self._cells = []
        elif name == "c":
            found = _COLUMN.match(attributes.get("r", ""))
            self._place = _place(found[1]) if found else len(self._cells)
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._parts = []
            self._letters = 0
        self._inside = name in ("v", "t")

    def ended(self, name: str) -> None:
        self._inside = False
        if name == "c":
            self._cell()
        elif name == "row" and any(self._cells):
            self._rows.append((self._line, self._cells))

    def text(self, data: str) -> None:
        if self._inside:
            self._letters += len(data)
            if self._letters > LONGEST_CELL:
                self._refuse_long_cell()
            self._parts.append(data)

    def _refuse_long_cell(self) -> None:
        raise UnreadableError(f"is no table of links: row {self._line:,} has a cell of more than 1 MB")

    def _cell(self) -> None:
        if self._place >= _MOST_COLUMNS:
            raise UnreadableError(f"has more than {_MOST_COLUMNS:,} columns (row {self._line:,})")
        if self._place < len(self._cells):
            raise UnreadableError(f"is a broken workbook (row {self._line:,}: cells out of order)")
        text = self._value("".join(self._parts))
        if len(text) > LONGEST_CELL:
            self._refuse_long_cell()
        self._cells.extend([""] * (self._place - len(self._cells)))
        self._cells.append(text)

    def _value(self, text: str) -> str:
        if self._kind == "s":
            place = int(text) if text.isdecimal() and len(text) < _MOST_DIGITS else len(self._strings)
            if place >= len(self._strings):
                raise UnreadableError(f"is a broken workbook (row {self._line:,}: text {text[:20]!r})")
            return self._strings[place]
        if self._kind == "b":
            return "true" if text.strip() == "1" else "false"
        if self._kind != "n":
            return "" if self._kind == "e" else text
        return self._number(text)

    def _number(self, text: str) -> str:
        try:
            number = float(text)
            if self._style in self._date_styles and number < _DAY * 40:
                return self._moment(number)
            return str(int(number)) if number.is_integer() else repr(number)
        except (ValueError, OverflowError):
            return text

    def _moment(self, days: float) -> str:
        found = self._first_day + timedelta(seconds=round(days * _DAY))
        return found.isoformat(" ") if days % 1 else found.date().isoformat()


def _refuse(*_: object) -> None:
    raise UnreadableError("is a workbook that declares XML entities; save it again")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1
