"""The lenient reading itself: what it forgives, that it is bounded, that it agrees on honest answers."""

from __future__ import annotations

import asyncio
import itertools
import time
from typing import Any

import pytest
from aiohttp.base_protocol import BaseProtocol
from aiohttp.http_parser import HttpResponseParser
from hypothesis import given
from hypothesis import strategies as st

from finder.checker.lenient import MAX_HEAD, Framing, Head, may_begin_answer, parse_head

TOKEN = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_!~", min_size=1, max_size=20)
VALUE = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=30
) | st.just("two  words\tor more")
OWN = ("content-length", "transfer-encoding", "connection", "upgrade", "content-encoding")
HEADERS = st.lists(st.tuples(TOKEN.filter(lambda name: name.lower() not in OWN), VALUE), max_size=20)
PIECES = st.lists(st.integers(0, 400), max_size=8)
NOISE = st.lists(
    st.sampled_from(
        [
            b"HTTP/1.1",
            b" ",
            b"200",
            b"\r",
            b"\n",
            b"\r\n",
            b":",
            b"\0",
            b"<html>",
            b"ICY",
            b"X: y",
            b"\xef\xbb\xbf",
        ]
    )
    | st.binary(max_size=8),
    max_size=30,
).map(b"".join)


def head(*lines: bytes, newline: bytes = b"\r\n") -> Head | None:
    return parse_head(newline.join([*lines, b"", b""]))


def framed(lines: list[bytes], body: bytes, cuts: list[int] | None = None) -> tuple[bytes, bool, bool]:
    """What the framing of a head with these lines takes from the bytes behind it, and how it ended."""
    begun = head(b"HTTP/1.1 200 OK", *lines)
    assert begun is not None
    framing = Framing(begun)
    parts = []
    places = sorted({0, len(body), *(cut for cut in cuts or () if cut < len(body))})
    for start, end in itertools.pairwise(places):
        if framing.is_over:
            break
        parts.append(framing.feed(body[start:end]))
    return b"".join(parts), framing.is_over, framing.is_whole


@given(st.integers(100, 999), VALUE, HEADERS, st.binary(max_size=100))
def test_honest_heads_are_read_as_the_strict_parser_reads_them(
    status: int, phrase: str, headers: list[tuple[str, str]], body: bytes
) -> None:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("latin-1")
    raw = f"HTTP/1.1 {status} {phrase}\r\n".encode("latin-1") + lines + b"Content-Length: 0\r\n\r\n"
    ours = parse_head(raw + body)
    assert ours is not None
    assert ours.size == len(raw)
    theirs: Any = asyncio.run(strict(raw))
    assert ours.status == theirs.code
    assert list(ours.headers) == [(name.lower(), value) for name, value in theirs.raw_headers]


async def strict(raw: bytes) -> object:
    loop = asyncio.get_running_loop()
    messages, *_ = HttpResponseParser(BaseProtocol(loop), loop, 2**16, read_until_eof=True).feed_data(raw)
    return messages[0][0]


@given(NOISE)
def test_noise_never_raises_and_gives_what_can_be_an_answer(data: bytes) -> None:
    found = parse_head(data)
    if found is None:
        return
    assert may_begin_answer(data)
    assert 100 <= found.status <= 999
    assert 0 <= found.size <= len(data)
    assert all(name and b"\0" not in value and b"\n" not in value for name, value in found.headers)


@given(NOISE, st.integers(0, 300))
def test_an_answer_may_begin_with_each_part_of_its_head(data: bytes, length: int) -> None:
    if parse_head(data) is not None:
        assert may_begin_answer(data[:length])


@given(NOISE, st.sampled_from([[b"Transfer-Encoding: chunked"], [b"Content-Length: 7"], []]), PIECES)
def test_framing_never_gives_more_than_came_however_it_is_cut(
    body: bytes, lines: list[bytes], cuts: list[int]
) -> None:
    whole = framed(lines, body)
    assert len(whole[0]) <= len(body)
    assert framed(lines, body, cuts) == whole


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=6), PIECES)
def test_chunks_are_put_together(parts: list[bytes], cuts: list[int]) -> None:
    raw = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    assert framed([b"Transfer-Encoding: chunked"], raw, cuts) == (b"".join(parts), True, True)


