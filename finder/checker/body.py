"""Bodies read with bounds: never more than asked for, whatever the compression pretends."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from finder.items import Cut

_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS
_STEP: Final = 64 * 1024
_HEADER_BYTES: Final = 2
# What a coding adds at most, and more: beyond it somebody sends much that decodes to nothing.
_MAX_OVERHEAD: Final = 64 * 1024
_GZIP: Final = frozenset({"gzip", "x-gzip"})
_UNREADABLE: Final = frozenset({"br", "compress", "dcb", "dcz", "x-compress", "zstd"})


class BodyReader:
    """Takes a body in pieces and keeps its first ``limit`` decoded bytes.

    ``encoding`` is the Content-Encoding; one that nobody knows (``utf-8``, ``none``) is none, as in browsers.
    ``cut`` says why something was left out, if it was. A coding we did not ask for, or broken compression,
    gives what came out of it up to there.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._taken = 0
        self._coding = _coding(encoding) if encoding else ""
        self._head = b""
        self._started = False
        self.cut: Cut = ""

    @property
    def body(self) -> bytes:
        """What was kept so far."""
        return self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)

    def feed(self, chunk: bytes) -> bool:
        """Take the next piece; ``False`` when no more is wanted."""
        if not self._coding:
            return self._keep(chunk)
        self._taken += len(chunk)
        if self._coding not in ("gzip", "deflate"):
            self.cut = "coding"
            return False
        if not self._started:
            self._head += chunk
            if len(self._head) < _HEADER_BYTES:
                return True
            chunk, self._started = self._head, True
            # Some servers send raw deflate where RFC 9110 asks for the zlib format.
            is_raw = self._coding == "deflate" and not _is_zlib(chunk)
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS if is_raw else _GZIP_OR_ZLIB)
        return self._decode(chunk)

    def _decode(self, chunk: bytes) -> bool:
        while True:
            wanted = min(_STEP, self._limit - self._size + 1)
            try:
                piece = self._inflate.decompress(chunk, wanted)
            except zlib.error:
                self.cut = "coding"
                return False
            if not self._keep(piece):
                return False
            chunk = self._inflate.unconsumed_tail
            # A full piece may have more behind it although its input is used up.
            if not chunk and len(piece) < wanted:
                break
        if self._taken > self._limit + _MAX_OVERHEAD:
            self.cut = "limit"
            return False
        return True

    def _keep(self, piece: bytes) -> bool:
        room = self._limit - self._size
        self._parts.append(piece[:room])
        self._size += min(len(piece), room)
        if len(piece) > room:
            self.cut = "limit"
            return False
        return True


def _coding(encoding: str) -> str:
    """The one coding that is to be undone: empty where there is none, ``other`` where we cannot."""
    names = {"gzip" if name in _GZIP else name for name in map(str.strip, encoding.lower().split(","))}
    if names & _UNREADABLE or {"gzip", "deflate"} <= names:
        return "other"
    return next((name for name in ("gzip", "deflate") if name in names), "")


def _is_zlib(start: bytes) -> bool:
    """Whether data begins with a zlib or gzip header (RFC 1950, 2.2; RFC 1952, 2.3.1)."""
    return start.startswith(b"\x1f\x8b") or (start[0] & 0x0F == 8 and int.from_bytes(start[:2]) % 31 == 0)
