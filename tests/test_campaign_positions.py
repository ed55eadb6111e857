"""Where each key of a campaign file stands."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.campaign.positions import KeyPath, key_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=8) | st.sampled_from(
    ["[a]", "a = 1", "# no", "'", '"', "\\", "}", "],", "'''", '"""', "x\ny"]
)
KEYS = st.text("ab1-_", min_size=1, max_size=3) | TEXTS
VALUES = st.recursive(
    st.integers(-9, 9) | st.booleans() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


class Writer:
    """Writes values as TOML in one of the many ways, and notes on which line each key came to stand."""

    def __init__(self, choose: Any) -> None:
        self.text = ""
        self.lines: dict[KeyPath, int] = {}
        self._choose = choose

    def table(self, path: KeyPath, content: dict[str, Any]) -> None:
        below = []
        for key, value in content.items():
            self.text += self._one_of("", "\n", "# a = [\n", "  ")
            if value and isinstance(value, dict) and self._one_of(True, False):
                below.append((key, value, False))
            elif self._holds_tables(value) and self._one_of(True, False):
                below.append((key, value, True))
            else:
                self._key_and_value(path, key, value)
                self.text += self._one_of("\n", " # b = 2\n", "\r\n")
        for key, value, is_list in below:
            for index, inner in enumerate(value if is_list else [value]):
                self._header(path, key, index if is_list else None)
                self.table((*path, key, index) if is_list else (*path, key), inner)

    def _header(self, path: KeyPath, key: str, index: int | None) -> None:
        dotted = ".".join(self._key(part) for part in (*path, key) if isinstance(part, str))
        self._note((*path, key))
        if index is not None:
            self._note((*path, key, index))
        self.text += f"[{dotted}]\n" if index is None else f"[[ {dotted} ]] # c\n"

    def _key_and_value(self, path: KeyPath, key: str, value: Any) -> None:
        self._note((*path, key))
        self.text += self._key(key)
        while isinstance(value, dict) and len(value) == 1 and self._one_of(True, False):
            path, (key, value) = (*path, key), next(iter(value.items()))
            self._note((*path, key))
            self.text += "." + self._key(key)
        self.text += self._one_of(" = ", "=")
        self._value((*path, key), value)

    def _value(self, path: KeyPath, value: Any) -> None:
        self._note(path)
        if isinstance(value, list):
            self._list(path, value)
        elif isinstance(value, dict):
            self.text += "{"
            for place, (key, inner) in enumerate(value.items()):
                self.text += ", " if place else " "
                self._key_and_value(path, key, inner)
            self.text += "}"
        else:
            self.text += self._string(value) if isinstance(value, str) else json.dumps(value)

    def _list(self, path: KeyPath, values: list[Any]) -> None:
        self.text += "["
        for index, inner in enumerate(values):
            self.text += self._one_of("", "\n", " # ]\n")
            self._value((*path, index), inner)
            self.text += self._one_of(",", "\n,", ", # d\n")
        self.text += "]"

    def _string(self, value: str) -> str:
        plain = json.dumps(value, ensure_ascii=False)
        styles = [plain, f'"""\n{plain[1:-1]}"""']
        if value.isprintable() and "'" not in value:
            styles += [f"'{value}'", f"'''\n{value}\n'''"]
        return str(self._one_of(*styles))

    def _key(self, key: str) -> str:
        quoted = json.dumps(key, ensure_ascii=False)
        bare = key and all(letter in "ab1-_" for letter in key)
        return str(self._one_of(key, quoted)) if bare else quoted

    def _holds_tables(self, value: Any) -> bool:
        return isinstance(value, list) and bool(value) and all(isinstance(inner, dict) for inner in value)

    def _note(self, path: KeyPath) -> None:
        self.lines.setdefault(path, self.text.count("\n") + 1)

    def _one_of(self, *choices: Any) -> Any:
        return self._choose(st.sampled_from(choices))


def every_path(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """The paths of all tables, keys and list elements."""
    if path:
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, inner in inside:
        yield from every_path(inner, (*path, part))


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=4), st.data())
def test_every_key_of_any_toml_text_is_found_on_its_line(
    content: dict[str, Any], data: st.DataObject
) -> None:
    writer = Writer(data.draw)
    writer.table((), content)
    found = key_lines(writer.text)
    assert found == writer.lines
    assert set(found) == set(every_path(tomllib.loads(writer.text)))


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("a = 1", ("a",), 1),
        ("# x\n\n[own]\nsites = [\n  'a',\n\n  'b',\n]", ("own", "sites", 1), 7),
        ('[[b]]\nn = "1"\n[[b]]\nn = "2"', ("b", 1, "n"), 4),
        ("[a]\n[[a.b]]\n[[a.b]]\n[a.b.c]\nd = 1", ("a", "b", 1, "c", "d"), 5),
        ("s = '''\n[t]\nu = 1\n'''\nv = 2", ("v",), 5),
        ('s = """a\\"""b\n""""\nv = 2', ("v",), 3),
        ("t = 1979-05-27 07:32:00 # c\nn = [1.5, -inf]\nv = 2", ("n", 1), 2),
        ('"a.b".c = 1', ("a.b", "c"), 1),
        ("a = {b = 1, c = [\n1,\n{d = 2}]}", ("a", "c", 1, "d"), 3),
    ],
)
def test_a_key_is_found_on_its_line(text: str, path: KeyPath, line: int) -> None:
    assert key_lines(text)[path] == line
    assert set(key_lines(text)) == set(every_path(tomllib.loads(text)))
