"""A server that answers as Google's do: tokens and Search Console, as its documentation has them."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TOKEN = "ya29.one-token"


@dataclass(slots=True)
class Google:
    """What it answers, and what it was asked.

    ``failures``: by what is asked (``token``, ``sites``, ``query``, ``inspect``) the status and body of the
    next answers. ``on_inspect`` is called with each page before it is answered for.
    """

    address: str = ""
    sites: list[tuple[str, str]] = field(default_factory=lambda: [("sc-domain:acme.example", "siteOwner")])
    rows: list[Any] = field(default_factory=list)
    referring: dict[str, Any] = field(default_factory=dict)
    failures: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)
    on_inspect: Callable[[str], None] = field(default=lambda _: None)
    asked: list[tuple[str, Any]] = field(default_factory=list)

    def inspected(self) -> list[str]:
        return [body["inspectionUrl"] for what, body in self.asked if what == "inspect"]

    def answer(self, path: str, body: bytes, token: str) -> tuple[int, Any]:
        what, said = self._asked(path, body)
        self.asked.append((what, said))
        if self.failures.get(what):
            return self.failures[what].pop(0)
        if what == "token":
            return 200, {"access_token": TOKEN, "expires_in": 3600, "token_type": "Bearer"}
        if token != f"Bearer {TOKEN}":
            return 401, error(401, "Invalid credentials", "authError")
        if what == "sites":
            return 200, {
                "siteEntry": [{"siteUrl": name, "permissionLevel": level} for name, level in self.sites]
            }
        if what == "query":
            first = said["startRow"]
            return 200, {
                "rows": self.rows[first : first + said["rowLimit"]],
                "responseAggregationType": "BY_PAGE",
            }
        self.on_inspect(said["inspectionUrl"])
        index = {"verdict": "PASS", "lastCrawlTime": "2026-11-02T03:04:05Z"}
        if said["inspectionUrl"] in self.referring:
            index["referringUrls"] = self.referring[said["inspectionUrl"]]
        return 200, {"inspectionResult": {"indexStatusResult": index}}

    @staticmethod
    def _asked(path: str, body: bytes) -> tuple[str, Any]:
        route = path.partition("?")[0]
        if route == "/token":
            return "token", unquote(body.decode())
        if route == "/webmasters/v3/sites":
            return "sites", None
        if route.startswith("/webmasters/v3/sites/") and route.endswith("/searchAnalytics/query"):
            return "query", json.loads(body) | {"siteUrl": unquote(route.split("/")[4])}
        assert route == "/v1/urlInspection/index:inspect", path
        return "inspect", json.loads(body)


def error(status: int, message: str, reason: str = "") -> dict[str, Any]:
    """The body of an error, as Google words it."""
    return {
        "error": {
            "code": status,
            "message": message,
            "status": reason.upper(),
            "errors": [{"message": message, "domain": "global", "reason": reason}],
        }
    }


@contextmanager
def serving(google: Google) -> Iterator[None]:
    """Let ``google`` be reached at its ``address``."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, said = google.answer(self.path, body, self.headers.get("Authorization", ""))
            content = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that hangs up is nothing to tell of."""

    server = Server(("127.0.0.1", 0), Handler)
    google.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
