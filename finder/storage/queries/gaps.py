"""Broken links for which no page of ours is offered, target by target: what there is to write next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Select, and_, func, select, true

from finder.gaps import GapLead, GapTarget, gap_targets
from finder.storage.tables import archived_copy, lead, prospect, target

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.sql.elements import ColumnElement

    from finder.storage.queries.leads import Record

_ROWS_AT_ONCE: Final = 1_000
_IDS_AT_ONCE: Final = 500
# The leads of what answers again are withdrawn, and most targets answer: their rows are never read.
_NOT_ALIVE: Final = ("dead", "uncertain")


@dataclass(frozen=True, slots=True)
class GapFilter:
    """Which leads count: on pages in this language (its primary subtag), with one of these statuses."""

    language: str = ""
    statuses: tuple[str, ...] = ()


def gaps(connection: Connection, campaign_id: int, wanted: GapFilter) -> list[GapTarget]:
    """The dead targets that no page of ours fits, what most prospects want first."""
    return gap_targets(_leads(connection, campaign_id, wanted))


def _leads(connection: Connection, campaign_id: int, wanted: GapFilter) -> Iterator[GapLead]:
    """Every broken link that is a lead and holds, those of one target together, a thousand at a time.

    Leads with an offer are among them: a target that one of our pages fits is no gap on any page, also where
    that page is offered too often already.
    """
    query = (
        select(
            target.c.id,
            target.c.url,
            func.coalesce(archived_copy.c.snapshot_url, ""),
            func.coalesce(archived_copy.c.title, ""),
            *(lead.c[name] for name in ("prospect_id", "source_page_id", "anchor", "context", "heading")),
            lead.c.page_language,
            lead.c.score,
            lead.c.match_score.is_not(None),
            _counted(wanted),
        )
        .select_from(target)
        .join(lead, lead.c.target_id == target.c.id)
        .outerjoin(
            archived_copy,
            and_(archived_copy.c.url_key == target.c.url_key, archived_copy.c.state == "good"),
        )
        .where(target.c.campaign_id == campaign_id, target.c.outcome.in_(_NOT_ALIVE), *_holds())
        # The order of the index: nothing to sort.
        .order_by(*(target.c[name] for name in ("outcome", "reason", "state", "id")), lead.c.id)
    )
    for row in connection.execute(query.execution_options(yield_per=_ROWS_AT_ONCE)):
        yield GapLead._make(row)


def leads_about(
    connection: Connection, campaign_id: int, wanted: GapFilter, target_ids: Sequence[int]
) -> list[Record]:
    """The leads that count of some targets, by prospect, each prospect's best first.

    A record has ``lead_id``, ``prospect``, ``page_url``, ``page_title``, ``dead_url``, ``anchor``,
    ``score`` and ``status``.
    """
    found: list[Record] = []
    for start in range(0, len(target_ids), _IDS_AT_ONCE):
        some = target_ids[start : start + _IDS_AT_ONCE]
        found += map(dict, connection.execute(_about(campaign_id, wanted, some)).mappings())
    return sorted(found, key=lambda each: (each["prospect"], -each["score"], each["lead_id"]))


def _about(campaign_id: int, wanted: GapFilter, target_ids: Sequence[int]) -> Select[Any]:
    names = ("page_url", "page_title", "dead_url", "anchor", "score", "status")
    return (
        select(
            lead.c.id.label("lead_id"), prospect.c.name.label("prospect"), *(lead.c[name] for name in names)
        )
        .join(prospect, prospect.c.id == lead.c.prospect_id)
        .where(lead.c.campaign_id == campaign_id, lead.c.target_id.in_(target_ids))
        .where(*_holds(), _counted(wanted))
    )


def _holds() -> tuple[ColumnElement[bool], ...]:
    return (lead.c.kind == "broken_link", lead.c.withdrawn_at.is_(None))


def _counted(wanted: GapFilter) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = true()
    if wanted.language:
        condition = and_(condition, lead.c.page_language == wanted.language)
    if wanted.statuses:
        condition = and_(condition, lead.c.status.in_(wanted.statuses))
    return condition
