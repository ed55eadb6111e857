"""The numbers by which suppliers say how well known a domain is: a scale each, none of them mixed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from finder.backlink_profile.profile import SaidOfDomain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Of the domain, not of the page; as suppliers write them, compared by letters and digits alone.
_OF_DOMAINS: Final = (
    "domain rating",
    "dr",
    "domain ascore",
    "domain score",
    "domain authority",
    "da",
    "domain trust flow",
    "domain citation flow",
    "trust flow",
    "citation flow",
)


def authority(supplier: str, metrics: Mapping[str, Any] | None) -> Iterator[SaidOfDomain]:
    """What a supplier says of a domain in the columns of one of its rows, under its own names."""
    for name, value in (metrics or {}).items():
        if _letters(name) in _NAMES and (number := _number(value)) is not None:
            yield SaidOfDomain(supplier, name.strip(), number)


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


_NAMES: Final = frozenset(map(_letters, _OF_DOMAINS))


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number < 1_000_000 else None
