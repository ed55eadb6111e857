"""Which letters the bytes of a file are."""

from __future__ import annotations

import codecs
import re
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from finder.tables.failure import NoTableError, UnreadableError
from finder.tables.packed import GZIP, ZIP, clear_failures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ARCHIVE: Final = "holds an archive in an archive; unpack it first"
_NOT_TEXT: Final[tuple[tuple[bytes, str], ...]] = (
    *((sign, _ARCHIVE) for sign in (GZIP, *ZIP)),
    (b"\xd0\xcf\x11\xe0", "is an old or a protected workbook; save the sheet as .xlsx or CSV (UTF-8)"),
    (b"%PDF", "is a PDF; export the table as CSV"),
    (b"{", "is JSON; export the table as CSV"),
    (b"[", "is JSON; export the table as CSV"),
    (b"<", "is a web page or XML; export the table as CSV"),
    (b"BZh", "is a bzip2 archive; unpack it first"),
    (b"7z\xbc\xaf", "is a 7z archive; unpack it first"),
    (b"Rar!", "is a RAR archive; unpack it first"),
    (b"\xfd7zXZ", "is an xz archive; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "is a Zstandard archive; unpack it first"),
    (b"SQLite format 3", "is a database; export the table as CSV"),
)
_SAMPLE: Final = 2_000
_LEAST_SAMPLE: Final = 4
_CHUNK: Final = 1 << 20
_BROKEN: Final = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f]")


class Encoding(NamedTuple):
    """The name of an encoding, what to do with broken letters, and what a person should know."""

    name: str
    errors: str = "strict"
    warning: str = ""


def encoding_of(opener: Callable[[], IO[bytes]]) -> Encoding:
    """The encoding of a text, for which all of it is read once. Raises :class:`UnreadableError`."""
    with opener() as stream, clear_failures():
        head = stream.read(_SAMPLE)
    _refuse_others(head)
    marked = signed_encoding(head)
    wrong = _first_wrong_line(opener, marked)
    if not wrong:
        return Encoding(marked)
    if marked not in ("utf-8", "utf-8-sig"):
        raise UnreadableError(f"is broken or cut off {marked.upper()} text (line {wrong:,})")
    letters, broken = _broken(opener)
    if marked == "utf-8" and letters < broken:
        if wrong := _first_wrong_line(opener, "cp1252"):
            raise UnreadableError(f"is no text in a known encoding (line {wrong:,}); save it as UTF-8")
        return Encoding("cp1252", warning="is not UTF-8; read as Windows-1252: look whether names are right")
    what = f"has {broken:,} broken bytes in its UTF-8 text (first in line {wrong:,}), read as \ufffd"
    return Encoding(marked, "replace", what)


def _refuse_others(head: bytes) -> None:
    if not head.strip(b" \t\r\n\0"):
        raise NoTableError("is empty" if not head.strip() else "is no text table but binary data")
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for sign, why in _NOT_TEXT:
        if text.startswith(sign):
            raise UnreadableError(why) if why == _ARCHIVE else NoTableError(why)
    if head[257:262] == b"ustar":
        raise NoTableError("is a tar archive; unpack it first")


def signed_encoding(head: bytes) -> str:
    """The encoding that the first bytes show: by their mark, UTF-16 also by its zeros, else UTF-8."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), _unmarked(head[:_SAMPLE]))


def _unmarked(head: bytes) -> str:
    """UTF-16 without a mark shows in every other byte being zero."""
    half = len(head) // 2
    if half < _LEAST_SAMPLE:
        return "utf-8"
    if head[1::2].count(0) > 0.7 * half:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) > 0.7 * half else "utf-8"


def _first_wrong_line(opener: Callable[[], IO[bytes]], name: str) -> int:
    """The line in which a text is not what it should be, 0 if there is none."""
    decoder = codecs.getincrementaldecoder(name)()
    lines = 1
    blank = True
    for data in _chunks(opener):
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            return lines + error.object[: error.start].count(b"\n")
        if "\0" in text:
            raise NoTableError("is no text table but binary data")
        lines += text.count("\n")
        blank = blank and not text.strip("\ufeff \t\r\n")
    if blank:
        raise NoTableError("is empty")
    return 0


def _broken(opener: Callable[[], IO[bytes]]) -> tuple[int, int]:
    """How many letters beyond ASCII a text in UTF-8 has, and how many bytes that are none."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    letters = broken = 0
    for data in _chunks(opener):
        text = decoder.decode(data, final=not data)
        bad = len(_BROKEN.findall(text))
        broken += bad
        letters += len(_BEYOND_ASCII.findall(text)) - bad
    return letters, broken


def _chunks(opener: Callable[[], IO[bytes]]) -> Iterator[bytes]:
    """The bytes in pieces, and at last none."""
    with opener() as stream, clear_failures():
        while data := stream.read(_CHUNK):
            yield data
    yield b""
