"""A mail server that takes what is sent to it and keeps it."""

from __future__ import annotations

import base64
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage


@dataclass(slots=True)
class Mailbox:
    """What came to ``box@mail.example``; whoever sends has to give ``user`` and ``password``."""

    port: int
    user: str
    password: str
    received: list[EmailMessage] = field(default_factory=list)

    def url(self, to: str = "box@mail.example") -> str:
        """The address that Apprise sends to."""
        who = f"{self.user}:{self.password}@127.0.0.1:{self.port}"
        return f"mailto://{who}/?from=finder@mail.example&to={to}&mode=insecure"


@contextmanager
def mailbox(user: str, password: str) -> Iterator[Mailbox]:
    """A server for the time of a test."""

    class Handler(StreamRequestHandler):
        """One conversation (RFC 5321), as far as a client that sends has one."""

        def handle(self) -> None:
            self._say("220 mail.example")
            known = False
            while word := self.rfile.readline().decode("ascii").strip():
                verb = word.partition(" ")[0].upper()
                if verb == "EHLO":
                    self._say("250-mail.example\r\n250 AUTH PLAIN")
                elif verb == "AUTH":
                    given = base64.b64decode(word.split(" ")[2]).decode().split("\0")[1:]
                    known = given == [box.user, box.password]
                    self._say("235 welcome" if known else "535 who are you")
                elif verb == "RCPT":
                    self._say("250 yes" if known and "<box@mail.example>" in word else "550 nobody here")
                elif verb == "DATA":
                    self._say("354 go on")
                    box.received.append(self._message())
                    self._say("250 taken")
                elif verb == "QUIT":
                    self._say("221 bye")
                    return
                else:
                    self._say("250 well")

        def _message(self) -> EmailMessage:
            lines = iter(self.rfile.readline, b".\r\n")
            whole = b"".join(line.removeprefix(b".") for line in lines)
            return message_from_bytes(whole, policy=default)

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode("ascii"))

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        box = Mailbox(server.server_address[1], user, password)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
