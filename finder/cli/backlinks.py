"""`finder backlinks`: who links to us, who sees it, and what is live."""

from __future__ import annotations

from dataclasses import asdict
from importlib import import_module
from shlex import quote
from typing import Any, Final

import click

from finder.cli.opening import campaign_argument, open_campaign
from finder.cli.output import print_json

# What stands behind the command: name, module, function.
SUBCOMMANDS: Final = {
    "list": ("finder.cli.backlinks_list", "list_command"),
    "show": ("finder.cli.backlinks_show", "show_command"),
    "check": ("finder.cli.backlinks_check", "check_command"),
}


class _Backlinks(click.Command):
    """The profile; behind the name of a subcommand that one, loaded when it is called."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """See :class:`click.Command`."""
        if args and args[0] in SUBCOMMANDS:
            module, function = SUBCOMMANDS[args[0]]
            command: click.Command = getattr(import_module(module), function)
            return command.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command("backlinks", cls=_Backlinks)
@campaign_argument
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
def backlinks_command(campaign: str | None, *, as_json: bool) -> None:
    """See the profile of the links to a CAMPAIGN's sites: who sees them, what is live, what they are like.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. What
    link tools export is taken in by `finder import`. A link counts as current until our own look finds it
    lost; before any look, until all suppliers that name it call it lost.

    \b
    Behind it are commands with a help of their own:
      finder backlinks list     every link with what each supplier and our own look say
      finder backlinks show     one page with the history of its links
      finder backlinks check    look at the linking pages

    \b
    Examples:
      finder backlinks acme.toml
      finder backlinks --json | jq .agreement.domains
      finder backlinks list acme.toml --state lost --csv lost.csv

    Exit codes: 0 done (also without backlinks), 1 nothing crawled or imported yet or a problem with the
    campaign file or the database, 2 wrong usage or no saying which campaign.
    """
    # Only here: the subcommands need none of it.
    from finder.cli.backlinks_profile import print_profile
    from finder.storage.queries.backlinks import profile

    opened = open_campaign(campaign)
    found = opened.read(profile, opened.campaign.own_domains, opened.campaign.brand_profiles)
    if as_json:
        print_json({"campaign": opened.campaign.name} | asdict(found))
    elif found:
        print_profile(found)
    else:
        click.echo(
            f"No backlinks yet; `finder import {quote(str(opened.file))} FILE` takes in what link tools "
            "export.",
            err=True,
        )
