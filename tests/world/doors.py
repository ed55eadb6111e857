"""The doors of the world: the loopback addresses and ports, and what listens behind each.

A host's state decides to which address its name leads, so that a port that refuses, or one that takes a
connection and stays silent, is a real one. All of 127.0.0.0/8 has to be loopback, as it is on Linux.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tests.world.names import NOTHING_LISTENS

if TYPE_CHECKING:
    from tests.world.site import Site

TRIES = 50
BACKLOG = 1024


class Speaks(StrEnum):
    """What is spoken behind a door."""

    HTTP = "http"
    TLS = "tls"
    PLAIN = "plain"
    SILENCE = "silence"
    RESET = "reset"
    DNS = "dns"


@dataclass(frozen=True, slots=True)
class Door:
    """A listening socket, what is spoken behind it, and the scheme of the URLs that lead to it."""

    socket: socket.socket
    speaks: Speaks
    scheme: str = ""

    @property
    def port(self) -> int:
        """The real port."""
        port: int = self.socket.getsockname()[1]
        return port


HONEST = "127.0.0.1"
HTTP_ONLY = "127.0.0.2"
TLS_ONLY = "127.0.0.3"
TLS_PLAIN = "127.0.0.4"
TLS_SILENT = "127.0.0.5"
TLS_RESET = "127.0.0.6"

# Address, what port 80 speaks, what port 443 speaks; None: nothing listens.
ADDRESSES: tuple[tuple[str, Speaks | None, Speaks | None], ...] = (
    (HONEST, Speaks.HTTP, Speaks.TLS),
    (HTTP_ONLY, Speaks.HTTP, None),
    (TLS_ONLY, None, Speaks.TLS),
    (TLS_PLAIN, Speaks.HTTP, Speaks.PLAIN),
    (TLS_SILENT, Speaks.HTTP, Speaks.SILENCE),
    (TLS_RESET, Speaks.HTTP, Speaks.RESET),
)


def address_of(site: Site) -> str:
    """The address that the name of a site leads to."""
    if not site.http:
        return TLS_ONLY if site.tls else NOTHING_LISTENS
    if site.tls is False:
        return HTTP_ONLY
    odd = {"plain": TLS_PLAIN, "silent": TLS_SILENT, "reset": TLS_RESET}
    return odd.get(str(site.tls), HONEST)


@dataclass(frozen=True, slots=True)
class Doors:
    """All the world's sockets, open."""

    listening: tuple[Door, ...]
    dns_udp: socket.socket

    def port(self, speaks: Speaks) -> int:
        """The real port of what is spoken on the honest address."""
        return next(door.port for door in self.listening if door.speaks is speaks)

    def close(self) -> None:
        """Close every socket."""
        for door in self.listening:
            door.socket.close()
        self.dns_udp.close()


def open_doors(http: int, https: int, dns: int) -> Doors:
    """Open every door; port 0 stands for any that is free on all the addresses that need it.

    Raises OSError when a port that was asked for is taken.
    """
    for _ in range(TRIES - 1):
        try:
            return _open_doors(http, https, dns)
        except OSError:
            if http and https and dns:
                raise
    return _open_doors(http, https, dns)


def _open_doors(http: int, https: int, dns: int) -> Doors:
    opened: list[Door] = []
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        for address, on_80, on_443 in ADDRESSES:
            if on_80 is not None:
                opened.append(Door(_listen(address, http), on_80, "http"))
                http = opened[-1].port
            if on_443 is not None:
                opened.append(Door(_listen(address, https), on_443, "https"))
                https = opened[-1].port
        opened.append(Door(_listen(HONEST, dns), Speaks.DNS))
        udp.setblocking(False)
        udp.bind((HONEST, opened[-1].port))
    except OSError:
        Doors(tuple(opened), udp).close()
        raise
    return Doors(tuple(opened), udp)


def _listen(address: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if port:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setblocking(False)
        listener.bind((address, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener
