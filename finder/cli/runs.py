"""`finder runs`: what was crawled when, where, how far it came and how it ended."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click

from finder.cli.opening import campaign_argument, open_campaign
from finder.cli.output import in_terminal, print_json_array, print_lines, print_table, tell_if_cut
from finder.cli.running import EXIT_INCOMPLETE
from finder.expectations import judged
from finder.storage.queries.runs import BAD, last_runs, list_runs

if TYPE_CHECKING:
    from finder.storage.queries.leads import Record

# What stands behind the command: name, module, function.
SUBCOMMANDS: Final = {"show": ("finder.cli.runs_show", "show_command")}
COLUMNS: Final = (
    "id", "spider", "state", "started_at", "duration", "pages", "targets", "leads", "errors", "node", "log",
)  # fmt: skip
_NUMBERS: Final = ("id", "duration", "pages", "targets", "leads", "errors")


class _Runs(click.Command):
    """The list; behind the name of a subcommand that one, loaded when it is called."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """See :class:`click.Command`."""
        if args and args[0] in SUBCOMMANDS:
            module, function = SUBCOMMANDS[args[0]]
            command: click.Command = getattr(import_module(module), function)
            return command.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command("runs", cls=_Runs)
@campaign_argument
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="So many at most.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array instead.")
def runs_command(campaign: str | None, limit: int, *, as_json: bool) -> None:
    """See the runs of a CAMPAIGN, the newest first: what became of each, where, and how far it came.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. A run
    is one crawl by one spider, however often it was interrupted and gone on with. It is finished, unhealthy
    (finished, and not as [expect] of the campaign wants it), running, stopped (by somebody), failed, crashed
    (its process was killed or its machine went away) or interrupted.

    \b
    Behind it is a command with a help of its own:
      finder runs show     one run with every process that worked at it

    \b
    Examples:
      finder runs acme.toml
      finder runs --json | jq '.[] | select(.state == "crashed")'

    \b
    Exit codes: 0 the last run of every spider is fine (or goes on, or was stopped), 1 nothing crawled yet or
    a problem with the campaign file or the database, 2 wrong usage or no saying which campaign, 3 the last
    run of a spider failed, crashed or was unhealthy.
    """
    opened = open_campaign(campaign)
    expect = opened.campaign.expect
    runs = opened.read(list_runs, limit + 1)
    shown = [judged(run, expect) for run in runs[:limit]]
    if as_json:
        print_json_array(shown)
    elif in_terminal():
        print_table(COLUMNS, map(_row, shown), right=_NUMBERS)
        tell_if_cut(len(shown), len(runs), "runs")
    else:
        print_lines(COLUMNS, map(_row, shown))
    if any(judged(run, expect)["state"] in BAD for run in opened.read(last_runs)):
        click.get_current_context().exit(EXIT_INCOMPLETE)


def _row(run: Record) -> list[Any]:
    counters = run["counters"]
    return [
        run["id"],
        run["spider"],
        run["state"],
        run["started_at"],
        duration(run["seconds"]),
        *(counters.get(name, 0) for name in ("pages", "targets", "leads", "errors")),
        run["node"],
        run["log"],
    ]


def duration(seconds: int) -> str:
    """``0:07``, ``12:30`` or ``3:00:00``."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
