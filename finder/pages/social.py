"""Links that pass the page itself on, or lead to its makers' profiles: not what a page refers to."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from finder.reference import load_table

_MAX_LOOKED_AT: Final = 2_000
_PARTS: Final = re.compile(r"\s*(?:https?:)?//(?:[^/?#@\s]*@)?([^/?#:\s]+)[^/?#]*([^#]*)", re.IGNORECASE)
_CARRIES_ADDRESS: Final = re.compile(r"[?&;][a-z_\[\]-]{1,20}=[^&;]{0,300}?https?(?::|%3a)", re.IGNORECASE)
_PASSES_ON: Final = re.compile(
    r"(?<![a-z])(?:share|sharer|sharing|submit|bookmarks?|bookmarklet|recommend|tweet|repost|reblog|send-?to)"
    r"(?![a-z])|share(?:article|link|this|button|widget|url)",
    re.IGNORECASE,
)


def host_of(href: str) -> str:
    """The host that an absolute address names, in lower case; empty if it names none."""
    match = _PARTS.match(href[:_MAX_LOOKED_AT])
    return match[1].lower() if match else ""


def passes_on(href: str) -> bool:
    """Whether an address hands a page over to a service that shows it to others."""
    match = _PARTS.match(href[:_MAX_LOOKED_AT])
    if match is None:
        return False
    host, rest = match[1].lower(), match[2]
    service = _service(host)
    if service and (pattern := _services()[service]) is not None and pattern.match(rest or "/"):
        return True
    return carries_address(rest) and (_PASSES_ON.search(rest) or _PASSES_ON.search(host)) is not None


def carries_address(href: str) -> bool:
    """Whether a parameter of an address is itself an address."""
    return "=" in href and _CARRIES_ADDRESS.search(href[:_MAX_LOOKED_AT]) is not None


def network_of(href: str) -> str:
    """The service on which an address is a profile or what somebody wrote there; empty if on none."""
    host = host_of(href)
    return _service(host) if host else ""


@lru_cache(maxsize=20_000)
def _service(host: str) -> str:
    """The listed domain that a host belongs to."""
    labels = host.split(".")
    names = (".".join(labels[-count:]) for count in (4, 3, 2))
    return next((name for name in names if name in _services()), "")


@lru_cache(maxsize=1)
def _services() -> dict[str, re.Pattern[str] | None]:
    return {
        domain: None if shape == "-" else re.compile(shape, re.IGNORECASE)
        for domain, shape in load_table("social_links.tsv")
    }
