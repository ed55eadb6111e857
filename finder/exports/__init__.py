"""Lead files for outreach tools: one profile per file, listed here, and the two forms a file can have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from finder.exports.cells import CsvFile, json_text
from finder.exports.generic import COLUMNS as GENERIC_COLUMNS
from finder.exports.generic import generic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Profile:
    """What a tool wants to read: the columns, and a lead record made into them."""

    columns: tuple[str, ...]
    row: Callable[[Mapping[str, Any]], dict[str, Any]]


PROFILES: Final = {"generic": Profile(GENERIC_COLUMNS, generic)}


def write_csv(
    stream: BinaryIO, leads: Iterable[Mapping[str, Any]], profile: Profile, *, bom: bool = False
) -> int:
    """Write lead records as CSV; returns how many. ``bom``: begin with the mark that tells Excel of UTF-8."""
    return CsvFile(stream, profile.columns, bom=bom).write(map(profile.row, leads))


def write_jsonl(stream: BinaryIO, leads: Iterable[Mapping[str, Any]], profile: Profile) -> int:
    """Write lead records as one JSON object a line, named as the CSV columns; returns how many."""
    lines = (f"{json_text(profile.row(lead))}\n".encode() for lead in leads)
    return sum(1 for _ in map(stream.write, lines))
