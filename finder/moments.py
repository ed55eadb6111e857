"""Moments as other people write them, as finder does: ISO 8601 text in UTC, to the second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_FORMAT: Final = "%Y-%m-%dT%H:%M:%SZ"
_DAY: Final = len("2026-11-25")


def iso_of(seconds: float) -> str:
    """Seconds since 1970 as text; empty for what cannot be, or lies in the future."""
    try:
        return _text(datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):
        return ""


def last_moment(said: str) -> str:
    """The last moment that a date may mean, a day without a time being its end; empty if it cannot be read.

    A date in the future says nothing about what happened so far.
    """
    text = said.strip()
    try:
        if len(text) == _DAY:
            return _text(datetime.fromisoformat(text).replace(tzinfo=UTC), whole_day=True)
        moment = datetime.fromisoformat(text)
        return _text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return ""


def _text(moment: datetime, *, whole_day: bool = False) -> str:
    moment = moment.astimezone(UTC)
    if moment > datetime.now(UTC) + timedelta(days=1):
        return ""
    return (moment + timedelta(days=1, seconds=-1) if whole_day else moment).strftime(_FORMAT)
