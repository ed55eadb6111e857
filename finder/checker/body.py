"""Bodies read with bounds: never more than asked for, whatever the compression pretends."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from finder.items import Cut

_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS
_STEP: Final = 64 * 1024
_HEADER_BYTES: Final = 2


class BodyReader:
    """Takes a body in pieces and keeps its first ``limit`` decoded bytes.

    ``cut`` says why something was left out, if it was. A coding we did not ask for, or broken compression,
    gives what came out of it up to there.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._coding = encoding.strip().lower()
        self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._head = b""
        self._started = False
        self.cut: Cut = ""

    @property
    def body(self) -> bytes:
        """What was kept so far."""
        return b"".join(self._parts)

    def feed(self, chunk: bytes) -> bool:
        """Take the next piece; ``False`` when no more is wanted."""
        if self._coding in ("", "identity"):
            return self._keep(chunk)
        if self._coding not in ("gzip", "x-gzip", "deflate"):
            self.cut = "coding"
            return False
        if not self._started:
            self._head += chunk
            if len(self._head) < _HEADER_BYTES:
                return True
            chunk, self._started = self._head, True
            if self._coding == "deflate" and not _is_zlib(chunk):
                # Some servers send raw deflate where RFC 9110 asks for the zlib format.
                self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
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
                return True

    def _keep(self, piece: bytes) -> bool:
        room = self._limit - self._size
        self._parts.append(piece[:room])
        self._size += min(len(piece), room)
        if len(piece) > room:
            self.cut = "limit"
            return False
        return True


def _is_zlib(start: bytes) -> bool:
    """Whether data begins with a zlib or gzip header (RFC 1950, 2.2; RFC 1952, 2.3.1)."""
    return start.startswith(b"\x1f\x8b") or (start[0] & 0x0F == 8 and int.from_bytes(start[:2]) % 31 == 0)
