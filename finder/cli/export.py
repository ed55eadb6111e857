"""`finder export`: leads as a file for people and other tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from finder.cli.filters import lead_filter, lead_filters
from finder.cli.opening import campaign_argument, open_campaign
from finder.cli.output import STANDARD_OUTPUT, file_or_standard_output
from finder.exports import PROFILES, Profile, write_csv, write_jsonl
from finder.storage.queries.leads import leads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from finder.storage.queries.leads import Record


@click.command("export")
@campaign_argument
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to; - is standard output.  [default: NAME-leads.csv in the current folder]",
)
@click.option(
    "--format", "form", type=click.Choice(["csv", "jsonl"]), help="[default: by FILE's name, else csv]"
)
@click.option(
    "--profile", type=click.Choice(list(PROFILES)), default="generic", show_default=True, help="Columns."
)
@click.option(
    "--bom/--no-bom",
    default=False,
    show_default=True,
    help="Begin the CSV with a byte order mark: Excel needs it to read letters other than English ones.",
)
@lead_filters
def export_command(
    campaign: str | None, output: str | None, form: str | None, profile: str, *, bom: bool, **options: Any
) -> None:
    """Write the leads of a CAMPAIGN to a file, a row each.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. Cells
    that a spreadsheet would take for a formula begin with an apostrophe. A file that is there already is
    replaced when the new one is complete.

    \b
    Examples:
      finder export acme.toml
      finder export -o broken.csv --kind broken_link --match
      finder export --bom -o for-excel.csv
      finder export -o - --format jsonl | jq .prospect

    Exit codes: 0 done (also without leads), 1 nothing crawled yet, the file cannot be written, or a problem
    with the campaign file or the database, 2 wrong usage or no saying which campaign.
    """
    form = form or ("jsonl" if output and Path(output).suffix in (".jsonl", ".ndjson") else "csv")
    if bom and form != "csv":
        raise click.UsageError("--bom is for CSV only.")
    opened = open_campaign(campaign)
    name = output or f"{opened.campaign.name}-leads.{form}"
    wanted, order, limit = lead_filter(options), options["order"], options["limit"] or None
    with file_or_standard_output(name) as stream:
        write = _writer(stream, form, PROFILES[profile], bom=bom)
        number = opened.stream(write, leads, wanted, order, limit)
    where = "standard output" if name == STANDARD_OUTPUT else name
    click.echo(f"{number:,} lead{'' if number == 1 else 's'} written to {where}", err=name == STANDARD_OUTPUT)


def _writer(stream: BinaryIO, form: str, profile: Profile, *, bom: bool) -> Callable[[Iterator[Record]], int]:
    if form == "jsonl":
        return lambda found: write_jsonl(stream, found, profile)
    return lambda found: write_csv(stream, found, profile, bom=bom)
