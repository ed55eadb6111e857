"""Web archive files (WARC): their pages one after another, whatever is broken in between."""

from __future__ import annotations

import re
import zlib
from datetime import datetime
from io import SEEK_END
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple

from finder.checker.body import BodyReader
from finder.urls import identity, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HTML: Final = ("text/html", "application/xhtml+xml")
_GZIP_MEMBER: Final = b"\x1f\x8b\x08"
_PLAIN_RECORD: Final = b"WARC/1."
_STEP: Final = 2**20
_START_BYTES: Final = 512
_LONGEST_HEADER: Final = 64 * 1024
_MORE_FOR_CHUNKS: Final = 64 * 1024
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
_LENGTH: Final = re.compile(rb"^Content-Length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_END_OF_RECORD: Final = b"\r\n\r\n"
_CHUNK: Final = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")


class NotAnArchive(ValueError):  # noqa: N818 - an outcome, told to the user as it is
    """A file that is no web archive, or the lack of what reads one, in words."""


class ArchivedPage(NamedTuple):
    """A page as an archive has it: its address (an identity), body and ``Content-Type``.

    ``captured_at`` is when it was so (ISO 8601, UTC), empty where the archive does not say.
    """

    url: str
    body: bytes
    content_type: str
    captured_at: str = ""


class WarcReading:
    """Goes through a WARC file, plain or compressed by record (gzip), with bounded memory.

    ``records`` counts what there was, ``broken`` what of it could not be read. Of a body at most
    ``max_bytes`` are taken.
    """

    def __init__(self, path: Path, max_bytes: int) -> None:
        self._path = path
        self._max_bytes = max_bytes
        self.records = 0
        self.broken = 0

    def pages(self) -> Iterator[ArchivedPage | None]:
        """For each response its page, ``None`` where it is none (another type, status, or it is broken).

        Raises :class:`NotAnArchive`, and ``OSError`` when the file cannot be opened.
        """
        with self._path.open("rb") as file:
            for record in self._responses(file):
                self.records += 1
                try:
                    yield self._page(record)
                except (OSError, ValueError, zlib.error):
                    self.broken += 1
                    yield None
        if not self.records:
            raise NotAnArchive("is no web archive file (WARC), or holds no page")

    def _responses(self, file: BinaryIO) -> Iterator[Any]:
        """The response records; after one that cannot be read it goes on with the next that can."""
        fastwarc = _fastwarc()
        start: int | None = 0
        while start is not None:
            file.seek(start)
            records = fastwarc.ArchiveIterator(file, parse_http=False, max_header_len=_LONGEST_HEADER)
            last = start
            try:
                for record in records:
                    last = record.stream_pos
                    if record.record_type == fastwarc.WarcRecordType.response:
                        yield record
            except OSError:
                self.broken += 1
            # Some damage is taken for the end of the file: there is none while another record follows. What
            # looks like one within a whole record is of the page, which may have it there to deceive.
            start = _next_record(file, _end(file, last) or last + 1)

    def _page(self, record: Any) -> ArchivedPage | None:
        if not record.headers:
            raise ValueError("a record without headers")
        record.parse_http(auto_decode="none", max_header_len=_LONGEST_HEADER)
        head = record.http_headers
        if head is None or head.status_code != 200:
            return None
        content_type = str(head.get("Content-Type") or "")
        url = resolve(str(record.headers.get("WARC-Target-URI") or "").strip("<> "))
        if content_type.partition(";")[0].strip().lower() not in _HTML or url is None:
            return None
        body = record.reader.read(self._max_bytes + _MORE_FOR_CHUNKS)
        if "chunked" in str(head.get("Transfer-Encoding") or "").lower():
            body = _without_chunks(body)
        body = _decoded(body, str(head.get("Content-Encoding") or ""), self._max_bytes)
        return ArchivedPage(identity(url), body, content_type, _date(record.headers.get("WARC-Date")))


def _fastwarc() -> Any:
    try:
        # Only here, since it is an extra that few need.
        from fastwarc import warc
    except ImportError as error:
        raise NotAnArchive('needs a reader of such files: pip install "finder[warc]"') from error
    return warc


def _date(said: Any) -> str:
    """When a record says that it was made, to the second; empty where that is no moment."""
    date = _DATE.match(str(said or ""))
    try:
        return f"{datetime.fromisoformat(date[0]).isoformat()}Z" if date else ""
    except ValueError:
        return ""


def _without_chunks(body: bytes) -> bytes:
    """A chunked body put together; as it is if it only claims to be chunked, as some archives have it."""
    parts: list[bytes] = []
    place = 0
    while chunk := _CHUNK.match(body, place):
        size = int(chunk[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[chunk.end() : chunk.end() + size])
        place = chunk.end() + size
    return b"".join(parts) if parts else body


def _decoded(body: bytes, coding: str, limit: int) -> bytes:
    """A body without its coding; as it is if that was undone already. Raises ``ValueError``."""
    if "gzip" in coding.lower() and not body.startswith(_GZIP_MEMBER[:2]):
        return body[:limit]
    reader = BodyReader(coding, limit)
    reader.feed(body)
    if reader.cut == "coding" and not reader.body:
        raise ValueError(f"a body in the coding {coding}")
    return reader.body


def _end(file: BinaryIO, start: int) -> int | None:
    """Where the record ends that begins at a place of a file; ``None`` if it is not whole."""
    file.seek(start)
    head = file.read(_LONGEST_HEADER)
    if head.startswith(_GZIP_MEMBER):
        file.seek(start)
        return _end_of_member(file)
    length = _LENGTH.search(head, 0, max(0, head.find(_END_OF_RECORD) + 2))
    if not head.startswith(_PLAIN_RECORD) or length is None:
        return None
    end = start + head.index(_END_OF_RECORD) + len(_END_OF_RECORD) + int(length[1])
    # A length that is damaged leads to anywhere, also to where no file can have a place.
    if end > file.seek(0, SEEK_END):
        return None
    file.seek(end)
    return end + len(_END_OF_RECORD) if file.read(len(_END_OF_RECORD)) == _END_OF_RECORD else None


def _end_of_member(file: BinaryIO) -> int | None:
    """Where the gzip member ends that begins here; ``None`` if it is damaged or breaks off."""
    unpacked = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        while not unpacked.eof:
            packed = unpacked.unconsumed_tail or file.read(_STEP)
            # All may have been taken in, with some of it still to come out.
            if not unpacked.decompress(packed, _STEP) and not packed and not unpacked.eof:
                return None
    except zlib.error:
        return None
    return file.tell() - len(unpacked.unused_data)


def _next_record(file: BinaryIO, after: int) -> int | None:
    """Where the first record at or behind a place of a file begins."""
    overlap = len(_PLAIN_RECORD)
    place = after
    while True:
        file.seek(place)
        step = file.read(_STEP + overlap)
        for found in re.finditer(rb"\x1f\x8b\x08|WARC/1\.", step):
            if found.start() < _STEP and _begins(file, place + found.start()):
                return place + found.start()
        if len(step) <= _STEP:
            return None
        place += _STEP


def _begins(file: BinaryIO, place: int) -> bool:
    file.seek(place)
    start = file.read(_START_BYTES)
    if start.startswith(_GZIP_MEMBER):
        try:
            start = zlib.decompressobj(31).decompress(start, _START_BYTES)
        except zlib.error:
            return False
    return start.startswith(_PLAIN_RECORD) and b"\nWARC-Type:" in start
