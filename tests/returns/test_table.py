"""Tables of any origin: encodings, delimiters, what stands above, and what is none."""

from __future__ import annotations

import codecs
import csv
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from finder.returns import KNOWN_COLUMNS, Faulty, NotATableError, Words, read_rows, read_table, tool_of

TEXT = "Email,Status\njo@example.org,Géant\n"


def read(data: bytes) -> tuple[tuple[str, ...], list[tuple[int, tuple[str, ...]]]]:
    table = read_table(data, KNOWN_COLUMNS)
    return table.columns, [tuple(row) for row in table.rows]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode(),
        b"sep=;\r\n" + TEXT.replace(",", ";").encode(),
        TEXT.replace("\n", "\n\n").encode(),
    ],
)
def test_one_table_in_many_forms_is_one(data: bytes) -> None:
    columns, rows = read(data)
    assert columns == ("Email", "Status")
    assert [cells for _, cells in rows] == [("jo@example.org", "Géant")]


def test_what_is_not_utf_8_is_read_as_windows_1252_with_a_warning() -> None:
    table = read_table(TEXT.encode("cp1252"), KNOWN_COLUMNS)
    assert table.rows[0].cells[1] == "Géant"
    assert "Windows-1252" in table.warning


def test_rows_are_numbered_by_the_line_on_which_they_begin() -> None:
    data = b'Report of today\n\nEmail,Status,Note\na@b.example,Sent,"two\nlines"\n\nc@d.example,Sent,x\n'
    assert [line for line, _ in read(data)[1]] == [4, 7]


def test_the_apostrophe_of_an_export_is_taken_off_again() -> None:
    assert read(b"Email,Note\na@b.example,'=1+1\n")[1][0][1] == ("a@b.example", "=1+1")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"\xd0\xcf\x11\xe0", "workbook"),
        (b"%PDF-1.7", "PDF"),
        (b"Email\n\x00\x01\x02binary", "binary"),
        (bytes(range(256)), "no text"),
        (b"Email\n\x81\x8d\x8f", "no text"),
        (codecs.BOM_UTF16_LE + b"a", "broken UTF-16"),
        (b'Email,Note\na@b.example,"never closed\nc@d.example,x\n', "quotation mark"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(data: bytes, said: str) -> None:
    with pytest.raises(NotATableError, match=said):
        read_table(data, KNOWN_COLUMNS)


def test_ten_thousand_columns_and_a_cell_of_50_mb_are_read() -> None:
    names = ",".join(f"c{number}" for number in range(10_000))
    assert len(read(f"email,{names}\na@b.example\n".encode())[0]) == 10_001
    limit = csv.field_size_limit()
    _, rows = read(b'email,note\na@b.example,"' + b"x" * 50_000_000 + b'"\nc@d.example,y\n')
    assert [cells[0] for _, cells in rows] == ["a@b.example", "c@d.example"]
    assert csv.field_size_limit() == limit


@given(data=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
@example(data=b"email,status\n\n\xff\xfe")
@example(data=b"sep=\nemail\tstatus\na@b.example\tSent")
def test_any_file_gives_rows_or_is_refused(data: bytes) -> None:
    try:
        table = read_table(data, KNOWN_COLUMNS)
    except NotATableError:
        return
    rows = list(read_rows(table, tool_of(table.columns), Words()))
    assert [row.line for row in rows] == [row.line for row in table.rows]


cells = st.sampled_from(
    [
        "",
        "17",
        "x",
        "jo@example.org",
        "https://a.example/p",
        "Sent",
        "REPLIED",
        "?",
        "23.11.2026",
        "1/2/2026",
        "=1",
        '"',
    ]
) | st.text(st.characters(exclude_characters="\0"), max_size=12)


@given(
    names=st.lists(st.sampled_from(sorted(KNOWN_COLUMNS)), min_size=1, max_size=6),
    rows=st.lists(st.lists(cells, max_size=8), max_size=6),
)
def test_any_row_is_read_or_refused_with_a_reason(names: list[str], rows: list[list[str]]) -> None:
    made = StringIO()
    csv.writer(made).writerows([names, *rows])
    table = read_table(made.getvalue().encode("utf-8", "replace"), KNOWN_COLUMNS)
    for row in read_rows(table, tool_of(table.columns), Words()):
        assert not isinstance(row, Faulty) or row.why
