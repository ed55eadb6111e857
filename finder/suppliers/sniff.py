"""Columns told by what stands in them, where their names tell nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.suppliers.values import cached_address
from finder.tables.moments import moment
from finder.urls import site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.tables import Numbered

_SHARE: Final = 0.9


def address_columns(sample: Sequence[Numbered], width: int, *, schemes: bool) -> dict[int, list[str]]:
    """The columns in which nearly all is addresses, and whose sites they are.

    ``schemes``: only those written with ``https://`` count.
    """
    found = {}
    for place in range(width):
        values = _values(sample, place)
        sites = [each for value in values if (not schemes or "://" in value) and (each := _site(value))]
        if values and len(sites) >= _SHARE * len(values):
            found[place] = sites
    return found


def date_columns(sample: Sequence[Numbered], width: int) -> list[int]:
    """The columns in which nearly all is dates, of which one may be read by more than one."""
    found = []
    for place in range(width):
        values = _values(sample, place)
        dates = sum(not value.isdecimal() and bool(moment(value, "day first")) for value in values)
        if values and dates >= _SHARE * len(values):
            found.append(place)
    return found


def source_and_target(sites: dict[int, list[str]], known: dict[str, int]) -> dict[str, int]:
    """Which of the columns of addresses has the linking page, which the linked one.

    Links lead from many sites to one. ``known`` is what the names of the columns tell. What cannot be told
    is not in the answer.
    """
    places: dict[str, int] = {name: known[name] for name in ("source_url", "target_url") if name in known}
    rest = {place: names for place, names in sites.items() if place not in places.values()}
    if "source_url" in places:
        return places
    if len(rest) == 1:
        return {**places, "source_url": next(iter(rest))}
    if len(rest) == 2 and "target_url" not in places:
        few, many = sorted(rest, key=lambda place: _spread(rest[place]))
        if _spread(rest[few]) < _spread(rest[many]):
            return {"source_url": many, "target_url": few}
    return places


def _spread(names: list[str]) -> int:
    return len(set(names))


def _values(sample: Sequence[Numbered], place: int) -> list[str]:
    cells = (cells[place].strip() for _, cells in sample if len(cells) > place)
    return [cell for cell in cells if cell]


def _site(text: str) -> str:
    try:
        return site(cached_address(text))
    except ValueError:
        return ""
