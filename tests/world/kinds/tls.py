"""Hosts whose TLS is not as it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.world.kinds.model import Family
from tests.world.kinds.plot import moved

if TYPE_CHECKING:
    from tests.world.kinds.plot import Plot
    from tests.world.site import Tls

FAMILY = Family("tls")
FAULTS: tuple[tuple[str, Tls], ...] = (
    ("expired", "expired"),
    ("self_signed", "self-signed"),
    ("unknown_ca", "unknown-ca"),
    ("wrong_name", "wrong-host"),
    ("incomplete_chain", "incomplete"),
)
BROKEN: tuple[tuple[str, Tls], ...] = (
    ("alert", "alert"),
    ("plain_http", "plain"),
    ("silent", "silent"),
    ("reset", "reset"),
    ("refused", False),
)


def _content(at: Plot, tls: Tls) -> str:
    at.lonely(tls=tls)
    return at.publish()


def _gone(at: Plot, tls: Tls) -> str:
    at.lonely(tls=tls)
    return at.path


def _closed(at: Plot, tls: Tls) -> str:
    """Port 80 leads to https, which cannot be spoken."""
    place = at.empty()
    host = place.host
    place.scheme = "https"
    place.site = at.town.world.site(host, tls=tls)
    place.site.fallback(lambda asked: moved(f"https://{host}{asked.path}", 301))
    return at.path


for name, tls in FAULTS:
    FAMILY.add(
        f"{name}_certificate",
        "alive",
        f"The certificate is bad ({tls}), the article is there.",
        _content,
        tls,
    )
    FAMILY.add(
        f"{name}_certificate_and_404",
        "dead",
        f"The certificate is bad ({tls}), behind it is a 404.",
        _gone,
        tls,
    )
for name, tls in BROKEN:
    FAMILY.add(f"tls_{name}", "uncertain", f"Port 443 is of no use today ({name}).", _closed, tls)