def test_heads_are_bounded() -> None:
    assert parse_head(b"HTTP/1.1 200 OK\r\nX: " + b"y" * MAX_HEAD + b"\r\n\r\n") is None
    many = head(b"HTTP/1.1 200 OK", *(b"X: %d" % number for number in range(20_000)))
    assert many is not None
    assert len(many.headers) < 1001
    long_name = head(b"HTTP/1.1 200 OK", b"x" * 300 + b": y")
    assert long_name is not None
    assert not long_name.headers


@pytest.mark.parametrize("end", [b"0000", b"12", b"x", b"/ 0000", b"\0"])
@pytest.mark.parametrize("begin", [b"HTTP", b"HTTP/", b"HTTP /", b"HTTP/1.1", b"ICY"])
def test_a_status_line_that_is_long_costs_no_time(begin: bytes, end: bytes) -> None:
    # Each turn of the event loop that it takes is taken from all hosts; it was twenty minutes.
    started = time.process_time()
    head(begin + b" " * (MAX_HEAD - 100) + end)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "line",
    [
        b"HTTP/1.1 200",
        b"HTTP/1.0 200OK",
        b"HTTP/1.1  200  OK",
        b"http/1.1 200 ok",
        b"HTTP/2 200 OK",
        b"HTTP/1 200 OK",
        b"HTTP 200 OK",
        b"HTTP/1.1 OK",
        b"HTTP/1.1",
        b"ICY 200 OK",
        b"\r\n\r\nHTTP/1.1 200 OK",
        b"\xef\xbb\xbfHTTP/1.1 200 OK",
    ],
)
def test_odd_status_lines_say_200(line: bytes) -> None:
    assert head(line) == Head(200, (), len(line) + 4)


@pytest.mark.parametrize(
    "line", [b"HTTP/1.1 2000 OK", b"HTTP/1.1 20", b"HTTP/1.1  99 Odd", b"HTTP/1.1 099 Odd"]
)
def test_numbers_that_are_no_status_are_none(line: bytes) -> None:
    assert head(line) is None


@pytest.mark.parametrize(
    "data",
    [
        b"220 mail.example ESMTP\r\n\r\n",
        b"SSH-2.0-OpenSSH_9\r\n\r\n",
        bytes(3000),
        b" " * 3000,
        b'{"json": 1}\n\n',
        b"HTTPS 200 OK\r\n\r\n",
        b"HELO\r\n\r\n",
        b"<xml-ish" * 100,
        b"PHP Warning: HTTP/1.1 200 OK\r\n\r\n",
    ],
)
def test_what_is_not_http_is_no_answer(data: bytes) -> None:
    assert parse_head(data) is None


@pytest.mark.parametrize(
    "page", [b"<!doctype html><p>x", b"\n <HTML><h1>x", b"<title>x", b"<!-- x --><p>y", b"<h1>x</h1>"]
)
def test_a_page_without_a_head_is_an_answer_of_http_0_9(page: bytes) -> None:
    assert parse_head(page) == Head(200, (), 0)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"no colon", []),
        (b"Bad Name: x", []),
        (b": x", []),
        (b"X\xe9: x", []),
        (b"X\0: x", []),
        (b"X : y", [(b"x", b"y")]),
        (b"X:", [(b"x", b"")]),
        (b"X: a\0b", [(b"x", b"ab")]),
        (b"X: a\rb", [(b"x", b"a")]),
        (b"X: a\r\n b\r\n\tc", [(b"x", b"a b c")]),
        (b"bad line\r\n folded\r\nX: y", [(b"x", b"y")]),
    ],
)
def test_faulty_header_lines_do_no_harm(line: bytes, expected: list[tuple[bytes, bytes]]) -> None:
    for newline in (b"\r\n", b"\n"):
        found = head(b"HTTP/1.1 200 OK", b"A: 1", line.replace(b"\r\n", newline), b"B: 2", newline=newline)
        assert found is not None
        assert list(found.headers) == [(b"a", b"1"), *expected, (b"b", b"2")]


