"""`finder runs show`: one run, and every process that worked at it."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Final

import click

from finder.cli.opening import Refusal, campaign_argument, open_campaign
from finder.cli.output import console, print_fact, print_json, printing
from finder.cli.running import EXIT_INCOMPLETE
from finder.cli.runs import duration
from finder.expectations import judged
from finder.storage.queries.runs import BAD, one_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.storage.queries.leads import Record

_MOST: Final = 2**31 - 1  # that a database counts runs to
_WHEN = ("started_at", "heartbeat_at", "ended_at", "finish_reason", "error", "node", "pid", "job", "log")


@click.command("show")
@click.argument("run", type=click.IntRange(1, _MOST))
@campaign_argument
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
def show_command(run: int, campaign: str | None, *, as_json: bool) -> None:
    """Show all that is known of a RUN (its id in `finder runs`), and every process that worked at it.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/.

    \b
    Examples:
      finder runs show 12 acme.toml
      finder runs show 12 --json | jq .shares

    \b
    Exit codes: 0 it is fine (or goes on, or was stopped), 1 there is no such run or a problem with the
    campaign file or the database, 2 wrong usage or no saying which campaign, 3 it failed,
    crashed or is unhealthy.
    """
    opened = open_campaign(campaign)
    found = opened.read(one_run, run)
    if found is None:
        raise Refusal(f"there is no run {run}; `finder runs {quote(str(opened.file))}` lists them")
    found = judged(found, opened.campaign.expect)
    if as_json:
        print_json(found)
    else:
        with printing() as stream:
            out = console(stream)
            for name, value in _facts(found):
                print_fact(out, name, value)
    if found["state"] in BAD:
        click.get_current_context().exit(EXIT_INCOMPLETE)


def _facts(run: Record) -> Iterator[tuple[str, object]]:
    yield f"Run {run['id']}: {run['spider']}, {run['state']}", None
    yield "started_at", run["started_at"]
    yield "ended_at", run["ended_at"]
    yield "duration", duration(run["seconds"])
    yield "finish_reason", run["finish_reason"]
    yield "counters", _counted(run["counters"])
    yield "unmet", "; ".join(run["unmet"])
    for number, share in enumerate(run["shares"], 1):
        yield f"Process {number}: {share['state']}", None
        for name in _WHEN:
            yield name, share[name]
        yield "counters", _counted(share["counters"])


def _counted(counters: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in counters.items())
