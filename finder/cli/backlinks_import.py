"""`finder import`: links as link suppliers report them, taken from the files that they export."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, Final

import click

from finder.campaign.values import to_domain
from finder.cli import EXIT_PROBLEM
from finder.cli.opening import Opened, begin_campaign
from finder.cli.output import file_or_standard_output, one_line, print_json
from finder.cli.progress_line import progress_line
from finder.exports.cells import CsvFile
from finder.storage import backlink_files, staging
from finder.storage.backlink_files import SourceFile, Taken
from finder.suppliers import UnreadableError, open_files
from finder.suppliers.row import SuppliedLink
from finder.urls import registrable_domain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from finder.storage import Connection
    from finder.storage.staging import Staged
    from finder.suppliers import SupplierFile
    from finder.suppliers.row import Refused

EXIT_SOME_REFUSED: Final = 3
_SHOWN: Final = 10
_DIGEST_BYTES: Final = 16
FIELDS: Final = tuple(name for name in SuppliedLink._fields if name not in ("line", "metrics"))


class _DryRun(Exception):  # noqa: N818 - ends a transaction, is no error
    def __init__(self, taken: Taken) -> None:
        self.taken = taken


@dataclass(slots=True)
class _Intake:
    """One call of the command, and what became of its files."""

    opened: Opened
    of_site: str
    mapping: dict[str, str]
    supplier: str
    again: bool
    dry_run: bool
    quiet: bool
    as_json: bool
    said: list[dict[str, Any]] = field(default_factory=list)
    refused: list[tuple[str, Refused]] = field(default_factory=list)
    unreadable: int = 0


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--of",
    "of_site",
    metavar="SITE",
    help="The site that the files are about, where their rows do not say. [default: yours]",
)
@click.option(
    "--map",
    "mapped",
    metavar="FIELD=COLUMN",
    multiple=True,
    help=f"Which column holds what, for a file of any origin: {', '.join(FIELDS)}; can be repeated.",
)
@click.option("--supplier", metavar="NAME", default="", help="Who made the files, if they do not show it.")
@click.option("--again", is_flag=True, help="Read files anew that were taken in before.")
@click.option("--dry-run", is_flag=True, help="Only say what would be taken.")
@click.option(
    "--refused", "refused_file", metavar="FILE", help="Write every refused row with its reason, as CSV."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output instead.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def import_command(
    files: tuple[Path, ...],
    *,
    of_site: str | None,
    mapped: tuple[str, ...],
    supplier: str,
    again: bool,
    dry_run: bool,
    refused_file: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Take in backlinks from FILEs that Ahrefs, Semrush, Moz, Search Console and others export.

    A FILE that ends in .toml is the campaign; left out, it is $FINDER_CAMPAIGN or the only campaign file here
    or in data/. What a file is shows in its columns, however it is named: CSV, TSV, a workbook (.xlsx),
    packed (.gz, .zip) or not, in any of the usual encodings and languages. Links are merged by page and
    target; what each supplier says is kept. The same file again changes nothing. A file is taken in whole,
    or not at all; rows that are no links are told with their line and the others are taken.

    \b
    Examples:
      finder import acme.toml ahrefs-backlinks.csv semrush.csv "Latest links.csv"
      finder import rival-backlinks.csv --of rival.example
      finder import links.csv --map source_url=Page --map target_url="Links to"

    Exit codes: 0 done, 1 a file cannot be read (it changes nothing, the others are taken) or a problem with
    the campaign file or the database, 2 wrong usage or no saying which campaign, 3 some rows were refused.
    """
    campaigns = [str(file) for file in files if file.suffix.lower() == ".toml"]
    tables = [file for file in files if file.suffix.lower() != ".toml"]
    if len(campaigns) > 1:
        raise click.UsageError(f"One campaign at a time: {', '.join(campaigns)}.")
    if not tables:
        raise click.UsageError("Name at least one file that a supplier exports.")
    opened = begin_campaign(campaigns[0] if campaigns else None)
    mapping, about = dict(map(_mapping, mapped)), _site(of_site, opened)
    # Which rows are refused only reading tells, also of a file that was taken in before.
    read_again = again or refused_file is not None
    intake = _Intake(opened, about, mapping, supplier, read_again, dry_run, quiet, as_json)
    for file in tables:
        _take_file(intake, file)
    if refused_file:
        _write_refused(refused_file, intake.refused)
    _sum_up(intake)
    if intake.unreadable:
        sys.exit(EXIT_PROBLEM)
    sys.exit(EXIT_SOME_REFUSED if any(each["refused"] for each in intake.said) else 0)


def _site(said: str | None, opened: Opened) -> str:
    if said is None:
        return registrable_domain(to_domain(opened.campaign.own.sites[0]))
    try:
        return registrable_domain(to_domain(said))
    except ValueError as error:
        raise click.UsageError(f"--of: {error}.") from error


