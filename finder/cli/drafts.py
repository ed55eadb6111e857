"""`finder drafts`: a message about each lead as a file to read, change and send. Nothing is sent here."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from finder.campaign.writing import writer_of
from finder.cli.filters import lead_filter, lead_filters, wake_leads
from finder.cli.opening import Refusal, campaign_argument, open_campaign
from finder.cli.output import one_line, printing, whole_file
from finder.exports.cells import clean
from finder.exports.profile import WORTH_WRITING
from finder.lifecycle import Status
from finder.messages.drafting import Draft, Refused, draft_of
from finder.messages.eml import eml, file_name
from finder.messages.facts import SENDER
from finder.messages.plain import mailbox
from finder.messages.templates import TemplateFaultError
from finder.storage import suppressing
from finder.storage.queries.evidence import lead_evidence
from finder.storage.queries.leads import leads, suppressed_groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from finder.cli.opening import Opened
    from finder.messages.drafting import Writer
    from finder.storage.queries.leads import LeadFilter, Record

EXIT_REFUSED: Final = 3

# To whom a message goes that is the first, and to whom one that follows it.
_WRITTEN_TO: Final = (Status.CONTACTED.value,)
_COUNTED: Final = {
    "kept": "already there and left as it is (--replace writes it anew)",
    "no_address": "without an e-mail address",
    "suppressed": "not to be written to",
}


@click.command("drafts")
@campaign_argument
@click.option(
    "-o", "--output", metavar="FOLDER", help="Where to.  [default: NAME-drafts in the current folder]"
)
@click.option("--follow-up", is_flag=True, help="The second message, to those who were written to.")
@click.option("--replace", "anew", is_flag=True, help="Write drafts anew that are there already.")
@click.option("--show", type=click.IntRange(min=1), metavar="ID", help="Print the draft of one lead instead.")
@lead_filters
def drafts_command(
    campaign: str | None,
    output: str | None,
    show: int | None,
    *,
    follow_up: bool,
    anew: bool,
    **options: Any,
) -> None:
    """Write a message about each lead of a CAMPAIGN as an .eml file, for you to read, change and send.

    finder sends nothing. CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file
    here or in data/. Who writes is in its table [messages]; a folder messages beside it has your own
    templates. Without --status, leads are taken that are new or accepted, with --follow-up those that are
    contacted. A first message to organisations that were written to lately needs --contacted-lately.

    A lead that lacks a fact which its template shows gets no draft: it is told with the name of the fact.

    \b
    Examples:
      finder drafts acme.toml -o drafts
      finder drafts --show 17
      finder drafts --follow-up --since 2026-11-01

    Exit codes: 0 done, 1 nothing crawled yet, no such lead, a folder that cannot be written, or a problem
    with the campaign file or the database, 2 wrong usage or no saying which campaign, 3 some leads lack a
    fact.
    """
    opened = open_campaign(campaign)
    writer = writer_of(opened.campaign)
    try:
        if show is not None:
            refused = _show(opened, writer, show, follow_up=follow_up)
        else:
            desk = _Desk(writer, Path(output or f"{opened.campaign.name}-drafts"), follow_up, anew)
            refused = _write(opened, desk, options)
    except TemplateFaultError as fault:
        raise Refusal(str(fault)) from fault
    if refused:
        raise SystemExit(EXIT_REFUSED)


def _write(opened: Opened, desk: _Desk, options: dict[str, Any]) -> bool:
    if not desk.writer.sender.sender_email:
        raise Refusal(f"{opened.file}: messages.sender_email is missing; a draft says whom it is from")
    wake_leads(opened)
    opened.database.write(suppressing.apply, opened.campaign_id, opened.campaign.suppressions)
    desk.suppressed = opened.read(suppressed_groups)
    opened.stream(
        desk.take, leads, _wanted(opened, desk, options), options["order"], options["limit"] or None
    )
    for line in desk.told():
        click.echo(line, err=True)
    number = desk.counts["written"]
    click.echo(f"{number:,} draft{'' if number == 1 else 's'} written to {desk.folder}")
    return bool(desk.refused)


def _wanted(opened: Opened, desk: _Desk, options: dict[str, Any]) -> LeadFilter:
    """Which leads: a first message goes to nobody who was written to lately, unless asked for."""
    wanted = lead_filter(options, opened.campaign)
    if not options["statuses"]:
        wanted = replace(wanted, statuses=_WRITTEN_TO if desk.follow_up else WORTH_WRITING)
    return replace(wanted, contacted_lately=desk.follow_up or options["contacted_lately"] is True)


@dataclass(slots=True)
class _Desk:
    """Where drafts are written, and what became of each lead."""

    writer: Writer
    folder: Path
    follow_up: bool
    anew: bool
    suppressed: frozenset[int] = frozenset()
    counts: Counter[str] = field(default_factory=Counter)
    addressed: Counter[str] = field(default_factory=Counter)
    refused: dict[tuple[str, ...], list[int]] = field(default_factory=lambda: defaultdict(list))

    def take(self, records: Iterable[Record]) -> None:
        """Write the drafts of leads."""
        for record in records:
            self.counts[self._one(record)] += 1

    def told(self) -> Iterator[str]:
        """What became of the leads that got no draft."""
        for reason, said in _COUNTED.items():
            if self.counts[reason]:
                yield f"{self.counts[reason]:,} {said}"
        more = self.addressed.total() - len(self.addressed)
        if more:
            yield f"{more:,} to an address that gets another one (--best-per-prospect: one for each prospect)"
        for missing, numbers in self.refused.items():
            yield f"{_lacking(missing)}: no draft for {_numbered(numbers)}"

    def _one(self, record: Record) -> str:
        if record["suppressed"] or record["prospect_group"] in self.suppressed:
            return "suppressed"
        address = mailbox(record["contact_email"])
        if not address:
            return "no_address"
        path = self.folder / file_name(record, follow_up=self.follow_up)
        if path.exists() and not self.anew:
            return "kept"
        made = draft_of(record, self.writer, follow_up=self.follow_up)
        if isinstance(made, Refused):
            self.refused[made.missing].append(made.lead_id)
            return "refused"
        self._put(path, eml(made, record, self.writer.sender, datetime.now(UTC)))
        self.addressed[address.lower()] += 1
        return "written"

    def _put(self, path: Path, content: bytes) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refusal(f"{self.folder} cannot be made: {error.strerror}") from error
        with whole_file(path) as stream:
            stream.write(content)


def _show(opened: Opened, writer: Writer, number: int, *, follow_up: bool) -> bool:
    record = opened.read(lead_evidence, number)
    if record is None:
        raise Refusal(
            f"no lead {number} in the campaign {opened.campaign.name}; `finder leads` shows the ids"
        )
    made = draft_of(record, writer, follow_up=follow_up)
    if isinstance(made, Refused):
        click.echo(f"{_lacking(made.missing)}: no draft for {_numbered([made.lead_id])}", err=True)
        return True
    if record["suppressed"]:
        click.echo(f"Not to be written to: {one_line(record['suppressed'])}", err=True)
    with printing() as stream:
        stream.write(_printed(made, record, writer))
    return False


def _printed(made: Draft, record: Record, writer: Writer) -> str:
    to = mailbox(record["contact_email"]) or "(no e-mail address)"
    head = {"From": writer.sender.sender_email or "(nobody)", "To": to, "Subject": made.subject}
    lines = (f"{name}: {one_line(said)}" for name, said in head.items())
    return clean("\n".join((*lines, "", made.body, "")))


def _lacking(missing: tuple[str, ...]) -> str:
    said = (f"messages.{name} in the campaign file" if name in SENDER else name for name in missing)
    return f"no {' and no '.join(said)}"


def _numbered(numbers: list[int]) -> str:
    return f"lead{'' if len(numbers) == 1 else 's'} {', '.join(map(str, numbers))}"
