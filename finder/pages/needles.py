"""What a text must contain before a regular expression can match it, found without running it.

Understands the plain dialect of the word lists: literals, escapes, classes, groups, alternatives,
look-arounds, quantifiers and anchors.
"""

from __future__ import annotations

import re

_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_GROUP = re.compile(r"\((?:\?(?::|<?[=!]))?")
_QUANTIFIER = re.compile(r"(?:([?*+])|\{(\d+)(?:,\d*)?\})[?+]?")
_CODES = frozenset("bBdDsSwWAZ")
_ENOUGH = 5

Needles = frozenset[str]
_NONE: Needles = frozenset()


def needles(pattern: str) -> Needles:
    """Strings of which every match contains at least one; empty where none can be named."""
    found, _ = _alternatives(pattern, 0)
    return found


def _alternatives(pattern: str, start: int) -> tuple[Needles, int]:
    """The needles of the alternatives from ``start`` to the closing bracket or the end."""
    branches = []
    at = start
    while True:
        branch, at = _sequence(pattern, at)
        branches.append(branch)
        if at >= len(pattern) or pattern[at] == ")":
            break
        at += 1
    every = _NONE.union(*branches) if all(branches) else _NONE
    return every, at + 1


def _sequence(pattern: str, at: int) -> tuple[Needles, int]:
    """The best needles of what follows up to the next alternative."""
    choices: list[Needles] = []
    run: list[str] = []
    while at < len(pattern) and pattern[at] not in "|)":
        literal, group, at = _atom(pattern, at)
        quantifier = _QUANTIFIER.match(pattern, at)
        needed = quantifier is None or quantifier[1] == "+" or (quantifier[2] or "0") != "0"
        if literal and needed:
            run.append(literal)
        if quantifier or not literal:
            choices.append(frozenset({"".join(run)}) if run else _NONE)
            run.clear()
        if group and needed:
            choices.append(group)
        at = quantifier.end() if quantifier else at
    if run:
        choices.append(frozenset({"".join(run)}))
    return max(choices, key=_worth, default=_NONE), at


def _atom(pattern: str, at: int) -> tuple[str, Needles, int]:
    """One element: its literal character or the needles of its group, and where it ends."""
    sign = pattern[at]
    if sign == "\\":
        code = pattern[at + 1]
        return ("" if code in _CODES else code), _NONE, at + 2
    if sign == "[" and (found := _CLASS.match(pattern, at)):
        return "", _NONE, found.end()
    if sign == "(" and (found := _GROUP.match(pattern, at)):
        inner, end = _alternatives(pattern, found.end())
        return "", (_NONE if found[0].endswith(("=", "!")) else inner), end
    return ("" if sign in ".^$" else sign), _NONE, at + 1


def _worth(choice: Needles) -> tuple[int, int, int]:
    """Long needles first, up to a length that is rare enough; then few of them."""
    shortest = min(map(len, choice), default=0)
    return min(shortest, _ENOUGH), -len(choice), shortest