def _mapping(text: str) -> tuple[str, str]:
    name, sign, column = text.partition("=")
    if not sign or name.strip() not in FIELDS or not column.strip():
        fields = ", ".join(FIELDS)
        raise click.UsageError(f'--map "{one_line(text)}": write FIELD=COLUMN, the field one of {fields}.')
    return name.strip(), column.strip()


def _take_file(intake: _Intake, file: Path) -> None:
    """Take in what a file holds; an archive may hold several tables."""
    try:
        digest = _digest(file)
        for table in open_files(file, intake.mapping, intake.supplier):
            name = f"{file}:{table.name}" if table.name else str(file)
            _take_table(intake, name, f"{digest}:{table.name}" if table.name else digest, table)
    except UnreadableError as error:
        intake.unreadable += 1
        click.echo(f"finder: {one_line(f'{file} {error}')}", err=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        intake.unreadable += 1
        click.echo(f"finder: {file} cannot be read: {error.strerror or error}", err=True)


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=_DIGEST_BYTES)).hexdigest()


def _take_table(intake: _Intake, name: str, digest: str, table: SupplierFile) -> None:
    opened = intake.opened
    known = opened.read(backlink_files.taken_before, digest, intake.of_site)
    if known and not intake.again:
        _tell(intake, name, table, known)
        return
    source = SourceFile(Path(name).name, digest, table.supplier, table.report, intake.of_site)
    staged: list[Staged] = []

    def lay_down(connection: Connection) -> Staged:
        with progress_line(quiet=intake.quiet) as tell:
            own = opened.campaign.own_domains
            read = partial(_read, tell, name)
            staged.append(staging.stage(connection, table.rows(), intake.of_site, own, read))
        return staged[0]

    def work(connection: Connection, laid: Staged) -> Taken:
        taken = backlink_files.merge(connection, opened.campaign_id, source, laid)
        if intake.dry_run:
            raise _DryRun(taken)
        return taken

    try:
        taken = opened.database.write_staged(lay_down, work)
    except _DryRun as ended:
        taken = ended.taken
    _tell(intake, name, table, taken, staged[0].refusals)


def _read(tell: Callable[[str], None], name: str, rows: int) -> None:
    tell(f"{name}: {rows:,} rows")


def _tell(
    intake: _Intake, name: str, table: SupplierFile, taken: Taken, refusals: Sequence[Refused] = ()
) -> None:
    intake.refused += [(name, each) for each in refusals]
    for each in table.warnings:
        click.echo(one_line(f"{name} {each}"), err=True)
    for refused in refusals[:_SHOWN]:
        click.echo(one_line(f"{name}:{refused.line}: {refused.why}"), err=True)
    untold = taken.refused - min(len(refusals), _SHOWN)
    if untold:
        more = f"{'more ' if refusals else ''}{'row was' if untold == 1 else 'rows were'}"
        click.echo(one_line(f"{name}: {untold:,} {more} refused; --refused FILE has them"), err=True)
    intake.said.append(
        {
            "file": name,
            "supplier": table.supplier,
            "report": table.report,
            "rows": taken.rows,
            "accepted": taken.accepted,
            "duplicate": taken.duplicate,
            "refused": taken.refused,
            "imported_before": taken.known,
        }
    )
    if not intake.as_json:
        said = "would be taken" if intake.dry_run else "taken"
        counts = f"{taken.accepted:,} {said}, {taken.duplicate:,} had already, {taken.refused:,} refused"
        before = f" (the same file was imported on {taken.known[:10]})" if taken.known else ""
        rows = f"{taken.rows:,} row{'' if taken.rows == 1 else 's'}"
        click.echo(one_line(f"{name}: {table.title}: {rows}: {counts}{before}."))


def _write_refused(path: str, refused: Sequence[tuple[str, Refused]]) -> None:
    with file_or_standard_output(path) as stream:
        rows = ({"file": name, "line": each.line, "why": each.why} for name, each in refused)
        CsvFile(stream, ("file", "line", "why")).write(rows)


def _sum_up(intake: _Intake) -> None:
    """What the campaign knows of backlinks now."""
    opened = intake.opened
    rivals = frozenset(opened.campaign.backlinks.rival_domains)
    known = opened.read(backlink_files.known_links, opened.campaign.own_domains, rivals)
    if intake.as_json:
        print_json({"files": intake.said, "links": known})
        return
    whose = ", ".join(f"{count:,} to {whom}" for whom, count in known.items() if count)
    if whose:
        click.echo(
            f"Links known now: {whose}. `finder backlinks {quote(str(opened.file))}` shows what they are "
            "like."
        )
