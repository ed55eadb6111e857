"""Leads of dead targets, made up for tests."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any
from zlib import crc32

from finder.gaps import GapLead, Topic, gap_targets, topics

if TYPE_CHECKING:
    from collections.abc import Iterable


def lead(url: str, anchor: str = "", prospect: int = 1, **more: Any) -> GapLead:
    """A lead of a dead target; a target has one number however often it is asked for."""
    values: dict[str, Any] = {
        "target_id": crc32(url.encode()),
        "url": url,
        "archive_url": "",
        "archived_title": "",
        "prospect_id": prospect,
        "source_page_id": prospect,
        "anchor": anchor,
        "context": "",
        "heading": "",
        "language": "en",
        "score": 60,
        "offered": False,
        "counted": True,
    }
    return GapLead(**(values | more))


def topics_of(leads: Iterable[GapLead]) -> list[Topic]:
    """The topics of leads in any order."""
    return topics(gap_targets(sorted(leads, key=attrgetter("target_id"))))


def urls_of(found: Iterable[Topic]) -> set[frozenset[str]]:
    """Which dead targets are together."""
    return {frozenset(member.target.url for member in topic.members) for topic in found}


# Nobody's subject of the tests: words are rare only among others.
OTHERS = [
    lead(f"https://other{number}.example/{slug}", slug.replace("-", " "), 900 + number)
    for number, slug in enumerate(
        (
            "sourdough-bread",
            "vintage-tractors",
            "garden-fences",
            "violin-strings",
            "beekeeping-calendar",
            "roof-insulation",
            "marathon-training",
            "pottery-glazes",
            "chess-openings",
            "bird-migration",
        )
    )
]
