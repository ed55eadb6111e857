"""What an answer shows a reader, if it is a page of text at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from finder.pages import decode, no_collection
from finder.pages.signals import signals_of

if TYPE_CHECKING:
    from finder.checker.looker import Look
    from finder.items import Signals

_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_XML: Final = frozenset({"text/xml", "application/xml"})
_STARTS: Final = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<title",
    b"<meta",
    b"<h1",
    b"<div",
    b"<p>",
)
# A field of JSON for an error that is none if it has no value.
_JSON_ERROR: Final = re.compile(
    rb'"(?:errors?|error_?(?:code|message)|exception|fault)"\s{0,9}:'
    rb'(?!\s{0,9}(?:null|false|0\b|""|\[\s{0,9}\]|\{\s{0,9}\}))',
    re.IGNORECASE,
)
_MESSAGE: Final = 2_048  # bytes


def glance(look: Look) -> Signals | None:
    """The signals of the page that a look ended at; ``None`` for a file, for nothing, and for no answer."""
    if look.fetch.status is None or not look.body:
        return None
    content_type = look.headers.get("content-type", "")
    kind = content_type.partition(";")[0].strip().lower()
    if kind in _HTML or (
        (kind in _XML or kind in ("", "text/plain", "application/octet-stream"))
        and _looks_like_html(look.body)
    ):
        if b"\x00" in look.body[:1024] and not look.body.startswith((b"\xff\xfe", b"\xfe\xff")):
            return None
        with no_collection():
            return signals_of(decode(look.body, content_type), look.fetch.final_url)
    unnamed = not kind and b"\x00" not in look.body[:1024]
    if kind == "text/plain" or unnamed or _is_an_error(look, kind):
        text = decode(look.body, content_type)
        return signals_of(text, look.fetch.final_url, plain=True)
    return None


def _looks_like_html(body: bytes) -> bool:
    head = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return any(mark in head for mark in _STARTS)


def _is_an_error(look: Look, kind: str) -> bool:
    """Whether this is JSON of a few lines that tells of an error: a message to read, and no file of data."""
    if not kind.endswith("json") or look.fetch.cut or len(look.body) > _MESSAGE:
        return False
    return _JSON_ERROR.search(look.body) is not None
