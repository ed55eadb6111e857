"""`finder backlinks list`: every link to us with what each supplier and our own look say."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Any, Final

import click

from finder.backlink_profile.wording import said
from finder.cli.opening import Opened, campaign_argument, open_campaign
from finder.cli.output import (
    STANDARD_OUTPUT,
    file_or_standard_output,
    in_terminal,
    print_json_array,
    print_lines,
    print_table,
    shown_limit,
    tell_if_cut,
)
from finder.exports.cells import CsvFile
from finder.storage.queries import backlinks_list as asked
from finder.storage.queries.backlinks_ours import suppliers
from finder.urls import identity, key, prospect, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from finder.storage.queries.backlinks_list import BacklinkFilter
    from finder.storage.queries.leads import Record

NEVER: Final = "never"
COLUMNS: Final = (
    "source_url",
    "source_domain",
    "target_url",
    "seen_by",
    "state",
    "why",
    "detail",
    "anchor",
    "rel",
    "link_type",
    "placement",
    "told_by",
    "found_url",
    "context",
    "sitewide",
    "noindex",
    "canonical",
    "page_status",
    "page_final_url",
    "target_status",
    "target_final_url",
    "target_outcome",
    "target_reason",
    "source_title",
    "language",
    "first_seen",
    "last_seen",
    "added_at",
    "looked_at",
    "live_since",
    "live_at",
    "lost_at",
)
OF_A_SUPPLIER: Final = ("first_seen", "last_seen", "lost_at")
_PIPED: Final = (*COLUMNS[:12], "first_seen", "last_seen")
_SHOWN: Final = ("domain", "page", "our page", "anchor", "rel", "seen by", "state")
_STATES: Final = (NEVER, "live", "missing", "lost", "uncertain")


def address_key(value: str) -> int:
    """The key of an address as a user gives it. Raises :class:`click.BadParameter` for what is none."""
    found = resolve(value.strip())
    if found is None:
        raise click.BadParameter(f'"{value}" is no address; write it as https://www.acme.example/page')
    return key(identity(found))


def _keys(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(map(address_key, values))


def _domains(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(prospect(value) if "://" in value else value.lower() for value in values)


def _several(name: str, place: str, help_text: str, **more: Any) -> Callable[..., Any]:
    return click.option(name, place, multiple=True, help=f"{help_text}; can be repeated.", **more)


@click.command("list")
@campaign_argument
@_several("--state", "states", "What our own looks found", type=click.Choice(_STATES))
@_several("--why", "whys", "Why it is missing or lost, such as link_removed", metavar="WHY")
@_several("--supplier", "suppliers", "Reported by this supplier, such as ahrefs", metavar="SUPPLIER")
@_several("--missing-from", "missing_from", "Not reported by this supplier", metavar="SUPPLIER")
@_several("--domain", "domains", "On pages of this domain", metavar="DOMAIN", callback=_domains)
@_several("--target", "targets", "To this page of yours", metavar="URL", callback=_keys)
@click.option(
    "--sort",
    "order",
    type=click.Choice(list(asked.ORDERS)),
    default="domain",
    show_default=True,
    help="By what.",
)
@click.option("--limit", type=click.IntRange(min=0), help="At most so many; 0: all.")
@click.option("--csv", "csv_file", metavar="FILE", help="Write all columns as CSV; - is standard output.")
@click.option("--json", "as_json", is_flag=True, help="Print an array of full objects, named as the columns.")
def list_command(
    campaign: str | None,
    csv_file: str | None,
    limit: int | None,
    order: str,
    *,
    as_json: bool,
    **options: Any,
) -> None:
    """See every link to a CAMPAIGN's sites with what each supplier and our own look say of it.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. In a
    terminal the first 50 are shown. A pipe gets all of them, tabs between the columns. Who calls a link lost
    does not report it. "search_console (page)": it says that the page links to you, not where.

    \b
    Examples:
      finder backlinks list acme.toml --state lost --why link_removed
      finder backlinks list --supplier ahrefs --missing-from semrush
      finder backlinks list --domain blog.example --sort looked_at
      finder backlinks list --csv backlinks.csv

    Exit codes: 0 done (also without backlinks), 1 nothing crawled or imported yet, the file cannot be
    written, or a problem with the campaign file or the database, 2 wrong usage or no saying which campaign.
    """
    if csv_file and as_json:
        raise click.UsageError("--csv and --json do not go together.")
    opened = open_campaign(campaign)
    options["states"] = tuple("" if state == NEVER else state for state in options["states"])
    wanted = asked.BacklinkFilter(tuple(sorted(opened.campaign.own_domains)), **options)
    if csv_file:
        _save(opened, wanted, order, limit or None, csv_file)
    elif as_json:
        opened.stream(_print_json, asked.backlinks, wanted, order, limit or None)
    else:
        limit = shown_limit(limit)
        show = _print_table if in_terminal() else _print_plain
        shown = opened.stream(show, asked.backlinks, wanted, order, limit)
        tell_if_cut(
            shown, opened.read(asked.count_backlinks, wanted) if shown == limit else shown, "backlinks"
        )
        if not shown:
            _say_why_none(opened)


def full_object(link: Record) -> dict[str, Any]:
    """All that is known of a link; what each supplier says stands under its name."""
    return {name: link[name] for name in (*COLUMNS, "suppliers")}


def _print_json(links: Iterable[Record]) -> int:
    return print_json_array(map(full_object, links))


def _save(opened: Opened, wanted: BacklinkFilter, order: str, limit: int | None, name: str) -> None:
    names = opened.read(suppliers)
    columns = (*COLUMNS, *(f"{supplier}_{what}" for supplier in names for what in OF_A_SUPPLIER))
    with file_or_standard_output(name) as stream:
        file = CsvFile(stream, columns)
        number = opened.stream(
            lambda links: file.write(_flat(links, names)), asked.backlinks, wanted, order, limit
        )
    where = "standard output" if name == STANDARD_OUTPUT else name
    click.echo(
        f"{number:,} backlink{'' if number == 1 else 's'} written to {where}", err=name == STANDARD_OUTPUT
    )


def _flat(links: Iterable[Record], names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Links whose lists are texts, with columns of their own for each supplier."""
    for link in links:
        days = link["suppliers"]
        of_suppliers = {
            f"{name}_{what}": days[name][what] if name in days else ""
            for name in names
            for what in OF_A_SUPPLIER
        }
        yield {**link, "seen_by": ", ".join(link["seen_by"]), **of_suppliers}


def _print_plain(links: Iterable[Record]) -> int:
    return print_lines(_PIPED, ([link[name] for name in _PIPED] for link in _flat(links, ())))


def _print_table(links: Iterable[Record]) -> int:
    return print_table(_SHOWN, map(_row, links))


def _row(link: Record) -> tuple[Any, ...]:
    return (
        link["source_domain"],
        link["source_url"],
        link["target_url"] or "not known",
        link["anchor"],
        link["rel"],
        ", ".join(link["seen_by"]),
        ": ".join(filter(None, (said(link["state"], "never looked at"), said(link["why"])))),
    )


def _say_why_none(opened: Opened) -> None:
    there = opened.read(asked.count_backlinks, asked.BacklinkFilter(tuple(opened.campaign.own_domains)))
    none = (
        f"No backlinks yet; `finder import {quote(str(opened.file))} FILE` takes in what link tools export."
    )
    click.echo(f"None of the {there:,} backlinks is like that." if there else none, err=True)
