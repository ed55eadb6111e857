"""Of a robots.txt the groups that speak to us: those of all others are put together under one name.

A parser that keeps each rule for each name of its group takes minutes and gigabytes for half a megabyte of
names and rules. With one name for others a rule is kept at most once for each of ours, and once for them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Just as generous as the parser, which does without the hyphen, and without the colon where no other follows.
_NAME_LINE: Final = re.compile(
    r"user(?:[ -]?agent\s*:|(?![^:]*:(?:\s|\Z))(?:-|\s+)?agent\s)\s*(.*)", re.IGNORECASE | re.DOTALL
)
# Stands in no name of a crawler, since it would end there.
_OTHERS: Final = "//"


def said_to(text: str, agents: Sequence[str]) -> str:
    """A robots.txt that says the same to each of ``agents`` (names in lower case), whatever it tells others.

    Comments are left out.
    """
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    named = {place: _name(match[1]) for place, line in enumerate(lines) if (match := _NAME_LINE.match(line))}
    heard = {_best(named.values(), agent) for agent in agents}
    for place, name in named.items():
        # A line without a name still ends the group before it.
        lines[place] = f"User-agent: {name if name in heard or not name else _OTHERS}"
    return "\n".join(lines)


def _name(value: str) -> str:
    """A name as it is compared: the parser lets a ``*`` beside other characters stand for nothing."""
    lowered = value.strip().lower()
    return lowered if lowered == "*" else lowered.replace("*", "")


def _best(names: Iterable[str], agent: str) -> str:
    """The one of ``names`` whose group an agent obeys; empty if it is none."""
    return max(dict.fromkeys(names), key=lambda name: _likeness(name, agent), default="")


def _likeness(name: str, agent: str) -> int:
    """How well a name of a group fits an agent: 0 if it does not."""
    if name == "*":
        return 1
    begins_a_part = name and name in agent and re.search(rf"(?<![\w-]){re.escape(name)}", agent)
    return len(name) if begins_a_part else 0
