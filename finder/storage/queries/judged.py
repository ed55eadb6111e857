"""Leads that people judged, as the finds they were: what the matcher was asked, and what it offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Select, and_, case, select

from finder.items import Opportunity
from finder.lifecycle import Status
from finder.storage.copies import copy_of
from finder.storage.promises import promises_of
from finder.storage.tables import archived_copy, lead, prospect, source_page, target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_IDS_AT_ONCE: Final = 500
_LARGEST_ID: Final = 2**31 - 1
# The part of a match by which a mention without a fitting page got our home page: nothing was matched.
_HOME_PAGE: Final = "home page"


@dataclass(frozen=True, slots=True)
class JudgedLead:
    """A lead with what it was matched by.

    ``offered`` is the URL of our page, empty for none; ``matched`` tells whether the matcher chose it.
    ``anchors`` are those of the first few links to the dead target, on whatever page.
    """

    id: int
    status: str
    prospect: str
    offered: str
    matched: bool
    opportunity: Opportunity
    anchors: tuple[str, ...]


def judged_leads(
    connection: Connection, campaign_id: int, statuses: Sequence[str], lead_ids: Iterable[int]
) -> list[JudgedLead]:
    """Leads with an offered page and one of these statuses, and those with these ids, by id.

    A lead that was rejected has its reason for a status, if one was given.

    Withdrawn ones are among them: which page fits does not depend on whether the link still stands.
    """
    every = _query().where(lead.c.campaign_id == campaign_id)
    by_status = every.where(_STATUS.in_(statuses), lead.c.replacement_url != "")
    rows = {row.id: row for row in connection.execute(by_status)}
    asked = [number for number in lead_ids if number not in rows and number <= _LARGEST_ID]
    for start in range(0, len(asked), _IDS_AT_ONCE):
        some = every.where(lead.c.id.in_(asked[start : start + _IDS_AT_ONCE]))
        rows.update((row.id, row) for row in connection.execute(some))
    return _leads(connection, [row for _, row in sorted(rows.items())])


def unjudged_leads(
    connection: Connection, campaign_id: int, judged: Collection[int], limit: int
) -> list[JudgedLead]:
    """The newest leads without an offered page that are not among those judged."""
    query = _query().where(lead.c.campaign_id == campaign_id, lead.c.replacement_url == "")
    rows = connection.execute(query.order_by(lead.c.id.desc()).limit(limit + len(judged)))
    return _leads(connection, [row for row in rows if row.id not in judged][:limit])


def _leads(connection: Connection, rows: Sequence[Any]) -> list[JudgedLead]:
    targets = sorted({row.target_id for row in rows if row.target_id is not None})
    promises = promises_of(connection, targets)
    return [
        _judged(row, promises[row.target_id].anchors if row.target_id is not None else ()) for row in rows
    ]


_STATUS: Final = case(
    (and_(lead.c.status == Status.REJECTED.value, lead.c.rejected_because != ""), lead.c.rejected_because),
    else_=lead.c.status,
)
_COLUMNS: Final = (
    *(
        "id",
        "target_id",
        "replacement_url",
        "match_parts",
        "lead_key",
        "kind",
        "reason",
        "evidence",
    ),
    *("page_url", "page_title", "page_language", "dead_url", "anchor", "context", "heading", "brand"),
    *("linked_url", "rivals"),
)


def _query() -> Select[Any]:
    return (
        select(
            *(lead.c[name] for name in _COLUMNS),
            _STATUS.label("status"),
            prospect.c.name.label("prospect"),
            source_page.c.linked_own,
            archived_copy.c.copy,
        )
        .join(prospect, prospect.c.id == lead.c.prospect_id)
        .join(source_page, source_page.c.id == lead.c.source_page_id)
        .outerjoin(target, target.c.id == lead.c.target_id)
        .outerjoin(
            archived_copy,
            and_(archived_copy.c.url_key == target.c.url_key, archived_copy.c.state == "good"),
        )
    )


def _judged(row: Any, anchors: tuple[str, ...]) -> JudgedLead:
    copy = copy_of(row.copy)
    opportunity = Opportunity(
        kind=row.kind,
        key=str(row.lead_key),
        page_url=row.page_url,
        reason=row.reason,
        evidence=row.evidence,
        page_title=row.page_title,
        page_language=row.page_language,
        dead_url=row.dead_url,
        linked_url=row.linked_url,
        rivals=tuple(filter(None, row.rivals.split(", "))),
        archived_title=(copy.title or copy.h1) if copy else "",
        archived_text=copy.text if copy else "",
        anchor=row.anchor,
        context=row.context,
        heading=row.heading,
        brand=row.brand,
        linked_own=tuple(row.linked_own),
    )
    matched = _HOME_PAGE not in row.match_parts
    return JudgedLead(row.id, row.status, row.prospect, row.replacement_url, matched, opportunity, anchors)
