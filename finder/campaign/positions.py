"""Where each key of a TOML text stands: ``tomllib`` reads values but keeps no positions.

The text has already been accepted by ``tomllib``, so this scanner may trust its grammar.
"""

from __future__ import annotations

import re
import tomllib
from typing import Final, NamedTuple

KeyPath = tuple[str | int, ...]

_TOKEN: Final = re.compile(
    r'''(?P<string>"""(?:\\.|[^\\])*?"""(?:"{0,2})|\'\'\'.*?\'\'\'(?:'{0,2})|"(?:\\.|[^"\\])*"|'[^']*')'''
    r"""|(?P<newline>\n)|(?P<mark>[\[\]{}=,.])|(?P<bare>[^\s\[\]{}=,."'#]+)|(?P<skipped>[^\S\n]+|\#[^\n]*)""",
    re.DOTALL,
)


class _Token(NamedTuple):
    text: str
    line: int
    quoted: bool = False


_END: Final = _Token("", 0)


def key_lines(text: str) -> dict[KeyPath, int]:
    """The line (from 1) of every key, table and list element of a valid TOML text.

    A path names tables and keys by their names and list elements by their place (from 0), so the name of
    the second brand is ``("brands", 1, "name")``. A table stands where it is first named.
    """
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._lines: dict[KeyPath, int] = {}
        self._last_of_list: dict[KeyPath, int] = {}

    def scan(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        while (token := self._peek()) is not _END:
            if token.text == "\n":
                self._next()
            elif token.text == "[" and not token.quoted:
                table = self._header()
            else:
                self._key_and_value(table)
        return self._lines

    def _header(self) -> KeyPath:
        self._next()
        is_list = self._skip("[")
        line = self._peek().line
        *parents, last = self._key()
        path: KeyPath = ()
        for part in parents:
            path = self._newest((*path, part))
            self._lines.setdefault(path, line)
        path = (*path, last)
        self._lines.setdefault(path, line)
        if is_list:
            self._last_of_list[path] = self._last_of_list.get(path, -1) + 1
            path = self._newest(path)
            self._lines[path] = line
            self._skip("]")
        self._skip("]")
        return path

    def _newest(self, path: KeyPath) -> KeyPath:
        """A path into a list of tables goes on in the table named last."""
        self._lines.setdefault(path, self._peek(-1).line)
        return (*path, self._last_of_list[path]) if path in self._last_of_list else path

    def _key_and_value(self, table: KeyPath) -> None:
        line = self._peek().line
        path = table
        for part in self._key():
            path = (*path, part)
            self._lines.setdefault(path, line)
        self._skip("=")
        self._value(path)

    def _key(self) -> list[str]:
        parts = [_name(self._next())]
        while self._skip("."):
            parts.append(_name(self._next()))
        return parts

    def _value(self, path: KeyPath) -> None:
        self._lines.setdefault(path, self._peek().line)
        if self._peek().quoted:
            self._next()
        elif self._skip("["):
            self._list(path)
        elif self._skip("{"):
            self._inline_table(path)
        else:
            while self._peek().text not in ("\n", ",", "]", "}", ""):
                self._next()

    def _list(self, path: KeyPath) -> None:
        index = 0
        while not self._skip("]"):
            if not self._skip("\n") and not self._skip(","):
                self._value((*path, index))
                index += 1

    def _inline_table(self, path: KeyPath) -> None:
        while not self._skip("}"):
            if not self._skip("\n") and not self._skip(","):
                self._key_and_value(path)

    def _peek(self, ahead: int = 0) -> _Token:
        place = self._at + ahead
        return self._tokens[place] if place < len(self._tokens) else _END

    def _next(self) -> _Token:
        self._at += 1
        return self._peek(-1)

    def _skip(self, mark: str) -> bool:
        token = self._peek()
        if token.quoted or token.text != mark:
            return False
        self._at += 1
        return True


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skipped":
            tokens.append(_Token(match[0], line, match.lastgroup == "string"))
        line += match[0].count("\n")
    return tokens


def _name(token: _Token) -> str:
    return str(tomllib.loads(f"name = {token.text}")["name"]) if token.quoted else token.text
