"""`finder leads`: the leads as a table, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from finder.cli.filters import lead_filter, lead_filters, tell_left_out, wake_leads
from finder.cli.opening import Opened, campaign_argument, open_campaign
from finder.cli.output import (
    NARROW,
    cell,
    console,
    in_terminal,
    print_json_array,
    print_lines,
    printing,
    shown_limit,
    table,
)
from finder.exports.generic import generic
from finder.storage.queries import leads as asked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.storage.queries.leads import Record

COLUMNS: Final = ("score", "id", "kind", "prospect", "page", "dead URL, brand or image", "our page", "status")
MORE: Final = (
    "page_language",
    "brand",
    "heading",
    "confidence",
    "score_parts",
    "match_score",
    "match_parts",
    "prospect_group",
    "status_at",
    "suppressed",
    "withdrawn_at",
    "withdrawn_reason",
)


class _Leads(click.Command):
    """The listing; behind ``import`` another command, which reads what came of leads."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """See :class:`click.Command`."""
        if args[:1] == ["import"]:
            # Only here, since what reads the tables of tools takes a while to load.
            from finder.cli.leads_import import import_command

            return import_command.make_context(f"{info_name} import", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command("leads", cls=_Leads)
@campaign_argument
@lead_filters
@click.option(
    "--json", "as_json", is_flag=True, help="Print an array of full objects, named as the CSV columns."
)
def leads_command(campaign: str | None, *, as_json: bool, **options: Any) -> None:
    """See the leads of a CAMPAIGN, best first.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. In a
    terminal the first 50 are shown. A pipe gets all of them, tabs between the columns. What became of leads
    in another tool is taken in by `finder leads import`, which has a help of its own.

    \b
    Examples:
      finder leads acme.toml
      finder leads --kind broken_link --match --min-score 60
      finder leads --since 2026-11-23 --sort first_seen
      finder leads --text "tide tables" --limit 0
      finder leads --best-per-prospect
      finder leads --json | jq '.[].page_url'
      finder leads import from-yamm.csv

    Exit codes: 0 done (also without leads), 1 nothing crawled yet or a problem with the campaign file or the
    database, 2 wrong usage or no saying which campaign.
    """
    opened = open_campaign(campaign)
    wake_leads(opened)
    wanted, order, limit = lead_filter(options, opened.campaign), options["order"], options["limit"]
    if as_json:
        opened.stream(_print_json, asked.leads, wanted, order, limit or None)
        tell_left_out(opened, wanted)
        return
    limit = shown_limit(limit)
    show = _print_table if in_terminal() else _print_plain
    shown = opened.stream(show, asked.leads, wanted, order, limit)
    tell_left_out(opened, wanted, shown)
    if not shown:
        _say_why_none(opened)


def full_object(lead: Record) -> dict[str, Any]:
    """All that is known of a lead: the columns of its CSV row, then what led to score and match."""
    return generic(lead) | {name: lead[name] for name in MORE}


def _print_json(leads: Iterable[Record]) -> int:
    return print_json_array(map(full_object, leads))


def _print_plain(leads: Iterable[Record]) -> int:
    return print_lines(COLUMNS, map(_row, leads))


def _print_table(leads: Iterable[Record]) -> int:
    rows = list(map(_row, leads))
    with printing() as stream:
        out = console(stream)
        if rows:
            out.print(_narrow(rows) if out.width < NARROW else _wide(rows))
    return len(rows)


def _row(lead: Record) -> tuple[Any, ...]:
    return (
        lead["score"],
        lead["lead_id"],
        lead["kind"],
        lead["prospect"],
        lead["page_title"] or lead["page_url"],
        lead["dead_url"] or lead["brand"] or lead["image_url"] or lead["rivals"],
        lead["replacement_url"],
        "withdrawn" if lead["withdrawn_at"] else lead["status"],
    )


def _wide(rows: Iterable[tuple[Any, ...]]) -> Any:
    made = table(*COLUMNS, right=("score", "id"))
    for row in rows:
        made.add_row(*map(cell, row))
    return made


def _narrow(rows: Iterable[tuple[Any, ...]]) -> Any:
    """The long columns below each other, with a word for each."""
    made = table("score", "id", "lead", "status", right=("score", "id"))
    made.show_lines = True
    for score, number, kind, prospect, page, about, ours, status in rows:
        what = (f"{kind} at {prospect}", page, f"about: {about}", f"offer: {ours}" if ours else "no match")
        made.add_row(cell(score), cell(number), cell(*what), cell(status))
    return made


def _say_why_none(opened: Opened) -> None:
    there = opened.read(asked.count_leads, asked.LeadFilter(withdrawn=True, risky=True))
    said = "No leads yet; `finder status` says what was crawled."
    if there:
        known = ", ".join(opened.read(asked.statuses))
        said = f"None of the {there:,} leads (withdrawn ones included; statuses: {known}) is like that."
    click.echo(said, err=True)
