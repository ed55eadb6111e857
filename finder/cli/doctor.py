"""`finder doctor`: what a crawl needs on this machine, what is there, and how to mend what is not."""

from __future__ import annotations

import asyncio
import platform
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from finder import __version__
from finder.browser.finding import OFF, Found, NoBrowser, find_browser
from finder.browser.starting import CannotStart, is_root, try_out
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
    ("archive", "fsspec", "web archive files that are elsewhere"),
    ("gsc", "googleapiclient", "Search Console by its API"),
    ("notify", "apprise", "notices of scheduled tasks"),
    ("postgresql", "psycopg", "a PostgreSQL database"),
    ("redis", "scrapy_redis", "a frontier in Redis for spiders of your own"),
    ("spark", "pyspark", "web archives on Spark"),
    ("warc", "fastwarc", "web archive files"),
)
_START: Final = 20.0  # seconds that a browser may take to begin and show a page
# What keeps a browser from having its sandbox on Linux: file of the kernel, what it says then, what mends it.
_WALLS: Final = (
    ("apparmor_restrict_unprivileged_userns", "1", "kernel.apparmor_restrict_unprivileged_userns=0"),
    ("unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone=1"),
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
        yield from _notices(campaign)
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
    if campaign.notify:
        needed["notify"] = "is not installed, and the campaign has [notify]"
    return needed


def _notices(campaign: Campaign) -> Iterator[Finding]:
    # Only here: most campaigns tell nobody.
    from finder.schedule.notify import addresses

    if not campaign.notify:
        return
    try:
        number = len(addresses(campaign))
    except ValueError as error:
        yield Finding("notices", "missing", str(error))
    else:
        yield Finding("notices", "ok", f"go to {number} address{'es' if number > 1 else ''}")


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
    state: Literal["without", "missing"] = (
        "missing" if setting.strip() and setting.strip().lower() != OFF else "without"
    )
    try:
        found = find_browser(setting)
    except NoBrowser as none:
        return Finding("browser", state, f"{none.why}; a crawl counts the pages that need one", none.mend)
    try:
        tried = asyncio.run(try_out(found, _START))
    except CannotStart as error:
        said = f"{error}; a crawl counts the pages that need one"
        return Finding("browser", state, said, _starts_again(found, error))
    walls, mend = ("in its sandbox", "") if tried.sandboxed else ("without its sandbox", _gives_sandbox())
    said = f"version {tried.version}, {found.whose}: {found.path}, starts {walls}"
    return Finding("browser", "ok", said, mend)


def _starts_again(found: Found, error: CannotStart) -> str:
    if error.of_libraries:
        return "playwright install-deps chromium"
    # Playwright's own is taken before the system's.
    if found.whose.startswith("Playwright"):
        return "playwright install --force --with-deps chromium"
    mend = "playwright install --with-deps chromium"
    return f"leave FINDER_BROWSER empty, and {mend}" if found.whose.startswith("as FINDER") else mend


def _gives_sandbox() -> str:
    if is_root():
        return "run finder as an ordinary user: Chromium gives root no sandbox"
    for name, value, mend in _WALLS:
        file = Path("/proc/sys/kernel", name)
        if file.is_file() and file.read_text(encoding="ascii").strip() == value:
            return f"sudo sysctl -w {mend}"
    return "let this container make user namespaces (Docker: --security-opt seccomp=FILE)"
