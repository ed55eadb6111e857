"""HTTP read as browsers read it: heads and framing with the faults that they forgive. Pure and bounded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_HEAD: Final = 256 * 1024  # bytes; browsers give up there, too
_MAX_LINES: Final = 1000
_MAX_NAME: Final = 256
_MAX_CHUNK_LINE: Final = 4096
_MAX_SLOP: Final = 256
_ENOUGH_TO_TELL: Final = 128

_SLOP: Final = re.compile(rb"(?:\xef\xbb\xbf|[\r\n\t ]){0,%d}" % _MAX_SLOP)
_END: Final = re.compile(rb"\r?\n\r?\n")
_LONGEST_END: Final = 4
_LINE_END: Final = re.compile(rb"\r\n|\n|\r")
# A number that is missing counts as 200, as in browsers; one with more or fewer digits is none of ours.
# Few spaces may follow the slash: many would be tried at each place at which two runs of them may part.
_STATUS: Final = re.compile(
    rb"(?:HTTP(?:[ \t]*/[ \t]{0,16}\d{0,3}(?:\.\d{0,3})?)?|ICY)"
    rb"(?:[ \t]+([1-9]\d\d)(?!\d)|[ \t]+(?![ \t\d])|[ \t]*\Z)",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z")
_MARKUP: Final = re.compile(
    rb"<(?:!doctype\s+html|!--|(?:html|head|title|meta|body|h[1-6]|p|div|center|table|font|pre)[\s>/])",
    re.IGNORECASE,
)
_CHUNK_SIZE: Final = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,16})[ \t]*(?:;.*)?\r?\Z", re.DOTALL)
_NO_BODY: Final = frozenset({204, 304})
# One line of a head without faults, as nearly all are.
_FIELD: Final = re.compile(rb"\r\n([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}):[ \t]*([^\r\n\0]*)")
_PLAIN_STATUS: Final = re.compile(rb"HTTP/1\.[01] ([1-9]\d\d)(?: [^\r\n]*)?\r\n")
_KEEPS: Final = b"HTTP/1.1 "


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an answer: ``headers`` with names in lower case, in order; ``size``: its bytes in all.

    ``keeps``: the host says by it that it keeps the connection.
    """

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    size: int
    keeps: bool = field(default=False, compare=False)

    def values(self, name: bytes) -> list[bytes]:
        """What the lines of one (lower-case) name say, split at commas."""
        return _values(self.headers, name)


