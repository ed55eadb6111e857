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
    from finder.tables.moments import Order

Metric = tuple[str, int, Callable[[str], Any]]

SAMPLE: Final = 2_000
_SAMPLE_LETTERS: Final = 1 << 23
_MOST_REMEMBERED: Final = 20_000
_LONGEST_REMEMBERED: Final = 40
TIMES: Final = ("first_seen", "last_seen", "lost_at")
# Names and addresses of people are not ours to keep.
_PERSONAL: Final = re.compile(
    r"author(?!i)|e-?mail|phone|contact|autor(?![iy])|auteur|著者|автор(?!и)", re.IGNORECASE
)
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
        cells = (cells[place] for _, cells in self.sample if len(cells) > place)
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
            readings.append(_moment_reading(order, self.language))
        return readings, warnings

    def decimal(self, place: int) -> str:
        """What separates fractions in a column."""
        return decimal_sign(self.values(place))

    def _reading(self, place: int) -> Callable[[str], Any]:
        values = self.values(place)
        decimal = decimal_sign(values)
        if values and all(number(value, decimal) is not None for value in values):
            return _NUMBERS[decimal].__getitem__
        if values and all(value in _FLAGS for value in values):
            return _FLAGGED.__getitem__
        return words


class _Remembered(dict[str, Any]):
    """What cells say that come again and again; of two ways to remember this is the faster."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        self._read = read

    def __missing__(self, text: str) -> Any:
        said = self._read(text)
        if len(self) < _MOST_REMEMBERED and len(text) <= _LONGEST_REMEMBERED:
            self[text] = said
        return said


def _number_or_words(text: str, decimal: str) -> int | float | str:
    found = number(text, decimal)
    return words(text) if found is None else found


_FLAGS: Final = {"true": True, "TRUE": True, "True": True, "false": False, "FALSE": False, "False": False}
_FLAGGED: Final = _Remembered(lambda text: _FLAGS.get(text, words(text)))
_NUMBERS: Final = {sign: _Remembered(partial(_number_or_words, decimal=sign)) for sign in ".,"}


def sample_of(table: Table) -> list[Numbered]:
    """The first rows, by whose values columns are told."""
    sample: list[Numbered] = []
    letters = 0
    for row in islice(table.rows(), SAMPLE):
        sample.append(row)
        letters += sum(map(len, row[1]))
        if letters > _SAMPLE_LETTERS:
            break
    return sample


def _moment_reading(order: Order, language: str) -> Callable[[str], str]:
    return partial(moment, order=order, language=language) if order or language else moment


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
