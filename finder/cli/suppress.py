"""`finder suppress`: whom nobody may write to, in any campaign of the database."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from finder.campaign.outreach import suppression_lines
from finder.cli.author import author_of, by_option
from finder.cli.opening import CAMPAIGN_VARIABLE, Opened, Refusal, campaign_argument, open_campaign
from finder.cli.output import one_line, print_json_array, print_lines
from finder.storage import suppressing, suppressions
from finder.suppression import Rule, Sort, digest_of, rule_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.storage import Connection

COLUMNS: Final = ("sort", "value", "why", "added_at", "author")
_SOME_REFUSED: Final = 3
_MOST_SHOWN: Final = 5


@click.group("suppress")
def suppress_group() -> None:
    """Keep a list of whom never to write to: addresses, domains, patterns.

    It holds for all campaigns of the database. Leads of a domain that is on it are not exported for outreach
    tools, an address that is on it is never the contact of a lead.

    \b
    Examples:
      finder suppress add example.org editor@example.net acme.toml --why "asked us to stop"
      finder suppress add "*@agency.example" "*.gov"
      finder suppress import never.txt
      finder suppress list
    """


@suppress_group.command("add")
@click.argument("values", nargs=-1, required=True, metavar="VALUE... [CAMPAIGN]")
@click.option("--why", metavar="TEXT", default="", help="Why nobody may write to them.")
@by_option
def add_command(values: tuple[str, ...], why: str, by: str | None) -> None:
    """Add each VALUE: an address, a domain (and all below it), or a pattern (*@agency.example, *.gov).

    CAMPAIGN is its file (.toml); left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/.

    Exit codes: 0 done, 1 a value that is none of these (then nothing is added), nothing crawled yet, or a
    problem with the campaign file or the database, 2 wrong usage.
    """
    words, campaign = _values_and_campaign(values)
    rules = [_rule(word, why) for word in words]
    opened = open_campaign(campaign)
    _say_added(*_add(opened, rules, author_of(by)))


@suppress_group.command("remove")
@click.argument("values", nargs=-1, required=True, metavar="VALUE... [CAMPAIGN]")
def remove_command(values: tuple[str, ...]) -> None:
    """Take each VALUE off the list again, spelled as `finder suppress list` shows it.

    An address that was forgotten is named by itself or by its digest. What files of the campaign say stays.

    Exit codes: 0 done, 1 a value is not on the list (then none is removed), nothing crawled yet, or a problem
    with the campaign file or the database, 2 wrong usage.
    """
    words, campaign = _values_and_campaign(values)
    opened = open_campaign(campaign)

    def work(connection: Connection, campaign_id: int) -> int:
        known = {(rule.sort, rule.value): rule for rule in suppressions.rules(connection)}
        old = [_known(word, known) for word in words]
        suppressions.remove(connection, old)
        suppressing.apply_everywhere(connection, campaign_id, opened.campaign.suppressions)
        return len(set(old))

    number = opened.write(work)
    click.echo(f"{number:,} removed.")


@suppress_group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@campaign_argument
@click.option("--why", metavar="TEXT", default="", help="Why, for lines that say nothing of it.")
@by_option
def import_command(file: Path, campaign: str | None, why: str, by: str | None) -> None:
    """Add what a FILE lists: a value on each line, behind a comma or tab why; # begins a comment.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. Lines
    that are not understood are told, the others are taken.

    Exit codes: 0 done, 1 the file cannot be read, nothing crawled yet, or a problem with the campaign file or
    the database, 2 wrong usage or no saying which campaign, 3 some lines were not understood.
    """
    try:
        lines = suppression_lines(file)
    except OSError as error:
        raise Refusal(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Refusal(f"{file} is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    except ValueError as error:
        raise Refusal(f"{file} {error}") from error
    opened = open_campaign(campaign)
    bad = [line for line in lines if line.fault]
    rules = [line.rule._replace(why=line.rule.why or why, source="") for line in lines if line.rule]
    _say_added(*_add(opened, rules, author_of(by)))
    for line in bad[:_MOST_SHOWN]:
        click.echo(f"{file}:{line.line}: {one_line(line.fault)}", err=True)
    if bad:
        click.echo(f"{file}: {len(bad):,} line{'' if len(bad) == 1 else 's'} passed over.", err=True)
        click.get_current_context().exit(_SOME_REFUSED)


@suppress_group.command("list")
@campaign_argument
@click.option("--json", "as_json", is_flag=True, help="Print an array of objects instead.")
def list_command(campaign: str | None, *, as_json: bool) -> None:
    """Show the list, the oldest first, tabs between the columns.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. Files
    that the campaign names are not shown.

    Exit codes: 0 done, 1 nothing crawled yet, or a problem with the campaign file or the database, 2 wrong
    usage or no saying which campaign.
    """
    opened = open_campaign(campaign)
    found: list[dict[str, Any]] = opened.database.read(suppressions.listed)
    if as_json:
        print_json_array(found)
    else:
        print_lines(COLUMNS, ([each[name] for name in COLUMNS] for each in found))


def _add(opened: Opened, rules: Sequence[Rule], author: str) -> tuple[int, int, int]:
    def work(connection: Connection, campaign_id: int) -> tuple[int, int, int]:
        new = suppressions.add(connection, rules, author)
        hit = suppressing.apply_everywhere(connection, campaign_id, opened.campaign.suppressions)
        return new, len({rule[:2] for rule in rules}) - new, hit

    return opened.write(work)


def _say_added(new: int, known: int, hit: int) -> None:
    already = f", {known:,} there already" if known else ""
    click.echo(f"{new:,} added{already}; that concerns {hit:,} prospects and contacts.")


def _known(word: str, known: dict[tuple[Sort, str], Rule]) -> Rule:
    rule = known.get((Sort.DIGEST, word.strip().lower())) or _rule(word, "")
    found = known.get(rule[:2])
    if found is None and rule.sort is Sort.ADDRESS:
        found = known.get((Sort.DIGEST, digest_of(rule.value)))
    if found is None:
        raise Refusal(f"{one_line(word)} is not on the list; `finder suppress list` shows it")
    return found


def _rule(word: str, why: str) -> Rule:
    try:
        return rule_of(word, why)
    except ValueError as error:
        raise Refusal(one_line(error)) from error


def _values_and_campaign(words: Sequence[str]) -> tuple[list[str], str | None]:
    """The campaign is the last word if that is a TOML file: no domain ends so."""
    values = list(words)
    campaign = values.pop() if values[-1].lower().endswith(".toml") else os.environ.get(CAMPAIGN_VARIABLE)
    if not values:
        raise click.UsageError("Say whom: an address, a domain or a pattern.")
    return values, campaign
