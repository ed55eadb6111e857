"""``[schedule]``: what runs when, where, and what becomes of times that were missed."""

from datetime import datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, Field

from finder.campaign.table import Table
from finder.campaign.values import Text, Url


def _cron(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        return ""
    try:
        next(CronSim(text, datetime(2026, 1, 1)))  # noqa: DTZ001 - only whether it can be read counts
    except CronSimError as error:
        raise ValueError(
            f'not a cron expression: {str(error).lower()} in "{text}"; write minute, hour, day of month, '
            'month and day of week, such as "0 3 * * 1"'
        ) from error
    except StopIteration:
        raise ValueError(f'"{text}" never comes') from None
    return text


def _time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError(f'unknown time zone "{name}"; write it like "Europe/Berlin" or "UTC"') from None
    return name


Cron = Annotated[str, AfterValidator(_cron)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]


class Node(Table):
    """A Scrapyd. ``campaign`` is the path of the campaign file there, if it is another than here.

    User and password are in the environment, under the names that are given here.
    """

    url: Url
    project: Text = "finder"
    campaign: str = ""
    username_env: str = ""
    password_env: str = ""


class Schedule(Table):
    """When the tasks of the campaign are due, as cron expressions in ``timezone``; empty: never.

    Times that passed while nothing was there to see them are made up for by one run (``missed = "once"``)
    or left out. Without ``nodes`` spiders run on this machine.
    """

    timezone: TimeZone = "UTC"
    crawl: Cron = ""
    own_content: Cron = ""
    second_looks: Cron = ""
    verify: Cron = ""
    backlinks: Cron = ""
    missed: Literal["once", "skip"] = "once"
    nodes: tuple[Node, ...] = Field(default=())
