"""Bodies read with bounds: never more than asked for, whatever the compression pretends."""

from __future__ import annotations

import zlib
from typing import Final

_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS
_STEP: Final = 64 * 1024


class BodyReader:
    """Takes a body in pieces and keeps its first ``limit`` decoded bytes.

    ``truncated`` is true when something was left out. A coding we did not ask for, or broken
    compression, gives what came out of it up to there.
    """

    def __init__(self, encoding: str, limit: int) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._coding = encoding.strip().lower()
        self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._started = False
        self.truncated = False

    @property
    def body(self) -> bytes:
        """What was kept so far."""
        return b"".join(self._parts)

    def feed(self, chunk: bytes) -> bool:
        """Take the next piece; ``False`` when no more is wanted."""
        if self._coding in ("", "identity"):
            return self._keep(chunk)
        if self._coding not in ("gzip", "x-gzip", "deflate"):
            self.truncated = True
            return False
        return self._decode(chunk)

    def _decode(self, chunk: bytes) -> bool:
        try:
            while chunk:
                wanted = min(_STEP, self._limit - self._size + 1)
                piece = self._inflate.decompress(chunk, wanted)
                chunk = self._inflate.unconsumed_tail
                self._started = True
                if not self._keep(piece):
                    return False
        except zlib.error:
            if not self._started and self._coding == "deflate":
                # Some servers send raw deflate where RFC 9110 asks for the zlib format.
                self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
                self._started = True
                return self._decode(chunk)
            self.truncated = True
            return False
        return True

    def _keep(self, piece: bytes) -> bool:
        room = self._limit - self._size
        self._parts.append(piece[:room])
        self._size += min(len(piece), room)
        if len(piece) > room:
            self.truncated = True
            return False
        return True
