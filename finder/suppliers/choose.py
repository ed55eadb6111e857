"""Which reading of a table is taken where several are possible, or none is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.suppliers.recognise import Reading, reading_of, readings, shown
from finder.suppliers.sniff import address_columns, date_columns, source_and_target
from finder.tables import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finder.suppliers.report import Report
    from finder.tables import Numbered, Table

_ENDS: Final = {"source_url", "target_url"}
_LONGEST_NAME: Final = 60


def chosen(
    table: Table,
    sample: Sequence[Numbered],
    reports: Sequence[Report],
    generic: Sequence[Report],
    asked: Mapping[str, int],
    supplier: str,
) -> tuple[Reading, list[str]]:
    """The reading of a table, and what a person should know of it. Raises :class:`UnreadableError`.

    ``generic`` are reports of no supplier: links, and counts per site. ``supplier`` says whose it is; one
    that is not in ``reports`` makes the reading a generic one.
    """
    links, sites = generic
    named = [report for report in reports if supplier in ("", report.supplier)]
    found = readings(table.columns, named, asked)
    common, _ = reading_of(table.columns, links, asked)
    told = common is not None and common.places.keys() >= _ENDS
    links_asked = bool(asked.keys() & _ENDS)
    if len(found) == 1 and (_has_all(found[0]) or not (told or (links_asked and found[0].report.counts))):
        return found[0], []
    warnings = []
    if len(found) > 1:
        names = " or ".join(each.report.title for each in found)
        warnings.append(f"may be {names}: read as a table of links; --supplier says which it is")
    if told and common:
        return common, warnings
    reading, more = _by_content(table, sample, links, common, asked)
    if reading:
        return reading, [*warnings, *more]
    counted, _ = reading_of(table.columns, sites, asked)
    if counted and not asked:
        return counted, warnings
    raise UnreadableError(_no_source(table, sample))


def _has_all(reading: Reading) -> bool:
    """Whether a supplier's reading says what links to what; a comparison does so by its columns."""
    return "target_url" in reading.places or reading.report.compares


def _by_content(
    table: Table,
    sample: Sequence[Numbered],
    links: Report,
    common: Reading | None,
    asked: Mapping[str, int],
) -> tuple[Reading | None, list[str]]:
    width = len(table.columns)
    sites = address_columns(sample, width, schemes=common is None)
    known = dict(common.places) if common else dict(asked)
    if common and known["source_url"] not in (*sites, *asked.values()):
        return None, []
    places = source_and_target(sites, known)
    if "source_url" not in places:
        return None, []
    warnings = []
    if not common:
        titles = " to ".join(f'"{table.columns[places[end]]}"' for end in sorted(_ENDS & places.keys()))
        warnings.append(f"has no column with a known name: links are read from {titles} by what stands there")
    places = {**known, **places}
    dates = [place for place in date_columns(sample, width) if place not in places.values()]
    if len(dates) == 1 and not {"first_seen", "last_seen"} & places.keys():
        places["last_seen"] = dates[0]
        warnings.append(f'has dates in "{table.columns[dates[0]]}": read as when the link was last seen')
    uses = common.uses if common else [width] * len(links.uses)
    return Reading(links, places, uses, common.language if common else ""), warnings


def _no_source(table: Table, sample: Sequence[Numbered]) -> str:
    """What is missing, and the flag that mends it."""
    candidates = list(address_columns(sample, len(table.columns), schemes=False)) or [0]
    fields = ("source_url", "target_url")
    named = [table.columns[place] for place in candidates]
    flag = " ".join(
        f'--map {field}="{name if len(name) <= _LONGEST_NAME else "COLUMN"}"'
        for field, name in zip(fields, named, strict=False)
    )
    what = "has no column that is known to name the linking page"
    return f"{what}; its columns are {shown(table.columns)}; say it like {flag}"
