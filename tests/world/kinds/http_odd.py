"""HTTP that is broken in ways that browsers forgive: the article is there."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

from tests.world import Answer, BadHeaders, Drip, HangUp, HeadDiffers, Interim, Reset, Truncated
from tests.world.kinds.model import Family

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.world.answers import Behaviour
    from tests.world.kinds.plot import Plot

FAMILY = Family("http_odd")
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"


def _play(at: Plot, made_of: Callable[[bytes], Behaviour]) -> str:
    place = at.honest()
    place.site.answer(at.path, made_of(at.page().encode()))
    return at.path


def _chunks(body: bytes, end: bytes) -> bytes:
    half = len(body) // 2
    parts = (body[:half], body[half:])
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + end


def _raw(more: bytes, body: bytes) -> HangUp:
    return HangUp(OK + more + b"\r\n" + body)


def _deflated(body: bytes) -> HangUp:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return _raw(b"Content-Encoding: deflate\r\n", packer.compress(body) + packer.flush())


def _gzip_with_rubbish(body: bytes) -> HangUp:
    return _raw(b"Content-Encoding: gzip\r\n", gzip.compress(body, mtime=0) + b"\0\0\0 rubbish")


def _reset_late(body: bytes) -> Reset:
    return Reset(body, promised=len(body) + 500)


def _drip(body: bytes) -> Drip:
    return Drip(body, pause=0.04, step=max(1, len(body) // 30))


def _partial(body: bytes) -> Answer:
    return Answer(body, 206, headers={"Content-Range": f"bytes 0-{len(body) - 1}/{len(body)}"})


ODD: tuple[tuple[str, str, Callable[[bytes], Behaviour]], ...] = (
    ("broken_header_lines", "Header lines without a colon, with spaces and bytes.", lambda b: BadHeaders(b)),
    (
        "line_feeds_only",
        "Lines of the head end in line feeds only.",
        lambda b: BadHeaders(b, lines=(), newline=b"\n"),
    ),
    ("no_content_length", "The body ends where the connection ends.", lambda b: _raw(b"", b)),
    ("truncated_body", "The body is shorter than promised.", lambda b: Truncated(b, missing=300)),
    ("truncated_gzip", "A gzip body is cut in the middle.", lambda b: Truncated(b, gzipped=True)),
    (
        "bad_last_chunk",
        "The last chunk's size is no number.",
        lambda b: _raw(b"Transfer-Encoding: chunked\r\n", _chunks(b, b"zz\r\n")),
    ),
    (
        "missing_last_chunk",
        "The connection ends before the last chunk.",
        lambda b: _raw(b"Transfer-Encoding: chunked\r\n", _chunks(b, b"")),
    ),
    (
        "length_too_small",
        "Content-Length is too small.",
        lambda b: _raw(b"Content-Length: %d\r\n" % (len(b) * 9 // 10), b),
    ),
    ("reset_after_the_body", "The connection is reset when the article has come.", _reset_late),
    ("gzip_with_rubbish", "Bytes follow the end of the gzip body.", _gzip_with_rubbish),
    ("raw_deflate", "Deflate without the zlib head, as old servers send it.", _deflated),
    (
        "head_says_405",
        "HEAD is not allowed; GET gives the article.",
        lambda b: HeadDiffers(Answer(b"", 405), Answer(b)),
    ),
    (
        "head_says_500",
        "HEAD fails; GET gives the article.",
        lambda b: HeadDiffers(Answer(b"", 500), Answer(b)),
    ),
    (
        "head_hangs_up",
        "HEAD is not answered; GET gives the article.",
        lambda b: HeadDiffers(HangUp(), Answer(b)),
    ),
    ("no_content_type", "There is no Content-Type.", lambda b: Answer(b, content_type="")),
    (
        "odd_charset",
        "The charset is one that nobody knows.",
        lambda b: Answer(b, content_type="text/html; charset=x-none"),
    ),
    (
        "interim_103",
        "Early hints come before the answer.",
        lambda b: Interim((103,), Answer(b), {"Link": "</s.css>"}),
    ),
    ("interim_100", "Several interim answers come first.", lambda b: Interim((100, 102, 103), Answer(b))),
    ("partial_206", "The status is 206, the body is whole.", _partial),
    ("status_203", "The status is 203, the article is there.", lambda b: Answer(b, 203)),
    ("slow_drip", "The page comes in small pieces.", _drip),
    (
        "http_1_0",
        "The server speaks HTTP/1.0.",
        lambda b: HangUp(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + b),
    ),
    (
        "no_reason_phrase",
        "The status line ends after the number.",
        lambda b: HangUp(b"HTTP/1.1 200\r\nContent-Type: text/html\r\n\r\n" + b),
    ),
    (
        "two_content_types",
        "A header comes twice.",
        lambda b: _raw(b"Content-Type: text/html\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n", b),
    ),
)
for name, why, made_of in ODD:
    FAMILY.add(name, "alive", why, _play, made_of)


@FAMILY.alive
def utf_16(at: Plot) -> str:
    """The page is UTF-16 and says so by its first bytes only."""
    place = at.honest()
    place.site.answer(at.path, Answer(at.page().encode("utf-16"), content_type="text/html"))
    return at.path


@FAMILY.uncertain
def not_modified_for_nothing(at: Plot) -> str:
    """304 without having been asked for changes: there is nothing to see."""
    at.honest().site.answer(at.path, HangUp(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"))
    return at.path


@FAMILY.uncertain
def gzip_that_is_plain(at: Plot) -> str:
    """Content-Encoding says gzip, the body is plain: a lenient reading shows it, browsers of today do not."""
    return _play(at, lambda body: _raw(b"Content-Encoding: gzip\r\n", body))
