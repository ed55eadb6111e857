"""A script as tokens: names, string literals, numbers and signs."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

_MOST: Final = 20_000
_MOST_NUMBERS: Final = 500
_LONGEST_CALL: Final = 100
_TOKEN: Final = re.compile(
    r"//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?"
    r"|'(?:[^'\\\n]|\\.)*+'?|\"(?:[^\"\\\n]|\\.)*+\"?|`(?:[^`\\$]|\\.)*+`?"
    r"|[A-Za-z_$][\w$]*+|\d[\w.]*+|\+=|\S",
    re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_LINE_BREAKS: Final = {"n": "\n", "t": "\t", "r": "\r"}
_SLASHES: Final = re.compile(r"\A/(.{1,40}?)/[gimsuy]*\Z")


def tokens_of(script: str) -> list[str]:
    """The tokens of a script in their order, without comments; at most 20,000."""
    found = (match[0] for match in _TOKEN.finditer(script))
    return [token for token in islice(found, _MOST) if not token.startswith(("//", "/*"))]


class Tokens:
    """Tokens with a place among them, from which they are taken."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._place = 0

    @property
    def over(self) -> bool:
        """Whether none is left."""
        return self._place >= len(self._tokens)

    def peek(self, beyond: int = 0) -> str:
        """The next token, or one beyond it; empty behind the end."""
        place = self._place + beyond
        return self._tokens[place] if place < len(self._tokens) else ""

    def is_name(self) -> bool:
        """Whether the next token is a name."""
        return self.peek()[:1].isidentifier() or self.peek()[:1] == "$"

    def take(self) -> str:
        """The next token, which is passed."""
        self._place += 1
        return self._tokens[self._place - 1]

    def skip(self) -> None:
        """Pass a token."""
        self._place += 1

    def skip_term(self) -> None:
        """Pass what is not understood, up to the end of a term: a name with its members and calls."""
        depth = 0
        while not self.over:
            token = self.peek()
            if depth == 0 and token in ("+", ";", ",", ")", "]", "}", "=", "+="):
                return
            depth += (token in ("(", "[")) - (token in (")", "]"))
            self._place += 1

    def take_all(self, *tokens: str) -> bool:
        """Pass some tokens if they are the next ones."""
        if tuple(self._tokens[self._place : self._place + len(tokens)]) != tokens:
            return False
        self._place += len(tokens)
        return True

    def literal(self) -> str | None:
        """The text of a string literal, which is passed; ``None`` if none is next."""
        token = self.peek()
        if len(token) < 2 or token[0] not in "'\"`" or token[-1] != token[0]:
            return None
        self._place += 1
        return _ESCAPE.sub(_unescaped, token[1:-1])

    def numbers(self) -> list[int]:
        """The numbers up to a closing bracket, which are passed."""
        found: list[int] = []
        while not self.over and self.peek() != ")":
            token = self.take()
            if token.isdecimal() and len(token) < 6 and len(found) < _MOST_NUMBERS:
                found.append(int(token))
        self._place += 1
        return found

    def replacement(self) -> tuple[str, str]:
        """What a call of ``replace`` with two literals puts in for what; empty if it is not so simple."""
        start = self._place
        self._place += 3
        old = self.literal()
        if old is None:
            pattern = ""
            while not self.over and self.peek() != "," and len(pattern) < 50:
                pattern += self.take()
            slashes = _SLASHES.match(pattern)
            old = (
                re.sub(r"\\(.)", r"\1", slashes[1])
                if slashes and not re.search(r"[.*+?|]|(?<!\\)[\[(]", slashes[1].replace("\\.", ""))
                else None
            )
        new = self.literal() if self.take_all(",") else None
        if old is None or new is None or not self.take_all(")"):
            self._place = start + 3
            return "", ""
        return old, new

    def takes_rot13(self) -> bool:
        """Pass a call of ``replace`` that moves letters by 13: its class of letters and that number tell."""
        start = self._place
        call: list[str] = []
        self._place += 2
        depth = 0
        while not self.over and len(call) < _LONGEST_CALL:
            call.append(self.take())
            depth += (call[-1] == "(") - (call[-1] == ")")
            if depth == 0:
                break
        text = "".join(call).lower()
        if depth == 0 and "a-z" in text and "13" in call:
            return True
        self._place = start
        return False

    def before(self) -> tuple[str, str]:
        """The sign before this place, and the name that it belongs to: ``write`` of ``document.write(``."""
        place = self._place - 1
        sign = self._tokens[place] if place >= 0 else ""
        if sign == ",":
            # A further argument: back to the bracket.
            for back in range(place, max(place - 12, -1), -1):
                if self._tokens[back] == "(":
                    place = back
                    break
        name = self._tokens[place - 1] if place >= 1 else ""
        return sign, name


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _LINE_BREAKS.get(match[3], match[3])
