"""Files that are broken, strange or meant to harm: one clear line or an answer, never a traceback."""

from __future__ import annotations

import csv
import gzip
import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from finder.suppliers import UnreadableError, open_files
from finder.tables import packed, sheet_xml, text
from tests.suppliers.read import read, written

if TYPE_CHECKING:
    from pathlib import Path

A = "https://a.example.org/1"
GOOD = f"Linking page,Last crawled\n{A},2026-01-02\n"
HTML = "<!DOCTYPE html><table><tr><td>Linking page</td></tr></table>"


def zip_of(files: dict[str, bytes | str], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", way) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def workbook(rows: list[list[str]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return made.getvalue()


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """A workbook with something else in one of its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    before = files[part]
    assert isinstance(before, bytes)
    assert old in before.decode()
    return zip_of({**files, part: before.decode().replace(old, new, 1)})


def read_all(path: Path) -> None:
    for file in open_files(path):
        list(file.rows())


def encrypted() -> bytes:
    """A .zip whose only file says that it needs a password."""
    data = bytearray(zip_of({"links.csv": GOOD}))
    data[6] |= 1
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    return bytes(data)


BOOK = workbook([["Linking page", "Last crawled"], [A, "2026-01-02"]])
SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet '
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet '
PARAMETER = '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><worksheet '
NOISE = bytes(range(1, 256)) * 20

REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "is empty"),
    "blank lines": (b"\n \r\n\t\n\n", "is empty"),
    "blank lines in UTF-16": ("\n \n".encode("utf-16"), "is empty"),
    "delimiters": (b",,,\n,,,\n", "no rows"),
    "header only": (b"Linking page,Last crawled\n", "has a header and no rows"),
    "an unknown header only": (b"a,b\n", "has a header and no rows"),
    "NULs": (GOOD.encode() + b"\0\0\0", "is no text table but binary"),
    "zeros": (b"\0" * 5_000, "is no text table but binary"),
    "noise": (NOISE, "no text in a known encoding"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, "old or a protected workbook"),
    "PDF": (b"%PDF-1.7\n" + NOISE, "is a PDF"),
    "JSON": (b'\xef\xbb\xbf {"links": []}', "is JSON"),
    "a JSON list": (b"[1, 2]", "is JSON"),
    "HTML": (HTML.encode(), "is a web page or XML"),
    "bzip2": (b"BZh91AY&SY", "is a bzip2 archive"),
    "a tar": (b"x" * 257 + b"ustar\x0000" + b"x" * 300, "is a tar archive"),
    "UTF-16 cut off": (GOOD.encode("utf-16")[:-1], "broken or cut off UTF-16 text (line 2)"),
    "UTF-16 with half a letter": (GOOD.encode("utf-16") + b"\x00\xd8x\x00", "UTF-16 text (line 3)"),
    "an open quotation mark": (f'{GOOD}"{A},2026-01-02\n'.encode(), "quotation mark left open"),
    "text behind a quotation mark": (f'{GOOD}"{A}"x,2026\n'.encode(), "line 3"),
    "a column of a long name": (b"x" * 5_000 + b",y\n1,2\n", 'source_url="COLUMN"'),
    "ten thousand columns": (("a," * 9_999 + "b\n").encode() * 2, "has 10,000 columns; at most 2,000"),
    "a gzip cut off": (gzip.compress(GOOD.encode())[:-12], "is cut off"),
    "a gzip of its head": (b"\x1f\x8b\x08\0", "is cut off"),
    "a gzip of noise": (b"\x1f\x8b" + NOISE, "is broken"),
    "a gzip with a wrong sum": (gzip.compress(GOOD.encode())[:-8] + b"12345678", "is broken"),
    "a gzip in a gzip": (gzip.compress(gzip.compress(GOOD.encode())), "archive in an archive"),
    "a gzip of nothing": (gzip.compress(b""), "is empty"),
    "a zip cut off": (zip_of({"links.csv": GOOD})[:-30], "is broken"),
    "a zip of its head": (b"PK\x03\x04", "is broken"),
    "an empty zip": (zip_of({}), "with nothing in it"),
    "a zip of folders": (zip_of({"folder/": ""}), "with nothing in it"),
    "a zip in a zip": (zip_of({"a.csv": zip_of({"links.csv": GOOD})}), "unpack it first (in a.csv)"),
    "a gzip in a zip": (zip_of({"a.csv": gzip.compress(GOOD.encode())}), "archive in an archive"),
    "a zip with a password": (encrypted(), "with a password"),
    "a zip with a broken file": (
        zip_of({"links.csv": GOOD}, zipfile.ZIP_STORED).replace(b"2026-01-02", b"2026-01-03"),
        "is broken",
    ),
    "a zip of many files": (zip_of({f"{number}.csv": "" for number in range(1_001)}), "1,001 files"),
    "a zip of no tables": (zip_of({"a.csv": "x,y\n1,2\n", "b.csv": "x,y\n1,2\n"}), "holds no table of links"),
    "a workbook cut off": (BOOK[:-100], "is broken"),
    "a workbook of noise": (zip_of({"xl/workbook.xml": NOISE}), "is a broken workbook"),
    "a workbook of nothing": (zip_of({"xl/workbook.xml": "<workbook/>"}), "is a broken workbook"),
    "a workbook without rows": (workbook([]), "without a sheet that has rows"),
    "a workbook with entities": (changed(BOOK, SHEET, "<worksheet ", DOCTYPE), "declares XML entities"),
    "a workbook that names files": (changed(BOOK, SHEET, "<worksheet ", OUTSIDE), "declares XML entities"),
    "a workbook that names a type": (changed(BOOK, SHEET, "<worksheet ", PARAMETER), "declares XML entities"),
    "a workbook with missing texts": (changed(BOOK, SHEET, "<v>2</v>", "<v>99</v>"), "is a broken workbook"),
    "a workbook with far texts": (changed(BOOK, SHEET, "<v>2</v>", "<v>000000000099</v>"), "row 2: text"),
    "a workbook of zeros": (changed(BOOK, SHEET, "<v>2</v>", f"<v>{'0' * 5_000}</v>"), "row 2: text"),
    "a workbook with broken XML": (changed(BOOK, SHEET, "</row>", "<row>"), "is a broken workbook"),
    "a workbook with far columns": (changed(BOOK, SHEET, 'r="B2"', 'r="ZZZ2"'), "more than 2,000 columns"),
    "a workbook with mixed cells": (changed(BOOK, SHEET, 'r="B2"', 'r="A2"'), "cells out of order"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_in_one_line(case: str, tmp_path: Path) -> None:
    data, why = REFUSED[case]
    path = tmp_path / "links.csv"
    path.write_bytes(data)
    with pytest.raises(UnreadableError) as failure:
        read_all(path)
    said = str(failure.value)
    assert why in said
    assert "\n" not in said
    assert len(said) < 400


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="is no file"):
        open_files(tmp_path)
    with pytest.raises(UnreadableError, match="cannot be read: No such file"):
        open_files(tmp_path / "none.csv")


def test_a_cell_of_50_mb_ends_the_reading(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    for more in ("x" * 50_000_000, ("x" * 999 + "\n") * 2_000 + '"\n'):
        path = written(tmp_path, GOOD + '"' + more)
        with pytest.raises(
            UnreadableError, match=r"line [0-9,]+ (has a cell of more than 1 MB|belongs to an endless row)"
        ):
            read_all(path)
    assert csv.field_size_limit() == before


def test_a_bomb_is_left_before_it_goes_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_RATIO_COUNTS_FROM", 1 << 20)
    bomb = GOOD.encode() + b" " * (5 << 20)
    for name, data in (("a.gz", gzip.compress(bomb)), ("a.zip", zip_of({"links.csv": bomb}))):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(UnreadableError, match="unpacks to more than 1 MB"):
            open_files(path)
    monkeypatch.setattr(packed, "MOST_BYTES", 4 << 20)
    with pytest.raises(UnreadableError, match="unpacks to more than 4 MB"):
        open_files(path)


def test_a_zip_that_lies_about_its_size_is_left_too(tmp_path: Path) -> None:
    data = bytearray(zip_of({"links.csv": GOOD * 1_000}))
    size = struct.pack("<I", len(GOOD) * 1_000)
    path = tmp_path / "a.zip"
    path.write_bytes(bytes(data).replace(size, struct.pack("<I", 10)))
    with pytest.raises(UnreadableError, match=r"is broken|is cut off|has a header"):
        read_all(path)


def test_texts_of_a_workbook_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(BOOK)
    monkeypatch.setattr(sheet_xml, "_MOST_LETTERS", 20)
    with pytest.raises(UnreadableError, match="too large a workbook"):
        open_files(path)
    monkeypatch.undo()
    monkeypatch.setattr(sheet_xml, "LONGEST_CELL", 15)
    with pytest.raises(UnreadableError, match="row 2 has a cell of more"):
        open_files(path)
    monkeypatch.undo()
    monkeypatch.setattr(sheet_xml, "_MOST_TAGS", 1)
    with pytest.raises(UnreadableError, match="too large a workbook"):
        open_files(path)


def test_a_cell_of_a_workbook_that_is_too_long_is_left_before_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(changed(BOOK, SHEET, "<v>2</v>", f"<v>{'9' * (2 << 20)}<broken"))
    with pytest.raises(UnreadableError, match="row 2 has a cell of more"):
        open_files(path)


def test_a_line_without_end_is_not_taken_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_LONGEST_LINE", 1_000)
    path = written(tmp_path, GOOD + "x," * 600)
    with pytest.raises(UnreadableError, match="line 3 belongs to an endless row"):
        read_all(path)


def test_windows_1252_is_read_with_a_warning(tmp_path: Path) -> None:
    path = written(tmp_path, f"Source URL,Target URL,Anchor text\n{A},{A},Géant\n", encoding="cp1252")
    (file,) = open_files(path)
    assert "Windows-1252" in file.warnings[0]
    assert read(path)["rows"][0][0]["anchor"] == "Géant"


def test_broken_letters_in_much_utf_8_are_shown_and_warned_of(tmp_path: Path) -> None:
    head = f"Source URL,Target URL,Anchor text\n{A},{A},Größe über alles\n".encode()
    path = tmp_path / "links.csv"
    path.write_bytes(head + f"{A},{A},Gr".encode() + b"\xf6\n" + f"{A}".encode() + b"\xff,x,y\n")
    (file,) = open_files(path)
    assert "has 2 broken bytes in its UTF-8 text (first in line 3)" in file.warnings[0]
    good, broken, refused = read(path)["rows"]
    assert (good[0]["anchor"], broken[0]["anchor"]) == ("Größe über alles", "Gr\ufffd")
    assert "a broken letter" in refused["why"]


def test_the_limits_are_those_of_the_manual() -> None:
    assert (packed.MOST_BYTES, text.LONGEST_CELL) == (4 << 30, 1 << 20)


def test_a_tag_without_end_and_too_many_texts_end_the_reading_of_a_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = workbook([["Source URL", "Target URL"], ["https://a.example/", "https://acme.example/"]])
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        changed(good, "xl/worksheets/sheet1.xml", "<sheetData>", f"<!--{'x' * 4_000_000}--><sheetData>")
    )
    with pytest.raises(UnreadableError, match="a tag without end"):
        read_all(path)
    monkeypatch.setattr(sheet_xml, "_MOST_STRINGS", 3)
    path.write_bytes(good)
    with pytest.raises(UnreadableError, match="too large a workbook"):
        read_all(path)
