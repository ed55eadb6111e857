"""What people say of the pages that leads offer: in a table of their own, or by the status of a lead."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from finder.campaign.values import to_url
from finder.cli.opening import Refusal
from finder.cli.output import one_line
from finder.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

YES: Final = "yes"
NO: Final = "no"
NONE: Final = "none"
COLUMNS: Final = ("lead_id", "right_page")
_LEAD_ID: Final = re.compile(r"[0-9]{1,18}")
_MOST_SHOWN: Final = 5
_LARGEST: Final = 50_000_000


class Said(NamedTuple):
    """What a line of a table says of a lead: ``yes``, ``no``, ``none``, or the URL of the right page."""

    line: int
    lead_id: int
    right_page: str


class Faults:
    """What is wrong with lines of a file: the first few are told, the others counted."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._number = 0

    def add(self, line: int, said: str) -> None:
        """Tell of a line that is passed over."""
        self._number += 1
        if self._number <= _MOST_SHOWN:
            click.echo(f"{self._path}:{line}: {one_line(said)}", err=True)

    def count(self) -> None:
        """Tell how many lines are passed over."""
        if self._number:
            more = f", {self._number - _MOST_SHOWN} more like these" if self._number > _MOST_SHOWN else ""
            lines = "1 line is" if self._number == 1 else f"{self._number} lines are"
            click.echo(f"{self._path}: {lines} passed over{more}.", err=True)


def read_judgements(path: Path, faults: Faults) -> dict[int, Said]:
    """What a CSV file says, by lead; lines that say nothing are left out, those that are wrong are told.

    UTF-8 with or without byte order mark; comma, semicolon or tab. Raises :class:`Refusal` for a file that
    cannot be read or lacks a column.
    """
    found: dict[int, Said] = {}
    for line, cells in _rows(path):
        right_page = cells.get("right_page", "")
        if not right_page:
            continue
        try:
            said = Said(line, _lead_id(cells.get("lead_id", "")), _right_page(right_page))
            _once(said, found.get(said.lead_id))
        except ValueError as error:
            faults.add(line, str(error))
        else:
            found.setdefault(said.lead_id, said)
    return found


def _lead_id(text: str) -> int:
    if not _LEAD_ID.fullmatch(text):
        raise ValueError(f'lead_id "{text[:40]}" is no number; `finder leads` shows the ids')
    return int(text)


def _right_page(text: str) -> str:
    if text.lower() in (YES, NO, NONE):
        return text.lower()
    try:
        return identity(to_url(text))
    except ValueError:
        said = f'right_page "{text[:60]}" is not understood'
        raise ValueError(f"{said}; write yes, no, none or the address of your page that is right") from None


def _once(said: Said, before: Said | None) -> None:
    if before and before.right_page != said.right_page:
        told = f"lead {said.lead_id} is {before.right_page} on line {before.line}"
        raise ValueError(f"{told} and {said.right_page} here; keep one of the two")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The number of the line on which each row begins, and its cells by column."""
    text = _text(path)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = ["_".join(name.lower().split()) for name in next(rows, [])]
        _check(path, columns)
        start = rows.line_num + 1
        for row in rows:
            yield start, dict(zip(columns, map(str.strip, row), strict=False))
            start = rows.line_num + 1
    except csv.Error as error:
        raise Refusal(f"{path}:{rows.line_num}: not a CSV table: {error}") from error


def _check(path: Path, columns: list[str]) -> None:
    for name in COLUMNS:
        if name not in columns:
            there = ", ".join(columns[:8]) or "none"
            raise Refusal(one_line(f"{path} has no column {name}; its columns are {there}"))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise Refusal(f"{path} is larger than 50 MB; leave the columns out that are not needed")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Refusal(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
