"""The domain of an e-mail address: cut where the text around it begins, and only if such domains exist."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from finder.urls import public_suffixes

MAX_DOMAIN: Final = 253
_LABEL: Final = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?\Z")
_VERSION: Final = re.compile(r"v?\d+(?:\.\d+)+(?:\.|\Z)")
_SCALE: Final = re.compile(r"\d(?:\.\d)?x\Z")
_GLUED: Final = re.compile(r"([a-z]{2,})([A-Z].*)\Z")
_RESERVED: Final = "example"  # for invented names (RFC 2606); all others it reserves are never written to


def domain_in(labels: list[str]) -> str:
    """The domain in small letters that some labels begin with; empty if they are none.

    A last label that begins with a capital letter is the next sentence if no such top-level domain exists
    (``site.de.Please``), and so is what is glued to a top-level domain (``site.dePhone``).
    """
    labels = list(labels)
    while len(labels) > 1:
        last = labels[-1]
        if _is_suffix(last):
            return _whole(labels)
        glued = _GLUED.match(last)
        if glued is not None and _is_suffix(glued[1]):
            return _whole([*labels[:-1], glued[1]])
        if last[:1].islower() or last[:1].isdigit():
            return ""
        labels.pop()
    return ""


@lru_cache(maxsize=5_000)
def _is_suffix(label: str) -> bool:
    name = label.lower()
    return name == _RESERVED or public_suffixes().publicsuffix(name, accept_unknown=False) is not None


def _whole(labels: list[str]) -> str:
    domain = ".".join(labels).lower()
    if len(domain) > MAX_DOMAIN or _VERSION.match(domain) or any(map(_SCALE.match, labels)):
        return ""
    if not all(map(_LABEL.match, labels)):
        return ""
    # A public suffix itself, as in somebody@co.uk, is nobody's.
    is_suffix = public_suffixes().privatesuffix(domain, accept_unknown=False) is None
    return "" if is_suffix and labels[-1].lower() != _RESERVED and not _is_private(domain) else domain


def _is_private(domain: str) -> bool:
    """Whether a name is a suffix only because its owner gives names below it to users."""
    return public_suffixes(private=False).privatesuffix(domain, accept_unknown=False) is not None
