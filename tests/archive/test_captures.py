"""Rows of an index: revisits, missing values, and whatever else stands in them."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from finder.checker.captures import Capture, NotUnderstood, read_captures

URL = "http://guide.example/tides"
SAME = "A" * 32
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=20,
)
CELLS = st.sampled_from(["20120101000000", "timestamp", "original", "statuscode", "200", "-", "", URL, SAME])


def read(*rows: tuple[str, str, str, str]) -> list[Capture]:
    """Captures from time stamp, type, status and digest of each row."""
    names = ["timestamp", "original", "mimetype", "statuscode", "digest"]
    table = [names, *([stamp, URL, *others] for stamp, *others in rows)]
    return list(read_captures(json.dumps(table).encode(), URL).known)


def test_a_revisit_is_what_was_before_whatever_the_order_of_the_rows() -> None:
    captures = read(
        ("20130101000000", "warc/revisit", "-", SAME),
        ("20140101000000", "warc/revisit", "-", "B" * 32),
        ("20120101000000", "text/html", "200", SAME),
    )
    assert [(each.at[:4], each.mime, each.status) for each in captures] == [
        ("2012", "text/html", 200),
        ("2013", "text/html", 200),
        ("2014", "", 0),
    ]
    assert [each.may_be_page for each in captures] == [True, True, True]


def test_what_the_index_does_not_know_may_be_a_page() -> None:
    assert [each.may_be_page for each in read(("20120101000000", "unk", "-", "-"))] == [True]
    assert [each.may_be_page for each in read(("20120101000000", "unk", "404", "-"))] == [False]
    assert [each.is_file for each in read(("20120101000000", "image/png", "200", "-"))] == [True]
    unlike = read(("20120101000000", "text/html", "200", "-"), ("20130101000000", "text/html", "200", "-"))
    assert unlike[0].content != unlike[1].content


def test_names_and_lines_of_pywb() -> None:
    row = {"timestamp": "20120101000000", "url": URL, "mime": "text/html", "status": "200", "digest": SAME}
    captures = read_captures(f"{json.dumps(row)}\n{json.dumps(row)}\n".encode(), URL)
    assert captures.known[0] == Capture("20120101000000", URL, "text/html", 200, SAME)
    assert captures.rows == 2


@given(
    st.binary(max_size=200)
    | st.lists(st.lists(CELLS | JSON, max_size=5) | JSON).map(json.dumps)
    | JSON.map(json.dumps)
)
def test_anything_else_is_not_understood_or_leaves_sound_captures(body: bytes | str) -> None:
    try:
        captures = read_captures(body if isinstance(body, bytes) else body.encode(), URL)
    except NotUnderstood:
        return
    for capture in captures.known:
        assert len(capture.timestamp) == 14
        assert len(capture.at) == 20
        assert capture.original.startswith("http")
