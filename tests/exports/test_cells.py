"""Cells: whatever pages say, the file stays whole and no cell is a formula."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.exports.cells import CsvFile, clean, csv_cell, json_text

HOSTILE = st.text(
    st.one_of(
        st.sampled_from("=+-@＝＋－＠﹣\t\r\n\"',; \u00a0\ufeff\u200b\x00\x1b\x9b\ud800\udfff\u2028"),
        st.characters(codec=None),
    )
)


def round_trip(rows: list[dict[str, object]], columns: tuple[str, ...]) -> list[list[str]]:
    stream = io.BytesIO()
    assert CsvFile(stream, columns).write(rows) == len(rows)
    return list(csv.reader(io.StringIO(stream.getvalue().decode(), newline=""), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        "\t=1",
        "\rx",
        "\nx",
        "  =1",
        "\u00a0=1",
        "\ufeff=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "- a list item",
        "-5 x",
        "=cmd|' /C calc'!A0",
    ],
)
def test_a_cell_that_a_spreadsheet_may_take_for_a_formula_begins_with_an_apostrophe(text: str) -> None:
    assert csv_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+5", "-0.5", "-0,5", "https://e.example/?a=-1", "a=1", "'=1", ""])
def test_numbers_and_harmless_text_stay_as_they_are(text: str) -> None:
    assert csv_cell(text) == text


@pytest.mark.parametrize(("value", "text"), [(-5, "-5"), (0.25, "0.25"), (None, ""), (0, "0")])
def test_values_are_written_as_text_and_nothing_as_an_empty_cell(value: object, text: str) -> None:
    assert csv_cell(value) == text


@given(st.lists(st.tuples(HOSTILE, HOSTILE), max_size=5))
@settings(deadline=None)
def test_hostile_text_survives_a_round_trip_through_csv(texts: list[tuple[str, str]]) -> None:
    rows: list[dict[str, object]] = [{"a": first, "b": second} for first, second in texts]
    read = round_trip(rows, ("a", "b"))
    assert read[0] == ["a", "b"]
    for (first, second), cells in zip(texts, read[1:], strict=True):
        assert cells[0] in (clean(first), f"'{clean(first)}")
        assert cells[1] in (clean(second), f"'{clean(second)}")


@given(HOSTILE)
@settings(deadline=None)
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    cell = csv_cell(text)
    start = cell.lstrip(" \u00a0\ufeff\u200b\u2028")[:1]
    number = cell.lstrip("+-").replace(".", "").replace(",", "").isdecimal()
    assert number or start not in tuple("=+-@＝＋－＠﹣")
    assert cell[:1] not in ("\t", "\r", "\n")


@given(HOSTILE)
@settings(deadline=None)
def test_hostile_text_is_valid_json_that_a_terminal_only_shows(text: str) -> None:
    said = json_text({"text": text})
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in said)
    said.encode()
    assert json.loads(said)["text"] == "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def test_control_characters_halves_of_characters_and_nul_show_as_replacements() -> None:
    assert clean("a\x00b\x1b[31m\x9b\ud800\ttab\r\n") == "a\ufffdb\ufffd[31m\ufffd\ufffd\ttab\r\n"


def test_lines_end_with_crlf_and_line_breaks_stand_in_quotes() -> None:
    stream = io.BytesIO()
    CsvFile(stream, ("a", "b")).write([{"a": 'x\ny "z"', "b": 1}])
    assert stream.getvalue() == b'a,b\r\n"x\ny ""z""",1\r\n'
