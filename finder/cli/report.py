"""`finder report`: the state of a campaign as one HTML file."""

from __future__ import annotations

from typing import Final

import click

from finder import __version__
from finder.cli.filters import since_option
from finder.cli.opening import campaign_argument, open_campaign
from finder.cli.output import STANDARD_OUTPUT, file_or_standard_output
from finder.report.page import render
from finder.storage.queries.report import report
from finder.storage.runs import now

BEST: Final = 50
MOST: Final = 500


@click.command("report")
@campaign_argument
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to; - is standard output.  [default: NAME-report.html in the current folder]",
)
@click.option(
    "--best",
    type=click.IntRange(0, MOST),
    default=BEST,
    show_default=True,
    help="How many of the best leads are shown in full.",
)
@since_option("What changed since this day (UTC).  [default: since the last crawl began]")
@click.option(
    "--with-contacts", is_flag=True, help="Also say who is to be written to: the report then names people."
)
def report_command(
    campaign: str | None, output: str | None, best: int, since: str, *, with_contacts: bool
) -> None:
    """Write how a CAMPAIGN stands as one HTML file: what changed, leads, prospects, verdicts, backlinks, the
    crawl.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. The
    file is whole in itself: it opens offline, asks for nothing and runs no script. E-mail addresses and names
    are left out unless you want them.

    \b
    Examples:
      finder report acme.toml
      finder report -o monday.html --since 2026-11-23
      finder report --best 10 --with-contacts -o - > for-me.html

    Exit codes: 0 done (also without leads), 1 nothing crawled yet, the file cannot be written, or a problem
    with the campaign file or the database, 2 wrong usage or no saying which campaign.
    """
    opened = open_campaign(campaign)
    name = output or f"{opened.campaign.name}-report.html"
    ours = opened.campaign.own_domains, opened.campaign.brand_profiles
    facts = opened.read(report, best, since, *ours)
    page = render(facts, opened.campaign.name, now(), __version__, with_contacts=with_contacts)
    with file_or_standard_output(name) as stream:
        stream.write(page.encode())
    where = "standard output" if name == STANDARD_OUTPUT else name
    click.echo(f"Report written to {where}", err=name == STANDARD_OUTPUT)
