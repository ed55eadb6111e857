"""The schedule of a campaign as cron and systemd take it: both run ``finder schedule now``."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

from finder.schedule.due import calendar_events, has_seconds
from finder.schedule.tasks import Task, expression_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from finder.campaign import Campaign

_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9_-]+")
# What cron would take for a line break.
_PERCENT: Final = ("%", r"\%")


def crontab(campaign: Campaign, program: Sequence[str], file: Path) -> str:
    """Lines for a crontab; ``program`` is how finder is started. What cron cannot say is a comment."""
    lines = [
        f"# finder, {campaign.name}. A cron without CRON_TZ takes these times as the machine's own.",
        f"CRON_TZ={campaign.schedule.timezone}",
    ]
    for task, expression in _scheduled(campaign):
        if has_seconds(expression) or calendar_events(expression, campaign.schedule.timezone) is None:
            lines.append(f"# {task} ({expression}): no crontab can say that; use `finder schedule run`.")
        else:
            command = shlex.join([*program, "schedule", "now", task, str(file)])
            lines.append(f"{expression} {command.replace(*_PERCENT)}")
    return "\n".join(lines) + "\n"


def units(campaign: Campaign, program: Sequence[str], file: Path) -> dict[str, str]:
    """The text of each unit by its file name: a service and a timer for every task."""
    made: dict[str, str] = {}
    for task, expression in _scheduled(campaign):
        name = f"finder-{_NOT_IN_A_NAME.sub('-', campaign.name)}-{task}"
        command = " ".join(map(_quoted, [*program, "schedule", "now", task, str(file)]))
        made[f"{name}.service"] = (
            f"[Unit]\nDescription=finder: {task} of {_escaped(campaign.name)}\n"
            f"After=network-online.target\n\n[Service]\nType=oneshot\nWorkingDirectory={_escaped(str(file.parent))}\nExecStart={command}\n"
            "# A spider that is told to stop finishes the requests under way.\nTimeoutStopSec=60\n"
        )
        events = calendar_events(expression, campaign.schedule.timezone)
        when = [f"OnCalendar={event}" for event in events or ()] or [
            f"# {expression}: no timer can say that; use `finder schedule run`."
        ]
        persistent = "true" if campaign.schedule.missed == "once" else "false"
        made[f"{name}.timer"] = (
            f"[Unit]\nDescription=finder: when {task} of {_escaped(campaign.name)} is due\n\n[Timer]\n"
            + "\n".join(when)
            + f"\nPersistent={persistent}\n\n[Install]\nWantedBy=timers.target\n"
        )
    return made


def _scheduled(campaign: Campaign) -> Iterator[tuple[Task, str]]:
    return ((task, said) for task in Task if (said := expression_of(campaign, task)))


def _escaped(text: str) -> str:
    """A text in which systemd replaces nothing."""
    return text.replace("%", "%%")


def _quoted(text: str) -> str:
    """A text as one word of ExecStart."""
    word = _escaped(text).replace("$", "$$").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{word}"' if re.search(r"[^\w@%+=:,./-]", word) else word
