"""The options that say which leads: the same for every command that is about several."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

import click

from finder.cli.output import tell_if_cut
from finder.lifecycle import PUT_AWAY, Status
from finder.opportunities import KINDS
from finder.storage import lifecycle, runs
from finder.storage.queries.leads import ORDERS, LeadFilter, count_each
from finder.urls import prospect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from finder.campaign import Campaign
    from finder.cli.opening import Opened

ANY: Final = "any"
STATUSES: Final = tuple(status.value for status in Status)
_DAY: Final = len("2026-11-23")
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


def since_option(words: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option ``--since`` with a day or time that is checked, explained in ``words``."""
    return click.option("--since", metavar="DATE", callback=_since, help=words)


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
    click.option("--min-score", type=click.IntRange(0, 100), help="This score or better."),
    prospects_option,
    click.option("--match/--no-match", default=None, help="With / without a page of ours that fits."),
    click.option(
        "--contacted-lately/--no-contacted-lately",
        default=None,
        help="With / without organisations that were written to lately, in any campaign of the database.  "
        "[default: with; in files for outreach tools without]",
    ),
    click.option("--due", is_flag=True, help="The day of the follow-up is today (UTC) or has passed."),
    since_option("First seen on this day (UTC) or later."),
    click.option(
        "--text",
        default="",
        metavar="WORDS",
        help="Every word occurs in page title or address, anchor, context, dead URL, brand, image, our page.",
    ),
    click.option("--withdrawn", is_flag=True, help="Also leads that the newest look no longer supports."),
    click.option("--best-per-prospect", is_flag=True, help="Of each organisation only its best lead."),
    click.option(
        "--per-prospect",
        metavar="N",
        type=click.IntRange(min=1),
        help="Of each organisation its N best leads.",
    ),
    click.option(
        "--risky", is_flag=True, help="Also leads at pages that sell or exchange links, or are spam."
    ),
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


def _status_and_owner(with_: str = "") -> tuple[Callable[..., Any], ...]:
    """The options of which a command that changes leads has others by the same name."""
    return (
        click.option(
            f"--{with_}status",
            "statuses",
            type=click.Choice([*STATUSES, ANY]),
            metavar="STATUS",
            multiple=True,
            help=f"This status; can be repeated.  [default: all but {', '.join(sorted(PUT_AWAY))} and those "
            f"that sleep; {ANY}: all]",
        ),
        click.option(f"--{with_}owner", "owned_by", metavar="NAME", default="", help="This owner."),
    )


def lead_filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options; it takes them as keywords, see :func:`lead_filter`."""
    return _given(command, (*_status_and_owner(), *_OPTIONS))


def filters_of_leads_to_change(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command whose ``--status`` and ``--owner`` say what leads become."""
    return _given(command, (*_status_and_owner("with-"), *_OPTIONS))


def _given(command: Callable[..., Any], options: Sequence[Callable[..., Any]]) -> Callable[..., Any]:
    for option in reversed(options):
        command = option(command)
    return command


def lately(campaign: Campaign) -> str:
    """The moment from which on it is lately that somebody was written to."""
    return (datetime.now(UTC) - campaign.outreach.contacted_within).strftime("%Y-%m-%dT%H:%M:%SZ")


def lead_filter(options: dict[str, Any], campaign: Campaign | None = None) -> LeadFilter:
    """The filter that a command's options say; what was put away is left out unless asked for by status.

    With a campaign records tell who was written to lately. Raises :class:`click.UsageError` for two options
    of one sort.
    """
    any_status = ANY in options["statuses"]
    today = runs.now()[:_DAY]
    if options["best_per_prospect"] and options["per_prospect"]:
        raise click.UsageError("--best-per-prospect is --per-prospect 1; give one of them.")
    return LeadFilter(
        kinds=options["kinds"],
        statuses=() if any_status else options["statuses"],
        open_on="" if any_status else today,
        owner=options["owned_by"],
        due=today if options["due"] else "",
        lately=lately(campaign) if campaign else "",
        contacted_lately=options["contacted_lately"] is not False,
        prospects=options["prospects"],
        min_score=options["min_score"],
        match=options["match"],
        since=options["since"],
        text=options["text"],
        withdrawn=options["withdrawn"],
        risky=options["risky"],
        per_prospect=1 if options["best_per_prospect"] else options["per_prospect"],
    )


def wake_leads(opened: Opened) -> None:
    """Make leads whose day to sleep until has come what they were, before a filter asks for their status."""
    today = runs.now()[:_DAY]
    # Nearly always there is none, and then nobody who writes has to be waited for.
    if opened.read(lifecycle.slept_out, today):
        opened.write(lifecycle.wake, today)


def tell_left_out(opened: Opened, wanted: LeadFilter, shown: int | None = None) -> None:
    """Say on standard error how many leads a command left out: nobody works on them, or they are a risk.

    With ``shown`` also that there are more than so many of those that are wanted.
    """
    wider = []
    if wanted.open_on and not wanted.statuses:
        words = f"{', '.join(sorted(PUT_AWAY))} or snoozed; --status {ANY} shows all."
        wider.append((replace(wanted, open_on=""), words))
    if not wanted.risky:
        words = "kept apart, something speaks against writing; --risky shows them."
        wider.append((replace(wanted, risky=True), words))
    if not wider and shown is None:
        return
    taken, *every = opened.read(count_each, wanted, *(each for each, _ in wider))
    if shown is not None:
        tell_if_cut(shown, taken, "leads")
    for count, (_, words) in zip(every, wider, strict=True):
        if count > taken:
            click.echo(f"{count - taken:,} more: {words}", err=True)
