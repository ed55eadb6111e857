"""`finder archive`: web archives gone through for pages that are worth a look."""

from __future__ import annotations

import signal
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from finder.archive_scan.sought import Sought, sought_of
from finder.archive_scan.which_files import Choice, files_of
from finder.cli import EXIT_INTERRUPTED
from finder.cli.archive_rows import save_hints, save_known_hints
from finder.cli.archive_told import Told
from finder.cli.opening import Opened, Refusal, begin_campaign
from finder.cli.output import one_line
from finder.cli.progress_line import progress_line
from finder.cli.workers import cores
from finder.hints import Hint, each_once
from finder.storage import archives
from finder.storage.archives import GoneThrough
from finder.warc import NotAnArchive

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from finder.archive_scan.one_file import FileScan

EXIT_SOME_NOT_READ: Final = 3


@dataclass(frozen=True, slots=True)
class _Way:
    """How files are gone through: with so many processes (``None``: as many as help), or on Spark."""

    workers: int | None
    spark: bool
    master: str
    settings: dict[str, str]


@dataclass(slots=True)
class _Scan:
    """One call of the command."""

    opened: Opened
    sought: Sought
    dry_run: bool
    told: Told = field(default_factory=Told)
    hints: list[Hint] = field(default_factory=list)


@click.command("archive")
@click.argument("names", nargs=-1, metavar="CAMPAIGN WARC...")
@click.option(
    "--targets",
    "target_files",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Dead addresses beside those the database knows: a list, or a table with a column url.",
)
@click.option("--prefix", metavar="URL", default="", help="Where the paths in lists (.paths.gz) hang.")
@click.option("--segment", "segments", metavar="ID", multiple=True, help="Only this segment of Common Crawl.")
@click.option(
    "--sample",
    "share",
    metavar="SHARE",
    type=click.FloatRange(0, 1, min_open=True),
    default=1.0,
    help="So much of all files (0.01: one in a hundred), the same ones each time.",
)
@click.option("--limit-files", metavar="N", type=click.IntRange(1), help="At most so many files.")
@click.option(
    "--workers", metavar="N", type=click.IntRange(1), help="So many files at once. [default: all cores]"
)
@click.option("--spark", is_flag=True, help="As a PySpark job (extra spark).")
@click.option(
    "--spark-master", metavar="URL", default="", help="Which Spark: local[2], spark://host:7077 ..."
)
@click.option(
    "--spark-conf", "confs", metavar="NAME=VALUE", multiple=True, help="A setting of Spark; can be repeated."
)
@click.option("--again", is_flag=True, help="Go through files again that were read before.")
@click.option("--dry-run", is_flag=True, help="Go through all files, and keep nothing.")
@click.option("--csv", "csv_file", metavar="FILE", help="Write all hints as CSV; - is standard output.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
def archive_command(
    names: tuple[str, ...],
    *,
    target_files: tuple[Path, ...],
    prefix: str,
    segments: tuple[str, ...],
    share: float,
    limit_files: int | None,
    workers: int | None,
    spark: bool,
    spark_master: str,
    confs: tuple[str, ...],
    again: bool,
    dry_run: bool,
    csv_file: str | None,
    quiet: bool,
) -> None:
    """Go through web archives (WARC) for pages that name you, or link to dead targets or to rivals.

    A name that ends in .toml is the campaign; left out, it is $FINDER_CAMPAIGN or the only campaign file here
    or in data/. WARC is a file, a pattern, a folder, a URL (extra archive), or a list of paths as Common
    Crawl has it (warc.paths.gz). No page is asked for: what an archive says is a hint. The pages are listed,
    and the next `finder crawl` looks at them as they are by now; only what it sees makes a lead. Without a
    WARC it says what is known so far.

    What a file gave is kept when the file is done. A scan that was stopped goes on with the next file when
    the same command is given again; files that were read are passed over.

    \b
    Examples:
      finder archive acme.toml crawl/*.warc.gz
      finder archive acme.toml mirror/ --targets dead.txt --csv hints.csv
      finder archive acme.toml warc.paths.gz --prefix https://data.commoncrawl.org/ --sample 0.001
      finder archive acme.toml s3://bucket/crawl/*.warc.gz --spark --spark-master spark://head:7077

    Exit codes: 0 done, 1 a name that means no file, no Spark, or a problem with the campaign file or the
    database, 2 wrong usage or no saying which campaign, 3 some files could not be read to their end (the
    others were), 130 stopped by Ctrl-C.
    """
    campaigns = [name for name in names if name.lower().endswith(".toml")]
    warcs = [name for name in names if not name.lower().endswith(".toml")]
    if len(campaigns) > 1:
        raise click.UsageError(f"One campaign at a time: {', '.join(campaigns)}.")
    if dry_run and not warcs:
        raise click.UsageError("Name at least one WARC file to go through.")
    if (spark_master or confs) and not spark:
        raise click.UsageError("--spark-master and --spark-conf go with --spark.")
    way = _Way(workers, spark, spark_master, dict(map(_conf, confs)))
    opened = begin_campaign(campaigns[0] if campaigns else None)
    scan = _Scan(opened, _sought(opened, target_files), dry_run)
    addresses = _chosen(warcs, Choice(prefix, segments, share, limit_files or 0)) if warcs else []
    stopped = _go_through(scan, addresses, way, again=again, quiet=quiet)
    if csv_file:
        save_hints(csv_file, scan.hints) if dry_run else save_known_hints(csv_file, opened)
    if not quiet:
        for line in scan.told.summary(opened, dry_run=dry_run, scanned=bool(warcs), hints=scan.hints):
            click.echo(line, err=csv_file == "-")
    if stopped:
        click.echo("Stopped. What was found is kept; the same command goes on with the next file.", err=True)
        sys.exit(EXIT_INTERRUPTED)
    sys.exit(EXIT_SOME_NOT_READ if scan.told.failed else 0)


def _conf(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise click.UsageError(f'--spark-conf "{one_line(text)}": write NAME=VALUE.')
    return name.strip(), value.strip()


def _sought(opened: Opened, files: Sequence[Path]) -> Sought:
    """What the campaign looks for, with the dead targets of its database and of files."""
    from finder.campaign.lists import read_entries
    from finder.urls import origin

    dead, hosts = opened.read(archives.dead_targets)
    for file in files:
        try:
            entries = list(read_entries(file))
        except (OSError, ValueError) as error:
            said = getattr(error, "strerror", None) or str(error)
            raise Refusal(f"--targets {file}: {said}") from error
        faults = [entry for entry in entries if entry.fault]
        for entry in faults[:3]:
            click.echo(one_line(f"{file}:{entry.line}: {entry.fault}"), err=True)
        urls = [entry.url for entry in entries if not entry.fault]
        if not urls:
            raise Refusal(f"--targets {file}: holds no web address")
        dead += urls
        hosts += [url for url in urls if url == f"{origin(url)}/"]
    return sought_of(opened.campaign, dead, hosts)


def _chosen(names: Sequence[str], choice: Choice) -> list[str]:
    try:
        found = files_of(names, choice)
    except (OSError, NotAnArchive) as error:
        raise Refusal(one_line(error)) from error
    if not found:
        raise Refusal("none of the files is chosen; a larger --sample or another --segment would choose some")
    return found


def _go_through(scan: _Scan, addresses: Sequence[str], way: _Way, *, again: bool, quiet: bool) -> bool:
    """Go through the files that were not before; whether it was stopped."""
    marks = {address: _mark(address) for address in addresses}
    known = {} if again or scan.dry_run else scan.opened.read(archives.known_files, scan.sought.digest)
    todo = [address for address in addresses if address not in known or known[address] != marks[address]]
    scan.told.begin(len(todo), unchanged=len(addresses) - len(todo))
    if not todo:
        return False
    stop = _Stop()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        with progress_line(quiet=quiet) as tell, closing(_scans(scan, todo, way, tell)) as scans:
            for done in scans:
                _keep(scan, done, marks[done.address])
                tell(scan.told.line())
                if stop.asked:
                    return True
    except KeyboardInterrupt:
        return True
    return stop.asked


class _Stop:
    """Interrupts at once where it can; Python drops what is raised while an object is cleared away."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self, _number: int, _frame: object) -> NoReturn:
        self.asked = True
        raise KeyboardInterrupt


def _scans(scan: _Scan, todo: Sequence[str], way: _Way, tell: Callable[[str], None]) -> Generator[FileScan]:
    """What becomes of each file, in whatever order. Raises :class:`Refusal`."""
    from concurrent.futures.process import BrokenProcessPool

    from scrapy.utils.project import get_project_settings

    most = get_project_settings().getint("FINDER_PAGE_MAX_BYTES")
    workers = min(way.workers or cores(), len(todo))
    if way.spark:
        from finder.archive_scan.on_spark import NoSpark, scan_on_spark

        try:
            yield from scan_on_spark(todo, scan.sought, most, way.master, way.settings)
        except NoSpark as problem:
            raise Refusal(one_line(problem)) from problem
    elif workers > 1:
        from finder.archive_scan.in_processes import scan_in_processes

        try:
            yield from scan_in_processes(todo, scan.sought, most, workers)
        except BrokenProcessPool as error:
            raise Refusal(
                "a process was killed, perhaps for want of memory; what was found is kept. Go on with the "
                "same command and fewer --workers"
            ) from error
    else:
        from finder.archive_scan.in_processes import scan_here

        def under_way(file: FileScan) -> None:
            scan.told.under_way = file
            tell(scan.told.line())

        yield from scan_here(todo, scan.sought, most, under_way)


def _mark(address: str) -> str:
    """What tells whether a file of this machine is as it was; one elsewhere is taken for that."""
    try:
        state = Path(address).stat()
    except OSError:
        return ""
    return f"{state.st_size} {state.st_mtime_ns}"


def _keep(scan: _Scan, done: FileScan, mark: str) -> None:
    if done.problem:
        click.echo(one_line(f"finder: {done.address}: {done.problem}"), err=True)
    new = 0
    if scan.dry_run:
        scan.hints = each_once((*scan.hints, *done.hints))
    else:
        counts: dict[str, Any] = {name: getattr(done, name) for name in ("records", "pages", "broken")}
        file = GoneThrough(done.address, mark, scan.sought.digest, done.problem, **counts)
        new = scan.opened.write(archives.write_file, file, done.hints)
    scan.told.file_done(done, new)
