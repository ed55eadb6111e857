"""Rows of an ``.xlsx`` workbook, read as a stream: zipped XML of which a table needs little.

No document type and no entity is taken from it, so that it can neither grow in memory nor name other files.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from finder.tables.failure import UnreadableError
from finder.tables.packed import clear_failures, members, opened_member
from finder.tables.sheet_xml import RowsParser, StringsParser, StylesParser, TagsParser

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path

    from finder.tables.sheet_xml import Parser
    from finder.tables.text import Numbered

WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_STRINGS: Final = "xl/sharedStrings.xml"
_STYLES: Final = "xl/styles.xml"
_CHUNK: Final = 1 << 16
_MOST_SHEETS: Final = 100


@dataclass(frozen=True, slots=True)
class SheetRows:
    """Rows of one sheet; the line of a row is its number in the sheet."""

    book: _Book
    part: str

    def first(self, most: int) -> list[tuple[Numbered, str]]:
        """The first rows; nothing but the sheet separates their cells."""
        rows = self.rows(0, "")
        found = []
        for row in rows:
            if row[0] > most:
                break
            found.append((row, ""))
        return found

    def rows(self, above: int, delimiter: str) -> Iterator[Numbered]:  # noqa: ARG002 a sheet has none
        """The rows below row ``above``. Raises :class:`UnreadableError`."""
        parser = RowsParser(self.book.strings, self.book.date_styles, from_1904=self.book.from_1904)
        for _ in self.book.parse(self.part, parser):
            for row in parser.taken():
                if row[0] > above:
                    yield row


class _Book:
    """What the sheets of a workbook share."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path = path
        self._parts = {each.filename: each for each in members(archive)}
        tags = self._tags(WORKBOOK, {"sheet", "workbookPr"})
        self.from_1904 = any(
            each.get("date1904") in ("1", "true") for name, each in tags if name == "workbookPr"
        )
        targets = {
            each.get("Id"): each.get("Target", "") for _, each in self._tags(_RELATIONS, {"Relationship"})
        }
        sheets = [
            each for name, each in tags if name == "sheet" and each.get("state", "visible") == "visible"
        ]
        self.sheets = [
            (each.get("name", ""), part)
            for each in sheets[:_MOST_SHEETS]
            if (part := _part(targets.get(each.get("id"), ""))) in self._parts
        ]

    @cached_property
    def strings(self) -> list[str]:
        parser = StringsParser()
        if _STRINGS in self._parts:
            for _ in self.parse(_STRINGS, parser):
                pass
        return parser.strings

    @cached_property
    def date_styles(self) -> frozenset[str]:
        """The numbers of the styles that show a number as a date."""
        parser = StylesParser()
        if _STYLES in self._parts:
            for _ in self.parse(_STYLES, parser):
                pass
        return parser.date_styles()

    def parse(self, part: str, parser: Parser) -> Iterator[None]:
        """Feeds a part to a parser, piece by piece."""
        with opened_member(self._path, self._parts[part]) as stream, clear_failures():
            while data := stream.read(_CHUNK):
                parser.feed(data)
                yield
            parser.feed(b"", last=True)
            yield

    def _tags(self, part: str, names: set[str]) -> list[tuple[str, dict[str, str]]]:
        if part not in self._parts:
            raise UnreadableError("is a broken workbook; save it again")
        parser = TagsParser(names)
        for _ in self.parse(part, parser):
            pass
        return parser.found


def open_workbook(path: Path, archive: zipfile.ZipFile) -> list[tuple[str, SheetRows]]:
    """The visible sheets of a workbook that have rows, by their names. Raises :class:`UnreadableError`."""
    book = _Book(path, archive)
    sheets = [(name, SheetRows(book, part)) for name, part in book.sheets]
    found = [(name, sheet) for name, sheet in sheets if sheet.first(1_000)]
    if not found:
        raise UnreadableError("is a workbook without a sheet that has rows")
    return found if len(found) > 1 else [("", found[0][1])]


def _part(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
