"""`finder init`: write a campaign file by answering a few questions."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, Final

import click

from finder import urls
from finder.brands.claims import About
from finder.brands.proposal import Proposal, propose
from finder.campaign import examine_text
from finder.campaign.example import Answers, example
from finder.campaign.lists import STANDARD_INPUT
from finder.campaign.values import to_url
from finder.cli.check import in_words
from finder.cli.output import one_line
from finder.cli.settings import network_settings, settings_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.settings import Settings

    from finder.brands.claims import OwnPage

_DEFAULT_FILE: Final = "campaign.toml"
_NONE: Final = "-"

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
@click.option(
    "--read-site/--no-read-site",
    default=None,
    help="Read a few pages of your site and fill in what they say of your brand. Default: without --brand.",
)
@click.option("--force", is_flag=True, help="Write over FILE if it is there.")
@settings_option
def init_command(
    file: Path, force: bool, overrides: tuple[str, ...], read_site: bool | None, **options: Any
) -> None:
    """Write a campaign FILE (default campaign.toml) with every key explained.

    Without --brand at most five pages of your site are read: what they say of its name, its other names,
    products, people and profiles is proposed, with who says it. A name is never made of the domain alone.

    Asks what is not given. Without a terminal nothing is asked: --site and --source or --sources-file are
    needed then, and --brand if your site does not say what it is called. The exit code is 2 when something
    is missing or wrong; FILE is as it was.

    \b
    finder init
    finder init acme.toml --site acme.example --sources-file pages.csv
    finder init acme.toml --site acme.example --brand Acme --source links.example/a
    finder init acme.toml --site acme.example --brand Acme --read-site --sources-file pages.csv
    """
    if file.is_dir():
        raise Refused(f"{file} is a folder; name a file in it.")
    if file.exists() and not force:
        raise Refused(f"{file} is already there; --force writes over it.")
    if not file.absolute().parent.is_dir():
        raise Refused(f"the folder {file.parent} does not exist.")
    given = _Given(**options)
    wanted = read_site if read_site is not None else not given.brand
    if overrides:
        _settings(overrides)
    own_site = _OwnSite(wanted, overrides)
    answers = _ask(file, given, own_site) if _at_a_terminal() else _require(file, given, own_site)
    text = example(answers)
    summary = _checked(text, file)
    _write(file, text, force=force)
    click.echo(f"{file}: written - {summary}")
    click.echo(f"Next: finder crawl {quote(str(file))}")


@dataclass(frozen=True, slots=True)
class _Given:
    """What was given as options."""

    name: str | None
    sites: tuple[str, ...]
    brand: str | None
    aliases: tuple[str, ...]
    pages: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(slots=True)
class _OwnSite:
    """The pages of the own site, if they are wanted and can be read."""

    wanted: bool
    overrides: tuple[str, ...]
    pages: list[OwnPage] = field(default_factory=list)

    def read(self, site: str) -> None:
        """Read the pages, or say in one line why they cannot be read."""
        if not self.wanted:
            return
        # Imported here: whoever gives all values needs no network.
        from finder.cli.own_site import NotReadError, read_own_site

        try:
            url = to_url(site)
        except ValueError as error:
            raise Refused(f"--site: {error}") from error
        click.echo(f"Reading {url} ...", err=True)
        try:
            self.pages = read_own_site(_settings(self.overrides), url)
        except NotReadError as error:
            click.echo(one_line(f"Nothing is proposed: {url} {error}."), err=True)

    def proposed(self, brand: str = "", *, aloud: bool = False) -> Proposal:
        """What the pages say of the brand, or of the one that a person named."""
        if not self.pages:
            return Proposal(None)
        proposal = propose(self.pages, brand)
        if aloud:
            from finder.cli.own_site import tell

            tell(proposal)
        return proposal


def _settings(overrides: tuple[str, ...]) -> Settings:
    return network_settings(overrides, {"LOG_LEVEL": "ERROR"})


def _at_a_terminal() -> bool:
    return sys.stdin.isatty()


def _require(file: Path, given: _Given, own_site: _OwnSite) -> Answers:
    """The answers that options and own pages give. Raises ``Refused`` that names all that lack."""
    lacking = [] if given.sites else ["--site"]
    if not given.brand and not (own_site.wanted and given.sites):
        lacking.append("--brand")
    if not (given.pages or given.files):
        lacking.append("--source or --sources-file")
    if lacking:
        raise Refused(f"without a terminal nothing can be asked; give {', '.join(lacking)}.")
    own_site.read(given.sites[0])
    proposal = own_site.proposed(given.brand or "", aloud=True)
    brand = given.brand or (proposal.name.value if proposal.name else "")
    if not brand:
        raise Refused(f"nothing but its address tells what {given.sites[0]} is called; give --brand.")
    aliases = given.aliases or proposal.sure(About.ALIAS)
    return _answers(file, replace(given, brand=brand, aliases=aliases), proposal)


def _ask(file: Path, given: _Given, own_site: _OwnSite) -> Answers:
    """The answers, asking for what was not given as an option."""
    sites = given.sites or (click.prompt("Your site (such as acme.example)", value_proc=_site),)
    own_site.read(sites[0])
    proposal = own_site.proposed(given.brand or "", aloud=True)
    brand, pages, files = given.brand, given.pages, given.files
    aliases = given.aliases or proposal.sure(About.ALIAS)
    if not brand:
        known = proposal.name.value if proposal.name else None
        brand = click.prompt("Your brand, as people write it", default=known, value_proc=_said)
        if brand != known:
            proposal = own_site.proposed(brand)
        aliases = given.aliases or _ask_for_aliases(proposal.sure(About.ALIAS))
    if not (pages or files):
        answer = click.prompt("Pages to look at: an address, or a file that lists them", value_proc=_source)
        pages, files = ((), (answer,)) if _is_file(answer) else ((answer,), ())
    name = given.name or click.prompt("Name of the campaign", default=_name_for(file, sites[0]))
    return _answers(file, _Given(name, sites, brand, aliases, pages, files), proposal)


def _ask_for_aliases(known: tuple[str, ...]) -> tuple[str, ...]:
    shown = ", ".join(known)
    none = f' ("{_NONE}" for none)' if known else ""
    answer = click.prompt(f"Other spellings of it, separated by commas{none}", default=shown)
    if answer == shown:
        return known
    return () if answer.strip() == _NONE else _parts(answer)


def _answers(file: Path, given: _Given, proposal: Proposal) -> Answers:
    """What was given, and beside it what own pages propose."""
    listed = tuple(_from_folder(path, file) for path in given.files)
    name = given.name or _name_for(file, given.sites[0])
    own = {urls.site(url) for site in given.sites if (url := urls.resolve(site))}
    return Answers(
        name,
        given.sites,
        given.brand or "",
        given.aliases,
        given.pages,
        listed,
        domains=tuple(domain for domain in proposal.sure(About.DOMAIN) if domain not in own),
        products=proposal.sure(About.PRODUCT),
        people=proposal.sure(About.PERSON),
        social_profiles=proposal.sure(About.SOCIAL_PROFILE),
        context=proposal.context,
        common_word=proposal.sense.common,
        sense=proposal.sense.reason,
        doubtful={about.value: proposal.doubtful(about) for about in proposal.values},
    )


def _site(text: str) -> str:
    return _or_ask_again(to_url, text)


def _source(text: str) -> str:
    if _is_file(text):
        return text.strip()
    try:
        return to_url(text)
    except ValueError as error:
        raise click.UsageError(f"There is no such file, and this is {error}.") from error


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
