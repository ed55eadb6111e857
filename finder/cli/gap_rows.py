"""Topics and their dead targets as the rows of `finder gaps`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from finder.gaps import Member, Topic

MOST_URLS: Final = 5
TOPIC_COLUMNS: Final = (
    "topic",
    "label",
    "words",
    "language",
    "asset",
    "prospects",
    "source_pages",
    "leads",
    "targets",
    "score",
    "anchors",
    "dead_urls",
    "archive_urls",
)
TARGET_COLUMNS: Final = (
    "topic",
    "label",
    "dead_url",
    "archive_url",
    "archived_title",
    "language",
    "asset",
    "prospects",
    "source_pages",
    "leads",
    "score",
    "anchors",
    "likeness",
    "shared",
    "spellings",
)
# What stands between several texts of one cell; addresses hold no white space.
_BETWEEN: Final = {"anchors": " | "}


def topic_row(topic: Topic) -> dict[str, Any]:
    """A topic with the names of its columns; several values are a list."""
    first = [member.target for member in topic.members[:MOST_URLS]]
    return {
        "topic": topic.number,
        "label": topic.label,
        "words": list(topic.words),
        "language": topic.language,
        "asset": topic.asset,
        "prospects": topic.prospects,
        "source_pages": topic.source_pages,
        "leads": topic.leads,
        "targets": len(topic.members),
        "score": topic.score,
        "anchors": list(topic.anchors),
        "dead_urls": [target.url for target in first],
        "archive_urls": [target.archive_url for target in first if target.archive_url],
    }


def target_row(topic: Topic, member: Member) -> dict[str, Any]:
    """A dead target of a topic with the names of its columns; several values are a list."""
    target = member.target
    return {
        "topic": topic.number,
        "label": topic.label,
        "dead_url": target.url,
        "archive_url": target.archive_url,
        "archived_title": target.archived_title,
        "language": target.language,
        "asset": target.asset,
        "prospects": len(target.prospects),
        "source_pages": len(target.source_pages),
        "leads": target.leads,
        "score": round(target.score / target.leads),
        "anchors": [said.text for said in target.anchors],
        "likeness": round(member.likeness, 2),
        "shared": list(member.shared),
        "spellings": list(target.urls),
    }


def target_rows(topics: Iterable[Topic]) -> Iterator[dict[str, Any]]:
    """The dead targets of topics, topic by topic."""
    return (target_row(topic, member) for topic in topics for member in topic.members)


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose lists are texts."""
    return {
        name: _BETWEEN.get(name, " ").join(value) if isinstance(value, list) else value
        for name, value in row.items()
    }
