"""One answer read from the bytes of a connection, as far as it is wanted."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Final

from finder.checker.answer import Answer, header_text, plain_headers
from finder.checker.body import BodyReader
from finder.checker.lenient import MAX_HEAD, Framing, ends_head, may_begin_answer, parse_head
from finder.items import Failure
from finder.observe import LookFailed

if TYPE_CHECKING:
    from finder.checker.answer import Errand
    from finder.checker.lenient import Head

_MAX_INTERIM: Final = 10
_INTERIM: Final = frozenset({100, 102, 103})
_BEGINNING: Final = 1024  # bytes that are looked at anew with each piece that comes
_HTTP: Final = b"HTTP/"


class AnswerReader:
    """Takes what a connection gives until the answer to an errand is there.

    ``kept``: the connection was used before. Then only HTTP begins an answer: whatever else comes is the end
    of the answer before, from a host that told its length wrong, and nothing to this request (``stray``).
    ``has_head``: there is an answer, however its body ends. ``keeps``: the answer came whole and nothing
    behind it, over a connection that its host will keep.
    """

    __slots__ = (
        *("_body", "_data", "_errand", "_framing", "_head", "_interim", "_kept", "_plain", "has_head"),
        *("keeps", "stray"),
    )

    def __init__(self, errand: Errand, *, kept: bool = False) -> None:
        self._errand = errand
        self._kept = kept
        self._data = b""
        self._interim = 0
        self.has_head = False
        self.keeps = False
        self.stray = False

    def feed(self, data: bytes) -> bool:
        """Take the next bytes; whether no more are wanted.

        Raises :class:`LookFailed` (``NOT_HTTP``), and :class:`ConnectionResetError` for what is no answer to
        this request.
        """
        if not self.has_head:
            before = len(self._data)
            self._data += data
            if self._kept and not _HTTP.startswith(self._data[: len(_HTTP)]):
                self.stray = True
                raise ConnectionResetError(errno.ECONNRESET, "more than the answer before was told to have")
            if not self._may_be_over(before) or not self._find_head():
                return False
            data, self._data = self._data, b""
        framing = self._framing
        if not self._body.feed(framing.feed(data)):
            return True
        if not framing.is_over:
            return False
        self._finish()
        return True

    def end(self) -> None:
        """The host closed the connection. Raises :class:`ConnectionResetError` before there is an answer."""
        if not self.has_head:
            raise ConnectionResetError(errno.ECONNRESET, "closed before the end of its head")
        self._finish()

    def break_off(self) -> None:
        """The connection failed in the middle of the body."""
        self._body.cut = "broken_off"
        self.keeps = False

    def answer(self, tls_fault: str = "") -> Answer:
        """What was read. Only after the head."""
        head, plain, body = self._head, self._plain, self._body
        cookies: tuple[str, ...] = ()
        if "set-cookie" in plain:
            cookies = tuple(header_text(value) for name, value in head.headers if name == b"set-cookie")
        return Answer(head.status, plain, body.body, body.cut, cookies, tls_fault)

    def _may_be_over(self, before: int) -> bool:
        """Whether it is worth a look for the end of a head of which so many bytes were there before."""
        # Else a host could have the whole of a long head looked through for each byte of it.
        return before < _BEGINNING or ends_head(self._data, before) or len(self._data) >= MAX_HEAD

    def _find_head(self) -> bool:
        """Find the first head that is not an interim one; leaves what came behind it."""
        while (head := parse_head(self._data)) is not None:
            self._data = self._data[head.size :]
            if head.status not in _INTERIM:
                self._begin(head)
                return True
            self._interim += 1
            if self._interim >= _MAX_INTERIM:
                raise LookFailed(Failure.NOT_HTTP, "too many interim answers")
        if len(self._data) >= MAX_HEAD or not may_begin_answer(self._data):
            raise LookFailed(Failure.NOT_HTTP, "no head of an answer")
        return False

    def _begin(self, head: Head) -> None:
        self._head: Head = head
        self.has_head = True
        self._plain = plain_headers(head.headers)
        limit = self._errand.limit(head.status, self._plain)
        self._body = BodyReader(self._plain.get("content-encoding", ""), limit)
        self._framing = Framing(head)

    def _finish(self) -> None:
        if not self._framing.is_whole:
            self._body.cut = "broken_off"
        else:
            self.keeps = self._head.keeps and self._framing.is_clean
