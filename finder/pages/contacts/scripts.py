"""Addresses that small scripts of a page put together and write into it, without running them.

Read are string literals joined by ``+`` and ``+=``, variables that hold them, and the few functions that all
such scripts use. An address counts where the script writes it into the page or makes a mailto link of it; one
that merely stands in a script is a setting.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from finder.pages.contacts.address import split_address
from finder.pages.contacts.mailto import recipients_of
from finder.pages.contacts.tokens import Tokens, tokens_of
from finder.pages.contacts.written import written_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from finder.pages.contacts.address import Address

MAX_SCRIPT: Final = 20_000
_MOST_SCRIPTS: Final = 100
_MOST_CHARACTERS: Final = 200_000
_MAX_VALUE: Final = 5_000
_MOST_WRITTEN: Final = 100
# In all scripts of a page: what is written again and again costs as much as it did the first time.
_MOST_WRITTEN_CHARACTERS: Final = 50_000
_DEEPEST: Final = 20
_UNKNOWN: Final = "\0"
_OF_USE: Final = re.compile(
    r"@|%40|\\x40|\\u0040|#0{0,3}64;|#x0{0,3}40;|\b64\b|\bat\b|join|atob|reverse", re.IGNORECASE
)
_WRITING: Final = re.compile(
    r"write|innerHTML|outerHTML|textContent|innerText|href|mailto|\.html\(|\.text\(|append|insertAdjacent|location",
    re.IGNORECASE,
)
_WRITES: Final = frozenset(
    (
        "write",
        "writeln",
        "html",
        "text",
        "append",
        "prepend",
        "attr",
        "prop",
        "setattribute",
        "insertadjacenthtml",
        "createtextnode",
        "before",
        "after",
        "replacewith",
        "open",
        "assign",
    )
)
_HOLDS: Final = frozenset(
    ("innerhtml", "outerhtml", "textcontent", "innertext", "href", "location", "nodevalue")
)
_HREF: Final = re.compile(r"(mailto:[^\"'<>\s\\]{3,300})", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_JSON: Final = re.compile(r"\s*[\[{]")


def addresses_in_scripts(scripts: Iterable[str]) -> Iterator[Address]:
    """The addresses that some scripts write into their page, each script of at most 20,000 characters."""
    read, room = 0, _MOST_WRITTEN_CHARACTERS
    seen: set[str] = set()
    for script in islice(scripts, _MOST_SCRIPTS):
        if not script or len(script) > MAX_SCRIPT or not (_OF_USE.search(script) and _WRITING.search(script)):
            continue
        if _JSON.match(script):
            continue
        read += len(script)
        if read > _MOST_CHARACTERS:
            return
        for text in _Reader(script).written():
            if text in seen or len(text) > room:
                continue
            seen.add(text)
            room -= len(text)
            yield from _in_page(text)


class _Reader:
    """Reads a script from its beginning: what its variables hold, and what it writes."""

    def __init__(self, script: str) -> None:
        self._tokens = Tokens(tokens_of(script))
        self._known: dict[str, str] = {}
        self._written: list[str] = []
        self._depth = 0

    def written(self) -> list[str]:
        """What is written into the page, in the order of the script."""
        tokens = self._tokens
        while not tokens.over:
            before = tokens.before()
            value, pieces = self._expression()
            if value is None:
                tokens.skip()
            else:
                self._keep(before, value, pieces)
        return self._written[:_MOST_WRITTEN]

    def _keep(self, before: tuple[str, str], value: str, pieces: int) -> None:
        """What becomes of a value, by the sign before it and the name before that."""
        sign, name = before
        if sign in ("=", "+="):
            held = self._known.get(name, "") if sign == "+=" else ""
            self._known[name] = (held + value)[:_MAX_VALUE]
            if name.lower() in _HOLDS:
                self._written.append(self._known[name])
                return
        writes = sign in ("(", ",") and name.lower() in _WRITES
        if writes or (pieces > 1 and "mailto:" in value.lower()):
            self._written.append(value)

    def _expression(self) -> tuple[str | None, int]:
        """The text of terms joined by +, and how many there are; ``None`` where no text begins."""
        tokens = self._tokens
        self._depth += 1
        value = self._term() if self._depth < _DEEPEST else None
        self._depth -= 1
        if value is None:
            return None, 0
        pieces = 1
        while tokens.peek() == "+" and len(value) < _MAX_VALUE:
            tokens.skip()
            more = self._term()
            pieces += 1
            if more is None:
                more = _UNKNOWN
                tokens.skip_term()
            value += more
        return value[:_MAX_VALUE], pieces

    def _term(self) -> str | None:
        tokens = self._tokens
        value = tokens.literal()
        if value is None:
            value = self._call()
        if (
            value is None
            and tokens.is_name()
            and tokens.peek() in self._known
            and tokens.peek(1) not in ("=", "+=", "(")
        ):
            value = self._known[tokens.take()]
        return None if value is None else self._changed(value)

    def _call(self) -> str | None:
        """The text that a call of a known function, a list that is joined or brackets give."""
        tokens = self._tokens
        if tokens.take_all("String", ".", "fromCharCode", "("):
            return "".join(chr(code) for code in tokens.numbers() if 0 < code < 0xD800)
        for name in ("unescape", "decodeURIComponent", "decodeURI"):
            if tokens.take_all(name, "("):
                value, _ = self._expression()
                tokens.take_all(")")
                return unquote(value) if value is not None else None
        if tokens.peek() == "[":
            return self._joined()
        return None

    def _joined(self) -> str | None:
        tokens = self._tokens
        tokens.skip()
        parts: list[str] = []
        while not tokens.over and tokens.peek() != "]":
            value, _ = self._expression()
            if value is None:
                return None
            parts.append(value)
            if tokens.peek() == ",":
                tokens.skip()
        tokens.skip()
        if tokens.take_all(".", "reverse", "(", ")"):
            parts.reverse()
        if not tokens.take_all(".", "join", "("):
            return None
        glue = tokens.literal()
        tokens.take_all(")")
        return _put_together("," if glue is None else glue, parts)

    def _changed(self, value: str) -> str:
        """A text after what is done to it in the usual way: turned round, or signs put in for others."""
        tokens = self._tokens
        while True:
            if tokens.take_all(".", "split", "("):
                glue = tokens.literal()
                tokens.take_all(")")
                backwards = tokens.take_all(".", "reverse", "(", ")")
                if not tokens.take_all(".", "join", "("):
                    return _UNKNOWN
                other = tokens.literal()
                tokens.take_all(")")
                parts = list(value) if not glue else value.split(glue)
                value = _put_together(other or "", parts[::-1] if backwards else parts)
            elif tokens.take_all(".", "concat", "("):
                more, _ = self._expression()
                tokens.take_all(")")
                value = (value + (_UNKNOWN if more is None else more))[:_MAX_VALUE]
            elif tokens.peek() == "." and tokens.peek(1) == "replace":
                old, new = tokens.replacement()
                value = _put_together(new, value.split(old)) if old else value
            else:
                return value


def _put_together(glue: str, parts: list[str]) -> str:
    """The beginning of parts with something between them: joined anew and anew, a short script gives terabytes."""
    room, found = _MAX_VALUE, list[str]()
    for number, part in enumerate(parts):
        found.append(f"{glue}{part}" if number else part)
        room -= len(found[-1])
        if room <= 0:
            break
    return "".join(found)[:_MAX_VALUE]


def _in_page(text: str) -> Iterator[Address]:
    """The addresses in what a script writes: a mailto address, HTML or plain text."""
    text = unescape(unquote(text) if "%40" in text else text)
    for href in _HREF.findall(text):
        yield from (recipient.address for recipient in recipients_of(href))
    bare = _TAG.sub(" ", text).replace(_UNKNOWN, "\n")
    if (whole := split_address(bare)) is not None:
        yield whole
    else:
        yield from (found.address for found in written_in(bare))
