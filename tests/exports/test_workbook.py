"""Workbooks: links, filters, typed cells; and whatever a text says, it is a text."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from finder.exports.cells import clean
from finder.exports.workbook import LINKS, LONGEST_LINK, LONGEST_TEXT, XlsxFile
from tests.exports.test_cells import HOSTILE
from tests.exports.workbooks import cells_of, read_back

if TYPE_CHECKING:
    from pathlib import Path


def workbook(columns: tuple[str, ...], *rows: dict[str, Any], **more: int) -> bytes:
    stream = io.BytesIO()
    book = XlsxFile(stream, columns, **more)
    for row in rows:
        book.write(row)
    book.finish()
    book.close()
    return stream.getvalue()


def cell(value: Any) -> Any:
    return cells_of(workbook(("a", "b"), {"a": value, "b": "x"}))[1][0]


def test_the_header_is_bold_stays_in_sight_and_has_filters() -> None:
    sheet = read_back(workbook(("a", "b"), {"a": 1, "b": 2}, {"a": 3, "b": 4})).worksheets[0]
    assert sheet.title == "Leads"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert all(each.font.bold for each in sheet[1])


def test_columns_are_as_wide_as_what_they_hold_within_bounds() -> None:
    made = workbook(("a", "b", "c"), {"a": 1, "b": "x" * 30, "c": "y" * 500})
    widths = [read_back(made).worksheets[0].column_dimensions[name].width for name in "ABC"]
    assert widths == pytest.approx([8, 30, 60], abs=1)


@pytest.mark.parametrize(
    ("value", "read", "sort", "shown"),
    [
        (81, 81, "n", "General"),
        (0.25, 0.25, "n", "General"),
        ("2026-11-23", datetime(2026, 11, 23), "d", "yyyy-mm-dd"),  # noqa: DTZ001
        ("2026-11-23T05:11:07Z", datetime(2026, 11, 23, 5, 11, 7), "d", "yyyy-mm-dd hh:mm:ss"),  # noqa: DTZ001
        ("2026-11-31", "2026-11-31", "s", "General"),
        ("1850-01-01", "1850-01-01", "s", "General"),
        ("12", "12", "s", "General"),
        (float("nan"), "nan", "s", "General"),
        ("", None, "n", "General"),
        (None, None, "n", "General"),
    ],
)
def test_numbers_and_days_have_their_type(value: Any, read: Any, sort: str, shown: str) -> None:
    found = cell(value)
    assert (found.value, found.data_type, found.number_format) == (read, sort, shown)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1 x", "@SUM(1)", "＝1", "{=1}", '=HYPERLINK("x")'])
def test_what_looks_like_a_formula_is_a_text_and_stays_one_when_it_is_edited(text: str) -> None:
    found = cell(text)
    assert (found.value, found.data_type) == (text, "s")
    assert bool(found.quotePrefix) == (text[0] != "{")


def test_an_address_is_a_link() -> None:
    url = "https://list.example/a?b=1&c=%20#part"
    found = cell(url)
    assert found.value == url
    assert f"{found.hyperlink.target}#{found.hyperlink.location}" == url


@pytest.mark.parametrize(
    "text",
    [
        "https://list.example/ and more",
        'https://list.example/"><x',
        "javascript:alert(1)",
        "file:///etc/passwd",
        "internal:Sheet1!A1",
        "mailto:jo@list.example",
        "https://list.example/" + "a" * LONGEST_LINK,
        "https://",
    ],
)
def test_what_is_no_plain_address_of_the_web_is_a_text(text: str) -> None:
    found = cell(text)
    assert found.value == text
    assert found.hyperlink is None


def test_a_sheet_has_no_more_links_than_a_spreadsheet_takes() -> None:
    rows = [{"a": f"https://list.example/{number}"} for number in range(LINKS + 5)]
    # Not read back: for so many links the reader takes minutes.
    sheet = zipfile.ZipFile(io.BytesIO(workbook(("a",), *rows))).read("xl/worksheets/sheet1.xml")
    assert sheet.count(b"<hyperlink ") == LINKS
    assert f"<t>https://list.example/{LINKS + 4}</t>".encode() in sheet


@pytest.mark.parametrize("letter", ["x", "🧭"])
def test_a_text_is_cut_where_a_cell_ends(letter: str) -> None:
    found = cell(letter * 40_000).value
    assert len(found.encode("utf-16-le")) // 2 in (LONGEST_TEXT, LONGEST_TEXT - 1)
    assert set(found) == {letter}


@pytest.mark.parametrize("text", ["<r><t>a</t></r>", "<r></c></row></sheetData></r>", "<r>&</r>"])
def test_markup_of_the_format_itself_is_a_text(text: str) -> None:
    assert cell(text).value == f"{text} "


def test_what_is_too_much_for_a_sheet_goes_on_in_the_next() -> None:
    rows = [{"a": number} for number in range(5)]
    book = read_back(workbook(("a",), *rows, rows_per_sheet=3))
    assert book.sheetnames == ["Leads", "Leads 2", "Leads 3"]
    assert [[each[0].value for each in sheet.iter_rows()] for sheet in book] == [
        ["a", 0, 1],
        ["a", 2, 3],
        ["a", 4],
    ]
    assert [sheet.freeze_panes for sheet in book] == ["A2"] * 3


@given(HOSTILE)
@settings(deadline=None, max_examples=50)
def test_any_text_is_read_back(text: str) -> None:
    said = clean(text).replace("\r\n", "\n").replace("\r", "\n")
    found = cell(text)
    assert found.value in (said, f"{said} ") or (said == "" and found.value is None)


def test_nothing_is_left_beside_a_workbook_that_was_not_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    book = XlsxFile(io.BytesIO(), ("a",))
    book.write({"a": 1})
    assert list(tmp_path.iterdir())
    book.close()
    assert not list(tmp_path.iterdir())
