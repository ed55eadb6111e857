"""How connections are secured: by OpenSSL, before it by rustls where that is installed (extra ``rustls``).

rustls shakes hands in half the time, but is no judge: whatever it refuses, OpenSSL is asked about anew, with
its own words for what is wrong. It trusts the very authorities that OpenSSL does.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Tls:
    """One way to secure connections: a library's context, and what makes the buffers that it takes."""

    context: ssl.SSLContext
    buffer: Callable[[], ssl.MemoryBIO] = ssl.MemoryBIO

    def begin(self, name: str) -> tuple[ssl.SSLObject, ssl.MemoryBIO, ssl.MemoryBIO]:
        """A connection to the host ``name`` that is not secured yet: itself, what comes and what goes."""
        incoming, outgoing = self.buffer(), self.buffer()
        return self.context.wrap_bio(incoming, outgoing, server_hostname=name), incoming, outgoing


def verifying(ca_file: str) -> Tls:
    """OpenSSL with the authorities of the system, and those of a file (``""``: none)."""
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return Tls(context)


def unverifying() -> Tls:
    """OpenSSL that takes any certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return Tls(context)


def quick(judge: Tls) -> Tls | None:
    """rustls with the authorities of ``judge``; ``None`` where it is not installed, or there are none."""
    try:
        rustls = import_module("rtls")
    except ImportError:
        return None
    authorities = judge.context.get_ca_certs(binary_form=True)
    if not authorities:
        return None
    context = rustls.SSLContext(rustls.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=b"".join(authorities))
    return Tls(context, rustls.MemoryBIO)
