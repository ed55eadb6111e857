"""``[schedule]``: what runs when, where, and what becomes of times that were missed."""

import re
from datetime import datetime
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, Field

from finder.campaign.table import Table
from finder.campaign.values import Text, to_url

_WITH_A_USER: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*:)?[/\\]*[^/\\?#]*@")


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


def _node_url(text: str) -> str:
    # Before the address is read, which takes them off.
    if _WITH_A_USER.match(text):
        raise ValueError(
            "a user and password do not belong into the address; name environment variables that hold them "
            "in username_env and password_env"
        )
    return to_url(text)


Cron = Annotated[str, AfterValidator(_cron)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
NodeUrl = Annotated[str, AfterValidator(_node_url)]


class Node(Table):
    """A Scrapyd. ``campaign`` is the path of the campaign file there, if it is another than here.

    User and password are in the environment, under the names that are given here.
    """

    url: NodeUrl
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