def _values(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[bytes]:
    found = [value for each, value in headers if each == name]
    return [value for value in map(bytes.strip, b",".join(found).split(b",")) if value] if found else []


def may_begin_answer(data: bytes) -> bool:
    """Whether an answer can begin like this; ``False`` as soon as it is clear that it is none."""
    start = data[_slop(data) :][:_ENOUGH_TO_TELL]
    if not start:
        return len(data) < _MAX_SLOP
    upper = start[:4].upper()
    if b"HTTP".startswith(upper) or b"ICY ".startswith(upper):
        return True
    return start.startswith(b"<") and (len(start) < _ENOUGH_TO_TELL or _MARKUP.match(start) is not None)


def ends_head(data: bytes, known: int) -> bool:
    """Whether a head may end in what came behind the first ``known`` bytes."""
    return _END.search(data, max(0, known - _LONGEST_END + 1)) is not None


def parse_head(data: bytes) -> Head | None:
    """The head that ``data`` begins with; ``None`` when it has no end yet or is none. Never raises.

    Lines that are no headers are left out, folded ones put together, NULs dropped. Markup without any head
    is an answer of HTTP/0.9: a head of no bytes that says 200.
    """
    plain = _plain_head(data)
    if plain is not None:
        return plain
    begin = _slop(data)
    if _MARKUP.match(data, begin):
        return Head(200, (), 0)
    end = _END.search(data, begin, MAX_HEAD)
    if end is None or not may_begin_answer(data):
        return None
    text = data[begin : end.start()]
    status = _STATUS.match(_LINE_END.split(text, 1)[0])
    if status is None:
        return None
    headers = tuple(_headers(_LINE_END.split(text, _MAX_LINES)[1:_MAX_LINES]))
    return Head(int(status[1] or 200), headers, end.end(), _keeps(text, headers))


def _plain_head(data: bytes) -> Head | None:
    """The head where it is without faults, as nearly all are, read in a third of the time; else ``None``."""
    status = _PLAIN_STATUS.match(data)
    end = data.find(b"\r\n\r\n", 0, MAX_HEAD) if status is not None else -1
    if status is None or end < 0:
        return None
    text = data[:end]
    fields = _FIELD.findall(text)
    # Every line is a field, and there is nothing between them.
    if b"\0" in text or not len(fields) == text.count(b"\n") == text.count(b"\r") < _MAX_LINES:
        return None
    headers = tuple([(name.lower(), value.rstrip(b" \t")) for name, value in fields])
    return Head(int(status[1]), headers, end + 4, _keeps(text, headers))


def _keeps(text: bytes, headers: tuple[tuple[bytes, bytes], ...]) -> bool:
    """Whether a head says that the host keeps the connection."""
    return text.startswith(_KEEPS) and b"close" not in map(bytes.lower, _values(headers, b"connection"))


def _slop(data: bytes) -> int:
    """How many bytes of nothing stand before an answer."""
    found = _SLOP.match(data)
    return found.end() if found else 0


def _headers(lines: Iterable[bytes]) -> Iterable[tuple[bytes, bytes]]:
    name, parts = b"", list[bytes]()
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            parts.append(line)
            continue
        if name:
            yield name, _value(parts)
        before, colon, after = line.partition(b":")
        name, parts = (before.rstrip(b" \t").lower() if colon else b""), [after]
        if len(name) > _MAX_NAME or not _TOKEN.match(name):
            name = b""
    if name:
        yield name, _value(parts)


def _value(parts: list[bytes]) -> bytes:
    return b" ".join(part.strip(b" \t\0") for part in parts).replace(b"\0", b"").strip(b" \t")


class Framing:
    """Takes the bytes behind a head in pieces and gives those of the body, however its length is told.

    ``is_over``: no more is wanted. ``is_whole``: the body ended as it was told that it would; where its
    length is not told (or told in a way that nobody understands), the connection's end is its end.
    ``is_clean``: it ended, and nothing came behind it, so another answer may follow.
    """

    def __init__(self, head: Head) -> None:
        self._chunks: _Chunks | None = None
        self._left: int | None = None
        self._surplus = False
        if head.status in _NO_BODY:
            self._left = 0
        elif b"chunked" in map(bytes.lower, head.values(b"transfer-encoding")):
            self._chunks = _Chunks()  # it outrules a length
        else:
            self._left = _length(head)

    @property
    def is_over(self) -> bool:
        return self._left == 0 if self._chunks is None else self._chunks.is_over

    @property
    def is_whole(self) -> bool:
        return not self._left if self._chunks is None else self._chunks.is_whole

    @property
    def is_clean(self) -> bool:
        if self._chunks is not None:
            return self._chunks.is_whole and self._chunks.behind == b"\r\n"
        return self._left == 0 and not self._surplus

    def feed(self, data: bytes) -> bytes:
        """The bytes of the body among the next ones of the connection."""
        if self._chunks is not None:
            return self._chunks.feed(data)
        if self._left is None:
            return data
        taken = data[: self._left]
        self._left -= len(taken)
        self._surplus = len(taken) < len(data)
        return taken


class _Chunks:
    """The chunked coding; it is over at the first thing that is no chunk. ``behind``: what stood after it."""

    def __init__(self) -> None:
        self._line = b""
        self._left = 0  # of the chunk's data
        self._after_data = False
        self.is_over = False
        self.is_whole = False
        self.behind = b""

    def feed(self, data: bytes) -> bytes:
        parts: list[bytes] = []
        at = 0
        while at < len(data) and not self.is_over:
            if self._left:
                parts.append(data[at : at + self._left])
                at += len(parts[-1])
                self._left -= len(parts[-1])
                self._after_data = not self._left
            else:
                at = self._take_line(data, at)
        self.behind = data[at : at + 3]
        return b"".join(parts)

    def _take_line(self, data: bytes, at: int) -> int:
        """Take what belongs to the line that says the next chunk's size, or that ends a chunk."""
        found = data.find(b"\n", at)
        end = len(data) if found < 0 else found
        self._line += data[at : min(end, at + _MAX_CHUNK_LINE + 1)]
        if len(self._line) > _MAX_CHUNK_LINE:
            self.is_over = True
        elif found >= 0:
            line, self._line = self._line, b""
            self._understand(line)
        return end + 1

    def _understand(self, line: bytes) -> None:
        if self._after_data:
            self._after_data = False
            self.is_over = line.strip(b"\r") != b""
            return
        size = _CHUNK_SIZE.match(line)
        self._left = int(size[1], 16) if size else 0
        self.is_over = self._left == 0
        self.is_whole = size is not None and self.is_over


def _length(head: Head) -> int | None:
    """The length of a body as it is told; ``None`` where it is not, or where two lines contradict."""
    told = set(head.values(b"content-length"))
    if len(told) != 1:
        return None
    (text,) = told
    return int(text) if text.isdigit() and len(text) < 19 else None
