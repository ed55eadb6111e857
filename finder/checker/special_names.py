"""Names that the public DNS cannot know: what it says of them says nothing about the address."""

from __future__ import annotations

from functools import cache

from finder.reference import load_lines


def special_part(name: str) -> str:
    """What keeps a host name out of the public DNS: its reserved ending, or all of it if it has no dot.

    Empty for a name that the public DNS can have, and for an IP address.
    """
    labels = name.lower().split(".")
    if len(labels) == 1:
        return "" if ":" in name else name
    endings = (".".join(labels[start:]) for start in range(len(labels)))
    return next((ending for ending in endings if ending in _special_names()), "")


@cache
def _special_names() -> frozenset[str]:
    return frozenset(load_lines("special_names.txt"))
