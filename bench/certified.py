"""Certificates for thousands of hosts: ten names to each, since one for ``*.internal`` would be refused."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Final

from tests.world.certificates import Authority

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_NAMES: Final = 10


def certified(hosts: Sequence[str], folder: Path) -> ssl.SSLContext:
    """The server's side of TLS for all these hosts; the authority's certificate is left as ``ca.pem``."""
    authority = Authority("Bench CA")
    (folder / "ca.pem").write_bytes(authority.pem)
    contexts: dict[str, ssl.SSLContext] = {}
    for start in range(0, len(hosts), _NAMES):
        some = hosts[start : start + _NAMES]
        contexts.update(dict.fromkeys(some, _context(authority.leaf_pem(*some), folder)))

    def for_name(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        if known := contexts.get(name or ""):
            connection.context = known

    first = _context(authority.leaf_pem(*hosts[:1]), folder)
    first.sni_callback = for_name
    return first


def _context(pem: bytes, folder: Path) -> ssl.SSLContext:
    chain = folder / "leaf.pem"
    chain.write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return context
