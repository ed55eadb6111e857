"""`finder export`: leads as files for people and other tools."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from finder.cli.export_files import Wanted, free_name, write_files
from finder.cli.filters import lead_filter, lead_filters, tell_left_out, wake_leads
from finder.cli.opening import Refusal, campaign_argument, open_campaign
from finder.cli.output import STANDARD_OUTPUT
from finder.cli.profiles import profile_named
from finder.cli.settings import settings_option
from finder.exports import FORMS, PROFILES
from finder.exports.fields import FIELDS, MESSAGE
from finder.exports.profile import WORTH_WRITING
from finder.storage import suppressing
from finder.storage.exported import mark_exported
from finder.storage.queries import leads as asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from finder.cli.export_files import Written
    from finder.cli.opening import Opened
    from finder.exports import Profile
    from finder.storage.queries.leads import Record

_SUFFIXES: Final = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".xlsx": "xlsx"}
# Names of forms that finder does not write: another form under such a name would be taken for a broken file.
_OTHER_SUFFIXES: Final = frozenset({".json", ".ods", ".pdf", ".html", ".tsv", ".xls"})
# How people call what a row lacks.
_LACKING: Final = {"contact_email": "e-mail address", "won_url": "link that was won"}


@click.command("export")
@campaign_argument
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Where to; - is standard output.  [default: NAME-leads.csv in this folder; see above]",
)
@click.option(
    "--profile",
    "profile_name",
    metavar="NAME",
    default="generic",
    show_default=True,
    help=f"The columns, named for the tool that reads them: {', '.join(PROFILES)}, or one of the campaign's.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="[default: by FILE's name, else the profile's, else csv]",
)
@click.option(
    "--bom/--no-bom",
    default=False,
    show_default=True,
    help="Begin the CSV with a byte order mark: Excel needs it to read letters other than English ones.",
)
@click.option(
    "--verify",
    is_flag=True,
    help="Look at the leads again first (as `finder verify`); write those that hold.",
)
@settings_option
@click.option("--messages", is_flag=True, help="Add columns with the message about each lead, at the end.")
@click.option("--only-new", is_flag=True, help="Leads that were not exported with this profile yet.")
@click.option(
    "--mark/--no-mark", default=True, show_default=True, help="Note what was exported, for --only-new."
)
@click.option(
    "--row-per", type=click.Choice(["lead", "prospect"]), help="[default: the profile's, else lead]"
)
@click.option(
    "--split",
    type=click.Choice(["owner"]),
    help="A file for each owner, whose name comes last in that of the file.",
)
@click.option(
    "--split-size", metavar="N", type=click.IntRange(min=1), help="A file for every N rows, numbered."
)
@lead_filters
def export_command(
    campaign: str | None,
    output: str | None,
    profile_name: str,
    overrides: tuple[str, ...],
    *,
    verify: bool,
    **options: Any,
) -> None:
    """Write the leads of a CAMPAIGN to a file, a row each.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. A
    profile has the columns that a tool wants and, unless --status says otherwise, the leads that it is for:
    new and accepted ones at organisations that were not written to lately, of linkmonitor those that were
    won, of generic all that are open. Nobody who must not be written to is ever exported. No text of a page
    becomes a formula. Without -o the file is named after campaign and profile, with --only-new also after the
    day. A file that is there already is replaced when the new one is complete, but for those named by day.

    \b
    Examples:
      finder export acme.toml
      finder export -o leads.xlsx --kind broken_link --match
      finder export --profile hunter --best-per-prospect --only-new
      finder export --profile lemlist --status accepted --split owner --verify
      finder export -o - --format jsonl | jq .prospect

    Exit codes: 0 done (also without leads), 1 nothing crawled yet, a file cannot be written, or a problem
    with the campaign file or the database, 2 wrong usage or no saying which campaign. With --verify as
    `finder verify`, and nothing is written then.
    """
    opened = open_campaign(campaign)
    profile = profile_named(opened.campaign, profile_name)
    wanted = _wanted(opened, output, profile_name, profile, options)
    leads = _leads(opened, profile_name, profile, options)
    wake_leads(opened)
    opened.database.write(suppressing.apply, opened.campaign_id, opened.campaign.suppressions)
    if verify:
        _verify(opened, leads, wanted, overrides, options)
    query = asked.leads if wanted.row_per == "lead" else asked.prospects
    written = opened.stream(
        _writing(opened, wanted), query, leads, options["order"], options["limit"] or None
    )
    _say_what_was_written(written, wanted)
    if _is_first_message(profile_name, leads.statuses):
        _say_who_is_there_twice(written, leads)
    if not options["limit"]:
        tell_left_out(opened, leads)
        _say_what_was_left_out(opened, leads, profile_name)
    if options["mark"]:
        opened.database.write(mark_exported, profile_name, written.lead_ids)


def _wanted(
    opened: Opened, output: str | None, profile_name: str, profile: Profile, options: dict[str, Any]
) -> Wanted:
    """What to write. Raises :class:`click.UsageError` for options that do not go together."""
    suffix = Path(output or "").suffix.lower()
    if suffix in _OTHER_SUFFIXES and not options["form"]:
        raise click.UsageError(f"-o {output}: there are .csv, .jsonl and .xlsx; or say which with --format.")
    form = options["form"] or _SUFFIXES.get(suffix) or profile.form
    if options["bom"] and form != "csv":
        raise click.UsageError("--bom is for CSV only.")
    if options["bom"] and not profile.bom:
        raise click.UsageError(f"--bom: what {profile_name} is for does not read a byte order mark.")
    split = bool(options["split"] or options["split_size"])
    if split and output == STANDARD_OUTPUT:
        raise click.UsageError("Standard output is one file; name another with -o to split it.")
    row_per = options["row_per"] or profile.row_per
    if row_per == "prospect" and (options["best_per_prospect"] or options["per_prospect"]):
        raise click.UsageError("With --row-per prospect there is one row for each; leave the bound away.")
    profile = profile.per(row_per)
    if options["messages"]:
        profile = profile.and_messages({name: FIELDS[name] for name in MESSAGE})
    return Wanted(
        name=output or _usual_name(opened, profile_name, form, only_new=options["only_new"]),
        form=form,
        profile=profile,
        bom=options["bom"],
        row_per=row_per,
        by_owner=bool(options["split"]),
        size=options["split_size"],
        unless_empty=options["only_new"] and not output,
    )


def _usual_name(opened: Opened, profile_name: str, form: str, *, only_new: bool) -> str:
    """Where an export goes that nobody named a file for. What is only in the last one is not replaced."""
    stem = f"{opened.campaign.name}-{'leads' if profile_name == 'generic' else profile_name}"
    return free_name(f"{stem}-{datetime.now(UTC).date()}", f".{form}") if only_new else f"{stem}.{form}"


def _writing(opened: Opened, wanted: Wanted) -> Callable[[Iterator[Record]], Written]:
    """What writes lead records, with the messages about them where a column takes something from those."""
    if not wanted.profile.messages:
        return lambda found: write_files(wanted, found)
    # Only here, since what reads templates takes a while to load.
    from finder.campaign.writing import writer_of
    from finder.messages.drafting import with_messages
    from finder.messages.templates import TemplateFaultError

    writer = writer_of(opened.campaign)

    def write(found: Iterator[Record]) -> Written:
        try:
            return write_files(wanted, with_messages(found, writer))
        except TemplateFaultError as fault:
            raise Refusal(str(fault)) from fault

    return write


def _verify(
    opened: Opened,
    leads: asked.LeadFilter,
    wanted: Wanted,
    overrides: tuple[str, ...],
    options: dict[str, Any],
) -> None:
    """Look at the leads again, or leave with the code of that when it could not be done."""
    # Only here, since what crawls takes a while to load.
    from finder.cli.verify import verify_leads
    from finder.storage.verifying import Wanted as Due

    if wanted.row_per == "prospect":
        leads = replace(leads, per_prospect=1)
    due = Due(leads, options["order"], options["limit"] or None, exported=True)
    if code := verify_leads(opened, due, overrides, again="export --verify"):
        raise SystemExit(code)


def _is_first_message(profile_name: str, statuses: tuple[str, ...]) -> bool:
    """Whether a file is for writing to people who were not written to about these leads."""
    return profile_name != "generic" and bool(statuses) and set(statuses) <= set(WORTH_WRITING)


def _leads(opened: Opened, profile_name: str, profile: Profile, options: dict[str, Any]) -> asked.LeadFilter:
    """Of which leads the export is. A first message goes to nobody who was written to lately."""
    given = lead_filter(options, opened.campaign)
    statuses = given.statuses if options["statuses"] else profile.statuses
    is_first = _is_first_message(profile_name, statuses)
    return replace(
        given,
        statuses=statuses,
        contacted_lately=options["contacted_lately"] is True if is_first else given.contacted_lately,
        requires=profile.requires,
        suppressed=False,
        unexported=profile_name if options["only_new"] else "",
    )


def _say_what_was_written(written: Written, wanted: Wanted) -> None:
    one = wanted.row_per
    for name, rows in written.rows.items():
        where = "standard output" if name == STANDARD_OUTPUT else name
        said = f"{rows:,} {one}{'' if rows == 1 else 's'} written to {where}"
        click.echo(said, err=name == STANDARD_OUTPUT)
    if not written.rows:
        click.echo(f"0 {one}s: no file written")


def _say_who_is_there_twice(written: Written, leads: asked.LeadFilter) -> None:
    """A tool writes once for each row: to one person several times unless that is seen."""
    if more := written.addressed.total() - len(written.addressed):
        rows = "row is" if more == 1 else "rows are"
        mend = "" if leads.per_prospect == 1 else "; --best-per-prospect writes one for each prospect"
        click.echo(f"{more:,} {rows} for an address that another row has{mend}", err=True)


def _say_what_was_left_out(opened: Opened, leads: asked.LeadFilter, profile_name: str) -> None:
    """How many leads lack what the profile requires; those beyond a bound per prospect are not counted."""
    _say_who_is_suppressed(opened, replace(leads, requires=(), per_prospect=None))
    if not leads.contacted_lately:
        _say_who_was_written_to(opened, replace(leads, per_prospect=None))
    if not leads.requires:
        return
    every = replace(leads, requires=(), per_prospect=None)
    with_each = (replace(every, requires=(name,)) for name in leads.requires)
    number, *there = opened.read(asked.count_each, every, *with_each)
    for name, having in zip(leads.requires, there, strict=True):
        if lacking := number - having:
            what = _LACKING.get(name, name)
            have, were = ("lead has", "was") if lacking == 1 else ("leads have", "were")
            click.echo(
                f"{lacking:,} {have} no {what} and {were} left out: {profile_name} needs one", err=True
            )


def _say_who_is_suppressed(opened: Opened, leads: asked.LeadFilter) -> None:
    said = "must not be written to and left out; `finder suppress list` says why"
    _say_who_else(opened, leads, replace(leads, suppressed=True), said)


def _say_who_was_written_to(opened: Opened, leads: asked.LeadFilter) -> None:
    said = "were written to lately and left out; --contacted-lately takes them in"
    _say_who_else(opened, leads, replace(leads, contacted_lately=True), said)


def _say_who_else(opened: Opened, leads: asked.LeadFilter, every: asked.LeadFilter, said: str) -> None:
    """How many more leads there would be, at organisations of which something is said."""
    number, taken = opened.read(asked.count_each, every, leads)
    if more := number - taken:
        one = "lead is" if more == 1 else "leads are"
        click.echo(f"{more:,} {one} at organisations that {said}", err=True)
