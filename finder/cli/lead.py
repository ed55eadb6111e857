"""`finder lead`: change leads, and see what became of one."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import click
from click.core import ParameterSource

from finder.cli.author import author_of, by_option
from finder.cli.days import Day
from finder.cli.facts import history_lines
from finder.cli.filters import filters_of_leads_to_change, lead_filter, wake_leads
from finder.cli.leads_import import import_command
from finder.cli.opening import CAMPAIGN_VARIABLE, Opened, Refusal, campaign_argument, open_campaign
from finder.cli.output import console, make_sure, one_line, print_fact, print_json, printing
from finder.lifecycle import Actor, Rejection, Status, may_become, status_of
from finder.storage import lifecycle, runs
from finder.storage.queries.leads import lead_ids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finder.storage import Connection

_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_LARGEST_ID: Final = 2**31 - 1
_MOST_SHOWN: Final = 5
_CHANGES: Final = frozenset({"status", "owner", "follow_up", "note", "reason", "snooze"})
_LONGEST_NOTE: Final = 10_000


@click.group("lead")
def lead_group() -> None:
    """Work with leads: say where each stands, who has it, when to look again.

    \b
    Examples:
      finder lead set 17 acme.toml --status accepted --owner jo
      finder lead set 18 19 --status rejected --reason poor_site
      finder lead log 17
      finder lead import from-yamm.csv
    """


class Outcome(NamedTuple):
    """What a change of leads came to: how many differ, and by lead why one was refused."""

    asked: int
    changed: int
    refused: dict[int, str]


class _DryRun(Exception):  # noqa: N818 - ends a transaction, is no error
    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


@lead_group.command("set")
@click.argument("leads", nargs=-1, metavar="ID... [CAMPAIGN]")
@click.option("--status", type=click.Choice([str(status) for status in Status]), help="What they become.")
@click.option("--owner", metavar="NAME", help="Who works on them; empty: nobody.")
@click.option("--follow-up", type=Day(none=True), help="When to look again: a day, 7d, 2w, or none.")
@click.option("--note", metavar="TEXT", help="A note in place of the one that is there; empty: none.")
@click.option("--reason", type=click.Choice([str(each) for each in Rejection]), help="Why they are rejected.")
@click.option("--snooze", type=Day(), help="Until when they sleep: a day, 30d, 2w.")
@click.option("--all-matching", is_flag=True, help="All leads that the options below say, instead of IDs.")
@click.option("--force", is_flag=True, help="Correct a status, whatever it was.")
@click.option("--yes", is_flag=True, help="Do not ask before many are changed.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@by_option
@filters_of_leads_to_change
def set_command(
    leads: tuple[str, ...],
    *,
    all_matching: bool,
    force: bool,
    yes: bool,
    dry_run: bool,
    by: str | None,
    **options: Any,
) -> None:
    """Change the leads with these IDs (in `finder leads`), or all that match.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. Every
    change is kept with time, author and what it was before. A lead goes from new to accepted, contacted,
    replied and won or lost; it can be rejected (--reason) or sleep (--snooze) on the way. Other changes are
    refused, and then none is made: --force is for what was wrong.

    \b
    Examples:
      finder lead set 17 18 acme.toml --status accepted --owner jo --follow-up 7d
      finder lead set 19 --status rejected --reason wrong_verdict --note "the page is there"
      finder lead set 20 --snooze 30d
      finder lead set --all-matching --kind broken_link --with-status new --min-score 80 --owner jo --yes

    Exit codes: 0 done (also when nothing had to change), 1 a change that is not allowed, no such lead,
    nothing crawled yet, or a problem with the campaign file or the database, 2 wrong usage.
    """
    changes = _changes(options)
    if not all_matching:
        _refuse_filters(options)
    ids, campaign = _ids_and_campaign(leads, all_matching=all_matching)
    opened = open_campaign(campaign)
    if all_matching:
        wake_leads(opened)
        wanted = lead_filter(options, opened.campaign)
        ids = opened.read(lead_ids, wanted, options["order"], options["limit"] or None)
        if not yes and not dry_run and ids:
            make_sure(f"Change {len(ids):,} lead{_s(len(ids))}?")
    outcome = _change(opened, ids, changes, author_of(by), force=force, dry_run=dry_run)
    _tell(outcome, dry_run=dry_run)


def _changes(options: Mapping[str, Any]) -> dict[str, str | None]:
    """The fields that the options say. Raises ``click.UsageError`` where they do not go together."""
    status, reason, snooze = options["status"], options["reason"], options["snooze"]
    status = status or (Status.SNOOZED if snooze else Status.REJECTED if reason else None)
    if (snooze is None) != (status != Status.SNOOZED):
        raise click.UsageError("A lead that sleeps needs a day to wake on, and no other does: --snooze 30d.")
    if snooze and snooze <= runs.now()[:10]:
        raise click.UsageError(f"--snooze {snooze}: a lead sleeps until a day to come, such as 30d.")
    if (reason is None) != (status != Status.REJECTED):
        raise click.UsageError(
            "A lead is rejected for a reason, which finder learns from: --status rejected --reason "
            f"{'|'.join(Rejection)}."
        )
    if options["note"] and len(options["note"]) > _LONGEST_NOTE:
        raise click.UsageError(f"A note has at most {_LONGEST_NOTE:,} characters.")
    said = {
        "status": status and str(status),
        "owner": options["owner"],
        "follow_up": options["follow_up"],
        "note": options["note"],
        "rejected_because": reason,
        "snoozed_until": snooze,
    }
    changes = {name: value for name, value in said.items() if value is not None}
    if not changes:
        raise click.UsageError("Say what to change: --status, --owner, --follow-up, --note, --snooze.")
    return changes


def _refuse_filters(options: Mapping[str, Any]) -> None:
    """Ids say which leads: an option that would choose among them was meant otherwise."""
    source = click.get_current_context().get_parameter_source
    given = [name for name in options if source(name) is ParameterSource.COMMANDLINE and name not in _CHANGES]
    if given:
        flags = {each.name: each.opts[0] for each in click.get_current_context().command.params}
        raise click.UsageError(f"{flags[given[0]]} chooses leads; give it with --all-matching, or only ids.")


def _ids_and_campaign(words: Sequence[str], *, all_matching: bool) -> tuple[list[int], str | None]:
    """The numbers, and the campaign if it is the last word (else as the environment has it)."""
    numbers, others = list(words), []
    if numbers and not _NUMBER.fullmatch(numbers[-1]):
        others = [numbers.pop()]
    for word in numbers:
        if not _NUMBER.fullmatch(word) or int(word) > _LARGEST_ID:
            raise click.UsageError(f'"{one_line(word)}" is no lead; `finder leads` shows the ids.')
    if bool(numbers) == all_matching:
        raise click.UsageError("Say which leads: their ids, or --all-matching with options that choose.")
    campaign = others[0] if others else os.environ.get(CAMPAIGN_VARIABLE)
    return sorted({int(word) for word in numbers}), campaign


def _change(
    opened: Opened,
    ids: list[int],
    changes: Mapping[str, str | None],
    author: str,
    *,
    force: bool,
    dry_run: bool,
) -> Outcome:
    def work(connection: Connection, campaign_id: int) -> Outcome:
        lifecycle.wake(connection, campaign_id, runs.now()[:10])
        outcome = _changed(connection, campaign_id, ids, changes, author, force=force)
        if dry_run or outcome.refused:
            raise _DryRun(outcome)
        return outcome

    try:
        return opened.write(work)
    except _DryRun as ended:
        return ended.outcome


def _changed(
    connection: Connection,
    campaign_id: int,
    ids: list[int],
    changes: Mapping[str, str | None],
    author: str,
    *,
    force: bool,
) -> Outcome:
    found = {row["id"]: row for row in lifecycle.lives(connection, ids) if row["campaign_id"] == campaign_id}
    refused = {each: "no such lead in this campaign" for each in ids if each not in found}
    status = changes.get("status")
    for each, row in found.items():
        if status and not force and (why := _forbidden(row, Status(status))):
            refused[each] = why
    if refused:
        return Outcome(len(ids), 0, refused)
    return Outcome(len(ids), lifecycle.change(connection, ids, changes, author), {})


def _forbidden(row: Mapping[str, Any], after: Status) -> str:
    before = status_of(row["status"])
    if before == after or after in may_become(before, Actor.PERSON):
        return ""
    possible = ", ".join(sorted(may_become(before, Actor.PERSON)))
    return f"it is {before}, which becomes {possible}; --force makes it {after} all the same"


def _tell(outcome: Outcome, *, dry_run: bool) -> None:
    if outcome.refused:
        told = [f"lead {each}: {why}" for each, why in list(outcome.refused.items())[:_MOST_SHOWN]]
        more = len(outcome.refused) - len(told)
        told += [f"and {more:,} more"] if more else []
        raise Refusal(f"nothing was changed. {'; '.join(told)}")
    same = outcome.asked - outcome.changed
    would = "would be changed" if dry_run else "changed"
    as_is = f", {same:,} {'is' if same == 1 else 'are'} so already" if same else ""
    click.echo(f"{outcome.changed:,} lead{_s(outcome.changed)} {would}{as_is}.")


def _s(number: int) -> str:
    return "" if number == 1 else "s"


lead_group.add_command(import_command)


@lead_group.command("log")
@click.argument("lead", type=click.IntRange(1, _LARGEST_ID))
@campaign_argument
@click.option("--json", "as_json", is_flag=True, help="Print an array of objects instead.")
def log_command(lead: int, campaign: str | None, *, as_json: bool) -> None:
    """Show what became of a LEAD: every change with time, author and reason, the oldest first.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/.

    \b
    Examples:
      finder lead log 17 acme.toml
      finder lead log 17 --json | jq '.[-1].author'

    Exit codes: 0 done, 1 no such lead, nothing crawled yet, or a problem with the campaign file or the
    database, 2 wrong usage or no saying which campaign.
    """
    opened = open_campaign(campaign)
    if not opened.read(lifecycle.is_lead_of, lead):
        raise Refusal(f"no lead {lead} in the campaign {opened.campaign.name}; `finder leads` shows the ids")
    happened = opened.database.read(lifecycle.events, lead)
    if as_json:
        print_json([each._asdict() for each in happened])
        return
    if not happened:
        click.echo("Nothing was changed yet.", err=True)
    with printing() as stream:
        out = console(stream)
        for name, value in history_lines(happened):
            print_fact(out, name, value)
