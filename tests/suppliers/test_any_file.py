"""Whatever is in a file, it gives rows, rows that are refused, or one line that says what is wrong."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder.suppliers import REPORTS, Refused, UnreadableError, generic, open_files
from tests.suppliers.read import SAMPLES, as_text, written
from tests.suppliers.test_hostile import BOOK, A

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def relaxed(examples: int) -> settings:
    """One folder for all examples, and no limit to the time of one."""
    checks = [HealthCheck.function_scoped_fixture]
    return settings(suppress_health_check=checks, deadline=None, max_examples=examples)


def any_answer(path: Path) -> None:
    """Reads a file to its end, as far as it can be read."""
    try:
        files = open_files(path)
        for file in files:
            for entry in file.rows():
                assert not isinstance(entry, Refused) or entry.why
                assert entry
    except UnreadableError as error:
        if not str(error) or "\n" in str(error):
            raise AssertionError(str(error)) from error


@relaxed(100)
@given(data=st.binary(max_size=400) | st.text(max_size=300).map(lambda each: each.encode("utf-8", "replace")))
def test_any_bytes_give_an_answer(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "any"
    path.write_bytes(data)
    any_answer(path)


@relaxed(100)
@given(data=st.data(), sample=st.sampled_from(SAMPLES), pack=st.sampled_from([bytes, gzip.compress, None]))
def test_a_good_file_with_some_bytes_changed_gives_an_answer(
    data: st.DataObject, sample: Path, pack: Callable[[bytes], bytes] | None, tmp_path: Path
) -> None:
    good = bytearray(pack(sample.read_bytes()) if pack else BOOK)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(good) - 1))
        good[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        good = good or bytearray(b"x")
    path = tmp_path / "any"
    path.write_bytes(bytes(good[: data.draw(st.integers(len(good) // 2, len(good)))]))
    any_answer(path)


known = {name for report in (*REPORTS, *generic.REPORTS) for name in report.known}
names = ["", "example.com/", *sorted(known)]
cells = st.sampled_from(
    ["", "17", "1,240", "0,5", "true", "?", A, "example.com", "//b.example", "a b", "mailto:x@y.example", "3",
     "03/04/2026", "2026-01-02", "Sep 15, 2026", "45000", "1709596800", "'=1", "Hyperlink", '"',
     "http://[", "xn--",
     "https://\u202e.example/", "٣"]
) | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)  # fmt: skip


@relaxed(150)
@given(
    header=st.lists(st.sampled_from(names), min_size=1, max_size=12),
    rows=st.lists(st.lists(cells, max_size=13), max_size=6),
    delimiter=st.sampled_from(",;\t|"),
)
def test_any_table_gives_an_answer(
    header: list[str], rows: list[list[str]], delimiter: str, tmp_path: Path
) -> None:
    any_answer(written(tmp_path, as_text([header, *rows], delimiter)))
