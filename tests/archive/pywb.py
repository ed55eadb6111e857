"""pywb as a real server of an archive: one for each test process, with the captures of :mod:`holdings`."""

from __future__ import annotations

import base64
import http.client
import json
import os
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.servers import GUARD, free_port

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PROGRAMS: Final = Path(__file__).parents[2] / ".venv-pywb" / "bin"
COLLECTION: Final = "web"
_STARTS: Final = 5
_START_SECONDS: Final = 20.0


@dataclass(frozen=True)
class Kept:
    """One capture: what answered at ``url`` at a time (ISO 8601, UTC). A revisit says "as before"."""

    url: str
    at: str
    body: str | bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    revisit: bool = False

    def record(self) -> dict[str, object]:
        """What ``write_warc.py`` wants to know of it."""
        body = self.body.encode() if isinstance(self.body, str) else self.body
        headers = {"Content-Type": self.kind, "Content-Length": str(len(body)), **self.headers}
        return {
            "url": self.url,
            "at": self.at,
            "status": f"{self.status} {HTTPStatus(self.status).phrase}",
            "headers": list(headers.items()),
            "body": base64.b64encode(body).decode(),
            "revisit": self.revisit,
        }


def running(holdings: Iterable[Kept]) -> Iterator[int]:
    """Run pywb with these captures; its port. It ends with the test process, however that ends."""
    if not (PROGRAMS / "wayback").exists():
        raise RuntimeError("pywb is not installed: tools/setup test does it")
    said = ""
    for _ in range(_STARTS):
        # Somebody else may take the port between choosing it and starting.
        folder, port = Path(tempfile.mkdtemp(prefix="finder-pywb-")), free_port()
        _fill(folder, holdings)
        guard = _start(folder, port)
        try:
            if _answers(port, guard):
                yield port
                return
            said = (folder / "log").read_text(errors="replace")[-2000:]
        finally:
            guard.communicate()
    raise RuntimeError(f"pywb does not start: {said}")


def _fill(folder: Path, holdings: Iterable[Kept]) -> None:
    records = json.dumps([kept.record() for kept in holdings]).encode()
    write = [PROGRAMS / "python", Path(__file__).with_name("write_warc.py"), "holdings.warc.gz"]
    subprocess.run(write, cwd=folder, input=records, check=True)
    for arguments in (["init", COLLECTION], ["add", COLLECTION, "holdings.warc.gz"]):
        subprocess.run([PROGRAMS / "wb-manager", *arguments], cwd=folder, check=True, capture_output=True)


def _start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    # "-b": without it pywb listens on every address of the machine.
    server = [str(PROGRAMS / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
    return subprocess.Popen(
        ["/bin/sh", "-c", GUARD, "guard", *server],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=folder,
        env={"PATH": os.defpath, "LC_ALL": "C", "HOME": str(folder), "FOLDER": str(folder), "SIGNAL": "TERM"},
    )


def _answers(port: int, guard: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and guard.poll() is None:
        try:
            if ask(port, f"/{COLLECTION}/cdx?url=nowhere.example").status == 200:
                return True
        except OSError:
            time.sleep(0.05)
    return False


@dataclass(frozen=True)
class Said:
    """An answer of pywb, with the names of its headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(port: int, path: str) -> Said:
    """One GET request to pywb."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return Said(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()
