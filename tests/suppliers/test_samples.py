"""One sample of each export, its answer beside it; the same table in other forms is the same."""

from __future__ import annotations

import gzip
import json
import random
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from finder.suppliers import REPORTS, SUPPLIERS, open_file
from finder.tables import plain
from tests.suppliers.read import NAMES, SAMPLES, as_text, read, table_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Rows = list[list[str]]
Form = "Callable[[Rows, Path], Path]"

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)


def answer(sample: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sample.with_suffix(".json").read_text(encoding="utf-8"))
    return found


@each_sample
def test_a_sample_is_recognised_and_read_as_its_answer_says(sample: Path) -> None:
    assert read(sample) == answer(sample)


def test_every_report_of_every_supplier_has_a_sample() -> None:
    answers = {(found["supplier"], found["report"]) for found in map(answer, SAMPLES)}
    assert {(report.supplier, report.name) for report in REPORTS} <= answers
    assert {"ahrefs", "semrush", "moz", "search_console", "majestic", "bing", "screaming_frog"} == set(
        SUPPLIERS
    )


def saved(encoding: str, delimiter: str = ",", end: str = "\n", mark: bytes = b"") -> Callable[..., Path]:
    def form(rows: Rows, path: Path) -> Path:
        path.write_bytes(mark + as_text(rows, delimiter, end).encode(encoding))
        return path

    return form


def with_blank_lines(rows: Rows, path: Path) -> Path:
    path.write_text(as_text(rows) + "\r\n\n  \n" + "," * (len(rows[-1]) - 1) + "\n", newline="")
    return path


def separator_named(delimiter: str) -> Callable[..., Path]:
    def form(rows: Rows, path: Path) -> Path:
        path.write_text(f"sep={delimiter}\n" + as_text(rows, delimiter), encoding="utf-8-sig")
        return path

    return form


def gzipped(rows: Rows, path: Path) -> Path:
    path.write_bytes(gzip.compress(as_text(rows).encode()))
    return path


def zipped(rows: Rows, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__MACOSX/._export.csv", b"\0\1")
        archive.writestr("folder/export.csv", as_text(rows))
    return path


def as_workbook(rows: Rows, path: Path) -> Path:
    with xlsxwriter.Workbook(path, {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Export")
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)
    return path


FORMS = {
    "utf-8, comma": saved("utf-8"),
    "utf-8 with a mark, semicolon": saved("utf-8-sig", ";"),
    "utf-8, tab, CRLF": saved("utf-8", "\t", "\r\n"),
    "utf-8, bar, CR": saved("utf-8", "|", "\r"),
    "utf-16 with a mark, tab": saved("utf-16-le", "\t", mark=b"\xff\xfe"),
    "utf-16 big end first, comma, CRLF": saved("utf-16-be", ",", "\r\n", mark=b"\xfe\xff"),
    "utf-16 without a mark": saved("utf-16-le", ";"),
    "utf-16 big end first without a mark": saved("utf-16-be", "\t"),
    "blank lines at the end": with_blank_lines,
    "sep= semicolon": separator_named(";"),
    "sep= tab": separator_named("\t"),
    "gzip": gzipped,
    "zip": zipped,
    "workbook": as_workbook,
}


@each_sample
@pytest.mark.parametrize("form", FORMS)
def test_the_same_table_in_another_form_is_read_the_same(sample: Path, form: str, tmp_path: Path) -> None:
    rows, _ = table_of(sample)
    found = read(FORMS[form](rows, tmp_path / "any.name"))
    expected = answer(sample)
    shift = 1 if form.startswith("sep=") else 0
    for entry in expected["rows"]:
        for row in entry if isinstance(entry, list) else [entry]:
            row["line"] += shift
    assert found == expected


@each_sample
def test_the_order_of_columns_and_unknown_ones_change_nothing(sample: Path, tmp_path: Path) -> None:
    rows, above = table_of(sample)
    width = len(rows[above])
    order = random.Random(sample.name).sample(range(width + 2), width + 2)
    changed = rows[:above]
    for number, row in enumerate(rows[above:]):
        more = ["Zodiac sign", "Author"] if number == 0 else ["lion", "Jo Rivera"]
        cells = [*row, *[""] * (width - len(row)), *more]
        changed.append([cells[place] for place in order])
    found, expected = read(saved("utf-8", "\t")(changed, tmp_path / "file")), answer(sample)
    for entry in expected["rows"]:
        for row in entry if isinstance(entry, list) else []:
            row.setdefault("metrics", {})["Zodiac sign"] = "lion"
    assert found == expected


def _localised() -> list[tuple[str, str]]:
    from finder.reference import load_table

    keys = {tuple(key.split(".")[:2]) for key, _ in load_table("supplier_headers.tsv")}
    return sorted((supplier, language) for supplier, language in keys if supplier != "any")


@pytest.mark.parametrize(("supplier", "language"), _localised())
def test_a_header_in_another_language_is_read_as_the_english_one(
    supplier: str, language: str, tmp_path: Path
) -> None:
    from finder.reference import load_table

    prefix = f"{supplier}.{language}."
    rows = [(key, row) for key, row in load_table("supplier_headers.tsv") if key.startswith(prefix)]
    words = {plain(key.rpartition(".")[2]): row.split("|") for key, row in rows}
    for sample in SAMPLES:
        if not sample.name.startswith(supplier) or "hebrew" in sample.name:
            continue
        table, above = table_of(sample)
        header = table[above]
        for pick in (0, -1):
            table[above] = [words.get(plain(name), [name])[pick] for name in header]
            found = read(saved("utf-8-sig", ";")(table, tmp_path / "file"))
            assert _without_metrics(found) == _without_metrics(answer(sample)), table[above]


def _without_metrics(found: dict[str, Any]) -> dict[str, Any]:
    rows = [entry if isinstance(entry, dict) else [_few(row) for row in entry] for entry in found["rows"]]
    for entry in rows:
        if isinstance(entry, dict):
            entry["why"] = entry["why"].partition('("')[0]
    return {**found, "rows": rows}


def _few(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "metrics"}


def test_columns_and_title_are_told_as_they_are() -> None:
    (sample,) = (each for each in SAMPLES if each.stem == "ahrefs_referring_domains_utf16")
    file = open_file(sample)
    assert file.title == "Ahrefs, referring domains"
    assert file.columns[:3] == ("Domain", "Is spam", "DR")
    assert "Traffic" in file.columns
