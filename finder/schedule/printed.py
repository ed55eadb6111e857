"""The schedule of a campaign as cron and systemd take it: both run ``finder schedule now``."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

from finder.schedule.due import calendar_events, crontab_expression
from finder.schedule.tasks import Task, expression_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from finder.campaign import Campaign

_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9_-]+")
# What cron would take for a line break.
_PERCENT: Final = ("%", r"\%")


def crontab(campaign: Campaign, program: Sequence[str], file: Path, settings: Sequence[str] = ()) -> str:
    """Lines for a crontab; ``program`` is how finder is started. What cron cannot say is left out.

    ``settings`` (``NAME=VALUE``) go along with every task.
    """
    lines = [
        f"# finder, {campaign.name}. A cron without CRON_TZ takes these times as the machine's own.",
        f"CRON_TZ={campaign.schedule.timezone}",
    ]
    for task, expression in _scheduled(campaign):
        if when := crontab_expression(expression):
            command = shlex.join(_command(program, task, file, settings))
            lines.append(f"{when} {command.replace(*_PERCENT)}")
    return "\n".join(lines) + "\n"


def units(
    campaign: Campaign, program: Sequence[str], file: Path, settings: Sequence[str] = ()
) -> dict[str, str]:
    """The text of each unit by its file name: a service and a timer for every task that a timer can say.

    ``settings`` as in :func:`crontab`.
    """
    made: dict[str, str] = {}
    for task, expression in _scheduled(campaign):
        events = calendar_events(expression, campaign.schedule.timezone)
        if not events:
            continue
        name = f"finder-{_NOT_IN_A_NAME.sub('-', campaign.name)}-{task}"
        command = " ".join(map(_quoted, _command(program, task, file, settings)))
        made[f"{name}.service"] = (
            f"[Unit]\nDescription=finder: {task} of {_escaped(campaign.name)}\n"
            f"After=network-online.target\n\n[Service]\nType=oneshot\nWorkingDirectory={_escaped(str(file.parent))}\nExecStart={command}\n"
            "# A spider that is told to stop finishes the requests under way.\nTimeoutStopSec=60\n"
        )
        persistent = "true" if campaign.schedule.missed == "once" else "false"
        made[f"{name}.timer"] = (
            f"[Unit]\nDescription=finder: when {task} of {_escaped(campaign.name)} is due\n\n[Timer]\n"
            + "\n".join(f"OnCalendar={event}" for event in events)
            + f"\nPersistent={persistent}\n\n[Install]\nWantedBy=timers.target\n"
        )
    return made


def not_in_a_crontab(campaign: Campaign) -> list[tuple[Task, str]]:
    """The tasks, with their expressions, that :func:`crontab` leaves out."""
    return [(task, said) for task, said in _scheduled(campaign) if not crontab_expression(said)]


def not_in_timers(campaign: Campaign) -> list[tuple[Task, str]]:
    """The tasks, with their expressions, that :func:`units` leaves out."""
    zone = campaign.schedule.timezone
    return [(task, said) for task, said in _scheduled(campaign) if not calendar_events(said, zone)]


def _scheduled(campaign: Campaign) -> Iterator[tuple[Task, str]]:
    return ((task, said) for task in Task if (said := expression_of(campaign, task)))


def _command(program: Sequence[str], task: Task, file: Path, settings: Sequence[str]) -> list[str]:
    given = [part for setting in settings for part in ("-s", setting)]
    return [*program, "schedule", "now", task, str(file), *given]


def _escaped(text: str) -> str:
    """A text in which systemd replaces nothing."""
    return text.replace("%", "%%")


def _quoted(text: str) -> str:
    """A text as one word of ExecStart."""
    word = _escaped(text).replace("$", "$$").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{word}"' if re.search(r"[^\w@%+=:,./-]", word) else word
