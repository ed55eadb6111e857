"""`finder check`: what is wrong with a campaign file."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from finder.campaign import examine
from finder.campaign.lists import STANDARD_INPUT
from finder.cli.opening import CAMPAIGN_VARIABLE, campaign_file

if TYPE_CHECKING:
    from finder.campaign import Campaign, Problem


@click.command("check")
@click.argument("file", required=False, envvar=CAMPAIGN_VARIABLE, type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output instead.")
def check_command(file: str | None, as_json: bool) -> None:
    """Say what is wrong with a campaign FILE, without any request.

    Left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. Every problem is one line
    with the line number in the file. The exit code is 0 when the campaign can be used (there may be
    warnings), 1 when it cannot, 2 when there is no saying which campaign.

    \b
    finder check acme.toml
    finder check acme.toml --json | jq '.problems[].message'
    """
    file = campaign_file(file)
    campaign, problems = examine(file)
    usable = campaign is not None and all(problem.severity != "error" for problem in problems)
    if as_json:
        click.echo(_as_json(file, campaign if usable else None, problems))
    else:
        for problem in problems:
            click.echo(str(problem), err=True)
        if campaign is not None and usable:
            click.echo(f"{file}: OK - {in_words(campaign)}")
    raise SystemExit(0 if usable else 1)


def in_words(campaign: Campaign) -> str:
    """``1 own site, 2 brands, 35 source pages, 1 site``; nothing is said of what there is none."""
    said = {name.removesuffix("s").replace("_", " "): number for name, number in _count(campaign).items()}
    parts = [f"{number} {name}{'' if number == 1 else 's'}" for name, number in said.items() if number]
    if STANDARD_INPUT in campaign.sources.files:
        parts.append("and pages on standard input")
    return ", ".join(parts)


def _count(campaign: Campaign) -> dict[str, int]:
    """What a campaign looks at and for. Pages that come on standard input are not counted."""
    return {
        "own_sites": len(campaign.own.sites),
        "brands": len(campaign.brands),
        "source_pages": sum(1 for _ in campaign.source_urls(standard_input=False)),
        "sites": len(campaign.sources.sites),
    }


def _as_json(file: str, campaign: Campaign | None, problems: list[Problem]) -> str:
    counts = _count(campaign) if campaign else {}
    said = {"file": file, "ok": campaign is not None, **counts, "problems": [asdict(one) for one in problems]}
    return json.dumps(said, ensure_ascii=False, indent=2)
