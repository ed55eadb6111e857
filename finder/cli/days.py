"""Days as people give them to a command: a date, or so many days from today."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

import click

_AHEAD: Final = re.compile(r"\+?([0-9]{1,4})([dw])")
_DAYS: Final = {"d": 1, "w": 7}
NEVER: Final = "none"


class Day(click.ParamType[str]):
    """A day as ``2026-12-10``; ``7d`` or ``+7d`` is a week from today (UTC), ``2w`` two; ``none``: no day."""

    name = "day"

    def __init__(self, *, none: bool = False) -> None:
        self._none = none

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """See :class:`click.ParamType`."""
        text = value.strip().lower()
        if self._none and text == NEVER:
            return ""
        ahead = _AHEAD.fullmatch(text)
        if ahead:
            return str(datetime.now(UTC).date() + timedelta(days=int(ahead[1]) * _DAYS[ahead[2]]))
        try:
            if len(text) == len("2026-12-10"):
                return str(date.fromisoformat(text))
        except ValueError:
            pass
        return self.fail(
            f'"{value}" is no day; write it as 2026-12-10, or 7d for a week from today', param, ctx
        )
