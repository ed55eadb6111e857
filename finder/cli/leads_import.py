"""`finder leads import`: what came of leads, from the table that an outreach tool gives back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from finder.cli.author import author_of, by_option
from finder.cli.opening import Refusal, campaign_argument, open_campaign
from finder.cli.output import one_line
from finder.returns import (
    KNOWN_COLUMNS,
    MEANINGS,
    TOOLS,
    NotATableError,
    Table,
    Words,
    read_file,
    read_rows,
    tool_of,
)
from finder.returns.tools import FLAGS, GENERIC, KEYS, OWN, Tool, named, status_columns
from finder.storage.returns import Taken, take_in
from finder.tables import plain

if TYPE_CHECKING:
    from finder.storage import Connection

_SOME_REFUSED: Final = 3
_LARGEST: Final = 200_000_000
_COLUMNS_SHOWN: Final = 8


class _DryRun(Exception):  # noqa: N818 - ends a transaction, is no error
    def __init__(self, taken: Taken) -> None:
        self.taken = taken


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@campaign_argument
@click.option("--tool", type=click.Choice([tool.name for tool in TOOLS]), help="[default: by the columns]")
@click.option(
    "--map",
    "mapped",
    metavar="WORD=MEANING",
    multiple=True,
    help=f"What a word of the tool means, one of {', '.join(MEANINGS)}; can be repeated.",
)
@click.option("--force", is_flag=True, help="Let a status go back, too.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@by_option
def import_command(
    file: Path,
    campaign: str | None,
    *,
    tool: str | None,
    mapped: tuple[str, ...],
    force: bool,
    dry_run: bool,
    by: str | None,
) -> None:
    """Take in what became of leads from a FILE that an outreach tool or a person gave back.

    FILE is CSV, TSV, JSON Lines or an XLSX workbook. CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN
    or the only campaign file here or in data/. A row is about the lead that lead_id names, else the one that
    fits page, dead URL, address and domain. A status only goes on (contacted, replied, won or lost), never
    back. Addresses that bounced or whose people unsubscribed are suppressed. Rows that are not understood are
    told with their line, the others are taken.

    \b
    Examples:
      finder leads import from-yamm.csv acme.toml
      finder leads import acme-leads.xlsx
      finder leads import recipients.csv --tool hunter --dry-run
      finder leads import export.csv --map "Link agreed=replied" --map "Ghosted=lost"

    Exit codes: 0 done, 1 the file is no such table (then nothing is changed), nothing crawled yet, or a
    problem with the campaign file or the database, 2 wrong usage or no saying which campaign, 3 some rows
    were refused.
    """
    words = Words(dict(map(_mapping, mapped)))
    table = _table(file)
    known = named(tool) if tool else tool_of(table.columns)
    _check(file, table, known)
    opened = open_campaign(campaign)
    author, why = author_of(by), f"{file.name} ({known.name})"[:200]

    def work(connection: Connection, campaign_id: int) -> Taken:
        rows = read_rows(table, known, words)
        rules = opened.campaign.suppressions
        taken = take_in(connection, campaign_id, rows, known.name, author, why, rules, force=force)
        if dry_run:
            raise _DryRun(taken)
        return taken

    try:
        taken = opened.write(work)
    except _DryRun as ended:
        taken = ended.taken
    _tell(file, known, taken, dry_run=dry_run)


def _mapping(text: str) -> tuple[str, str]:
    word, sign, meaning = text.rpartition("=")
    meaning = meaning.strip().lower()
    if not sign or not word.strip() or meaning not in MEANINGS:
        raise click.UsageError(f'--map "{one_line(text)}": write WORD=MEANING, one of {", ".join(MEANINGS)}.')
    return word, meaning


def _table(file: Path) -> Table:
    try:
        if file.is_file() and file.stat().st_size > _LARGEST:
            raise Refusal(f"{file} is larger than 200 MB; leave the columns out that are not needed")
        table = read_file(file, KNOWN_COLUMNS)
    except OSError as error:
        raise Refusal(f"{file} cannot be read: {error.strerror}") from error
    except NotATableError as error:
        raise Refusal(one_line(f"{file} {error}")) from error
    if table.warning:
        click.echo(one_line(f"{file} {table.warning}."), err=True)
    return table


def _check(file: Path, table: Table, tool: Tool) -> None:
    """A table without a column that counts is another file."""
    names = [plain(name) for name in table.columns]
    keys = {alias for key in ("lead_id", "email", "page_url", "dead_url", "prospect") for alias in KEYS[key]}
    says = set(FLAGS) | ({alias for own in OWN.values() for alias in own} if tool.name == GENERIC else set())
    shown = one_line(", ".join(name[:40] for name in table.columns[:_COLUMNS_SHOWN]))
    if not keys & set(names):
        raise Refusal(f"{file} has no column that names a lead (lead_id, email, page_url); it has {shown}")
    if not status_columns(tool, table.columns) and not says & set(names):
        raise Refusal(f"{file} has no column that says what became of it (status); it has {shown}")


def _tell(file: Path, tool: Tool, taken: Taken, *, dry_run: bool) -> None:
    for row in sorted([*taken.refused, *taken.doubtful], key=lambda each: each.line):
        click.echo(f"{file}:{row.line}: {one_line(row.why)}", err=True)
    read = taken.accepted + taken.unchanged + len(taken.refused)
    said = "would be taken" if dry_run else "taken"
    counts = f"{taken.accepted:,} {said}, {taken.unchanged:,} say nothing new, {len(taken.refused):,} refused"
    click.echo(f"{read:,} row{'' if read == 1 else 's'} of {tool.name}: {counts}.")
    if taken.refused:
        click.get_current_context().exit(_SOME_REFUSED)
