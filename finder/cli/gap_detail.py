"""One topic with everything behind it: `finder gaps --topic N`."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from finder.cli.gap_rows import target_row, topic_row
from finder.cli.output import console, print_fact, print_json, printing
from finder.gaps import PAGE
from finder.storage.queries.gaps import leads_about

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finder.cli.opening import Opened
    from finder.gaps import Member, Topic
    from finder.storage.queries.gaps import GapFilter
    from finder.storage.queries.leads import Record

MOST_TARGETS: Final = 50
MOST_PROSPECTS: Final = 50
_Line = tuple[str, Any]


def show_topic(opened: Opened, wanted: GapFilter, topic: Topic, *, as_json: bool) -> None:
    """Print a topic with its dead targets and leads, as lines for people or as one JSON object with all."""
    ids = [number for member in topic.members for number in member.target.ids]
    leads = opened.read(leads_about, wanted, ids)
    if as_json:
        targets = [target_row(topic, member) for member in topic.members]
        print_json(topic_row(topic) | {"dead_targets": targets, "all_leads": leads})
        return
    with printing() as stream:
        out = console(stream)
        for name, value in _everything(topic, leads):
            print_fact(out, name, value)


def _everything(topic: Topic, leads: Sequence[Record]) -> Iterator[_Line]:
    yield f"Topic {topic.number}: {topic.label}", None
    yield "words", " ".join(topic.words)
    yield "anchors", " | ".join(topic.anchors)
    yield "language", topic.language
    yield "linked", topic.asset if topic.asset != PAGE else ""
    yield "prospects", f"{topic.prospects:,}, on {_many(topic.source_pages, 'page')}"
    yield "leads", f"{topic.leads:,}, mean score {topic.score}"
    yield from _targets(topic.members)
    yield from _prospects(leads)


def _targets(members: Sequence[Member]) -> Iterator[_Line]:
    yield f"Dead targets ({len(members):,})", None
    for member in members[:MOST_TARGETS]:
        target = member.target
        yield "dead URL", f"{target.url} (linked by {_many(len(target.source_pages), 'page')})"
        for spelling in target.urls[1:]:
            yield "also as", spelling
        yield "archive", f"{target.archive_url} {target.archived_title}"
        yield "anchors", " | ".join(said.text for said in target.anchors)
        yield "shares", f"{' '.join(member.shared)} (likeness {member.likeness:.2f})" if member.shared else ""
    if len(members) > MOST_TARGETS:
        yield "and", f"{len(members) - MOST_TARGETS:,} more: --topic with --targets lists all"


def _prospects(leads: Sequence[Record]) -> Iterator[_Line]:
    by_prospect = [(name, list(some)) for name, some in groupby(leads, key=itemgetter("prospect"))]
    # The best first; of equals by name.
    by_prospect.sort(key=lambda each: -each[1][0]["score"])
    yield f"Prospects that would get a fix ({len(by_prospect):,})", None
    for name, some in by_prospect[:MOST_PROSPECTS]:
        for lead in some:
            yield f"lead {lead['lead_id']}", f"{name} (score {lead['score']}): {lead['page_url']}"
    if len(by_prospect) > MOST_PROSPECTS:
        yield "and", f"{len(by_prospect) - MOST_PROSPECTS:,} more: --json lists all"


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
