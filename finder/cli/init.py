"""`finder init`: write a campaign file by answering a few questions."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from finder import urls
from finder.campaign import examine_text
from finder.campaign.example import Answers, example
from finder.campaign.lists import STANDARD_INPUT
from finder.campaign.values import to_url
from finder.cli.check import in_words

if TYPE_CHECKING:
    from collections.abc import Callable

_DEFAULT_FILE: Final = "campaign.toml"


_OPTIONS: Final = {
    "name": "--name",
    "own.sites": "--site",
    "brands.name": "--brand",
    "brands.aliases": "--alias",
    "sources.pages": "--source",
    "sources.files": "--sources-file",
}


class Refused(click.ClickException):
    """The command cannot do what was asked: one line on standard error, exit code 2."""

    exit_code = 2


@click.command("init")
@click.argument("file", default=_DEFAULT_FILE, type=click.Path(path_type=Path))
@click.option("--name", help="Name of the campaign in the database. Default: from FILE or from the site.")
@click.option("--site", "sites", multiple=True, metavar="URL", help="Your site. Repeat it for several.")
@click.option("--brand", help="The name that people write when they mean you.")
@click.option("--alias", "aliases", multiple=True, help="Another spelling of it. Repeat it for several.")
@click.option("--source", "pages", multiple=True, metavar="URL", help="A page to look at. Repeatable.")
@click.option(
    "--sources-file",
    "files",
    multiple=True,
    metavar="PATH",
    help='A file of such pages, one per line or CSV; "-" for standard input. Repeatable.',
)
@click.option("--force", is_flag=True, help="Write over FILE if it is there.")
def init_command(file: Path, force: bool, **given: Any) -> None:
    """Write a campaign FILE (default campaign.toml) with every key explained.

    Asks what is not given. Without a terminal nothing is asked: --site, --brand and --source or
    --sources-file are needed then. The exit code is 2 when something is missing or wrong; FILE is as it was.

    \b
    finder init
    finder init acme.toml --site acme.example --brand Acme --sources-file pages.csv
    """
    if file.is_dir():
        raise Refused(f"{file} is a folder; name a file in it.")
    if file.exists() and not force:
        raise Refused(f"{file} is already there; --force writes over it.")
    if not file.absolute().parent.is_dir():
        raise Refused(f"the folder {file.parent} does not exist.")
    answers = _ask(file, **given) if _at_a_terminal() else _require(file, **given)
    text = example(answers)
    summary = _checked(text, file)
    _write(file, text, force=force)
    click.echo(f"{file}: written - {summary}")
    click.echo(f"Next: finder crawl {file}")


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


def _require(
    file: Path,
    name: str | None,
    sites: tuple[str, ...],
    brand: str | None,
    aliases: tuple[str, ...],
    pages: tuple[str, ...],
    files: tuple[str, ...],
) -> Answers:
    """The answers that were given as options. Raises ``Refused`` that names all that lack."""
    lacking = [option for option, value in (("--site", sites), ("--brand", brand)) if not value]
    if not (pages or files):
        lacking.append("--source or --sources-file")
    if lacking or not brand:
        raise Refused(f"without a terminal nothing can be asked; give {', '.join(lacking)}.")
    listed = tuple(_from_folder(path, file) for path in files)
    return Answers(name or _name_for(file, sites[0]), sites, brand, aliases, pages, listed)


def _ask(
    file: Path,
    name: str | None,
    sites: tuple[str, ...],
    brand: str | None,
    aliases: tuple[str, ...],
    pages: tuple[str, ...],
    files: tuple[str, ...],
) -> Answers:
    """The answers, asking for what was not given as an option."""
    sites = sites or (click.prompt("Your site (such as acme.example)", value_proc=_site),)
    if not brand:
        brand = click.prompt("Your brand, as people write it", value_proc=_said)
        aliases = aliases or _parts(click.prompt("Other spellings of it, separated by commas", default=""))
    if not (pages or files):
        answer = click.prompt("Pages to look at: an address, or a file that lists them", value_proc=_source)
        pages, files = ((), (answer,)) if _is_file(answer) else ((answer,), ())
    listed = tuple(_from_folder(path, file) for path in files)
    name = name or click.prompt("Name of the campaign", default=_name_for(file, sites[0]))
    return Answers(name, sites, brand, aliases, pages, listed)


def _site(text: str) -> str:
    return _or_ask_again(to_url, text)


def _source(text: str) -> str:
    return text.strip() if _is_file(text) else _or_ask_again(to_url, text)


def _said(text: str) -> str:
    if not text.strip():
        raise click.UsageError("Please give a name.")
    return text.strip()


def _or_ask_again(read: Callable[[str], str], text: str) -> str:
    try:
        return read(text)
    except ValueError as error:
        raise click.UsageError(f"This is {error}.") from error


def _is_file(text: str) -> bool:
    return text.strip() == STANDARD_INPUT or Path(text.strip()).is_file()


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _from_folder(path: str, file: Path) -> str:
    """A path as the campaign file has to say it: relative to its own folder."""
    if path == STANDARD_INPUT or Path(path).is_absolute():
        return path
    return Path(os.path.relpath(path, file.absolute().parent)).as_posix()


def _name_for(file: Path, site: str) -> str:
    """A name for the campaign: that of its file, unless it is the usual one, or else of the site."""
    said = file.stem
    if file.name == _DEFAULT_FILE:
        try:
            said = urls.site(to_url(site)).partition(".")[0]
        except ValueError:
            said = file.stem
    return re.sub(r"[^A-Za-z0-9_-]+", "-", said).strip("-")[:64] or "campaign"


def _checked(text: str, file: Path) -> str:
    """What the file will look at, in words. Ends the command when the answers are wrong."""
    campaign, problems = examine_text(text, file)
    for problem in problems:
        mark = "Warning" if problem.severity == "warning" else "Error"
        click.echo(f"{mark}: {_option(problem.key)}: {problem.message}", err=True)
    if campaign is None or any(problem.severity == "error" for problem in problems):
        raise SystemExit(2)
    return in_words(campaign)


def _option(key: str) -> str:
    """The option that an answer could have come from."""
    plain = re.sub(r"\[\d+\]", "", key)
    return _OPTIONS.get(plain, plain)


def _write(file: Path, text: str, *, force: bool) -> None:
    try:
        with file.open("w" if force else "x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except OSError as error:
        raise Refused(f"{file} cannot be written: {error.strerror}.") from error
