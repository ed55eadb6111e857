"""Pictures in a page: which address one has, also where a script would load it later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from finder.pages.outline import Attributes

MAX_IMAGES: Final = 5_000
_MAX_SOURCE: Final = 2_000
_MAX_ALT: Final = 300
# Where scripts that load pictures when they come into view find the address; then ``src`` is a placeholder.
_LATER: Final = ("data-src", "data-original", "data-lazy-src")
_SEVERAL: Final = ("srcset", "data-srcset", "data-lazy-srcset")
_NO_ADDRESS: Final = ("data:", "about:", "blob:", "javascript:")


def source_of(attributes: Attributes) -> str:
    """The address of an ``img`` as written, at most 2,000 characters; empty if it has none."""
    for name in (*_LATER, "src"):
        source = (attributes.get(name) or "").strip()
        if _is_address(source):
            return source
    for name in _SEVERAL:
        first = (attributes.get(name) or "").strip()[: _MAX_SOURCE + 1].split(None, 1)[:1]
        if first and _is_address(source := first[0].rstrip(",")):
            return source
    return ""


def alt_of(attributes: Attributes) -> str:
    """The alternative text of a picture on one line, at most 300 characters."""
    return " ".join((attributes.get("alt") or "").split())[:_MAX_ALT].rstrip()


def _is_address(source: str) -> bool:
    return 0 < len(source) <= _MAX_SOURCE and not source[:11].lower().startswith(_NO_ADDRESS)
