"""What happened, in our words: the one file that knows how a transport reports failure."""

from __future__ import annotations

import errno
import ssl
from typing import Final

import aiohttp

from finder.items import Failure


class LookFailed(Exception):  # noqa: N818 - an outcome with facts
    """A request that got no usable answer. ``failure`` is from the closed set, ``detail`` in words.

    ``proven`` is false for a name that was not found while our resolver could not be shown to work.
    ``known``: nothing was asked now, it is what earlier requests ran into.
    ``requests`` says how often the host was asked until the transport gave up.
    """

    def __init__(
        self, failure: Failure, detail: str = "", *, proven: bool = True, known: bool = False
    ) -> None:
        super().__init__(f"{failure}: {detail}" if detail else str(failure))
        self.failure = failure
        self.detail = detail
        self.proven = proven
        self.known = known
        self.requests = 1


class Stopped(Exception):  # noqa: N818 - not an error: the crawl is being stopped
    """The crawl stops, so this request was not made. Nothing is concluded from it."""


class NetworkDown(Exception):  # noqa: N818 - no fault of what was asked for
    """Our own network is down, so nothing is concluded from a failure; in words, what cannot be reached."""


_BY_ERRNO: Final = {
    errno.ECONNREFUSED: Failure.REFUSED,
    errno.ECONNRESET: Failure.RESET,
    errno.EPIPE: Failure.RESET,
    errno.ETIMEDOUT: Failure.CONNECT_TIMEOUT,
    errno.EHOSTUNREACH: Failure.CONNECT_TIMEOUT,
    errno.ENETUNREACH: Failure.CONNECT_TIMEOUT,
}
_BY_CLASS: Final[tuple[tuple[type[BaseException], Failure], ...]] = (
    (aiohttp.ConnectionTimeoutError, Failure.CONNECT_TIMEOUT),
    (TimeoutError, Failure.READ_TIMEOUT),
    (aiohttp.ClientSSLError, Failure.TLS),
    (ssl.SSLError, Failure.TLS),
    (aiohttp.ServerDisconnectedError, Failure.RESET),
    (aiohttp.ClientPayloadError, Failure.RESET),
    (aiohttp.ClientResponseError, Failure.NOT_HTTP),
)


def observe(error: BaseException) -> LookFailed:
    """Translate what a transport raised into one of our failures, the most telling first."""
    for kind, failure in _BY_CLASS:
        if isinstance(error, kind):
            return LookFailed(failure, _words(error))
    number = getattr(error, "errno", None) or getattr(getattr(error, "os_error", None), "errno", None)
    return LookFailed(_BY_ERRNO.get(number or 0, Failure.OTHER), _words(error))


def certificate_fault(error: ssl.SSLCertVerificationError) -> str:
    """What is wrong with a certificate, in the words of the TLS library (``certificate has expired``)."""
    return str(error.verify_message or error)[:200]


def _words(error: BaseException) -> str:
    cause = getattr(error, "os_error", None) or error
    text = getattr(cause, "strerror", None) or getattr(cause, "message", None) or str(cause)
    # What a server said may stand in here: nothing that a database or a terminal would trip over.
    printable = "".join(letter if letter.isprintable() else " " for letter in str(text)[:2000])
    return " ".join(printable.split())[:200]
