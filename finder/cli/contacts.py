"""`finder contacts`: whom to write to, and where that was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from finder.cli.filters import prospects_option
from finder.cli.opening import campaign_argument, open_campaign
from finder.cli.output import (
    in_terminal,
    print_json_array,
    print_lines,
    print_table,
    shown_limit,
    tell_if_cut,
)
from finder.storage.queries import contacts as asked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.storage.queries.leads import Record

COLUMNS: Final = ("prospect", "kind", "contact", "name", "type", "found on", "how", "leads")


@click.command("contacts")
@campaign_argument
@prospects_option
@click.option("--limit", type=click.IntRange(min=0), help="At most so many; 0: all.")
@click.option("--json", "as_json", is_flag=True, help="Print an array of full objects.")
def contacts_command(
    campaign: str | None, prospects: tuple[str, ...], limit: int | None, *, as_json: bool
) -> None:
    """See the contacts of prospects: every address with the page that has it and how it stands there.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. A crawl
    finds them ([contacts] in the campaign file). LEADS counts those for which a contact was chosen,
    a page where there is no address.

    \b
    Examples:
      finder contacts acme.toml
      finder contacts --prospect library.example
      finder contacts --json | jq '.[] | select(.kind == "email")'

    Exit codes: 0 done (also without contacts), 1 nothing crawled yet or a problem with the campaign file or
    the database, 2 wrong usage or no saying which campaign.
    """
    opened = open_campaign(campaign)
    if as_json:
        opened.stream(print_json_array, asked.contacts, prospects, limit or None)
        return
    limit = shown_limit(limit)
    show = _print_table if in_terminal() else _print_plain
    shown = opened.stream(show, asked.contacts, prospects, limit)
    tell_if_cut(shown, opened.read(asked.count_contacts, prospects) if shown == limit else shown, "contacts")
    if not shown:
        click.echo("No contacts. A crawl looks for them once there are leads.", err=True)


def _print_plain(contacts: Iterable[Record]) -> int:
    return print_lines(COLUMNS, map(_row, contacts))


def _print_table(contacts: Iterable[Record]) -> int:
    return print_table(COLUMNS, map(_row, contacts), right=("leads",))


def _row(contact: Record) -> tuple[Any, ...]:
    return (
        contact["prospect"],
        contact["kind"],
        contact["value"],
        contact["name"],
        contact["address_type"],
        contact["found_on"],
        contact["how"].replace("_", " "),
        contact["leads"],
    )
