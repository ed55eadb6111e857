"""Days and times of any spelling as ISO 8601.

``03/04/2026`` is told by the column it stands in: other values of it may show which is the day.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Literal

from finder.reference import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable

Order = Literal["day first", "month first", ""]

_TIME: Final = (
    r"(?:[T ,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?(?: ?([AaPp])\.?[Mm]\.?)?)?"
)
_ZONE: Final = r"(?: ?(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?"
_YEAR_FIRST: Final = re.compile(
    r"([0-9]{4})(?:[-/.] ?|年 ?|년 ?)([0-9]{1,2})(?:[-/.] ?|月 ?|월 ?)([0-9]{1,2})(?:日|일|\.)?"
    + _TIME
    + _ZONE
)
_NUMBERS: Final = re.compile(r"([0-9]{1,2})([-/.]) ?([0-9]{1,2})\2 ?([0-9]{4}|[0-9]{2})" + _TIME + _ZONE)
_WORD: Final = r"([^\W\d_][^\d,\s]{0,14}?)\.?"
_DAY_WORD: Final = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|er|\.|º)?[ -](?:de |d')?"
    + _WORD
    + r",?[ -](?:de )?([0-9]{4})(?: ?г\.?)?"
    + _TIME
    + _ZONE
)
_WORD_DAY: Final = re.compile(_WORD + r"[ -]([0-9]{1,2})(?:st|nd|rd|th)?,?[ -]([0-9]{4})" + _TIME + _ZONE)
_SECONDS: Final = re.compile(r"([0-9]{9,10})([0-9]{3})?")
_SERIAL: Final = re.compile(r"([2-7][0-9]{4})(?:[.,]([0-9]{1,12}))?")
_PLAIN: Final = re.compile(
    r"((?:199[0-9]|20[0-9]{2})-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8]))"
    r"(?:[ T]((?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])Z?)?"
)
_DAY_ZERO: Final = datetime(1899, 12, 30, tzinfo=UTC)
_YEARS: Final = range(1990, 2101)
_LONGEST: Final = 60
_CENTURY: Final = 2000


def moment(text: str, order: Order = "", language: str = "") -> str:
    """A day (``2026-09-28``) or a time in UTC (``2026-09-28T09:14:55Z``); empty if none can be told.

    ``order`` is that of the column (:func:`order_of`); without it ``03/04/2026`` is nothing.
    """
    if not text:
        return ""
    if found := _PLAIN.fullmatch(text):
        # Most of them, and no two are the same.
        return f"{found[1]}T{found[2]}Z" if found[2] else text
    return _told(text, order, language) if len(text) <= _LONGEST else ""


@lru_cache(maxsize=20_000)
def _told(text: str, order: Order, language: str) -> str:
    try:
        return _moment(_without_marks(text), order, language)
    except (ValueError, OverflowError, OSError):
        return ""


def _without_marks(text: str) -> str:
    """In ASCII digits, without the signs that turn the direction of writing, with single spaces."""
    if not text.isascii():
        text = "".join(
            str(int(each)) if each.isdecimal() else each
            for each in text
            if unicodedata.category(each) != "Cf"
        )
    return " ".join(text.split())


def order_of(values: Iterable[str]) -> tuple[Order, str]:
    """The order of day and month in a column, and the first value that has need of it (empty: none has).

    It is empty if no value tells it, or if they contradict each other.
    """
    first = second = False
    example = ""
    for text in values:
        found = _NUMBERS.fullmatch(text.strip())
        if not found or found[2] == ".":
            continue
        one, other = int(found[1]), int(found[3])
        first = first or one > 12
        second = second or other > 12
        if one <= 12 and other <= 12 and one != other:
            example = example or text.strip()
    if first == second:
        return "", example
    return ("day first" if first else "month first"), example


def _moment(said: str, order: Order, language: str) -> str:
    if found := _YEAR_FIRST.fullmatch(said):
        year, month, day, *rest = found.groups()
        return _spelt(int(year), int(month), int(day), rest)
    if found := _NUMBERS.fullmatch(said):
        one, sign, other, year, *rest = found.groups()
        return _of_numbers(int(one), int(other), sign, year, rest, order)
    if found := _DAY_WORD.fullmatch(said):
        day, word, year, *rest = found.groups()
        return _spelt(int(year), _month(word, language), int(day), rest)
    if found := _WORD_DAY.fullmatch(said):
        word, day, year, *rest = found.groups()
        return _spelt(int(year), _month(word, language), int(day), rest)
    return _counted(said)


def _of_numbers(one: int, other: int, sign: str, year: str, rest: list[str | None], order: Order) -> str:
    full = int(year) + (_CENTURY if len(year) == 2 else 0)
    if one > 12 or sign == "." or one == other:
        return _spelt(full, other, one, rest)
    if other > 12:
        return _spelt(full, one, other, rest)
    if not order:
        return ""
    day, month = (one, other) if order == "day first" else (other, one)
    return _spelt(full, month, day, rest)


def _counted(said: str) -> str:
    """Seconds or milliseconds since 1970, and the days of spreadsheets."""
    if found := _SECONDS.fullmatch(said):
        return _checked(datetime.fromtimestamp(int(found[1]), UTC), timed=True)
    if found := _SERIAL.fullmatch(said):
        part = float(f"0.{found[2] or 0}")
        return _checked(
            _DAY_ZERO + timedelta(days=int(found[1]), seconds=round(part * 86_400)), timed=part > 0
        )
    return ""


def _spelt(year: int, month: int, day: int, rest: list[str | None]) -> str:
    hour, minute, second, half, zone = rest
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half in "Pp" else 0)
    found = datetime(year, month, day, hours, int(minute or 0), int(second or 0), tzinfo=UTC)
    if zone and zone[0] in "+-":
        away = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
        found = found - away if zone[0] == "+" else found + away
    return _checked(found, timed=hour is not None)


def _checked(found: datetime, *, timed: bool) -> str:
    if found.year not in _YEARS:
        return ""
    return f"{found:%Y-%m-%dT%H:%M:%SZ}" if timed else f"{found:%Y-%m-%d}"


def _month(word: str, language: str) -> int:
    """Raises ``ValueError``."""
    name = _bare(word)
    month = _months().get((language, name)) or _months().get(("", name))
    if not month:
        raise ValueError(word)
    return month


def _bare(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.lower())
    return "".join(each for each in letters if not unicodedata.combining(each)).strip(".")


@cache
def _months() -> dict[tuple[str, str], int]:
    """By language and name; under no language the names that mean one month in all that have them."""
    found: dict[tuple[str, str], int] = {}
    everywhere: dict[str, set[int]] = {}
    for language, row in load_table("months.tsv"):
        for month, names in enumerate(row.split(), 1):
            for name in map(_bare, names.split("|")):
                found[language, name] = month
                everywhere.setdefault(name, set()).add(month)
    for name, months in everywhere.items():
        english = found.get(("en", name))
        if english or len(months) == 1:
            found["", name] = english or min(months)
    return found
