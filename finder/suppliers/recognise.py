"""Which report of which supplier a table is, told by the names of its columns."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.reference import load_table
from finder.suppliers.row import SuppliedLink
from finder.tables import UnreadableError, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from finder.suppliers.report import Report

_FIELDS: Final = tuple(name for name in SuppliedLink._fields if name not in ("line", "metrics"))
_ANY: Final = "any"
_MOST_SHOWN: Final = 12


class Reading(NamedTuple):
    """How a table is read: as which report, which field is where, and the language of its header."""

    report: Report
    places: dict[str, int]
    uses: list[int]
    language: str = ""


class Names(NamedTuple):
    """The names of the columns in plain English, as one supplier has them, and the language they were in."""

    names: list[str]
    language: str


def asked_places(columns: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Where the fields are that the user says. Raises :class:`UnreadableError`."""
    names = [plain(name) for name in columns]
    places = {}
    for field, title in mapping.items():
        if field not in _FIELDS:
            raise UnreadableError(f'--map: "{field}" is no field; fields are {", ".join(_FIELDS)}')
        if plain(title) not in names:
            raise UnreadableError(f'--map: there is no column "{title}"; columns are {shown(columns)}')
        places[field] = names.index(plain(title))
    return places


def readings(columns: Sequence[str], reports: Iterable[Report], asked: Mapping[str, int]) -> list[Reading]:
    """The readings of a table that fit best, one for each supplier of whom as many columns are known."""
    best: dict[str, tuple[tuple[int, int], Reading]] = {}
    for report in reports:
        reading, score = reading_of(columns, report, asked)
        if reading and (report.supplier not in best or score > best[report.supplier][0]):
            best[report.supplier] = score, reading
    most = max((score[0] for score, _ in best.values()), default=0)
    return [reading for score, reading in best.values() if score[0] == most]


def reading_of(
    columns: Sequence[str], report: Report, asked: Mapping[str, int]
) -> tuple[Reading | None, tuple[int, int]]:
    """A table as one report, ``None`` if it is none.

    With it how many of its columns the report has, and (negative) how many the report has besides.
    """
    names, language = _in_english(columns, report.supplier)
    here = set(names)
    marks = report.plain_marks
    if here & report.foreign or (marks and not any(mark <= here for mark in marks)):
        return None, (0, 0)
    places = _places(names, report, asked)
    if any(field not in places for field in report.needs):
        return None, (0, 0)
    uses = [names.index(name) if name in here else len(names) for name in map(plain, report.uses)]
    return Reading(report, places, uses, language), (len(here & report.known), -len(report.known - here))


def known_names(reports: Iterable[Report]) -> frozenset[str]:
    """The plain names of all columns that are known, in all languages."""
    told = {name for words in _translations().values() for name in words}
    return frozenset(told.union(*(report.known for report in reports)))


def shown(columns: Sequence[str]) -> str:
    """The names of columns for people."""
    some = ", ".join(f'"{name[:40]}"' for name in columns[:_MOST_SHOWN])
    return f"{some} and {len(columns) - _MOST_SHOWN:,} more" if len(columns) > _MOST_SHOWN else some


def _places(names: Sequence[str], report: Report, asked: Mapping[str, int]) -> dict[str, int]:
    places = dict(asked)
    taken = set(asked.values())
    for field, aliases in report.aliases.items():
        if field in places:
            continue
        at = next((names.index(alias) for alias in aliases if alias in names), None)
        if at is not None and at not in taken:
            places[field] = at
            taken.add(at)
    return places


def _in_english(columns: Sequence[str], supplier: str) -> Names:
    translated = _translations()
    own, common = translated.get(supplier, {}), translated.get(_ANY, {}) if supplier == "other" else {}
    names, languages = [], []
    for column in columns:
        name = plain(column)
        language, english = own.get(name) or common.get(name) or ("", name)
        names.append(english)
        languages.append(language)
    told = [each for each in languages if each]
    return Names(names, max(told, key=told.count) if told else "")


@cache
def _translations() -> dict[str, dict[str, tuple[str, str]]]:
    """By supplier and plain name in any language: the language and the plain English name."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for key, row in load_table("supplier_headers.tsv"):
        supplier, language, english = key.split(".")
        for word in map(plain, row.split("|")):
            if word != plain(english):
                found.setdefault(supplier, {}).setdefault(word, (language, plain(english)))
    return found
