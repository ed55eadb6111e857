"""`finder search-console`: what Search Console tells of our pages by its API, taken in as a supplier's."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from finder.cli import EXIT_INTERRUPTED, EXIT_PROBLEM
from finder.cli.opening import NoSayingWhich, Opened, Refusal, begin_campaign, campaign_argument
from finder.cli.output import one_line, print_json
from finder.cli.progress_line import progress_line
from finder.search_console.answers import (
    ANALYTICS,
    INSPECTION,
    ROWS_AT_ONCE,
    SUPPLIER,
    Inspected,
    analytics_rows,
    counted,
    inspected,
    not_inspected,
    rows_of,
)
from finder.search_console.problems import NetworkError, PageError, QuotaError, SearchConsoleError
from finder.search_console.property import AmbiguousError, address, choose, covers, readable
from finder.storage import backlink_files, search_console, staging
from finder.storage.backlink_files import SourceFile, Taken
from finder.storage.runs import now
from finder.urls import hostname, registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.search_console.client import Account, Client
    from finder.storage import Connection
    from finder.storage.staging import Row, Staged

CREDENTIALS_VARIABLE: Final = "GOOGLE_APPLICATION_CREDENTIALS"
EXIT_QUOTA: Final = 3
EXIT_NETWORK_DOWN: Final = 4
A_DAY: Final = 2_000
_DAYS: Final = 90
_ROWS_AT_MOST: Final = 500_000
_DAY: Final = timedelta(days=1)
_PAGES_AT_ONCE: Final = 100
_FAILED_IN_A_ROW: Final = 5
_SHOWN: Final = 10


@dataclass(slots=True)
class _Call:
    """One call of the command, and what came of it."""

    opened: Opened
    client: Client
    name: str
    quiet: bool
    counted: int = 0
    said_new: int = 0
    days: tuple[str, str] = ("", "")
    waiting: list[Inspected] = field(default_factory=list)
    pages: int = 0
    links: int = 0
    new: int = 0
    own: int = 0
    due: int = 0
    failed: int = 0
    refused: list[str] = field(default_factory=list)


@click.command("search-console")
@campaign_argument
@click.option(
    "--credentials",
    metavar="FILE",
    envvar=CREDENTIALS_VARIABLE,
    type=click.Path(path_type=Path),
    help=f"A service account's key or an authorized-user file. [default: ${CREDENTIALS_VARIABLE}]",
)
@click.option(
    "--property",
    "wanted",
    metavar="NAME",
    default="",
    help="Such as sc-domain:acme.example. [default: yours]",
)
@click.option(
    "--pages",
    type=click.IntRange(0, A_DAY),
    default=500,
    show_default=True,
    help="Inspect so many pages of yours at most.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output instead.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def search_console_command(
    campaign: str | None, *, credentials: Path | None, wanted: str, pages: int, as_json: bool, quiet: bool
) -> None:
    """Ask Google Search Console for pages that link to yours, and for clicks, by its API.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. Your
    pages are inspected one by one, those that others say are linked to first, then by clicks; for each Google
    names a few pages that lead to it, which are taken in as backlinks. The next call goes on with others.
    Google allows 2,000 inspections a day. Its report of all links has no API: export it and use
    `finder import`. Needs the extra gsc: pip install "finder[gsc]".

    \b
    Examples:
      finder search-console acme.toml --credentials key.json
      finder search-console acme.toml --property sc-domain:acme.example --pages 2000

    Exit codes: 0 done, 1 a problem with the credentials, the campaign file, the database or Google's server,
    2 wrong usage or no saying which campaign or property, 3 Google's quota is used up, 4 Google cannot be
    reached, 130 stopped by Ctrl-C. What was taken is kept in any case.
    """
    if credentials is None:
        raise click.UsageError(
            f"Name the file of your credentials with --credentials FILE or in {CREDENTIALS_VARIABLE}."
        )
    code, call = 0, None
    try:
        opened = begin_campaign(campaign)
        account, client = _connect(credentials)
        with closing(client):
            call = _Call(opened, client, _property(opened, client, account, wanted), quiet)
            _ask(call, pages)
    except AmbiguousError as error:
        raise NoSayingWhich(one_line(error)) from error
    except SearchConsoleError as error:
        code = _exit_code(error)
        click.echo(f"finder: {one_line(error)}", err=True)
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
        click.echo("Stopped; what was taken is kept.", err=True)
    if call:
        _tell(call, as_json=as_json)
    sys.exit(code)


def _connect(file: Path) -> tuple[Account, Client]:
    try:
        from finder.search_console import client
    except ImportError as error:
        raise Refusal(
            'Google\'s client is not installed; install finder with its extra: pip install "finder[gsc]"'
        ) from error
    account = client.read_account(file)
    service = click.get_current_context().find_object(client.Service) or client.Service()
    return account, client.Client(account, service)


def _property(opened: Opened, client: Client, account: Account, wanted: str) -> str:
    campaign = opened.campaign
    names = readable(client.sites())
    return choose(names, campaign.own.sites, campaign.own_domains, account.who, wanted)


def _ask(call: _Call, pages: int) -> None:
    """Ask all there is to ask; what was taken when this raises is kept."""
    _take_analytics(call)
    try:
        _inspect(call, pages)
    finally:
        _keep(call)


def _take_analytics(call: _Call) -> None:
    """Take in clicks and impressions, once a day."""
    last = datetime.now(UTC).date() - _DAY
    start, end = call.days = ((last - (_DAYS - 1) * _DAY).isoformat(), last.isoformat())
    while call.counted < _ROWS_AT_MOST:
        digest = f"{ANALYTICS} {call.name} {end} {call.counted}"
        known = call.opened.read(backlink_files.taken_before, digest, _site(call.name))
        if known is None:
            answer = call.client.search_analytics(call.name, start, end, call.counted)
            known = _merge(call, ANALYTICS, digest, counted(analytics_rows(answer), start, end))
        call.counted += known.rows
        call.said_new += known.accepted
        if known.rows < ROWS_AT_ONCE:
            return


def _inspect(call: _Call, pages: int) -> None:
    opened, moment = call.opened, datetime.now(UTC)
    # Never again within the day for which inspections are counted.
    since = _written(moment - max(opened.campaign.backlinks.fresh_for, _DAY))
    known = opened.read(search_console.pages_to_inspect, opened.campaign.own_domains, since)
    due = [url for url in known if covers(call.name, url)]
    left = A_DAY - opened.read(search_console.inspections, call.name, _written(moment - _DAY))
    call.due = len(due)
    with progress_line(quiet=call.quiet) as tell:
        for number, url in enumerate(due[: max(0, min(pages, left))], 1):
            call.waiting.append(_inspection(call, url))
            tell(f"{number:,} of {min(pages, left, len(due)):,} pages inspected")
            if len(call.waiting) == _PAGES_AT_ONCE:
                _keep(call)
    if left < min(pages, len(due)):
        raise QuotaError(
            f"the {A_DAY:,} inspections that Google allows in a day are used up for {call.name}; "
            "go on tomorrow"
        )


def _inspection(call: _Call, url: str) -> Inspected:
    try:
        answer = call.client.inspect(call.name, url)
    except PageError as error:
        call.failed += 1
        if call.failed == _FAILED_IN_A_ROW:
            # It is not the pages: they are asked for again.
            del call.waiting[1 - _FAILED_IN_A_ROW :]
            raise
        return not_inspected(url, one_line(error), call.name, now())
    call.failed = 0
    return inspected(url, answer, call.name, now(), call.opened.campaign.own_domains)


def _keep(call: _Call) -> None:
    """Take in the inspections that wait for it."""
    if not call.waiting:
        return
    taken = _merge(call, INSPECTION, f"{INSPECTION} {call.name} {now()}", rows_of(call.waiting))
    call.pages += len(call.waiting)
    call.links += sum(len(each.links) for each in call.waiting)
    # The row of the page itself is new each time.
    call.new += taken.accepted - len(call.waiting)
    call.own += sum(each.own for each in call.waiting)
    call.refused += [row.why for each in call.waiting for row in each.refused]
    call.waiting = []


def _merge(call: _Call, report: str, digest: str, rows: Iterable[Row]) -> Taken:
    opened, site = call.opened, _site(call.name)
    file = SourceFile(call.name, digest, SUPPLIER, report, site)

    def lay_down(connection: Connection) -> Staged:
        return staging.stage(connection, rows, site, opened.campaign.own_domains)

    def work(connection: Connection, staged: Staged) -> Taken:
        call.refused += [row.why for row in staged.refusals]
        return backlink_files.merge(connection, opened.campaign_id, file, staged)

    return opened.database.write_staged(lay_down, work)


def _site(name: str) -> str:
    return registrable_domain(hostname(address(name)))


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _exit_code(error: SearchConsoleError) -> int:
    if isinstance(error, QuotaError):
        return EXIT_QUOTA
    return EXIT_NETWORK_DOWN if isinstance(error, NetworkError) else EXIT_PROBLEM


def _tell(call: _Call, *, as_json: bool) -> None:
    left = max(0, call.due - call.pages)
    for why in call.refused[:_SHOWN]:
        click.echo(one_line(why), err=True)
    if len(call.refused) > _SHOWN:
        click.echo(f"{len(call.refused) - _SHOWN:,} more were refused", err=True)
    if as_json:
        start, end = call.days
        analytics = {"pages": call.counted, "new": call.said_new, "start": start, "end": end}
        inspection = {"pages": call.pages, "links": call.links, "new": call.new, "own": call.own}
        inspection |= {"left": left, "refused": len(call.refused)}
        print_json({"property": call.name, ANALYTICS: analytics, INSPECTION: inspection})
        return
    click.echo(one_line(f"{call.name}: clicks and impressions of {_pages(call.counted)}."))
    links = f"{call.links:,} link{'' if call.links == 1 else 's'} from other sites, {call.new:,} of them new"
    click.echo(f"{_pages(call.pages)} inspected: {links}; {call.own:,} from your own pages left out.")
    if left:
        click.echo(f"Not inspected yet: {_pages(left)}; the same command goes on there.")


def _pages(number: int) -> str:
    return f"{number:,} page{'' if number == 1 else 's'}"
