"""Web archive files are read to their end, whatever is broken in between."""

from __future__ import annotations

import gzip
import random
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder.warc import ArchivedPage, NotAnArchive, WarcReading
from tests.crawl.warc_files import chunked, response, write_warc

if TYPE_CHECKING:
    from pathlib import Path

SITE = "http://a.example"
SMALL = 10_000


def pages_in(path: Path, max_bytes: int = SMALL) -> tuple[list[ArchivedPage], WarcReading]:
    """The pages of a file, and the reading with its counts."""
    reading = WarcReading(path, max_bytes)
    return [page for page in reading.pages() if page], reading


def paths(pages: list[ArchivedPage]) -> str:
    """The last parts of the addresses of pages."""
    return "".join(page.url.rpartition("/")[2] for page in pages)


def ten() -> list[bytes]:
    """Ten records whose addresses end in a digit; hard to compress, so that a cut hits something."""
    chance = random.Random(1)
    return [response(f"{SITE}/{n}", f"<p>{n} {chance.randbytes(200).hex()}</p>") for n in range(10)]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_bodies_are_decoded_however_they_were_sent_or_kept(tmp_path: Path, name: str) -> None:
    zipped = gzip.compress(b"<p>Zipped</p>")
    both = "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"
    records = [
        response(f"{SITE}/plain?utm_source=x", "<p>Plain</p>"),
        response(f"{SITE}/zipped", zipped, headers="Content-Encoding: gzip\r\n"),
        response(f"{SITE}/both", chunked(zipped), headers=both),
        response(f"{SITE}/undone", "<p>Undone</p>", headers=both),
        response(f"<{SITE}/brackets>", "<p>Brackets</p>"),
    ]
    pages, reading = pages_in(write_warc(tmp_path / name, records))
    assert [(page.url.removeprefix(f"{SITE}/"), page.body) for page in pages] == [
        ("plain", b"<p>Plain</p>"),
        ("zipped", b"<p>Zipped</p>"),
        ("both", b"<p>Zipped</p>"),
        ("undone", b"<p>Undone</p>"),
        ("brackets", b"<p>Brackets</p>"),
    ]
    assert pages[0].content_type == "text/html; charset=utf-8"
    assert (reading.records, reading.broken) == (5, 0)


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    records = [
        response(f"{SITE}/gone", "<p>Gone</p>", status="404 Not Found"),
        response(f"{SITE}/picture", b"\x89PNG", content_type="image/png"),
        response("ftp://a.example/x", "<p>No web</p>"),
        response(f"{SITE}/brotli", b"\x1b\x00", headers="Content-Encoding: br\r\n"),
        response(f"{SITE}/page", "<p>Page</p>"),
    ]
    pages, reading = pages_in(write_warc(tmp_path / "a.warc.gz", records))
    assert paths(pages) == "page"
    assert (reading.records, reading.broken) == (5, 1)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_after_a_broken_record_it_goes_on_and_a_cut_file_ends(tmp_path: Path, name: str) -> None:
    path = write_warc(tmp_path / name, ten())
    whole = path.read_bytes()
    one = write_warc(tmp_path / f"one-{name}", ten()[:3]).stat().st_size
    path.write_bytes(whole[: one - 300] + bytes(250) + whole[one - 50 :])
    pages, reading = pages_in(path)
    assert set("0134567") <= set(paths(pages))
    assert "9" in paths(pages)
    assert reading.broken or name == "a.warc"
    path.write_bytes(whole[: one + 100])
    pages, reading = pages_in(path)
    assert paths(pages).startswith("012")
    assert len(pages) <= 4


@pytest.mark.parametrize("length", ["999999999999999999", "9" * 30, "-5", "5"])
def test_a_length_that_leads_to_anywhere_costs_one_record(tmp_path: Path, length: str) -> None:
    records = ten()
    at = records[4].index(b"Content-Length: ") + len(b"Content-Length: ")
    records[4] = records[4][:at] + length.encode() + records[4][records[4].index(b"\r\n", at) :]
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(records))
    assert set("0123") | set("56789") <= set(paths(pages_in(path)[0]))


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_page_that_holds_a_record_makes_none_of_it(tmp_path: Path, name: str) -> None:
    forged = response("http://victim.example/forged", "<p>Forged</p>")
    for body in (forged, gzip.compress(forged), b"<p>" + b"A" * 2_000_000 + forged):
        records = [response(f"{SITE}/1", "<p>One</p>"), response(f"{SITE}/2", body)]
        if name.endswith(".gz"):
            # Not compressed, so that the record stands in the file as it is.
            records = [gzip.compress(record, 0) for record in records]
        path = tmp_path / name
        path.write_bytes(b"".join(records))
        pages, reading = pages_in(path)
        assert paths(pages) == "12"
        assert (reading.records, reading.broken) == (2, 0)
        path.write_bytes(b"".join(records) + b"no record")
        assert paths(pages_in(path)[0]) == "12"


@pytest.mark.parametrize(
    ("date", "captured_at"),
    [
        ("2024-02-29T10:11:12Z", "2024-02-29T10:11:12Z"),
        ("2024-02-29T10:11:12.123456Z", "2024-02-29T10:11:12Z"),
        ("2023-02-29T10:11:12Z", ""),
        ("9999-99-99T99:99:99Z", ""),
        ("soon", ""),
    ],
)
def test_a_date_that_is_none_is_dropped(tmp_path: Path, date: str, captured_at: str) -> None:
    record = response(f"{SITE}/1", "<p>One</p>", date="2001-01-01T00:00:00Z")
    record = record.replace(b"2001-01-01T00:00:00Z", date.encode())
    pages, _ = pages_in(write_warc(tmp_path / "a.warc", [record]))
    assert [page.captured_at for page in pages] == [captured_at]


@pytest.mark.parametrize(
    "content", [b"", b"hello\n" * 100, gzip.compress(b"hello", mtime=0), b"WARC/1.0\r\n\r\n"]
)
def test_what_is_no_archive_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(content)
    with pytest.raises(NotAnArchive, match="no web archive file"):
        pages_in(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.booleans(), st.integers(1, 6))
def test_whatever_bytes_are_changed_it_ends_and_keeps_most_of_the_rest(
    tmp_path: Path, seed: int, zipped: bool, places: int
) -> None:
    chance = random.Random(seed)
    path = write_warc(tmp_path / ("a.warc.gz" if zipped else "a.warc"), ten())
    data = bytearray(path.read_bytes())
    for _ in range(places):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path.write_bytes(data)
    pages, _ = pages_in(path)
    assert len(pages) >= 10 - places


def test_a_bomb_and_a_long_file_take_little_memory(tmp_path: Path) -> None:
    bomb = gzip.compress(b"<p>" + b"A" * 100_000_000)
    records = [response(f"{SITE}/bomb", bomb, headers="Content-Encoding: gzip\r\n"), *ten() * 100]
    path = write_warc(tmp_path / "a.warc.gz", records)
    reading = WarcReading(path, SMALL)
    tracemalloc.start()
    sizes = [len(page.body) for page in reading.pages() if page]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(sizes) == 1001
    assert max(sizes) == SMALL
    assert peak < 10_000_000
