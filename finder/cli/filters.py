"""The options that say which leads: the same for every command that is about several."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click

from finder.opportunities import KINDS
from finder.storage.queries.leads import ORDERS, LeadFilter
from finder.urls import prospect

if TYPE_CHECKING:
    from collections.abc import Callable

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d(T\d\d(:\d\d(:\d\dZ?)?)?)?")


def _since(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    if not value:
        return ""
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        raise click.BadParameter(f'"{value}" is no date; write it as 2026-11-23') from None
    if not _TIME.fullmatch(value):
        raise click.BadParameter(f'"{value}" is no date; write it as 2026-11-23 or 2026-11-23T05:11')
    return value


def _prospects(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(prospect(value) if "://" in value else value.lower() for value in values)


prospects_option: Final = click.option(
    "--prospect",
    "prospects",
    metavar="DOMAIN",
    multiple=True,
    callback=_prospects,
    help="Pages of this organisation, by domain or any address of it; can be repeated.",
)

_OPTIONS: Final = (
    click.option(
        "--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="This kind; can be repeated."
    ),
    click.option(
        "--status", "statuses", metavar="STATUS", multiple=True, help="This status; can be repeated."
    ),
    click.option("--min-score", type=click.IntRange(0, 100), help="This score or better."),
    prospects_option,
    click.option("--match/--no-match", default=None, help="With / without a page of ours that fits."),
    click.option("--since", metavar="DATE", callback=_since, help="First seen on this day (UTC) or later."),
    click.option(
        "--text",
        default="",
        metavar="WORDS",
        help="Every word occurs in page title or address, anchor, context, dead URL, brand, image, our page.",
    ),
    click.option("--withdrawn", is_flag=True, help="Also leads that the newest look no longer supports."),
    click.option(
        "--sort",
        "order",
        type=click.Choice(list(ORDERS)),
        default="score",
        show_default=True,
        help="Best or newest first; prospects by name.",
    ),
    click.option("--limit", type=click.IntRange(min=0), help="At most so many; 0: all."),
)


def lead_filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options; it takes them as keywords, see :func:`lead_filter`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def lead_filter(options: dict[str, Any]) -> LeadFilter:
    """The filter that a command's options say."""
    return LeadFilter(
        kinds=options["kinds"],
        statuses=options["statuses"],
        prospects=options["prospects"],
        min_score=options["min_score"],
        match=options["match"],
        since=options["since"],
        text=options["text"],
        withdrawn=options["withdrawn"],
    )
