"""Backlink exports of other tools: one reader per supplier, listed here.

A file is recognised by its content: the columns of a supplier's reports are declared in a file of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from finder.suppliers import (
    ahrefs,
    bing,
    generic,
    majestic,
    moz,
    screaming_frog,
    search_console,
    semrush,
)
from finder.suppliers.choose import chosen
from finder.suppliers.columns import Columns, sample_of
from finder.suppliers.counts import counts_of
from finder.suppliers.links import links_of
from finder.suppliers.recognise import asked_places, known_names
from finder.suppliers.row import Refused, SuppliedCount, SuppliedLink
from finder.tables import UnreadableError, open_sheets, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from finder.suppliers.report import Report
    from finder.tables import Sheet

__all__ = [
    "REPORTS",
    "SUPPLIERS",
    "Refused",
    "SuppliedCount",
    "SuppliedLink",
    "SupplierFile",
    "UnreadableError",
    "open_file",
    "open_files",
]

REPORTS: Final[tuple[Report, ...]] = (
    *ahrefs.REPORTS,
    *semrush.REPORTS,
    *moz.REPORTS,
    *search_console.REPORTS,
    *majestic.REPORTS,
    *bing.REPORTS,
    *screaming_frog.REPORTS,
)
SUPPLIERS: Final = tuple(dict.fromkeys(report.supplier for report in REPORTS))
_KNOWN: Final = known_names((*REPORTS, *generic.REPORTS))


@dataclass(frozen=True)
class SupplierFile:
    """One table of a supplier's file: what it was recognised as, and its rows.

    ``name`` is that of the table in an archive or a workbook of several, else empty. ``title`` says for
    people what it is, ``columns`` are the names of the columns as they are; each of ``warnings`` follows the
    name of the file. ``counts_only``: no row is a link.
    """

    name: str
    supplier: str
    report: str
    title: str
    columns: tuple[str, ...]
    warnings: list[str]
    counts_only: bool
    _columns: Columns = field(repr=False)

    def rows(self) -> Iterator[list[SuppliedLink | SuppliedCount] | Refused]:
        """One entry for each row that is not blank: what it says, or why it is refused.

        Raises :class:`UnreadableError` where the file is broken.
        """
        return counts_of(self._columns) if self.counts_only else links_of(self._columns)


def open_file(path: Path, mapping: Mapping[str, str] | None = None, supplier: str = "") -> SupplierFile:
    """The one table in a file. ``mapping`` names the columns of fields of :class:`SuppliedLink`, ``supplier``
    says whose file it is.

    Raises :class:`UnreadableError`, also if there are several tables (:func:`open_files`).
    """
    found = open_files(path, mapping, supplier)
    if len(found) > 1:
        names = ", ".join(each.name for each in found[:6])
        raise UnreadableError(
            f"holds {len(found)} tables ({names}); unpack it and name the one that is meant"
        )
    return found[0]


def open_files(
    path: Path, mapping: Mapping[str, str] | None = None, supplier: str = ""
) -> list[SupplierFile]:
    """The tables in a file: one, or those of an archive or workbook that are recognised.

    What else is in it is named in the warnings of the first. Raises :class:`UnreadableError`.
    """
    sheets = open_sheets(path)
    if len(sheets) == 1:
        return [_read(sheets[0], mapping or {}, supplier)]
    found, failures = [], []
    for sheet in sheets:
        try:
            found.append(_read(sheet, mapping or {}, supplier))
        except UnreadableError as error:
            failures.append(f"holds a table that is passed over: {sheet.name} {error}")
    if not found:
        raise UnreadableError(
            f"holds no table of links; {sheets[0].name} {failures[0].partition(' over: ')[2]}"
        )
    found[0].warnings.extend(failures)
    return found


def _read(sheet: Sheet, mapping: Mapping[str, str], supplier: str) -> SupplierFile:
    table = read_table(sheet, _KNOWN)
    sample = sample_of(table)
    if not sample:
        raise UnreadableError("has a header and no rows")
    reading, warnings = chosen(
        table, sample, REPORTS, generic.REPORTS, asked_places(table.columns, mapping), supplier
    )
    report = reading.report
    columns = Columns(table, report, reading.places, reading.uses, reading.language, sample)
    warnings = [*([sheet.warning] if sheet.warning else []), *warnings, *columns.moments()[1]]
    named = supplier or report.supplier
    return SupplierFile(
        name=sheet.name,
        supplier=named,
        report=report.name,
        title=report.title if named == report.supplier else f"{named}, {report.title}",
        columns=table.columns,
        warnings=warnings,
        counts_only=report.counts is not None,
        _columns=columns,
    )
