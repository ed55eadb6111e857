"""`finder show`: all the evidence behind one lead."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from finder.cli.facts import fetch_lines, history_lines, second_lines
from finder.cli.filters import lately
from finder.cli.leads import full_object
from finder.cli.opening import Refusal, campaign_argument, open_campaign
from finder.cli.output import console, one_line, print_fact, print_json, printing
from finder.storage.lifecycle import Event
from finder.storage.queries.evidence import lead_evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEHIND = ("target", "looks", "runs", "history", "links", "other_pages", "other_pages_total")
_Line = tuple[str, Any]


class _Show(click.Command):
    """Takes the campaign first, too, as all other commands do."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """See :class:`click.Command`."""
        for at, (first, second) in enumerate(pairwise(args)):
            if first.endswith(".toml") and second.isdecimal():
                args = [*args[:at], second, first, *args[at + 2 :]]
        return super().parse_args(ctx, args)


@click.command("show", cls=_Show)
@click.argument("lead", type=click.IntRange(min=1))
@campaign_argument
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
def show_command(lead: int, campaign: str | None, *, as_json: bool) -> None:
    """Show all that is known of a LEAD (its id in `finder leads`): why, since when, seen how, what to offer.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/.

    \b
    Examples:
      finder show 17 acme.toml
      finder show 17 --json | jq '.looks[].fetch.hops'

    Exit codes: 0 done, 1 no such lead, nothing crawled yet, or a problem with the campaign file or the
    database, 2 wrong usage or no saying which campaign.
    """
    opened = open_campaign(campaign)
    found = opened.read(lead_evidence, lead, lately(opened.campaign))
    if found is None:
        raise Refusal(f"no lead {lead} in the campaign {opened.campaign.name}; `finder leads` shows the ids")
    if as_json:
        print_json(full_object(found) | {name: found[name] for name in _BEHIND})
        return
    with printing() as stream:
        out = console(stream)
        for name, value in _everything(found):
            print_fact(out, name, value)


def _everything(lead: dict[str, Any]) -> Iterator[_Line]:
    yield f"Lead {lead['lead_id']}: {lead['kind']} at {one_line(lead['prospect'])}", None
    yield from _standing(lead)
    if lead["withdrawn_at"]:
        yield "withdrawn", f"{lead['withdrawn_at']} {lead['withdrawn_reason']}"
    if lead["risk"]:
        yield "kept apart", lead["risk"].replace("_", " ")
        yield "it says", lead["risk_evidence"]
    yield from _place(lead)
    yield from _verdict(lead)
    for number, look in enumerate(lead["looks"], 1):
        yield from _look(number, look)
    yield from _offer(lead)
    yield from _whom(lead)
    yield from _score(lead)
    yield from _sightings(lead)
    yield from _elsewhere(lead)
    if lead["history"]:
        yield "What became of it", None
        yield from history_lines([Event(**each) for each in lead["history"]])


def _standing(lead: dict[str, Any]) -> Iterator[_Line]:
    yield "status", lead["status"]
    yield "because", lead["rejected_because"]
    yield "sleeps until", lead["snoozed_until"] or ""
    yield "owner", lead["owner"]
    yield "follow-up", lead["follow_up"] or ""
    yield "contacted", lead["contacted_at"] or ""
    yield "last written", lead["contacted_lately"]
    yield "suppressed", lead["suppressed"]
    yield "note", lead["note"]


def _place(lead: dict[str, Any]) -> Iterator[_Line]:
    yield "Where", None
    yield "page", lead["page_url"]
    yield "title", lead["page_title"]
    yield "language", lead["page_language"]
    yield "by", lead["page_authors"]
    yield "published", lead["page_published"]
    yield "modified", lead["page_modified"]
    yield "brand", lead["brand"]
    yield "mentions", lead["mentions"] or ""
    yield "linked URL", lead["linked_url"]
    yield "image URL", lead["image_url"]
    yield "rivals", lead["rivals"]
    yield "linked from", lead["linked_from"]
    yield "dead URL", lead["dead_url"]
    yield "anchor", lead["anchor"]
    yield "context", lead["context"]
    yield "heading", lead["heading"]
    yield "placement", lead["placement"]
    yield "rel", lead["rel"]


def _verdict(lead: dict[str, Any]) -> Iterator[_Line]:
    yield "Why", None
    yield "reason", f"{lead['reason']} (confidence {lead['confidence']})"
    yield "evidence", lead["evidence"]
    yield "dead since", lead["dead_since"] or ""
    yield "last alive", lead["alive_at"] or ""
    yield "archive", lead["archive_url"]
    newest = lead["target"]
    if newest and newest["outcome"]:
        said = f"{newest['outcome']}, {newest['reason']} (confidence {newest['confidence']})"
        times = "once" if newest["looks"] == 1 else f"{newest['looks']} times"
        yield "verdict now", f"{said}, looked at {times}, last {newest['checked_at']}"


def _look(number: int, look: dict[str, Any]) -> Iterator[_Line]:
    yield f"Look {number}: {look['looked_at']} {look['outcome']}, {look['reason']}", None
    yield "evidence", look["evidence"]
    yield "said by", look["said_by"]
    yield from fetch_lines(look["fetch"])
    for second in look["seconds"] or ():
        yield from second_lines(second)


def _offer(lead: dict[str, Any]) -> Iterator[_Line]:
    yield "Our page to offer", None
    yield "page", lead["replacement_url"] or "none"
    yield "title", lead["replacement_title"]
    yield "why", lead["why_match"]
    if lead["match_score"] is not None:
        yield "match", f"{lead['match_score']:.2f}{_parts(lead['match_parts'])}"


def _whom(lead: dict[str, Any]) -> Iterator[_Line]:
    yield "Whom to write to", None
    kind = f" ({lead['contact_type']})" if lead["contact_type"] else ""
    yield "e-mail", f"{lead['contact_email']}{kind}" if lead["contact_email"] else ""
    yield "name", lead["contact_name"]
    yield "found on", lead["contact_found_on"]
    yield "contact page", lead["contact_url"]
    if not lead["contact_email"] and not lead["contact_url"]:
        yield "e-mail", "none found"
    yield "suppressed", lead["suppressed"]


def _score(lead: dict[str, Any]) -> Iterator[_Line]:
    yield "Score", None
    yield "score", f"{lead['score']}{_parts(lead['score_parts'])}"
    yield "why", lead["score_why"]


def _parts(parts: dict[str, float]) -> str:
    said = ", ".join(f"{name} {value:.2f}" for name, value in parts.items())
    return f" ({said})" if said else ""


def _sightings(lead: dict[str, Any]) -> Iterator[_Line]:
    yield "Seen", None
    yield "first", lead["first_seen"]
    yield "last", lead["last_seen"]
    for run in lead["runs"]:
        yield f"run {run['run']}", f"{run['seen_at']} ({run['spider']}, begun {run['started_at']})"


def _elsewhere(lead: dict[str, Any]) -> Iterator[_Line]:
    """The other links of the page to the target, and the other pages that have one."""
    if len(lead["links"]) > 1:
        yield "All links of the page to it", None
        for link in lead["links"]:
            anchor = link["anchor"] or ("(image)" if link["image"] else "(no text)")
            yield link["placement"], f"“{anchor}” {link['spelling']}"
    if lead["other_pages"]:
        yield "Other pages that link to it", None
        for page in lead["other_pages"]:
            yield "page", f"{page['url']} {page['title']}"
        more = lead["other_pages_total"] - len(lead["other_pages"])
        yield "and", f"{more} more" if more else ""
