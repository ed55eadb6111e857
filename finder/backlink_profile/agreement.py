"""Which suppliers see the same: every combination with its number, as in an UpSet plot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.backlink_profile.profile import SeenBy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Of two suppliers the combinations themselves say who sees what alone.
MANY: Final = 3


def combinations(numbers: Mapping[int, int], suppliers: Sequence[str]) -> list[SeenBy]:
    """Combinations with something in them, the largest first.

    ``numbers`` counts by the bits of suppliers that see the same; 0: none of them, our own looks alone.
    """
    whole = sum(numbers.values())
    found = [
        SeenBy(members(mask, suppliers), number, round(number / whole, 4))
        for mask, number in numbers.items()
        if number
    ]
    return sorted(found, key=lambda each: (-each.number, -len(each.suppliers), each.suppliers))


def summary(seen: Sequence[SeenBy], suppliers: int) -> list[SeenBy]:
    """What all of several suppliers see, and what only one of them does; named as one supplier each."""
    if suppliers < MANY:
        return []
    by_all = [each for each in seen if len(each.suppliers) == suppliers]
    by_one = [each for each in seen if len(each.suppliers) == 1]
    return [
        SeenBy((name,), sum(each.number for each in found), round(sum(each.share for each in found), 4))
        for name, found in ((f"all {suppliers}", by_all), ("any one alone", by_one))
    ]


def members(mask: int, suppliers: Sequence[str]) -> tuple[str, ...]:
    """The suppliers whose bits are set; the first one is bit 0."""
    return tuple(name for place, name in enumerate(suppliers) if mask >> place & 1)


def seen_by(numbers: Mapping[int, int], place: int) -> int:
    """How many the supplier at one place sees, whoever else does."""
    return sum(number for mask, number in numbers.items() if mask >> place & 1)
