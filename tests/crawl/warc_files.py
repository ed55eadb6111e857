"""Web archive files as a user's crawl would have left them, written with fastwarc."""

from __future__ import annotations

import gzip
from io import BytesIO
from typing import TYPE_CHECKING

from fastwarc.warc import WarcRecord, WarcRecordType

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def response(
    url: str,
    body: str | bytes,
    *,
    status: str = "200 OK",
    content_type: str = "text/html; charset=utf-8",
    headers: str = "",
    date: str = "",
) -> bytes:
    """One response record, not compressed; ``date`` is when it was captured (empty: now)."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{headers}\r\n"
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.response)
    record.headers["WARC-Target-URI"] = url
    if date:
        record.headers["WARC-Date"] = date
    record.headers["Content-Type"] = "application/http; msgtype=response"
    record.set_bytes_content(head.encode() + (body.encode() if isinstance(body, str) else body))
    out = BytesIO()
    record.write(out)
    return out.getvalue()


def write_warc(path: Path, records: Iterable[bytes]) -> Path:
    """A file of records, each compressed by itself if the name ends in .gz."""
    packed = gzip.compress if path.suffix == ".gz" else bytes
    path.write_bytes(b"".join(packed(record) for record in records))
    return path


def chunked(body: bytes) -> bytes:
    """A body as it goes over the wire in chunks."""
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
