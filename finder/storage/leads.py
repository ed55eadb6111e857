"""Leads: stored once, seen again in later runs, never overwritten where a person wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, case, or_, select

from finder.lifecycle import DEALT_WITH, Status
from finder.storage.database import upsert
from finder.storage.finds import dismiss
from finder.storage.offers import Offers
from finder.storage.runs import now
from finder.storage.tables import find, lead, prospect, sighting
from finder.urls import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.items import Find, Lead

_NOT_OURS: Final = frozenset({"campaign_id", "lead_key", "first_seen"})
# From then on a link to us that its page did not have may be one that was asked for.
# (Not "in": its parameters cannot be used for several rows at once.)
_WORKED_ON: Final = or_(
    *(lead.c.status == each.value for each in sorted({Status.ACCEPTED, *DEALT_WITH, Status.LOST}))
)


def store_leads(
    connection: Connection, campaign_id: int, run_id: int, finds: Sequence[Find], max_per_page: int = 0
) -> int:
    """Store finds that became leads, with a sighting in this run each, and let go of the finds.

    Returns how many leads are new. Status and note are a person's and stay as they are. One page of ours is
    offered in at most ``max_per_page`` leads (0: in any number), for which the campaign has to be locked; see
    :class:`finder.storage.offers.Offers`.
    """
    moment = now()
    origin = _origins(connection, [each.id for each in finds])
    prospects = _prospects(connection, campaign_id, {each.lead.prospect for each in finds if each.lead})
    offers = Offers(connection, campaign_id, max_per_page)
    chosen = [(each.id, offers.choose(each)) for each in finds if each.id in origin]
    rows = {
        row["lead_key"]: row
        for row in (
            _row(campaign_id, one, prospects, origin[number], moment) for number, one in chosen if one
        )
    }
    if rows:
        ids = _lead_ids(connection, campaign_id, list(rows))
        statement = upsert(connection, lead)
        changing = {
            name: statement.excluded[name] for name in next(iter(rows.values())) if name not in _NOT_OURS
        }
        changing["linked_own"] = case((_WORKED_ON, lead.c.linked_own), else_=changing["linked_own"])
        connection.execute(
            statement.on_conflict_do_update(index_elements=["campaign_id", "lead_key"], set_=changing),
            [rows[number] for number in sorted(rows)],
        )
        new = len(rows) - len(ids)
        ids = _lead_ids(connection, campaign_id, list(rows))
        seen = [{"lead_id": lead_id, "run_id": run_id, "seen_at": moment} for lead_id in sorted(ids.values())]
        connection.execute(upsert(connection, sighting).on_conflict_do_nothing(), seen)
    else:
        new = 0
    dismiss(connection, [each.id for each in finds])
    return new


def _origins(connection: Connection, find_ids: list[int]) -> dict[int, tuple[int, int | None]]:
    rows = connection.execute(
        select(find.c.id, find.c.source_page_id, find.c.target_id).where(find.c.id.in_(find_ids))
    )
    return {row.id: (row.source_page_id, row.target_id) for row in rows}


def _prospects(connection: Connection, campaign_id: int, names: set[str]) -> dict[str, int]:
    if not names:
        return {}
    statement = upsert(connection, prospect).on_conflict_do_nothing(index_elements=["campaign_id", "name"])
    connection.execute(statement, [{"campaign_id": campaign_id, "name": name} for name in sorted(names)])
    rows = connection.execute(
        select(prospect.c.name, prospect.c.id).where(
            prospect.c.campaign_id == campaign_id, prospect.c.name.in_(names)
        )
    )
    return {row.name: row.id for row in rows}


def _lead_ids(connection: Connection, campaign_id: int, keys: list[int]) -> dict[int, int]:
    rows = connection.execute(
        select(lead.c.lead_key, lead.c.id).where(lead.c.campaign_id == campaign_id, lead.c.lead_key.in_(keys))
    )
    return {row.lead_key: row.id for row in rows}


def _row(
    campaign_id: int, one: Lead, prospects: dict[str, int], origin: tuple[int, int | None], moment: str
) -> dict[str, Any]:
    why = one.opportunity
    offer = one.suggestion
    best = offer or one.taken
    return {
        "campaign_id": campaign_id,
        "lead_key": key(why.key),
        "kind": why.kind,
        "prospect_id": prospects[one.prospect],
        "source_page_id": origin[0],
        "target_id": origin[1],
        "page_url": why.page_url,
        "page_title": why.page_title,
        "page_language": why.page_language,
        "dead_url": why.dead_url,
        "dead_since": why.dead_since or None,
        "reason": why.reason,
        "confidence": why.confidence.value,
        "evidence": why.evidence,
        "brand": why.brand,
        "mentions": why.mentions,
        "linked_url": why.linked_url,
        "image_url": why.image_url,
        "rivals": ", ".join(why.rivals),
        "linked_from": one.linked_from,
        "page_published": why.page_published,
        "page_modified": why.page_modified,
        "page_authors": ", ".join(why.page_authors),
        "anchor": why.anchor,
        "context": why.context,
        "heading": why.heading,
        "placement": why.placement.value,
        "rel": " ".join(why.rel),
        "linked_own": list(why.linked_own),
        "replacement_url": offer.url if offer else "",
        "replacement_title": offer.title if offer else "",
        "replacement_key": key(offer.url) if offer else None,
        "match_score": best.score if best else None,
        "match_parts": best.parts if best else {},
        "why_match": best.why if best else one.why_none or "no good match among our pages",
        "score": one.score,
        "score_parts": one.score_parts,
        "score_why": one.score_why,
        "risk": one.risk,
        "risk_evidence": one.risk_evidence,
        "first_seen": moment,
        "last_seen": moment,
        "withdrawn_at": None,
        "withdrawn_reason": "",
    }
