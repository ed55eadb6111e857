"""`finder gaps`: what to write next, by how many prospects would get a fix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from finder.cli.filters import STATUSES
from finder.cli.gap_detail import show_topic
from finder.cli.gap_rows import TARGET_COLUMNS, TOPIC_COLUMNS, flat, target_rows, topic_row
from finder.cli.opening import Refusal, campaign_argument, open_campaign
from finder.cli.output import (
    NARROW,
    STANDARD_OUTPUT,
    cell,
    console,
    file_or_standard_output,
    in_terminal,
    print_json_array,
    print_lines,
    printing,
    shown_limit,
    table,
    tell_if_cut,
)
from finder.exports.cells import CsvFile
from finder.gaps import PAGE, topics
from finder.storage.queries import gaps as asked
from finder.storage.queries.leads import LeadFilter, count_leads
from finder.words import forms, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.table import Table

    from finder.cli.opening import Opened
    from finder.gaps import Topic

Row = Mapping[str, Any]


@click.command("gaps")
@campaign_argument
@click.option(
    "--min-prospects",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Topics from which so many prospects or more would get a fix.",
)
@click.option("--language", default="", metavar="CODE", help="Count only pages in this language, such as en.")
@click.option(
    "--status",
    "statuses",
    type=click.Choice(STATUSES),
    metavar="STATUS",
    multiple=True,
    help="Count only leads with this status; can be repeated.",
)
@click.option("--topic", "number", type=click.IntRange(min=1), metavar="N", help="All about topic N.")
@click.option("--targets", "by_target", is_flag=True, help="A row for each dead target, with its topic.")
@click.option("--limit", type=click.IntRange(min=0), help="At most so many rows; 0: all.")
@click.option("-o", "--output", metavar="FILE", help="Write all columns as CSV; - is standard output.")
@click.option(
    "--bom/--no-bom",
    default=False,
    show_default=True,
    help="Begin the CSV with a byte order mark: Excel needs it to read letters other than English ones.",
)
@click.option("--json", "as_json", is_flag=True, help="Print an array of full objects, named as the columns.")
def gaps_command(
    campaign: str | None, output: str | None, limit: int | None, *, bom: bool, as_json: bool, **options: Any
) -> None:
    """See what to write next for a CAMPAIGN: dead targets that no page of yours fits, by topic.

    A topic is what one new page could stand in for. The first is the one from which most prospects would get
    a fix. A target that one of your pages is offered for on any page is no gap. Topics are numbered by their
    place; the next crawl may change it, and so do --language and --status.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. In a
    terminal the first 50 are shown. A pipe gets all of them, tabs between the columns.

    \b
    Examples:
      finder gaps acme.toml
      finder gaps --min-prospects 3 --language en
      finder gaps --topic 1
      finder gaps -o gaps.csv
      finder gaps --targets --bom -o gap-targets.csv
      finder gaps --json | jq '.[].label'

    Exit codes: 0 done (also without gaps), 1 no such topic, nothing crawled yet, the file cannot be written,
    or a problem with the campaign file or the database, 2 wrong usage or no saying which campaign.
    """
    if output and as_json:
        raise click.UsageError("--output and --json do not go together.")
    if bom and not output:
        raise click.UsageError("--bom is for --output only.")
    opened = open_campaign(campaign)
    wanted = asked.GapFilter(
        options["language"].lower().replace("_", "-").partition("-")[0], options["statuses"]
    )
    found = topics(opened.read(asked.gaps, wanted))
    number, by_target = options["number"], options["by_target"]
    if number:
        chosen = [_numbered(found, number)]
    else:
        chosen = [topic for topic in found if topic.prospects >= options["min_prospects"]]
    if number and not by_target and not output:
        show_topic(opened, wanted, chosen[0], as_json=as_json)
        return
    rows = list(target_rows(chosen) if by_target else map(topic_row, chosen))
    what = "target" if by_target else "topic"
    if output:
        _save(rows[: limit or None], what, output, bom=bom)
    elif as_json:
        print_json_array(rows[: limit or None])
    else:
        _show(rows, what, shown_limit(limit))
        if not rows:
            _say_why_none(opened, len(found))


def _numbered(found: Sequence[Topic], number: int) -> Topic:
    if number > len(found):
        there = f"there are {len(found):,}" if found else "there is none"
        raise Refusal(f"no topic {number}; {there}, `finder gaps` shows them")
    return found[number - 1]


def _save(rows: Sequence[Row], what: str, name: str, *, bom: bool) -> None:
    with file_or_standard_output(name) as stream:
        number = CsvFile(stream, COLUMNS[what], bom=bom).write(map(flat, rows))
    where = "standard output" if name == STANDARD_OUTPUT else name
    click.echo(
        f"{number:,} {what}{'' if number == 1 else 's'} written to {where}", err=name == STANDARD_OUTPUT
    )


def _show(rows: Sequence[Row], what: str, limit: int | None) -> None:
    shown = rows[:limit]
    if not in_terminal():
        columns = COLUMNS[what]
        print_lines(columns, ([row[name] for name in columns] for row in map(flat, shown)))
    elif shown:
        with printing() as stream:
            out = console(stream)
            out.print(_TABLES[what](shown, narrow=out.width < NARROW))
    tell_if_cut(len(shown), len(rows), f"{what}s")


def _topic_table(rows: Iterable[Row], *, narrow: bool) -> Table:
    made = _table(("topic", "prospects", "pages", "targets"), ("about", "most linked dead URL"), narrow)
    for row in rows:
        numbers = [row[name] for name in ("topic", "prospects", "source_pages", "targets")]
        copies = [f"copy: {url}" for url in row["archive_urls"][:1]]
        _add(made, numbers, _about(row), (row["dead_urls"][0], *copies), narrow)
    return made


def _target_table(rows: Iterable[Row], *, narrow: bool) -> Table:
    made = _table(("topic", "prospects", "pages"), ("about", "dead URL"), narrow)
    for row in rows:
        numbers = [row[name] for name in ("topic", "prospects", "source_pages")]
        about = (row["label"], *(f"“{anchor}”" for anchor in row["anchors"][:1] if anchor != row["label"]))
        copy = f"copy: {row['archive_url']}" if row["archive_url"] else ""
        _add(made, numbers, about, (row["dead_url"], copy), narrow)
    return made


def _table(numbers: tuple[str, ...], texts: tuple[str, ...], narrow: bool) -> Table:
    """In a narrow terminal the long columns stand below each other."""
    made = table(*numbers, *(texts[:1] if narrow else texts), right=numbers)
    made.show_lines = narrow
    return made


def _add(
    made: Table, numbers: Iterable[int], about: tuple[str, ...], links: tuple[str, ...], narrow: bool
) -> None:
    texts = (cell(*about, *links),) if narrow else (cell(*about), cell(*links))
    made.add_row(*map(cell, numbers), *texts)


def _about(row: Row) -> tuple[str, ...]:
    """A topic's label with language and what was linked, and its words that the label has not."""
    asset = "" if row["asset"] == PAGE else row["asset"]
    more = ", ".join(filter(None, (row["language"], asset)))
    named = _forms(row["label"])
    words = " ".join(word for word in row["words"] if not _forms(word) <= named)
    return (f"{row['label']} ({more})" if more else row["label"], f"also: {words}" if words else "")


def _forms(text: str) -> set[str]:
    return {forms(word)[0] for word in split_words(text)}


COLUMNS: Final = {"topic": TOPIC_COLUMNS, "target": TARGET_COLUMNS}
_TABLES: Final = {"topic": _topic_table, "target": _target_table}


def _say_why_none(opened: Opened, found: int) -> None:
    there = opened.read(count_leads, LeadFilter(kinds=("broken_link",), risky=True))
    said = "No broken links yet; `finder status` says what was crawled."
    if found:
        said = f"None of the {found:,} topics has so many prospects."
    elif there:
        said = (
            "No gap: one of your pages fits every dead target, or no lead is as --language and --status say."
        )
    click.echo(said, err=True)
