"""One connection to a host, with TLS or without, on the bare socket: what comes goes straight to its reader.

asyncio's own transports keep 256 KB for each connection with TLS, and their streams and tasks cost more than
the request. Here a connection is a socket, and a request on it one future.
"""

from __future__ import annotations

import asyncio
import errno
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from finder.checker.narrow import Narrowing

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from finder.checker.reading import AnswerReader

_READ: Final = 16 * 1024  # bytes at a time where little is wanted
_WIDE_READ: Final = 64 * 1024


class Connection:
    """A connected socket and one request at a time; it closes itself when a request fails or ends it.

    ``narrow`` tells that the socket is a narrow one. A deadline is a moment of the loop's clock.
    """

    __slots__ = (
        "_incoming",
        "_loop",
        "_narrow",
        "_narrowing",
        "_number",
        "_outgoing",
        "_reader",
        "_socket",
        "_step",
        "_tls",
        "_unsent",
        "_waiter",
        "ended",
        "is_open",
    )

    def __init__(self, connected: socket.socket, *, narrow: bool) -> None:
        self._loop = asyncio.get_running_loop()
        self._socket = connected
        # A socket itself takes the event loop long to look up.
        self._number = connected.fileno()
        self._narrow = narrow
        self._narrowing = Narrowing(connected if narrow else None)
        self._tls: ssl.SSLObject | None = None
        self._reader: AnswerReader | None = None
        self._step: Callable[[], bool] | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._unsent = b""
        self.is_open = True
        self.ended: Callable[[Connection], None] | None = None
        """Is told when the host closes the connection while nothing is asked."""
        self._loop.add_reader(self._number, self._readable)

    async def secure(self, context: ssl.SSLContext, name: str, deadline: float) -> None:
        """Shake hands. Raises :class:`OSError`, of it :class:`ssl.SSLError` and :class:`TimeoutError`."""
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        try:
            self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=name)
            if not self._greet(self._tls):
                self._step = self._shake
                await self._over(deadline)
        except BaseException:
            self.close()
            raise

    async def exchange(self, request: bytes, reader: AnswerReader, deadline: float) -> None:
        """Send a request and give ``reader`` what comes, until it has what it wants.

        What breaks off after the head is an answer all the same. Raises :class:`OSError` and
        :class:`~finder.observe.LookFailed` where there is none.
        """
        self._reader = reader
        self._narrowing.begin()
        self._step = self._read
        try:
            self._say(request)
            await self._over(deadline)
        except OSError:
            self.close()
            if not reader.has_head:
                raise
            reader.break_off()
        except BaseException:
            self.close()
            raise
        finally:
            self._reader = None

    def close(self) -> None:
        """Let go of it at once."""
        if self.is_open:
            self.is_open = False
            self._step = None
            self._loop.remove_reader(self._number)
            if self._unsent:
                self._loop.remove_writer(self._number)
            self._socket.close()

    async def _over(self, deadline: float) -> None:
        """Wait until the present step is done, fails, or its time is up."""
        self._waiter = waiter = self._loop.create_future()
        timer = self._loop.call_at(deadline, _time_out, waiter)
        try:
            await waiter
        finally:
            timer.cancel()
            self._step = self._waiter = None

    def _readable(self) -> None:
        step = self._step
        if step is None:
            self._idle()
            return
        try:
            is_done = step()
        except (BlockingIOError, InterruptedError):
            return
        except Exception as error:  # whoever waits is told, whatever it is
            self._finish(error)
        else:
            if is_done:
                self._finish(None)

    def _finish(self, error: Exception | None) -> None:
        self._step = None
        waiter = self._waiter
        if waiter is not None and not waiter.done():
            if error is None:
                waiter.set_result(None)
            else:
                waiter.set_exception(error)

    def _shake(self) -> bool:
        data = self._socket.recv(_READ)
        if not data:
            raise ConnectionResetError
        self._incoming.write(data)
        return self._tls is not None and self._greet(self._tls)

    def _greet(self, tls: ssl.SSLObject) -> bool:
        """Go on with the handshake as far as that is possible; whether it is done."""
        try:
            tls.do_handshake()
        except ssl.SSLWantReadError:
            self._flush()
            return False
        except ssl.SSLError:
            with suppress(OSError):
                self._flush()
            raise
        self._flush()
        return True

    def _read(self) -> bool:
        data = self._socket.recv(_READ if self._narrow else _WIDE_READ)
        self._narrowing.took(len(data))
        return self._take(data) if self._tls is None else self._decrypt(self._tls, data)

    def _decrypt(self, tls: ssl.SSLObject, data: bytes) -> bool:
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()
        while True:
            try:
                plain = tls.read(_WIDE_READ)
            except ssl.SSLWantReadError:
                self._flush()
                return False
            except ssl.SSLEOFError:
                plain = b""
            if self._take(plain):
                self._expect_nothing(tls)
                return True

    def _expect_nothing(self, tls: ssl.SSLObject) -> None:
        """Let go of the connection if more came behind the answer, where no event would tell of it."""
        if self.is_open:
            try:
                tls.read(1)
            except ssl.SSLWantReadError:
                return
            except ssl.SSLError:
                pass
            self.close()

    def _take(self, data: bytes) -> bool:
        """Give the reader what came, nothing at the end of the connection; whether it is content."""
        reader = self._reader
        if reader is None:
            return True
        if not data:
            reader.end()
        elif not reader.feed(data):
            return False
        if not reader.keeps:
            self.close()
        return True

    def _idle(self) -> None:
        """Something came that nobody asked for: the end, or an answer too many. Session tickets are fine."""
        try:
            data = self._socket.recv(_READ)
            if data and self._tls is not None:
                self._incoming.write(data)
                self._tls.read(1)
        except (BlockingIOError, InterruptedError, ssl.SSLWantReadError):
            return
        except OSError:
            pass
        self.close()
        if self.ended is not None:
            self.ended(self)

    def _say(self, data: bytes) -> None:
        if self._tls is None:
            self._send(data)
        else:
            self._tls.write(data)
            self._flush()

    def _flush(self) -> None:
        if self._outgoing.pending:
            self._send(self._outgoing.read())

    def _send(self, data: bytes) -> None:
        if self._unsent:
            self._unsent += data
            return
        try:
            sent = self._socket.send(data)
        except (BlockingIOError, InterruptedError):
            sent = 0
        if sent < len(data):
            self._unsent = data[sent:]
            self._loop.add_writer(self._number, self._writable)

    def _writable(self) -> None:
        data, self._unsent = self._unsent, b""
        self._loop.remove_writer(self._number)
        try:
            self._send(data)
        except OSError as error:
            self._finish(error)


def _time_out(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_exception(TimeoutError(errno.ETIMEDOUT, "no answer in time"))
