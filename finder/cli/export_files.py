"""The files of one export: a single one, or one for each owner or so many rows, all whole or not there."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from glob import escape
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from finder.cli.opening import Refusal
from finder.cli.output import file_or_standard_output
from finder.exports import opened_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.exports import Profile
    from finder.exports.forms import Sheet
    from finder.exports.profile import RowPer
    from finder.storage.queries.leads import Record

MOST_FILES: Final = 200
_NOBODY: Final = "unowned"
_LONGEST: Final = 60
_UNSAFE: Final = re.compile(r"[^\w.@+-]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How an export is written: where to (``-``: standard output), as what, and what begins a new file.

    ``unless_empty``: no file without rows.
    """

    name: str
    form: str
    profile: Profile
    bom: bool = False
    row_per: RowPer = "lead"
    by_owner: bool = False
    size: int | None = None
    unless_empty: bool = False

    @property
    def as_needed(self) -> bool:
        """Whether a file begins with its first row, so that there may be none."""
        return self.by_owner or bool(self.size) or self.unless_empty


@dataclass(slots=True)
class Written:
    """What an export came to: the rows of each file by its name, the leads that they stand for, and how many
    rows each e-mail address has (in small letters)."""

    rows: dict[str, int] = field(default_factory=dict)
    lead_ids: list[int] = field(default_factory=list)
    addressed: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _File:
    name: str
    sheet: Sheet
    rows: int = 0


def write_files(wanted: Wanted, records: Iterable[Record]) -> Written:
    """Write lead records; the files appear under their names when the last one is complete.

    Raises :class:`Refusal` when one cannot be written or there would be too many.
    """
    written = Written()
    with ExitStack() as stack:
        files = _Files(wanted, stack)
        for record in records:
            file = files.of(record)
            file.sheet.write(wanted.profile.row(record))
            file.rows += 1
            if record["contact_email"]:
                written.addressed[record["contact_email"].lower()] += 1
            written.lead_ids += record.get("prospect_lead_ids") or (record["lead_id"],)
        files.finish()
        written.rows = {file.name: file.rows for file in files.every}
    return written


class _Files:
    def __init__(self, wanted: Wanted, stack: ExitStack) -> None:
        self.every: list[_File] = []
        self._wanted = wanted
        self._stack = stack
        self._open: dict[str, _File] = {}
        self._words: dict[str, str] = {}
        self._numbers: Counter[str] = Counter()
        if not wanted.as_needed:
            self._begin("", wanted.name)

    def of(self, record: Record) -> _File:
        owner = record["owner"] if self._wanted.by_owner else ""
        file = self._open.get(owner)
        if file and self._wanted.size and file.rows == self._wanted.size:
            file.sheet.finish()
            file = None
        return file or self._begin(owner, self._name(owner))

    def finish(self) -> None:
        for file in self._open.values():
            file.sheet.finish()

    def _begin(self, owner: str, name: str) -> _File:
        if len(self.every) == MOST_FILES:
            raise Refusal(f"that would be more than {MOST_FILES} files; split into larger ones")
        stream = self._stack.enter_context(file_or_standard_output(name))
        wanted = self._wanted
        columns = tuple(wanted.profile.columns)
        sheet = self._stack.enter_context(opened_sheet(wanted.form, stream, columns, bom=wanted.bom))
        self._open[owner] = _File(name, sheet)
        self.every.append(self._open[owner])
        return self._open[owner]

    def _name(self, owner: str) -> str:
        path = Path(self._wanted.name)
        parts = [path.stem]
        if self._wanted.by_owner:
            parts.append(self._word(owner))
        if self._wanted.size:
            self._numbers[owner] += 1
            parts.append(f"{self._numbers[owner]:03}")
        return str(path.with_name("-".join(parts) + path.suffix))

    def _word(self, owner: str) -> str:
        """An owner as a part of a file's name: no two have the same, also where upper case does not count."""
        if owner not in self._words:
            word = _safe(owner) if owner else _NOBODY
            taken = set(self._words.values()) | ({_NOBODY} if owner else set())
            numbered = (f"{word}-{number}" for number in range(2, MOST_FILES + 3))
            self._words[owner] = word if word not in taken else next(w for w in numbered if w not in taken)
        return self._words[owner]


def free_name(stem: str, suffix: str) -> str:
    """A file's name, here, that neither a file nor one of several has yet: ``stem``, ``stem-2``, …"""
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    free = next(name for name in names if not any(Path().glob(f"{escape(name)}*{suffix}")))
    return free + suffix


def _safe(owner: str) -> str:
    text = _UNSAFE.sub("-", unicodedata.normalize("NFKC", owner).casefold())
    return text[:_LONGEST].strip("-.") or "owner"
