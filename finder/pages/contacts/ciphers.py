"""Addresses that common systems encode, where decoding is certain."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 4_000
_HEX: Final = re.compile(r"(?:[0-9a-f]{2}){3,2000}\Z", re.IGNORECASE)
_CLOUDFLARE: Final = re.compile(r"/cdn-cgi/l/email-protection#([0-9a-f]{6,4000})\Z", re.IGNORECASE)
_TYPO3_CALL: Final = re.compile(r"linkTo_UnCryptMailto\(\s*(?:'|%27)([^']{8,600}?)(?:'|%27)", re.IGNORECASE)
_MAILTO: Final = "mailto:"
# The runs of signs that TYPO3 moves, each within itself.
_TYPO3_RUNS: Final = ("+,-./0123456789:", "@ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def of_cloudflare(encoded: str) -> str:
    """What Cloudflare encoded as hexadecimal digits: the first byte is the key of all others; else empty."""
    if len(encoded) > _LONGEST or not _HEX.match(encoded):
        return ""
    key, *said = bytes.fromhex(encoded)
    return bytes(code ^ key for code in said).decode("utf-8", "replace")


def of_cloudflare_link(href: str) -> str:
    """What stands encoded in the address that Cloudflare puts for a mailto link; empty if it is none."""
    found = _CLOUDFLARE.search(href[: _LONGEST + 200])
    return of_cloudflare(found[1]) if found else ""


def of_typo3_link(href: str) -> str:
    """The mailto address that a script of TYPO3 is handed; empty if there is none."""
    found = _TYPO3_CALL.search(href[:_LONGEST])
    return of_typo3(found[1].replace("\\/", "/")) if found else ""


def of_typo3(encoded: str) -> str:
    """The mailto address that TYPO3 moved by some places in its alphabets; empty if it is none.

    By how many is told by ``mailto:``, with which it begins.
    """
    encoded = encoded[:_LONGEST]
    if not encoded[:1].isascii() or not encoded[:1].islower():
        return ""
    distance = ord(_MAILTO[0]) - ord(encoded[0])
    decoded = "".join(_moved(sign, distance) for sign in encoded)
    return decoded if decoded.startswith(_MAILTO) else ""


def _moved(sign: str, distance: int) -> str:
    for run in _TYPO3_RUNS:
        place = run.find(sign)
        if place >= 0:
            return run[(place + distance) % len(run)]
    return sign
