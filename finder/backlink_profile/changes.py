"""Links new and lost, day by day in, by week or month out."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from finder.backlink_profile.profile import Changes, Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# What is longer is told by months.
_WEEKS: Final = timedelta(weeks=26)
# Days outside of these years are mistakes of whoever wrote them.
_YEARS: Final = range(1990, 2100)


def changes(new: Mapping[str, int], lost: Mapping[str, int], said_lost: Mapping[str, int]) -> Changes:
    """Counts by day (ISO; what is no day: undated) as counts by week (from Monday) or month, without gaps."""
    counted = [_by_date(days) for days in (new, lost, said_lost)]
    every = sorted({day for days, _ in counted for day in days})
    if not every:
        return Changes(undated=counted[0][1])
    by_week = every[-1] - every[0] <= _WEEKS
    sums = [_summed(days, by_week=by_week) for days, _ in counted]
    periods = [
        Period(begins.isoformat(), *(each[begins] for each in sums))
        for begins in _steps(every[0], every[-1], by_week=by_week)
    ]
    return Changes("week" if by_week else "month", periods, counted[0][1])


def _by_date(days: Mapping[str, int]) -> tuple[Counter[date], int]:
    """Counts by date, and how many have none."""
    found: Counter[date] = Counter()
    undated = 0
    for text, number in days.items():
        day = _day(text)
        if day is None:
            undated += number
        else:
            found[day] += number
    return found, undated


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _summed(days: Counter[date], *, by_week: bool) -> Counter[date]:
    sums: Counter[date] = Counter()
    for day, number in days.items():
        sums[_begin(day, by_week=by_week)] += number
    return sums


def _begin(day: date, *, by_week: bool) -> date:
    return day - timedelta(days=day.weekday()) if by_week else day.replace(day=1)


def _steps(first: date, last: date, *, by_week: bool) -> Iterator[date]:
    step = _begin(first, by_week=by_week)
    while step <= last:
        yield step
        step = _begin(step + timedelta(days=7 if by_week else 31), by_week=by_week)
