"""One host of the world: its pages, its manners, its robots.txt."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Literal, TypeAlias

from tests.world.answers import HTML, Answer, Request, Told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tests.world.answers import Behaviour

    Said: TypeAlias = Behaviour | Callable[[Request], Behaviour | str] | str

Tls: TypeAlias = (
    bool
    | Literal[
        "expired",  # ended yesterday
        "self-signed",
        "unknown-ca",  # signed by a CA that nobody knows
        "wrong-host",  # made out to another name
        "incomplete",  # the certificate between it and the CA is not sent
        "alert",  # the handshake ends with an alert
        "plain",  # the TLS port speaks plain HTTP
        "silent",  # the TLS port takes the connection and says nothing
        "reset",  # the TLS port resets the connection when the handshake begins
    ]
)


@dataclass
class Site:
    """A host. Everything may be changed while the world runs.

    ``tls`` False means that nothing listens on port 443, ``http`` False the same for port 80;
    ``latency`` is in seconds before every answer; ``robots`` is the text of robots.txt, a status, a
    behaviour, or None for a host that has none (404).
    """

    host: str
    tls: Tls = True
    http: bool = True
    latency: float = 0.0
    robots: str | int | Behaviour | None = None
    _pages: dict[str, Behaviour] = field(default_factory=dict, repr=False)
    _prefixes: dict[str, Behaviour] = field(default_factory=dict, repr=False)
    _fallback: Behaviour | None = field(default=None, repr=False)

    def page(
        self,
        path: str,
        html: str | bytes,
        content_type: str = HTML,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Serve a page with status 200; text goes out as UTF-8, whatever ``content_type`` claims."""
        self.answer(path, Answer(html, 200, content_type, headers or {}))

    def status(
        self, path: str, status: int, body: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        """Serve a status, with a short page of its own unless ``body`` is given."""
        shown = body or f"<title>{status}</title><h1>Error {status}</h1>"
        self.answer(path, Answer(shown, status, headers=headers or {}))

    def redirect(self, path: str, location: str, status: int = 301, **headers: str) -> None:
        """Send the client on; ``location`` goes out as it is given: relative, absolute, any scheme."""
        moved = f'<title>Moved</title><p>See <a href="{escape(location)}">here</a>.</p>'
        self.answer(path, Answer(moved, status, headers={"Location": location, **headers}))

    def sitemap(self, urls: Iterable[str], path: str = "/sitemap.xml", *, gz: bool = False) -> None:
        """Serve a sitemap of absolute URLs, with ``gz`` as a gzip file."""
        rows = "".join(f"<url><loc>{escape(url)}</loc></url>" for url in urls)
        head = '<?xml version="1.0" encoding="UTF-8"?>'
        xml = f'{head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()
        if gz:
            self.page(path, gzip.compress(xml), "application/gzip")
        else:
            self.page(path, xml, "application/xml")

    def answer(self, path: str, said: Said) -> None:
        """Let ``path`` be answered by a behaviour, a function of the request, or a page's text.

        A path is compared as it stands in the request, first with its query, then without. One that
        ends in ``*`` stands for everything that begins so; the longest wins.
        """
        behaviour = as_behaviour(said)
        if path.endswith("*"):
            self._prefixes[path[:-1]] = behaviour
        else:
            self._pages[path] = behaviour

    def fallback(self, said: Said | None) -> None:
        """Choose what unknown paths are answered with; None is a believable 404 page."""
        self._fallback = None if said is None else as_behaviour(said)

    def remove(self, path: str) -> None:
        """Forget a path; it is unknown from now on."""
        (self._prefixes if path.endswith("*") else self._pages).pop(path.removesuffix("*"), None)

    def behaviour_for(self, path: str) -> Behaviour:
        """What a request for this path is dealt with."""
        bare = path.partition("?")[0]
        found = self._pages.get(path) or self._pages.get(bare)
        if found is not None:
            return found
        if path == "/robots.txt":
            return self._robots()
        begun = [prefix for prefix in self._prefixes if path.startswith(prefix)]
        if begun:
            return self._prefixes[max(begun, key=len)]
        return self._fallback or not_found(self.host)

    def _robots(self) -> Behaviour:
        if self.robots is None:
            return not_found(self.host)
        if isinstance(self.robots, str):
            return Answer(self.robots, content_type="text/plain; charset=utf-8")
        if isinstance(self.robots, int):
            return Answer(f"<h1>{self.robots}</h1>", self.robots)
        return self.robots


def as_behaviour(said: Said) -> Behaviour:
    """A behaviour from anything that a site may be told to answer with."""
    if isinstance(said, str):
        return Answer(said)
    if hasattr(said, "play"):
        return said
    return Told(said)


def not_found(host: str) -> Answer:
    """The page that a well-kept site shows for an unknown address."""
    return Answer(
        f"<!doctype html><html lang=en><head><title>Page not found - {host}</title></head><body>"
        f'<header><a href="/">{host}</a></header><main><h1>Page not found</h1>'
        "<p>The page you asked for is not here. It may have moved, or the address may be mistyped.</p>"
        '<p>Please start again from the <a href="/">front page</a>.</p></main></body></html>',
        404,
    )
