"""Days as tools and spreadsheets write them; one that may be two days is refused."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import Final

from finder.reference import load_table

_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d.])")
_NUMBERS: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_DAY_FIRST: Final = r"(\d{1,2})\.?[ -]([^\W\d_]{3,12})\.?,?[ -](\d{4})"
_MONTH_FIRST: Final = r"([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})"
_WORDS: Final = re.compile(rf"(?:[^\W\d_]{{2,9}},? )?(?:{_DAY_FIRST}|{_MONTH_FIRST})(?!\d)")
_SERIAL: Final = re.compile(r"(\d{5})(?:[.,]\d{1,12})?")
_SECONDS: Final = re.compile(r"(1\d{9})(\d{3})?")
_EPOCH: Final = date(1899, 12, 30)  # day 0 of spreadsheets, with their leap day of 1900
_FIRST: Final = date(2000, 1, 1)
_LAST: Final = date(2100, 1, 1)
_LONGEST: Final = 60


def day_of(text: str) -> date:
    """The day that a cell says. Raises ``ValueError`` with what is wrong and how to mend it.

    ISO dates with or without time, ``23.11.2026``, ``11/23/2026``, ``23 Nov 2026``, ``Nov 23, 2026``, the
    serial numbers of spreadsheets and seconds since 1970.
    """
    said = " ".join(text.split())
    found = _day(said) if len(said) <= _LONGEST else None
    if found is None or not _FIRST <= found < _LAST:
        raise ValueError(f'"{said[:40]}" is no date that can be told; write it as 2026-11-23')
    return found


def _day(said: str) -> date | None:
    try:
        if match := _ISO.match(said):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _NUMBERS.match(said):
            return _of_numbers(said, *match.groups())
        if match := _WORDS.match(said):
            return _of_words(*match.groups())
        if match := _SERIAL.fullmatch(said):
            return _EPOCH + timedelta(days=int(match[1]))
        if match := _SECONDS.fullmatch(said):
            return date(1970, 1, 1) + timedelta(seconds=int(match[1]))
    except (ValueError, OverflowError) as error:
        if isinstance(error, _TwoDaysError):
            raise
    return None


class _TwoDaysError(ValueError):
    pass


def _of_numbers(said: str, first: str, sign: str, second: str, year: str) -> date | None:
    one, other = int(first), int(second)
    full = int(year) + (2000 if len(year) == 2 else 0)
    if sign == "." or one > 12 or one == other:
        return date(full, other, one)
    if other > 12:
        return date(full, one, other)
    two = f"{date(full, one, other)} or {date(full, other, one)}"
    raise _TwoDaysError(f'"{said[:40]}" may be {two}; write it as one of these')


def _of_words(*parts: str | None) -> date | None:
    day, name, year = parts[:3] if parts[0] else (parts[4], parts[3], parts[5])
    month = _months().get(str(name).lower())
    return date(int(str(year)), month, int(str(day))) if month else None


@cache
def _months() -> dict[str, int]:
    """The English names, in which tools write whatever language they speak."""
    (names,) = [row for language, row in load_table("months.tsv") if language == "en"]
    return {name: month for month, names in enumerate(names.split(), 1) for name in names.split("|")}
