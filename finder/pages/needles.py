"""What a text must contain before a regular expression can match it, found without running it.

Understands the plain dialect of the word lists: literals, escapes, classes, groups, alternatives,
look-arounds, quantifiers and anchors.
"""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_GROUP = re.compile(r"\((?:\?(?::|<?[=!]))?")
_QUANTIFIER = re.compile(r"(?:([?*+])|\{(\d+)(?:,\d*)?\})[?+]?")
# Letters and the like; before a quantifier the last one is a part of its own.
_PLAIN = re.compile(r"[^\\\[\](){}|.^$?*+]+(?![?*+{])")
_CODES = frozenset("bBdDsSwWAZ")
_ENOUGH = 5
_WORTH_NOTHING = (0, 0, 0)

# Every match contains at least one of these strings; no strings: nothing is known.
Needles = frozenset[str]
_NONE: Needles = frozenset()


class _Part:
    """A stretch of a pattern: a literal, a group, or anything else."""

    __slots__ = ("branches", "needles", "text", "worth")

    def __init__(self, text: str, needles: Needles = _NONE, branches: Sequence[list[_Part]] = ()) -> None:
        self.text = text
        self.needles = needles
        self.branches = branches
        self.worth = _worth(needles) if needles else _WORTH_NOTHING


def variants(pattern: str) -> list[tuple[str, list[Needles]]]:
    """Patterns that together match what the pattern matches, each with all its needles.

    The alternatives that tell most are taken apart, so that each has needles of its own: the most telling
    come first.
    """
    branches, _ = _alternatives(pattern, 0)
    return [
        (text, sorted(dict.fromkeys(needed), key=_worth, reverse=True))
        for branch in branches
        for text, needed in _taken_apart(branch)
    ]


def _taken_apart(parts: list[_Part]) -> list[tuple[str, list[Needles]]]:
    """The variants of a sequence by the alternatives of its most telling group, if that tells most."""
    needed = [part.needles for part in parts if part.needles]
    best = max(parts, key=_worth_of, default=None)
    if best is None or not best.branches:
        return [("".join(part.text for part in parts), needed)]
    at = parts.index(best)
    before = "".join(part.text for part in parts[:at])
    after = "".join(part.text for part in parts[at + 1 :])
    others = [part.needles for part in parts if part.needles and part is not best]
    return [
        (before + text + after, inner + others)
        for branch in best.branches
        for text, inner in _taken_apart(branch)
    ]


def _alternatives(pattern: str, at: int) -> tuple[list[list[_Part]], int]:
    """The alternatives from here to the closing bracket or the end, and where they end."""
    branches = []
    while True:
        parts, at = _sequence(pattern, at)
        branches.append(parts)
        if at >= len(pattern) or pattern[at] == ")":
            return branches, at + 1
        at += 1


def _sequence(pattern: str, at: int) -> tuple[list[_Part], int]:
    """The parts up to the next alternative."""
    parts: list[_Part] = []
    start = at
    run: list[str] = []

    def close(end: int) -> None:
        nonlocal start
        if run:
            parts.append(_Part(pattern[start:end], frozenset({"".join(run)})))
            run.clear()
        elif start < end:
            parts.append(_Part(pattern[start:end]))
        start = end

    while at < len(pattern) and pattern[at] not in "|)":
        begin = at
        literal, group, at = _atom(pattern, at)
        quantifier = _QUANTIFIER.match(pattern, at)
        at = quantifier.end() if quantifier else at
        if literal and quantifier is None:
            if not run:
                close(begin)
            run.append(literal)
            continue
        close(begin)
        required = quantifier is None or quantifier[1] == "+" or (quantifier[2] or "0") != "0"
        if required and (literal or group):
            known = frozenset({literal}) if literal else _any_of(group)
            parts.append(_Part(pattern[begin:at], known, () if quantifier else group))
            start = at
        else:
            close(at)
    close(at)
    return parts, at


def _any_of(branches: list[list[_Part]]) -> Needles:
    """The needles of alternatives together."""
    best = [max(parts, key=_worth_of).needles if parts else _NONE for parts in branches]
    return _NONE.union(*best) if all(best) else _NONE


def _atom(pattern: str, at: int) -> tuple[str, list[list[_Part]], int]:
    """One element: its literal characters or the alternatives of its group, and where it ends."""
    if plain := _PLAIN.match(pattern, at):
        return plain[0], [], plain.end()
    sign = pattern[at]
    if sign == "\\":
        code = pattern[at + 1]
        return ("" if code in _CODES else code), [], at + 2
    if sign == "[" and (found := _CLASS.match(pattern, at)):
        return "", [], found.end()
    if sign == "(" and (found := _GROUP.match(pattern, at)):
        inner, end = _alternatives(pattern, found.end())
        return "", ([] if found[0].endswith(("=", "!")) else inner), end
    return ("" if sign in ".^$" else sign), [], at + 1


def _worth(choice: Needles) -> tuple[int, int, int]:
    """Whether all needles are long enough to be rare; then few of them."""
    if len(choice) == 1:
        (needle,) = choice
        shortest = len(needle)
    else:
        shortest = min(map(len, choice), default=0)
    return min(_ENOUGH, shortest), -len(choice), shortest


_worth_of = attrgetter("worth")
