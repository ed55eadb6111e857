"""`finder backlinks show`: the links of one page to us, with their history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from finder.backlink_profile.wording import named, said
from finder.cli.backlinks_list import COLUMNS, address_key, full_object
from finder.cli.opening import Refusal, campaign_argument, open_campaign
from finder.cli.output import console, print_fact, print_json, printing
from finder.storage.queries import backlinks_list as asked

if TYPE_CHECKING:
    from finder.storage.queries.leads import Record

_MOST: Final = 200
_NOT_SHOWN: Final = ("source_url", "source_domain", "target_url", "seen_by")


@click.command("show")
@click.argument("url")
@campaign_argument
@click.option("--json", "as_json", is_flag=True, help="Print an array of full objects with their events.")
def show_command(url: str, campaign: str | None, *, as_json: bool) -> None:
    """See the links of the page URL to a CAMPAIGN's sites: who says what, what our looks saw, what happened.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/.

    \b
    Examples:
      finder backlinks show https://blog.example/tides acme.toml
      finder backlinks show https://blog.example/tides --json

    Exit codes: 0 done, 1 no such link, nothing crawled or imported yet, or a problem with the campaign file
    or the database, 2 wrong usage or no saying which campaign.
    """
    wanted = address_key(url)
    opened = open_campaign(campaign)
    own = tuple(sorted(opened.campaign.own_domains))
    page = asked.BacklinkFilter(own, pages=(wanted,))
    found = opened.stream(list, asked.backlinks, page, "target", _MOST)
    if not found:
        raise Refusal(f"nobody reports a link to you on {url}; `finder backlinks list` shows all")
    links = [full_object(link) | {"events": opened.database.read(asked.events, link["id"])} for link in found]
    if as_json:
        print_json(links)
        return
    for link in links:
        _print(link)


def _print(link: dict[str, Any]) -> None:
    with printing() as stream:
        out = console(stream)
        print_fact(out, f"{link['source_url']} to {link['target_url'] or 'some page of yours'}", None)
        print_fact(out, "seen by", ", ".join(link["seen_by"]))
        for name in COLUMNS:
            if name not in _NOT_SHOWN:
                print_fact(out, said(name), "" if link[name] is None else link[name])
        for supplier, days in link["suppliers"].items():
            told = [f"{said(name)} {value}" for name, value in days.items() if value]
            print_fact(out, named(supplier), ", ".join(told) or "no day known")
        for event in link["events"]:
            print_fact(out, event["at"][:10], _event(event))


def _event(event: Record) -> str:
    changed = (
        f"{said(event['field'])}: “{event['before']}” is now “{event['after']}”" if event["field"] else ""
    )
    return ", ".join(filter(None, (event["event"], changed, said(event["why"]))))
