"""A relay before a server that loses answers, as a network or a proxy does."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def relay(port: int, loses: bytes, answer: bytes, *, forwards: bool = True) -> Iterator[str]:
    """The address of a relay to a port of this machine.

    A request that begins with ``loses`` gets ``answer`` and no more, whatever the server said; with
    ``forwards`` off, the server does not even hear of it.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve, args=(listener, port, loses, answer, forwards))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            # Wakes the thread that accepts.
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(listener: socket.socket, port: int, loses: bytes, answer: bytes, forwards: bool) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            with client:
                request = _request(client)
                lost = request.startswith(loses)
                said = _answer(port, request) if forwards or not lost else b""
                client.sendall(answer if lost else said)


def _answer(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port)) as server:
        server.sendall(request)
        return b"".join(iter(lambda: server.recv(65_536), b""))


def _request(client: socket.socket) -> bytes:
    """A whole request, which asks the server to close after it."""
    read = b""
    while b"\r\n\r\n" not in read:
        read += client.recv(65_536)
    head, _, body = read.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    while len(body) < int(fields.get(b"content-length", 0)):
        body += client.recv(65_536)
    return head + b"\r\nConnection: close\r\n\r\n" + body
