"""Where in a table what stands, and how the cells of each column are to be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from finder.suppliers.values import site_name, words
from finder.tables.cells import decimal_sign, number
from finder.tables.moments import moment, order_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finder.suppliers.report import Report
    from finder.tables import Numbered, Table

Metric = tuple[str, int, Callable[[str], Any]]

SAMPLE: Final = 2_000
TIMES: Final = ("first_seen", "last_seen", "lost_at")
# Names and addresses of people are not ours to keep.
_PERSONAL: Final = re.compile(r"author(?!i)|e-?mail|phone|contact|autor|auteur|著者|автор", re.IGNORECASE)
_SITE: Final = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[^\W\d]{2,}(?::\d+)?(?:/\S*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Columns:
    """The columns of one table as one report reads them.

    ``places`` has for each field the place of its column, ``uses`` the places of the cells that the report
    looks at besides (past the end of a row if there is none), ``compared`` the columns named by sites.
    """

    table: Table
    report: Report
    places: Mapping[str, int]
    uses: Sequence[int]
    language: str
    sample: Sequence[Numbered]

    @property
    def width(self) -> int:
        """How many cells a row should have."""
        return len(self.table.columns)

    def place(self, field: str) -> int:
        """Where a field stands; past the end of a row, where an empty cell is put, if nowhere."""
        return self.places.get(field, self.width)

    def title(self, field: str) -> str:
        """The name of the column of a field as the file has it."""
        return self.table.columns[self.places[field]]

    def values(self, place: int) -> list[str]:
        """What stands in a column, in the first rows, where it is not empty."""
        cells = (row.cells[place] for row in self.sample if len(row.cells) > place)
        return [cell for cell in cells if cell.strip()]

    def compared(self) -> list[tuple[str, int]]:
        """The sites that columns are named by, and where they stand."""
        if not self.report.compares:
            return []
        taken = set(self.places.values())
        return [
            (site_name(name), place)
            for place, name in enumerate(self.table.columns)
            if place not in taken and _is_site(name)
        ]

    def metrics(self) -> list[Metric]:
        """The columns that are no field and not about people: name, place, how a cell is read."""
        taken = {*self.places.values(), *(place for _, place in self.compared())}
        found: dict[str, Metric] = {}
        for place, title in enumerate(self.table.columns):
            if place in taken or _PERSONAL.search(title):
                continue
            name = _free(title or f"column {place + 1}", found)
            found[name] = (name, place, self._reading(place))
        return list(found.values())

    def moments(self) -> tuple[list[Callable[[str], str]], list[str]]:
        """How the cells of the columns of :data:`TIMES` are read, and what a person should know of them."""
        readings: list[Callable[[str], str]] = []
        warnings = []
        for field in TIMES:
            order, example = order_of(self.values(self.places[field]) if field in self.places else ())
            if not order and example and self.language not in ("", "en"):
                order = "day first"  # as everywhere but in English
            elif not order and example:
                title = self.title(field)
                warnings.append(
                    f'dates in "{title}" like {example[:40]} may be two days; these are left empty'
                )
            readings.append(partial(moment, order=order, language=self.language))
        return readings, warnings

    def decimal(self, place: int) -> str:
        """What separates fractions in a column."""
        return decimal_sign(self.values(place))

    def _reading(self, place: int) -> Callable[[str], Any]:
        values = self.values(place)
        decimal = decimal_sign(values)
        if values and all(number(value, decimal) is not None for value in values):
            return partial(_number_or_words, decimal=decimal)
        if values and all(value in _WORDED for value in values):
            return _flag_or_words
        return words


_WORDED: Final[dict[str, bool]] = {
    word: meaning
    for plain_word, meaning in (("true", True), ("false", False))
    for word in (plain_word, plain_word.upper(), plain_word.title())
}


def sample_of(table: Table) -> list[Numbered]:
    """The first rows, by whose values columns are told."""
    return list(islice(table.rows(), SAMPLE))


def _number_or_words(text: str, decimal: str) -> int | float | str:
    found = number(text, decimal)
    return words(text) if found is None else found


def _flag_or_words(text: str) -> bool | str:
    found = _WORDED.get(text)
    return words(text) if found is None else found


def _is_site(name: str) -> bool:
    if not _SITE.fullmatch(name):
        return False
    try:
        return bool(site_name(name))
    except ValueError:
        return False


def _free(name: str, taken: Mapping[str, Metric]) -> str:
    if name not in taken:
        return name
    count = 2
    while f"{name} ({count})" in taken:
        count += 1
    return f"{name} ({count})"
