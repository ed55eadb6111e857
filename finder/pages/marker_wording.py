"""The wordings in which pages tell of their dealings with links, by language."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.markers import Dealing
from finder.pages.needles import variants
from finder.pages.wording import normalised, plain_pattern
from finder.reference import load_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NEVER: Final = re.compile(r"(?!)")
# English is everywhere, in labels and in menus.
_ALWAYS: Final = "en"


class Row(NamedTuple):
    """A row of ``marker_words.tsv``; ``dealing`` is its second word."""

    languages: tuple[str, ...]
    dealing: str
    place: str
    wording: str


class Wording(NamedTuple):
    """A way to tell of a dealing: a regular expression over ``normalised`` text, and where it must stand."""

    dealing: Dealing
    place: str
    pattern: re.Pattern[str]


class Vocabulary(NamedTuple):
    """The wordings of some languages.

    ``roots`` gives what can be said in a text that has one of them (in small letters, accents and all);
    ``names`` what a short text as a whole says. ``contrary`` and ``thought`` find what turns a sentence
    around.
    """

    roots: Mapping[str, tuple[Wording, ...]]
    names: Mapping[str, Dealing]
    contrary: re.Pattern[str]
    thought: re.Pattern[str]


def vocabulary(*languages: str) -> Vocabulary:
    """The wordings of some languages (of all if none of them is known) and of English."""
    return _of_languages(_known().intersection(languages) or _known())


@cache
def _known() -> frozenset[str]:
    return frozenset(code for row in marker_rows() for code in row.languages)


@cache
def _of_languages(languages: frozenset[str]) -> Vocabulary:
    wanted = languages | {_ALWAYS}
    return _vocabulary([row for row in marker_rows() if not wanted.isdisjoint(row.languages)])


@cache
def marker_rows() -> tuple[Row, ...]:
    """The rows of the list, wordings as they are written there."""
    rows = (line.split(None, 3) for line in load_lines("marker_words.tsv"))
    return tuple(Row(tuple(codes.split("/")), *rest) for codes, *rest in rows)


def said_with(wording: str, roots: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """The variants of a wording, each with the roots of which it needs one; none: it needs no root."""
    plain = {normalised(root): root for root in roots}
    for pattern, needed in variants(plain_pattern(wording)):
        for needles in needed:
            tied = [{root for short, root in plain.items() if short in needle} for needle in needles]
            if all(tied):
                yield pattern, frozenset(min(some, key=len) for some in tied)
                break
        else:
            yield pattern, frozenset()


def roots_of(rows: list[Row]) -> frozenset[str]:
    """The roots of the languages of some rows."""
    return frozenset(root for row in rows if row.dealing == "roots" for root in row.wording.split("|"))


def _vocabulary(rows: list[Row]) -> Vocabulary:
    roots = roots_of(rows)
    said: dict[str, list[Wording]] = defaultdict(list)
    names: dict[str, Dealing] = {}
    for row in rows:
        if row.place == "name":
            names |= dict.fromkeys(row.wording.split("|"), Dealing(row.dealing))
        elif row.place != "-":
            for pattern, tied in said_with(row.wording, roots):
                wording = Wording(Dealing(row.dealing), row.place, re.compile(pattern))
                for root in tied:
                    said[root].append(wording)
    return Vocabulary(
        {root: tuple(wordings) for root, wordings in said.items()},
        names,
        _any_of(rows, "not"),
        _any_of(rows, "if"),
    )


def _any_of(rows: list[Row], sort: str) -> re.Pattern[str]:
    patterns = [plain_pattern(row.wording) for row in rows if row.dealing == sort]
    return re.compile("|".join(patterns)) if patterns else _NEVER
