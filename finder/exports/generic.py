"""generic: everything that a person needs to write, one lead a row, for any tool that reads CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS: Final = (
    "lead_id",
    "kind",
    "status",
    "score",
    "page_url",
    "page_title",
    "prospect",
    "dead_url",
    "dead_since",
    "reason",
    "anchor",
    "context",
    "placement",
    "rel",
    "replacement_url",
    "replacement_title",
    "why_match",
    "evidence",
    "first_seen",
    "last_seen",
    "sightings",
    "contact_name",
    "contact_email",
    "contact_url",
    "alive_at",
    "archive_url",
    "brand",
    "mentions",
    "linked_url",
    "image_url",
    "linked_from",
    "page_published",
    "page_modified",
    "page_authors",
)


def generic(lead: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a lead record in their order; what a lead has not is the empty text."""
    told = {name: _text_or_number(lead.get(name)) for name in COLUMNS}
    # Of a lead that is about no mention, none were counted.
    return told | {"evidence": _evidence(lead), "mentions": lead.get("mentions") or ""}


def _text_or_number(value: Any) -> Any:
    return "" if value is None else value


def _evidence(lead: Mapping[str, Any]) -> str:
    """The sentence, when that was seen, and whether it holds no more."""
    parts = [lead["evidence"]]
    if lead["seen_at"]:
        parts.append(f"Seen on {lead['seen_at'][:10]}.")
    if lead["withdrawn_at"]:
        parts.append(f"Withdrawn on {lead['withdrawn_at'][:10]}: {lead['withdrawn_reason']}")
    return " ".join(part for part in parts if part)
