"""What a file says, as plain values that a JSON file can hold; and files written anew in other forms."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finder.suppliers import Refused, open_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from finder.suppliers import SuppliedCount, SuppliedLink, SupplierFile

FILES = Path(__file__).parent / "files"
SAMPLES = sorted(path for path in FILES.iterdir() if path.suffix != ".json")
NAMES = [path.stem for path in SAMPLES]


def said(file: SupplierFile) -> dict[str, Any]:
    """All that a file says; empty values are left out."""
    return {
        "supplier": file.supplier,
        "report": file.report,
        "counts_only": file.counts_only,
        "warnings": len(file.warnings),
        "rows": [_row(entry) for entry in file.rows()],
    }


def read(path: Path, mapping: Mapping[str, str] | None = None, supplier: str = "") -> dict[str, Any]:
    """All that the one table in a file says."""
    return said(open_file(path, mapping, supplier))


def links(path: Path, mapping: Mapping[str, str] | None = None, supplier: str = "") -> list[dict[str, Any]]:
    """The links and counts of a file without those rows that are refused."""
    return [each for row in read(path, mapping, supplier)["rows"] if isinstance(row, list) for each in row]


def written(tmp_path: Path, text: str, name: str = "file.csv", encoding: str = "utf-8") -> Path:
    """A file with a text."""
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def table_of(path: Path) -> tuple[list[list[str]], int]:
    """All rows of a sample, and at which of them its header stands."""
    data = path.read_bytes()
    text = data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8-sig")
    delimiter = "\t" if "\t" in text else ";" if ";" in text and text.count(";") > text.count(",") else ","
    rows = list(csv.reader(StringIO(text), delimiter=delimiter))
    widest = max(map(len, rows))
    return rows, next(number for number, row in enumerate(rows) if len(row) == widest)


def as_text(rows: list[list[str]], delimiter: str = ",", end: str = "\n") -> str:
    """Rows as a table."""
    made = StringIO()
    csv.writer(made, delimiter=delimiter, lineterminator=end).writerows(rows)
    return made.getvalue()


def _row(entry: list[SuppliedLink | SuppliedCount] | Refused) -> list[dict[str, Any]] | dict[str, Any]:
    if isinstance(entry, Refused):
        return entry._asdict()
    return [dict(_filled(each)) for each in entry]


def _filled(each: SuppliedLink | SuppliedCount) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in each._asdict().items() if value not in ("", None))
