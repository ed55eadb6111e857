"""One answer to one request, whichever way it was read, and how much of it is worth reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from finder.checker.narrow import NARROW_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from finder.items import Cut

_ONE_VALUE: Final = frozenset({"content-type", "etag", "last-modified", "location", "retry-after"})
_REDIRECT_BYTES: Final = 16 * 1024
_FILE_BYTES: Final = 2 * 1024
_PORTS: Final = {"http": 80, "https": 443}
_PARTS: Final = re.compile(
    r"(https?)://(?:[^/?#@]*@)?((?:\[([^\]/?#@]+)\]|([^:/?#@\[\]]+))(?::(\d{1,5}))?)(?=[/?#]|\Z)([^#]*)"
)
# Beside the types of pages those that browsers take for "unknown" and look into (WHATWG MIME sniffing).
_MAY_BE_PAGE: Final = frozenset(
    {
        "*/*",
        "application/unknown",
        "application/xhtml+xml",
        "application/xml",
        "text/html",
        "text/plain",
        "text/xml",
        "unknown/unknown",
    }
)


@dataclass(slots=True)
class Answer:
    """An answer to one request, redirects not followed.

    ``headers`` have lower-case names; repeated ones are joined by commas, of those that can have one value
    only the first counts. All are clean text; a ``location`` is ASCII, with other bytes as percent-escapes.
    ``set_cookies`` are the Set-Cookie lines one by one. ``body`` is decoded and at most as long as asked
    for; ``cut`` says why that is not all of it, as in :class:`~finder.items.Fetch`. ``requests`` says how
    often the host was asked until there was this answer.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    cut: Cut = ""
    set_cookies: tuple[str, ...] = ()
    tls_fault: str = ""
    requests: int = 1


def nothing() -> None:
    """What is done when a request is sent that nobody counts."""


class Errand:
    """What a transport was asked for, and how often the host was asked so far (``requests``).

    ``url`` is absolute, of http or https, in the spelling that is sent. ``scheme``, ``host`` (an IPv6 address
    without brackets), ``port``, ``authority`` (host and port as the URL has them) and ``target`` (path and
    query) are its parts. Raises ValueError for another URL.
    """

    __slots__ = (
        *("authority", "headers", "host", "max_bytes", "on_sent", "pages_only", "port", "requests", "scheme"),
        *("target", "url"),
    )

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        max_bytes: int,
        *,
        pages_only: bool = False,
        on_sent: Callable[[], None] = nothing,
    ) -> None:
        parts = _PARTS.match(url)
        if parts is None:
            raise ValueError(f"no address of the web: {url[:200]}")
        self.url = url
        self.headers = headers
        self.max_bytes = max_bytes
        self.pages_only = pages_only
        self.on_sent = on_sent
        self.requests = 0
        self.scheme, self.authority, inner, name, port, target = parts.groups()
        self.host = inner or name
        self.port = int(port) if port else _PORTS[self.scheme]
        self.target = target if target.startswith("/") else f"/{target}"

    @property
    def site(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.authority}"

    @property
    def is_short(self) -> bool:
        """Whether so little is wanted that a narrow connection serves."""
        return self.max_bytes <= NARROW_BYTES

    def limit(self, status: int, headers: Mapping[str, str]) -> int:
        """How many decoded bytes of an answer with these (plain) headers to read."""
        if 300 <= status < 400 and headers.get("location"):
            return min(self.max_bytes, _REDIRECT_BYTES)
        if self.pages_only and not _may_be_page(headers.get("content-type", "")):
            return min(self.max_bytes, _FILE_BYTES)
        return self.max_bytes


class Transport(Protocol):
    """What a transport must do. Raises :class:`~finder.observe.LookFailed`, and nothing else."""

    async def get(
        self,
        url: str,
        headers: Mapping[str, str],
        max_bytes: int,
        *,
        pages_only: bool = False,
        on_sent: Callable[[], None] = nothing,
    ) -> Answer:
        """GET ``url`` once; read at most ``max_bytes`` of the decoded body.

        With ``pages_only`` of an answer that clearly is no page, by its Content-Type, only the first 2 KB are
        read, enough to see what it is. Of a redirect never more than 16 KB are read. ``on_sent`` is called
        whenever a request is about to go out over a connection that there is by then.
        """

    async def close(self) -> None:
        """Let go of every connection."""


def plain_headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers as they came over the wire, as :class:`Answer` has them."""
    joined: dict[str, str] = {}
    for name, value in raw:
        lowered = name.decode("latin-1").lower()
        text = _escaped(value) if lowered == "location" else header_text(value)
        if lowered not in joined:
            joined[lowered] = text
        elif lowered not in _ONE_VALUE:
            joined[lowered] = f"{joined[lowered]}, {text}"
    return joined


def header_text(raw: bytes) -> str:
    """The text of a header's value: UTF-8 where it is, else Latin-1."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _may_be_page(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    # What is no type at all says nothing: browsers look into the content then.
    return "/" not in kind or kind in _MAY_BE_PAGE


def _escaped(raw: bytes) -> str:
    """An address as browsers read it from a header: bytes beyond ASCII are escaped one by one."""
    return "".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in raw)
