"""`finder status`: what was crawled, what waits, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from finder.cli.archive_told import counted, standing
from finder.cli.opening import campaign_argument, open_campaign
from finder.cli.output import console, one_line, print_json, printing
from finder.storage.queries.status import archive_status, status
from finder.storage.shares import FINISHED, RUNNING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STATES = {"left_out": "left out (limits.max_targets)", "dropped": "no longer listed", "not_html": "not HTML"}
_STANDINGS = {
    "unlinked": "named without a link",
    "linked": "linked",
    "template_only": "named outside the text only",
    "ambiguous": "perhaps named",
    "not_brand": "the name of something else",
}


@click.command("status")
@campaign_argument
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
def status_command(campaign: str | None, *, as_json: bool) -> None:
    """See how far the crawl of a CAMPAIGN is, what it looked at and what came of it.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/.

    \b
    Examples:
      finder status acme.toml
      finder status --json | jq .verdicts

    Exit codes: 0 done, 1 nothing crawled yet or a problem with the campaign file or the database, 2 wrong
    usage or no saying which campaign.
    """
    opened = open_campaign(campaign)
    counts = opened.read(status) | opened.read(archive_status, opened.campaign.backlinks.min_rivals)
    if as_json:
        print_json({"campaign": opened.campaign.name} | counts)
        return
    from rich.text import Text

    with printing() as stream:
        out = console(stream)
        for name, values in _lines(counts):
            for place, value in enumerate(values):
                label = name if place == 0 else ""
                out.print(Text.assemble((f"{label:<14}", "bold"), one_line(value)), soft_wrap=True)


def _lines(counts: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    yield "Runs", [_run(run) for run in counts["runs"]]
    yield "Own pages", [_states(counts["own_pages"]), *map(_not_offered, counts["own_pages_not_offered"])]
    failed = map(_failed, counts["source_pages_failed"])
    unseen = _some(counts["source_pages_unseen"], "read, but need a browser (`finder doctor`)")
    yield "Source pages", [_states(counts["source_pages"]), *unseen, *failed]
    if counts["standings"]:
        yield "Brands", [_named(counts["standings"])]
    if counts["places"]:
        yield "Places", [_states(counts["places"]), *map(_place_problem, counts["places_with_problems"])]
    if counts["archives"]:
        hints, pages = counted(counts["archive_hints"]), standing(counts["archive_pages"])
        yield "Archives", [_states(counts["archives"]), f"hints: {hints}", f"their pages: {pages}"]
    yield "Links", [f"{counts['links']:,} outbound"]
    targets = _total_and(counts["targets"], "pending", "left_out")
    yield "Targets", [targets, *_by_outcome(counts["verdicts"])]
    hosts = _number(counts["hosts_waiting"], "host")
    finds = _some(counts["finds_waiting"], "found and on the way to leads")
    kept = _some(counts["finds_kept"], "found, but a step failed on them: the next crawl tries again")
    yield "Waiting", [f"{hosts} with pending targets", *finds, *kept]
    leads = [f"{row['count']:,} {row['kind']}, {row['status']}" for row in counts["leads"]] or ["none"]
    yield "Leads", [*leads, *_some(counts["withdrawn"], "withdrawn (no longer so)")]


def _named(standings: dict[str, int]) -> str:
    """``named without a link on 4 pages, linked on 1``."""
    known = [(words, standings[name]) for name, words in _STANDINGS.items() if name in standings]
    said = [f"{words} on {number:,}" for words, number in known]
    return ", ".join([f"{said[0]} {'page' if known[0][1] == 1 else 'pages'}", *said[1:]])


def _run(run: dict[str, Any]) -> str:
    begun = f"{run['id']}: {run['spider']}, begun {run['started_at']}"
    if run["state"] == FINISHED:
        reason = "" if run["finish_reason"] == FINISHED else f" ({run['finish_reason']})"
        return f"{begun}, finished {run['ended_at']}{reason}"
    advice = "" if run["state"] == RUNNING else ": run the same command to go on"
    return f"{begun}, {run['state']}{advice}"


def _states(states: dict[str, int]) -> str:
    said = ", ".join(f"{number:,} {_STATES.get(state, state)}" for state, number in states.items())
    return said or "none"


def _total_and(states: dict[str, int], *named: str) -> str:
    some = {state: states[state] for state in named if state in states}
    total = f"{sum(states.values()):,}"
    return f"{total}, of these {_states(some)}" if some else total


def _by_outcome(verdicts: Iterable[dict[str, Any]]) -> Iterator[str]:
    """``12 dead: 10 not_found, 2 gone`` for each outcome."""
    reasons: dict[str, list[tuple[str, int]]] = {}
    for row in verdicts:
        reasons.setdefault(row["outcome"], []).append((row["reason"], row["count"]))
    for outcome, numbers in reasons.items():
        total = sum(number for _, number in numbers)
        yield f"{total:,} {outcome}: " + ", ".join(f"{number:,} {reason}" for reason, number in numbers)


def _not_offered(page: dict[str, Any]) -> str:
    why = " ".join(str(part) for part in (page["state"], page["status"], page["detail"]) if part)
    return f"cannot be offered: {page['url']} ({why})"


def _failed(row: dict[str, Any]) -> str:
    why = row["detail"] or row["failure"] or f"status {row['status']}"
    return f"{row['count']:,} failed: {why} (such as {row['example']})"


def _place_problem(row: dict[str, Any]) -> str:
    return f"{row['kind']} {row['address']}: {row['detail']}"


def _number(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _some(number: int, what: str) -> list[str]:
    return [f"{number:,} {what}"] if number else []
