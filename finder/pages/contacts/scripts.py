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
from finder.pages.contacts.encoded import of_base64, rot13
from finder.pages.contacts.mailto import recipients_of
from finder.pages.contacts.tokens import Tokens, tokens_of
from finder.pages.contacts.written import written_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from finder.pages.contacts.address import Address

MAX_SCRIPT: Final = 20_000
_MOST_SCRIPTS: Final = 100
_MOST_CHARACTERS: Final = 200_000
_MAX_VALUE: Final = 5_000
_MAX_PAGE: Final = 50_000
_MOST_PARTS: Final = 200
_MOST_WRITTEN: Final = 100
# In all scripts of a page: what is written again and again costs as much as it did the first time.
_MOST_WRITTEN_CHARACTERS: Final = 50_000
_DEEPEST: Final = 20
_DEEPEST_SCRIPT: Final = 2
_UNKNOWN: Final = "\0"
_CHANGES: Final[dict[str, Callable[[str], str]]] = {
    "unescape": unquote,
    "decodeURIComponent": unquote,
    "decodeURI": unquote,
    "atob": of_base64,
}
_CALLED: Final = frozenset((*_CHANGES, "String", "eval", "["))
_SAME: Final = frozenset(("toString", "trim", "toLowerCase", "valueOf"))
# Whatever may become the sign of an address: one that touches what it joins, or a code of it.
_OF_USE: Final = re.compile(
    r"(?<=[\w'\"`}>\]-])@(?=[\w'\"`$<\[-])|%40|\\x40|\\u0040|#0{0,3}64;|#x0{0,3}40;|\batob\b|%[46][0-9a-f]%"
    r"|\bfromCharCode\(\s?\d|[\[({]\s?at\s?[\])}]\s?\w",
    re.IGNORECASE,
)
_WRITING: Final = re.compile(
    r"write|innerHTML|outerHTML|textContent|innerText|href|mailto|\.html\(|\.text\(|append|insertAdjacent|location|\beval\(",
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

    def __init__(self, script: str, inside: int = 0) -> None:
        self._tokens = Tokens(tokens_of(script))
        self._known: dict[str, str] = {}
        self._lists: dict[str, list[str]] = {}
        self._written: list[str] = []
        self._page = ""
        self._depth = 0
        self._inside = inside

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
        return [self._page, *self._written[:_MOST_WRITTEN]]

    def _keep(self, before: tuple[str, str], value: str, pieces: int) -> None:
        """What becomes of a value, by the sign before it and the name before that."""
        sign, name = before
        if sign in ("=", "+="):
            held = self._known.get(name, "") if sign == "+=" else ""
            self._known[name] = (held + value)[:_MAX_VALUE]
            if name.lower() in _HOLDS:
                self._written.append(self._known[name])
                return
        if sign in ("(", ",") and name in ("write", "writeln"):
            # One call after another goes on where the last one ended.
            self._page = (self._page + value)[:_MAX_PAGE]
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
        if value is None:
            value = self._of_list()
        return None if value is None else self._changed(value)

    def _of_list(self) -> str | None:
        """The part of a known list that a number names, or all of them joined."""
        tokens = self._tokens
        parts = self._lists.get(tokens.peek()) if tokens.is_name() else None
        if parts is None:
            return None
        number = tokens.peek(2)
        if tokens.peek(1) == "[" and tokens.peek(3) == "]" and number.isdecimal() and len(number) < 4:
            for _ in range(4):
                tokens.skip()
            return parts[int(number)] if int(number) < len(parts) else _UNKNOWN
        if tokens.peek(1) == "." and tokens.peek(2) in ("reverse", "join"):
            tokens.skip()
            return self._glued(list(parts))
        return None

    def _call(self) -> str | None:
        """The text that a call of a known function, a list that is joined or brackets give."""
        tokens = self._tokens
        if tokens.peek() not in _CALLED:
            return None
        if tokens.take_all("String", ".", "fromCharCode", "("):
            return "".join(chr(code) for code in tokens.numbers() if 0 < code < 0xD800)
        for name, change in _CHANGES.items():
            if tokens.take_all(name, "("):
                value, _ = self._expression()
                tokens.take_all(")")
                return change(value) if value is not None else None
        if tokens.take_all("eval", "("):
            value, _ = self._expression()
            tokens.take_all(")")
            return self._run(value) if value is not None else None
        if tokens.peek() == "[":
            return self._joined()
        return None

    def _run(self, script: str) -> str | None:
        """The text that a script in a text is; what it writes is kept as if this one did."""
        inner = Tokens(tokens_of(script[:_MAX_VALUE]))
        value = inner.literal()
        if value is not None and inner.over:
            return value
        if self._inside < _DEEPEST_SCRIPT:
            reader = _Reader(script[:_MAX_VALUE], self._inside + 1)
            self._written += reader.written()
        return None

    def _joined(self) -> str | None:
        tokens = self._tokens
        sign, name = tokens.before()
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
        if sign == "=" and tokens.peek() != ".":
            self._lists[name] = parts[:_MOST_PARTS]
        return self._glued(parts)

    def _glued(self, parts: list[str]) -> str | None:
        """The parts of a list, joined as the next calls say; ``None`` if they do not."""
        tokens = self._tokens
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
            elif tokens.peek() == "." and tokens.peek(1) == "replace" and tokens.takes_rot13():
                value = rot13(value)
            elif tokens.peek() == "." and tokens.peek(1) == "replace":
                old, new = tokens.replacement()
                value = _put_together(new, value.split(old)) if old else value
            elif tokens.peek() == "." and tokens.peek(2) == "(" and tokens.peek(1) in _SAME:
                tokens.skip_term()
            elif tokens.peek() in (".", "["):
                # Something else is made of it, and not known what.
                tokens.skip_term()
                return _UNKNOWN
            else:
                return value


def _put_together(glue: str, parts: list[str]) -> str:
    """The beginning of parts with something between them: joined anew and anew they would fill terabytes."""
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
