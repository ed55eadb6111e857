"""`finder doctor`: what a crawl needs on this machine, what is there, and how to mend what is not."""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Literal

import click

from finder import __version__
from finder.browser.finding import OFF, NoBrowser, find_browser
from finder.campaign import load_campaign
from finder.cli import EXIT_PROBLEM
from finder.cli.opening import campaign_argument
from finder.cli.output import one_line, print_json, printing
from finder.cli.settings import network_settings, settings_option
from finder.storage import Database, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.campaign import Campaign

# Extra, the module that tells whether it is there, what it is for.
_EXTRAS: Final = (
    ("gsc", "googleapiclient", "Search Console by its API"),
    ("postgresql", "psycopg", "a PostgreSQL database"),
    ("warc", "fastwarc", "web archive files"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a crawl uses: whether it is there, in words, and what would mend it if not."""

    what: str
    state: Literal["ok", "without", "missing"]
    said: str
    mend: str = ""


@click.command("doctor")
@campaign_argument
@settings_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
def doctor_command(campaign: str | None, overrides: tuple[str, ...], *, as_json: bool) -> None:
    """See what finder needs on this machine: what is there, what is missing, and what mends it.

    With a CAMPAIGN (its file, or $FINDER_CAMPAIGN) its database is asked, and what it needs has to be there.
    "without" is what a crawl goes on without.

    \b
    Examples:
      finder doctor
      finder doctor acme.toml
      finder doctor -s FINDER_BROWSER=/opt/chromium/chrome

    Exit codes: 0 all that is needed is there, 1 something is missing or a problem with the campaign file, 2
    wrong usage.
    """
    setting = str(network_settings(overrides, {})["FINDER_BROWSER"] or "")
    findings = list(_findings(load_campaign(campaign) if campaign else None, setting))
    if as_json:
        print_json({"findings": [asdict(each) for each in findings]})
    else:
        with printing() as stream:
            for each in findings:
                stream.write(f"{each.state:<9}{each.what:<18}{one_line(each.said)}\n")
                if each.mend:
                    stream.write(f"{'':<27}to mend it: {one_line(each.mend)}\n")
    if any(each.state == "missing" for each in findings):
        raise SystemExit(EXIT_PROBLEM)


def _findings(campaign: Campaign | None, browser: str) -> Iterator[Finding]:
    yield Finding("finder", "ok", f"{__version__}, on Python {platform.python_version()}")
    if campaign:
        yield _database(campaign)
    yield _browser(browser)
    needed = _needed(campaign) if campaign else {}
    for extra, module, use in _EXTRAS:
        if find_spec(module):
            yield Finding(f"extra {extra}", "ok", f"for {use}")
        else:
            why = needed.get(extra, "")
            said = why or f"is not installed; only for {use}"
            mend = f'pip install "finder[{extra}]"'
            yield Finding(f"extra {extra}", "missing" if why else "without", said, mend)


def _needed(campaign: Campaign) -> dict[str, str]:
    """The extras that a campaign cannot do without, and why."""
    needed = {}
    if campaign.database_file is None:
        needed["postgresql"] = "is not installed, and the campaign's database is PostgreSQL"
    if campaign.mentions.archives:
        needed["warc"] = "is not installed, and the campaign has mentions.archives"
    return needed


def _database(campaign: Campaign) -> Finding:
    try:
        database = Database(campaign.database_url)
        try:
            if not database.exists():
                return Finding("database", "ok", "is empty; the first crawl begins it")
            database.check_version()
        finally:
            database.close()
    except StorageError as error:
        return Finding("database", "missing", str(error))
    file = campaign.database_file
    return Finding("database", "ok", str(file) if file else "PostgreSQL answers")


def _browser(setting: str) -> Finding:
    try:
        found = find_browser(setting)
    except NoBrowser as none:
        is_wanted = bool(setting.strip()) and setting.strip().lower() != OFF
        said = f"{none.why}; a crawl counts the pages that need one"
        return Finding("browser", "missing" if is_wanted else "without", said, none.mend)
    return Finding("browser", "ok", f"version {found.version}, {found.whose}: {found.path}")
