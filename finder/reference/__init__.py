"""Word lists and tables that ship with the code, read from the package (also out of an egg)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_TERM = re.compile(r"<([a-z_]+)>")


def load_lines(name: str) -> list[str]:
    """The lines of a list file, without comments (``#``) and blank lines."""
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    lines = (line.split("#", 1)[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


@cache
def load_pattern(name: str) -> re.Pattern[str]:
    """A list file of regular expressions as one that matches whatever one of them does."""
    return re.compile("|".join(f"(?:{line})" for line in load_lines(name)))


@cache
def load_patterns(name: str) -> dict[str, re.Pattern[str]]:
    """A two-column file of kinds and regular expressions: for each kind one that matches whatever its do."""
    rows = load_table(name)
    return {
        kind: re.compile("|".join(f"(?:{row})" for of, row in rows if of == kind))
        for kind in dict.fromkeys(of for of, _ in rows)
    }


def load_table(name: str) -> list[tuple[str, str]]:
    """The rows of a two-column file (white space between), as pairs."""
    rows = (line.split(None, 1) for line in load_lines(name))
    return [(row[0], row[1].strip()) for row in rows]


def sign_names() -> list[str]:
    """The signs that have a list of wordings, in the order of their names."""
    folder = files(__name__).joinpath("signs")
    return sorted(
        entry.name.removesuffix(".txt") for entry in folder.iterdir() if entry.name.endswith(".txt")
    )


def load_sign(name: str) -> list[tuple[str, str]]:
    """The wordings of one sign as pairs of language and regular expression.

    A row ``de.thing seite|artikel`` defines a term; ``<thing>`` in a later row of the same language
    stands for it, and so do terms of
    ``mul``, which is any language. Terms shared by all signs are in ``sign_terms.txt``.
    """
    terms: dict[tuple[str, str], str] = {}
    rows = []
    for key, value in load_table("sign_terms.txt") + load_table(f"signs/{name}.txt"):
        language, _, term = key.partition(".")

        def meaning(found: re.Match[str], language: str = language) -> str:
            return terms.get((language, found[1])) or terms["mul", found[1]]

        pattern = _TERM.sub(meaning, value)
        if term:
            terms[language, term] = f"(?:{pattern})"
        else:
            rows.append((language, pattern))
    return rows


def load_signs() -> dict[str, list[tuple[str, str]]]:
    """The wordings of every sign: its name, and pairs of language and regular expression."""
    return {name: load_sign(name) for name in sign_names()}
