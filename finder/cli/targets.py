"""`finder targets`: every address that was looked at or waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from finder.cli.opening import Opened, campaign_argument, open_campaign
from finder.cli.output import (
    STANDARD_OUTPUT,
    file_or_standard_output,
    in_terminal,
    one_line,
    print_json_array,
    print_lines,
    print_table,
    shown_limit,
    tell_if_cut,
)
from finder.exports.cells import CsvFile
from finder.items import Outcome
from finder.storage.queries import targets as asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from finder.storage.queries.leads import Record
    from finder.storage.queries.targets import TargetFilter

COLUMNS: Final = (
    "url",
    "verdict",
    "confidence",
    "reason",
    "evidence",
    "status",
    "final_url",
    "checked_at",
    "dead_since",
    "looks",
    "source_pages",
    "spelling",
    "address",
)
_SHOWN: Final = ("verdict", "reason", "url", "status", "checked", "looks", "on pages")


@click.command("targets")
@campaign_argument
@click.option(
    "--verdict",
    "verdicts",
    type=click.Choice([each.value for each in Outcome]),
    multiple=True,
    help="This verdict; can be repeated.",
)
@click.option(
    "--reason",
    "reasons",
    metavar="REASON",
    multiple=True,
    help="As `finder status` names it; can be repeated.",
)
@click.option("--host", "hosts", metavar="HOST", multiple=True, help="On this host; can be repeated.")
@click.option("--pending", is_flag=True, help="Those that wait for a look (first or again).")
@click.option("--limit", type=click.IntRange(min=0), help="At most so many; 0: all.")
@click.option("--csv", "csv_file", metavar="FILE", help="Write all columns as CSV; - is standard output.")
@click.option("--json", "as_json", is_flag=True, help="Print an array of full objects, named as the columns.")
def targets_command(
    campaign: str | None, csv_file: str | None, limit: int | None, *, as_json: bool, **options: Any
) -> None:
    """See the targets of a CAMPAIGN: every address that links lead to, with its verdict and why.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. In a
    terminal the first 50 are shown. A pipe gets all of them, tabs between the columns.

    \b
    Examples:
      finder targets acme.toml --verdict dead
      finder targets --verdict uncertain --reason blocked
      finder targets --host www.example.org --csv -
      finder targets --pending --limit 0

    Exit codes: 0 done (also without targets), 1 nothing crawled yet, the file cannot be written, or a problem
    with the campaign file or the database, 2 wrong usage or no saying which campaign.
    """
    if csv_file and as_json:
        raise click.UsageError("--csv and --json do not go together.")
    opened = open_campaign(campaign)
    options["hosts"] = tuple(host.lower() for host in options["hosts"])
    wanted = asked.TargetFilter(**options)
    unknown = _say_which_reasons_there_are(opened, wanted.reasons)
    if csv_file:
        _save(opened, wanted, limit or None, csv_file)
        return
    if as_json:
        shown = opened.stream(_print_json, asked.targets, wanted, limit or None)
    else:
        limit = shown_limit(limit)
        show = _print_table if in_terminal() else _print_plain
        shown = opened.stream(show, asked.targets, wanted, limit)
        tell_if_cut(shown, opened.read(asked.count_targets, wanted) if shown == limit else shown, "targets")
    if not shown and not unknown:
        there = opened.read(asked.count_targets, asked.TargetFilter())
        none = "No targets yet; `finder status` says what was crawled."
        click.echo(f"None of the {there:,} targets is like that." if there else none, err=True)


def _say_which_reasons_there_are(opened: Opened, wanted: tuple[str, ...]) -> bool:
    """Whether there was something to say: a mistyped reason gives nothing, which looks like good news."""
    known = opened.read(asked.reasons) if wanted else []
    if unknown := [one_line(each) for each in wanted if each not in known]:
        there = f"there are: {', '.join(known)}" if known else "none was looked at yet"
        click.echo(f"finder: no target has the reason {', '.join(unknown)}; {there}", err=True)
    return bool(unknown)


def _save(opened: Opened, wanted: TargetFilter, limit: int | None, name: str) -> None:
    with file_or_standard_output(name) as stream:
        file = CsvFile(stream, COLUMNS)
        number = opened.stream(lambda found: file.write(_flat(found)), asked.targets, wanted, limit)
    where = "standard output" if name == STANDARD_OUTPUT else name
    click.echo(
        f"{number:,} target{'' if number == 1 else 's'} written to {where}", err=name == STANDARD_OUTPUT
    )


def _print_json(found: Iterable[Record]) -> int:
    return print_json_array({name: target[name] for name in COLUMNS} for target in found)


def _print_plain(found: Iterable[Record]) -> int:
    return print_lines(COLUMNS, ([target[name] for name in COLUMNS] for target in _flat(found)))


def _print_table(found: Iterable[Record]) -> int:
    return print_table(_SHOWN, map(_row, found), right=("status", "looks", "on pages"))


def _flat(found: Iterable[Record]) -> Iterator[dict[str, Any]]:
    for target in found:
        yield {**target, "source_pages": " ".join(target["source_pages"])}


def _row(target: Record) -> tuple[Any, ...]:
    pages = len(target["source_pages"])
    return (
        target["verdict"] or "not yet",
        target["reason"],
        target["url"],
        target["status"],
        (target["checked_at"] or "")[:10],
        target["looks"],
        f"{pages}+" if pages == asked.MOST_SOURCE_PAGES else pages,
    )
