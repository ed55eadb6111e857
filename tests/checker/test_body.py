"""Bodies: what comes out of a coding, within bounds, however it is cut into pieces."""

from __future__ import annotations

import gzip
import itertools
import random
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.checker.body import BodyReader

PLAIN = st.binary(max_size=2000) | st.builds(bytes, st.integers(0, 300_000))
CODINGS = st.sampled_from(["", "identity", "gzip", "x-gzip", "GZIP", " deflate ", "raw deflate"])


def packed(data: bytes, coding: str) -> bytes:
    """The data as a server sends it."""
    if "gzip" in coding.lower():
        return gzip.compress(data)
    if coding == "raw deflate":
        packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        return packer.compress(data) + packer.flush()
    return zlib.compress(data) if "deflate" in coding else data


def read(data: bytes, coding: str, limit: int, cuts: list[int]) -> BodyReader:
    """Feed the data in pieces that end at the cuts, until no more is wanted."""
    reader = BodyReader("deflate" if coding == "raw deflate" else coding, limit)
    places = sorted({min(cut, len(data)) for cut in cuts} | {0, len(data)})
    for start, end in itertools.pairwise(places):
        if not reader.feed(data[start:end]):
            break
    return reader


@settings(max_examples=60)
@given(PLAIN, CODINGS, st.integers(0, 400_000), st.lists(st.integers(0, 500), max_size=6))
def test_a_body_comes_out_whole_or_cut_at_the_limit(
    data: bytes, coding: str, limit: int, cuts: list[int]
) -> None:
    reader = read(packed(data, coding), coding, limit, cuts)
    assert reader.body == data[:limit]
    assert reader.cut == ("limit" if len(data) > limit else "")


@given(st.binary(max_size=500), CODINGS)
def test_bytes_that_are_not_what_they_claim_to_be_never_raise(data: bytes, coding: str) -> None:
    assert len(read(data, coding, 100_000, [1, 2, 3]).body) <= 100_000


def test_a_coding_that_nobody_asked_for_gives_nothing() -> None:
    reader = BodyReader("br", 100)
    assert not reader.feed(b"\x0b\x02\x80abc\x03")
    assert (reader.body, reader.cut) == (b"", "coding")


@pytest.mark.parametrize("coding", ["utf-8", "none", "UTF-8, identity", "binary"])
def test_a_coding_that_nobody_knows_is_none(coding: str) -> None:
    reader = BodyReader(coding, 100)
    assert reader.feed(b"tides")
    assert (reader.body, reader.cut) == (b"tides", "")


@pytest.mark.parametrize("coding", ["gzip, deflate", "zstd", "gzip, br"])
def test_codings_that_we_cannot_undo_give_nothing(coding: str) -> None:
    assert not BodyReader(coding, 100).feed(b"tides")


def test_data_that_unpacks_to_nothing_is_not_taken_without_end() -> None:
    reader = BodyReader("gzip", 1000)
    assert reader.feed(gzip.compress(b"")[:10])
    pieces = itertools.takewhile(reader.feed, itertools.repeat(b"\x00\x00\x00\xff\xff" * 1000, 1000))
    assert sum(map(len, pieces)) < 100_000
    assert (reader.body, reader.cut) == (b"", "limit")


def test_broken_compression_gives_what_came_before() -> None:
    text = random.Random(4).randbytes(20_000)
    broken = bytearray(gzip.compress(text))
    broken[12_000:] = b"\xff" * 8_000
    reader = BodyReader("gzip", 100_000)
    assert reader.feed(bytes(broken[:8000]))
    assert not reader.feed(bytes(broken[8000:]))
    assert reader.cut == "coding"
    assert text.startswith(reader.body)
    assert len(reader.body) > 7000


def test_a_bomb_is_left_at_the_limit_without_being_unpacked() -> None:
    bomb = gzip.compress(bytes(50_000_000), compresslevel=1)
    tracemalloc.start()
    try:
        reader = BodyReader("gzip", 65536)
        assert not reader.feed(bomb)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(reader.body) == 65536
    assert most < 1_000_000
