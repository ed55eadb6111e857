"""Lists of ranks: every form, packed or not, and what is no such list."""

from __future__ import annotations

import gzip
import zipfile
from typing import TYPE_CHECKING

import pytest

from finder.ranks import Rank, RankFileError, examine, ranks_of, state_of

if TYPE_CHECKING:
    from pathlib import Path

TRANCO = "1,first.example\r\n2,second.example\r\n3,second.example\r\n"
GRAPH = (
    "#harmonicc_pos\t#harmonicc_val\t#pr_pos\t#pr_val\t#host_rev\t#n_hosts\n"
    "1\t2.9E7\t4\t0.01\texample.first\t5\n2\t2.5E7\t1\t0.02\texample.second\t1\n"
)
TABLE = 'Domain;Rank\n"first.example";1\nsecond.example;"2"\nthird.example;unknown\n'
WANTED = {"first.example", "second.example", "third.example"}


@pytest.mark.parametrize("text", [TRANCO, GRAPH, TABLE, TABLE.replace(";", ","), TABLE.replace(";", "\t")])
@pytest.mark.parametrize("packed", ["plain", "gzip", "zip", "mark"])
def test_a_list_says_which_place_a_domain_has(tmp_path: Path, text: str, packed: str) -> None:
    path = tmp_path / "list"
    if packed == "zip":
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("top-1m.csv", text)
    else:
        raw = text.encode("utf-8-sig" if packed == "mark" else "utf-8")
        path.write_bytes(gzip.compress(raw) if packed == "gzip" else raw)
    examine(path)
    assert ranks_of(WANTED, [path]) == {"first.example": Rank(1, "list"), "second.example": Rank(2, "list")}


def test_of_several_lists_the_first_that_has_a_domain_counts(tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text("7,first.example\n", encoding="utf-8")
    other.write_text("1,first.example\n2,second.example\n", encoding="utf-8")
    found = ranks_of(WANTED, [one, other])
    assert found == {"first.example": Rank(7, "one.csv"), "second.example": Rank(2, "other.csv")}


def test_the_state_of_a_list_changes_with_it(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text(TRANCO, encoding="utf-8")
    before = state_of([path])
    assert state_of([path]) == before
    path.write_text(TRANCO + "4,fourth.example\n", encoding="utf-8")
    assert state_of([path]) != before


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no list of ranks"),
        (b"https://first.example/\n", "no list of ranks"),
        (b"domain,visits\nfirst.example,3\n", "no list of ranks"),
        (b"domain,rank\n", "holds no domain with a rank"),
        (b"domain,rank\nfirst.example," + b"9" * 9_000 + b"\n", "holds no domain with a rank"),
        (b"\xff\xfe\x00rank", "not text in UTF-8"),
        (b"\x1f\x8b\x08\x00broken", "cannot be unpacked"),
        (b"PK\x03\x04broken", "cannot be unpacked"),
    ],
)
def test_what_is_no_list_is_told_in_words(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "list"
    path.write_bytes(content)
    with pytest.raises(RankFileError, match=reason):
        examine(path)


def test_a_packed_list_that_breaks_off_is_told_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(gzip.compress(TRANCO.encode())[:30])
    with pytest.raises(RankFileError, match="cannot be unpacked"):
        ranks_of(WANTED, [path])
