"""When a cron expression comes next, and how else it can be written."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from cronsim import CronSim

if TYPE_CHECKING:
    from collections.abc import Iterable

_DAYS: Final = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_SECONDS: Final = 6  # fields of an expression that begins with seconds
# What every cron reads: stars and numbers, ranges and steps of them, or one name.
_PLAIN_PART: Final = r"(\*|\d+-\d+)(/\d+)?|\d+"
_PLAIN_FIELD: Final = re.compile(rf"({_PLAIN_PART})(,({_PLAIN_PART}))*|[A-Za-z]{{3}}")


def next_due(expression: str, timezone: str, after: datetime) -> datetime:
    """The first moment after ``after`` (aware) at which the expression comes, in UTC."""
    return next(CronSim(expression, after.astimezone(ZoneInfo(timezone)))).astimezone(UTC)


def crontab_expression(expression: str) -> str | None:
    """The same in words that every cron knows; ``None`` if it has seconds, ``L`` or ``#``."""
    cron, fields = _read(expression), expression.split()
    if len(fields) == _SECONDS or not (_are_numbers(cron.days) and _are_numbers(cron.weekdays)):
        return None
    meant = (cron.minutes, cron.hours, cron.days, cron.months, _week(cron))
    return " ".join(
        field if _PLAIN_FIELD.fullmatch(field) else ",".join(map(str, sorted(values)))
        for field, values in zip(fields, meant, strict=True)
    )


def calendar_events(expression: str, timezone: str) -> list[str] | None:
    """The same as ``OnCalendar=`` of a systemd timer, any of which counts; ``None`` if that cannot say it.

    cron means either the day of the month or that of the week where both are given, a timer means both.
    """
    cron = _read(expression)
    clock = ":".join(_list(each, of) for each, of in ((cron.hours, 24), (cron.minutes, 60)))
    clock = f"{clock}:{_list(cron.seconds, 60)} {timezone}"
    months = _list(cron.months, 12)
    days = _days_of_both(cron) if cron.day_and else [*_days_of_month(cron), *_days_of_week(cron)]
    return [f"{on}*-{months}{day} {clock}" for on, day in days] if days else None


def _days_of_both(cron: CronSim) -> list[tuple[str, str]] | None:
    """The days of an expression of which both the day of the month and that of the week count."""
    if len(_week(cron)) == len(_DAYS):
        return _days_of_month(cron)
    if set(range(1, 32)) <= set(cron.days):
        return _days_of_week(cron)
    if _are_numbers(cron.days) and _are_numbers(cron.weekdays):
        return [(on, day) for on, _ in _days_of_week(cron) for _, day in _days_of_month(cron)]
    return None


def _days_of_month(cron: CronSim) -> list[tuple[str, str]]:
    """Days of the month as a timer says them: which day of the week it has to be, and which day."""
    days = [("", f"-{_list(numbers, 31)}")] if (numbers := [day for day in cron.days if day > 0]) else []
    if cron.LAST in cron.days:
        days.append(("", "~01"))
    if cron.LAST_WEEKDAY in cron.days:
        # The last day, or the Friday before it.
        days += [("Mon..Fri ", "~01"), ("Fri ", "~02"), ("Fri ", "~03")]
    return days


def _days_of_week(cron: CronSim) -> list[tuple[str, str]]:
    week = sorted(_week(cron))
    names = f"{','.join(_DAYS[day] for day in week)} " if len(week) < len(_DAYS) else ""
    days = [(names, "-*")] if week else []
    for day, which in sorted(each for each in cron.weekdays if isinstance(each, tuple)):
        of_month = "~07/1" if which == cron.LAST else f"-{7 * which - 6:02}..{min(7 * which, 31):02}"
        days.append((f"{_DAYS[day % 7]} ", of_month))
    return days


def _week(cron: CronSim) -> set[int]:
    """The days of the week that count whichever week of the month it is, Sunday is 0."""
    return {day % 7 for day in cron.weekdays if isinstance(day, int)}


def _read(expression: str) -> CronSim:
    return CronSim(expression, datetime(2026, 1, 1, tzinfo=UTC))


def _are_numbers(days: Iterable[object]) -> bool:
    return all(isinstance(day, int) and day >= 0 for day in days)


def _list(values: Iterable[int], of: int) -> str:
    chosen = sorted(set(values))
    return "*" if len(chosen) == of else ",".join(f"{value:02}" for value in chosen)