def test_a_folded_line_without_anything_before_it_is_left_out() -> None:
    assert head(b"HTTP/1.1 200 OK", b" folded: x", b"X: y") == Head(200, ((b"x", b"y"),), 37)


CHUNKED = b"Transfer-Encoding: chunked"


@pytest.mark.parametrize(
    ("lines", "body", "expected"),
    [
        ([b"Content-Length: 5", b"Content-Length: 5"], b"tides and more", (b"tides", True, True)),
        ([b"Content-Length: 5, 5"], b"tides and more", (b"tides", True, True)),
        ([b"Content-Length: 5"], b"tid", (b"tid", False, False)),
        ([b"Content-Length: 5", b"Content-Length: 3"], b"tides", (b"tides", False, True)),
        ([b"Content-Length: many"], b"tides", (b"tides", False, True)),
        ([b"Content-Length: -1"], b"tides", (b"tides", False, True)),
        ([b"Content-Length: +5"], b"tides", (b"tides", False, True)),
        ([b"Content-Length: " + b"9" * 30], b"tides", (b"tides", False, True)),
        ([b"Content-Length:"], b"tides", (b"tides", False, True)),
        ([], b"tides", (b"tides", False, True)),
        ([CHUNKED, b"Content-Length: 2"], b"5\r\ntides\r\n0\r\n\r\n", (b"tides", True, True)),
        ([CHUNKED, CHUNKED], b"5\r\ntides\r\n0\r\n\r\n", (b"tides", True, True)),
        ([CHUNKED], b"5\ntides\n0\n\n", (b"tides", True, True)),
        ([CHUNKED], b" 5 ;a=b\r\ntides\r\n0\r\nno trailer\r\n\r\n", (b"tides", True, True)),
        ([CHUNKED], b"5\r\ntides\r\nzz\r\n\r\n", (b"tides", True, False)),
        ([CHUNKED], b"5\r\ntides and more\r\n0\r\n\r\n", (b"tides", True, False)),
        ([CHUNKED], b"5\r\ntides\r\n", (b"tides", False, False)),
        ([CHUNKED], b"5\r\ntid", (b"tid", False, False)),
        ([CHUNKED], b"-5\r\ntides", (b"", True, False)),
        ([CHUNKED], b"5;" + b"a" * 5000 + b"\r\ntides", (b"", True, False)),
    ],
)
def test_lengths_and_chunks_that_are_told_wrongly(
    lines: list[bytes], body: bytes, expected: tuple[bytes, bool, bool]
) -> None:
    assert framed(lines, body) == expected
    assert framed(lines, body, list(range(len(body)))) == expected


@pytest.mark.parametrize("status", [204, 304])
def test_answers_without_body_have_none(status: int) -> None:
    begun = head(b"HTTP/1.1 %d OK" % status, b"Content-Length: 5")
    assert begun is not None
    assert Framing(begun).is_over


@given(NOISE, HEADERS)
def test_heads_without_faults_are_read_as_all_others(noise: bytes, headers: list[tuple[str, str]]) -> None:
    lines = [f"{name}: {value}".encode("latin-1") for name, value in headers]
    for data in (b"HTTP/1.1 200 OK\r\n" + noise, b"\r\n".join([b"HTTP/1.1 404 Gone", *lines, b"", noise])):
        # What begins with an empty line is never read the quick way.
        quick, slow = parse_head(data), parse_head(b"\n" + data)
        if quick is None or slow is None:
            assert quick == slow
        else:
            found = (quick.status, quick.headers, quick.size + 1, quick.keeps)
            assert found == (slow.status, slow.headers, slow.size, slow.keeps)
