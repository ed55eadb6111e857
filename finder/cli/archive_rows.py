"""Hints of archives as a CSV file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from finder.cli.output import STANDARD_OUTPUT, file_or_standard_output
from finder.exports.cells import CsvFile
from finder.hints import Hint
from finder.storage.queries import hints as asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from finder.cli.opening import Opened

COLUMNS: Final = (*Hint._fields, "file", "found_at", "page_state", "page_detail")


def save_known_hints(name: str, opened: Opened) -> None:
    """Write all that is known, with how each page stands by now."""
    with file_or_standard_output(name) as stream:
        file = CsvFile(stream, COLUMNS)
        rivals = opened.campaign.backlinks.min_rivals
        number = opened.stream(lambda found: file.write(found), asked.hints, rivals)
    _tell(name, number)


def save_hints(name: str, hints: Sequence[Hint]) -> None:
    """Write the hints of a dry run, of which no more is known."""
    with file_or_standard_output(name) as stream:
        number = CsvFile(stream, COLUMNS).write(_rows(hints))
    _tell(name, number)


def _rows(hints: Iterable[Hint]) -> Iterator[Mapping[str, Any]]:
    for hint in hints:
        yield {**dict.fromkeys(COLUMNS), **hint._asdict(), "what": hint.what.value}


def _tell(name: str, number: int) -> None:
    where = "standard output" if name == STANDARD_OUTPUT else name
    said = f"{number:,} hint{'' if number == 1 else 's'} written to {where}"
    click.echo(said, err=name == STANDARD_OUTPUT)
