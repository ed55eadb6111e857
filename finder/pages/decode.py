"""Bytes of an HTML page to text, with the character set a browser would settle on."""

from __future__ import annotations

import codecs
from typing import Final

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom

_FALLBACK: Final = "cp1252"
# Codecs of Python that no browser knows; some take quadratic time or warn.
_NOT_OF_THE_WEB: Final = frozenset(
    ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7")
)
_PRESCAN_BYTES: Final = 4_096


def decode(body: bytes, content_type: str = "") -> str:
    """The text of an HTML ``body``; never raises, what cannot be decoded becomes U+FFFD.

    In the order of the HTML Standard: byte order mark, charset of the ``Content-Type`` header, ``<meta>``
    in the first bytes, then UTF-8 if the bytes are that, else windows-1252.
    """
    bom_encoding, bom = read_bom(body)
    if bom_encoding is not None and bom is not None:
        return _lenient(body[len(bom) :], bom_encoding)
    declared = http_content_type_encoding(content_type or None) or _declared_in_body(body)
    if declared is not None and _is_web_charset(declared):
        return _lenient(body, declared)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A page cut off in the middle of a character is still UTF-8.
        cut_off = error.start >= len(body) - 3 and error.reason == "unexpected end of data"
        return _lenient(body, "utf-8" if cut_off else _FALLBACK)


def _declared_in_body(body: bytes) -> str | None:
    declared = html_body_declared_encoding(body[:_PRESCAN_BYTES])
    if declared is not None and declared.replace("_", "-").startswith(("utf-16", "utf-32")):
        # A meta tag that could be read byte by byte cannot be UTF-16 (HTML Standard, prescan).
        return "utf-8"
    return declared


def _is_web_charset(name: str) -> bool:
    try:
        b"".decode(name)
        return codecs.lookup(name).name not in _NOT_OF_THE_WEB
    except (LookupError, ValueError):
        return False


def _lenient(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding, "replace")
    except (LookupError, UnicodeError):
        return body.decode("utf-8", "replace")
