"""When a cron expression comes next, and how else it can be written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from cronsim import CronSim

if TYPE_CHECKING:
    from collections.abc import Iterable

_DAYS: Final = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
_SECONDS: Final = 6  # fields of an expression that begins with seconds


def next_due(expression: str, timezone: str, after: datetime) -> datetime:
    """The first moment after ``after`` (aware) at which the expression comes, in UTC."""
    return next(CronSim(expression, after.astimezone(ZoneInfo(timezone)))).astimezone(UTC)


def calendar_events(expression: str, timezone: str) -> list[str] | None:
    """The same as ``OnCalendar=`` of a systemd timer; ``None`` if that cannot say it.

    cron means either the day of the month or that of the week where both are given, a timer means both: then
    there are two.
    """
    cron = CronSim(expression, datetime(2026, 1, 1, tzinfo=UTC))
    if cron.LAST in cron.days or cron.LAST_WEEKDAY in cron.days or not _are_numbers(cron.weekdays):
        return None
    clock = ":".join(_list(each, of) for each, of in ((cron.hours, 24), (cron.minutes, 60)))
    clock = f"{clock}:{_list(cron.seconds, 60)} {timezone}"
    months = _list(cron.months, 12)
    week = sorted({int(day) % 7 for day in cron.weekdays if isinstance(day, int)})
    on_days = f"{','.join(_DAYS[day] for day in week)} " if len(week) < 7 else ""
    month_days = _list(cron.days, 31)
    if cron.day_and:
        return [f"{on_days}*-{months}-{month_days} {clock}"]
    return [f"*-{months}-{month_days} {clock}", f"{on_days}*-{months}-* {clock}"]


def has_seconds(expression: str) -> bool:
    """Whether an expression begins with seconds, which no crontab knows."""
    return len(expression.split()) == _SECONDS


def _are_numbers(days: Iterable[object]) -> bool:
    return all(isinstance(day, int) for day in days)


def _list(values: Iterable[int], of: int) -> str:
    chosen = sorted(set(values))
    return "*" if len(chosen) == of else ",".join(f"{value:02}" for value in chosen)
