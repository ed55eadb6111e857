"""`finder check`: what is wrong with a campaign file."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from finder.campaign import examine

if TYPE_CHECKING:
    from finder.campaign import Campaign, Problem


@click.command("check")
@click.argument("file", default="campaign.toml", type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output instead.")
def check_command(file: str, as_json: bool) -> None:
    """Say what is wrong with a campaign FILE (default campaign.toml), without any request.

    Every problem is one line with the line number in the file. The exit code is 0 when the campaign can be
    used (there may be warnings) and 1 when it cannot.

    \b
    finder check acme.toml
    finder check acme.toml --json | jq '.problems[].message'
    """
    campaign, problems = examine(file)
    usable = campaign is not None and all(problem.severity != "error" for problem in problems)
    counts = count(campaign) if campaign is not None and usable else {}
    if as_json:
        click.echo(_as_json(file, usable, counts, problems))
    else:
        for problem in problems:
            click.echo(str(problem), err=True)
        if usable:
            click.echo(f"{file}: OK - {in_words(counts)}")
    raise SystemExit(0 if usable else 1)


def count(campaign: Campaign) -> dict[str, int]:
    """What a campaign looks at and for. Pages that come on standard input are not counted."""
    return {
        "own_sites": len(campaign.own.sites),
        "brands": len(campaign.brands),
        "source_pages": sum(1 for _ in campaign.source_urls(standard_input=False)),
        "sites": len(campaign.sources.sites),
    }


def in_words(counts: dict[str, int]) -> str:
    """``1 own site, 2 brands, 35 source pages, 1 site``; nothing is said of what there is none."""
    said = {name.removesuffix("s").replace("_", " "): number for name, number in counts.items() if number}
    return ", ".join(f"{number} {name}{'' if number == 1 else 's'}" for name, number in said.items())


def _as_json(file: str, usable: bool, counts: dict[str, int], problems: list[Problem]) -> str:
    said = {"file": file, "ok": usable, **counts, "problems": [asdict(problem) for problem in problems]}
    return json.dumps(said, ensure_ascii=False, indent=2)
