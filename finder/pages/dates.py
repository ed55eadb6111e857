"""Days as people and machines write them, in many languages, as ISO dates within sane bounds."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.reference import load_table

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_YEAR: Final = 1995
_BUDDHIST: Final = 543
_MAX_YEARS: Final = 40
_BEFORE: Final = 40
_AFTER: Final = 30
_YEAR: Final = re.compile(r"(?<!\d)(?:199[5-9]|20\d\d|25[3-9]\d)(?!\d)")
_ISO: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/.]?)(\d{1,2})\2(\d{1,2})(?=\d{6}(?!\d)|(?!\d))")
_SHORT: Final = re.compile(r"(?<![\d./-])(\d{1,2})([./])(\d{1,2})\2(\d\d)(?![\d./-])")
_LETTERS: Final = r"[^\s\d,;:()\[\]|/\"–—-]{2,24}"
_OF: Final = r"(?:\s*(?:(?:del?|of)(?=\s)|d'))?"
_CLOCK: Final = r"(?:,?\s*(?:at\s*)?\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?,?(?:\s*[a-z]{2,4},?)?)?"
_DAY_MONTH: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|re|o|a|-?го|η)?[.,]?{_OF}[\s/-]*({_LETTERS}){_OF}[\s,/-]*\Z"
)
_MONTH_DAY: Final = re.compile(rf"({_LETTERS})\s*(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s,]*{_CLOCK}\s*\Z")
_NUMBERS: Final = re.compile(r"(?<!\d)(?<!\d[./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?\Z")
_THANG: Final = re.compile(r"(?<!\d)(\d{1,2})\s*thang\s*(\d{1,2})[\s,]*(?:nam)?\s*\Z")
_YEAR_FIRST: Final = re.compile(r"\s?([-./])\s?(\d{1,2})\s?\1\s?(\d{1,2})(?!\d)")
_SIGNS: Final = re.compile(r"\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日号號일]?")
_YEAR_MONTH_DAY: Final = re.compile(rf"[.,]?\s*(?:m\.|ko)?\s*({_LETTERS})\s+(\d{{1,2}})(?!\d|:)")
# Digits that pages write dates with, of Arabic, Persian, Hindi, Bengali and Thai.
DIGITS: Final = "\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59"
_DIGIT: Final = re.compile(f"[{DIGITS}]")
_ACCENTS: Final = re.compile("[\u0300-\u036f\u0653-\u0655]")
_MONTH_FIRST: Final = frozenset(("en", "en-us", "en-ph"))


class Written(NamedTuple):
    """A day found in a text: its ISO date and where its year starts and ends."""

    day: str
    start: int
    end: int


def plain_of(text: str) -> str:
    """Small letters without accents, digits of any script as 0-9: the form in which days are looked for."""
    if text.isascii():
        return text.lower()
    folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())
    plain = unicodedata.normalize("NFC", folded)
    return _DIGIT.sub(_as_ascii, plain) if _DIGIT.search(plain) else plain


def declared_day(value: str, locale: str = "") -> str:
    """The day of a value made for machines (``2024-03-01T10:00:00Z``, ``20240301``), or of one written out.

    Empty for what is no day between 1995 and tomorrow.
    """
    plain = plain_of(value[:100])
    match = _ISO.search(plain)
    if match is not None:
        found = _valid(match[1], match[3], match[4])
        if found:
            return found
    return next((written.day for written in written_days(plain, locale)), "")


def written_days(plain: str, locale: str, *, short_years: bool = False) -> Iterator[Written]:
    """The days written out in a text (see :func:`plain_of`), at most about 40.

    A month without a day and a year alone are none. ``locale`` (``en-gb``) tells 1/2 and 2/1 apart: the
    month comes first in English that is not from elsewhere, and nowhere else. With ``short_years``
    1.2.24 is one too.
    """
    for count, year in enumerate(_YEAR.finditer(plain)):
        if count == _MAX_YEARS:
            return
        before = plain[max(0, year.start() - _BEFORE) : year.start()]
        after = plain[year.end() : year.end() + _AFTER]
        day = _year_last(year[0], before, locale) or _year_first(year[0], after, locale)
        if day:
            yield Written(day, year.start(), year.end())
    if short_years:
        for match in _SHORT.finditer(plain):
            day = _by_numbers(f"20{match[4]}", match[1], match[2], match[3], locale)
            if day:
                yield Written(day, match.start(4), match.end())


def _as_ascii(digit: re.Match[str]) -> str:
    return str(int(digit[0]))


def _year_last(year: str, before: str, locale: str) -> str:
    if not before or not any(map(str.isdigit, before)):
        return ""
    match = _NUMBERS.search(before)
    if match is not None:
        return _by_numbers(year, match[1], match[2], match[3], locale)
    match = _DAY_MONTH.search(before)
    if match is not None:
        found = _valid(year, _month(match[2], locale), match[1])
        if found:
            return found
    match = _THANG.search(before)
    if match is not None:
        return _valid(year, match[2], match[1])
    match = _MONTH_DAY.search(before)
    return _valid(year, _month(match[1], locale), match[2]) if match is not None else ""


def _year_first(year: str, after: str, locale: str) -> str:
    match = _SIGNS.match(after)
    if match is not None:
        return _valid(year, match[1], match[2])
    match = _YEAR_FIRST.match(after)
    if match is not None:
        return _valid(year, match[2], match[3])
    match = _YEAR_MONTH_DAY.match(after)
    return _valid(year, _month(match[1], locale), match[2]) if match is not None else ""


def _by_numbers(year: str, first: str, separator: str, second: str, locale: str) -> str:
    month_first = separator != "." and locale in _MONTH_FIRST
    if int(second) > 12 or (month_first and int(first) <= 12):
        first, second = second, first
    return _valid(year, second, first)


def _month(word: str, locale: str) -> str:
    """The number of a month by its name; empty if it is none, or one of several without knowing which."""
    meanings = _months().get(word.replace(".", "").rstrip("'’"))
    if meanings is None:
        return ""
    own = meanings.get(locale.partition("-")[0])
    months = set(meanings.values())
    return own or (months.pop() if len(months) == 1 else "")


def _valid(year: str, month: str, day: str) -> str:
    if not month:
        return ""
    number = int(year)
    if number > 2500:
        number -= _BUDDHIST
    try:
        found = date(number, int(month), int(day))
    except ValueError:
        return ""
    # Tomorrow, because the page may come from where that is today.
    latest = (datetime.now(UTC) + timedelta(days=1)).date()
    return found.isoformat() if number >= FIRST_YEAR and found <= latest else ""


@lru_cache(maxsize=1)
def _months() -> dict[str, dict[str, str]]:
    """Name of a month to its number in each language that has the name."""
    found: dict[str, dict[str, str]] = {}
    for language, row in load_table("months.tsv"):
        for number, names in enumerate(row.split(), 1):
            for name in names.split("|"):
                found.setdefault(plain_of(name), {})[language] = str(number)
    return found
