"""generic: everything that a person needs to write and to keep track, for any tool that reads a table."""

from __future__ import annotations

from typing import Final

from finder.exports.fields import FIELDS
from finder.exports.profile import Profile

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
    "contact_type",
    "contact_found_on",
    "owner",
    "follow_up",
    "snoozed_until",
    "note",
    "rejected_because",
    "contacted_at",
    "contacted_lately",
    "verified_at",
    "verified",
    "verified_detail",
    "risk",
    "risk_evidence",
    "won_url",
    "won_anchor",
    "won_rel",
    "won_at",
    "sitewide",
    "score_why",
    "score_parts",
    "rivals",
)

PROFILE: Final = Profile(
    columns={name: FIELDS[name] for name in COLUMNS},
    of_prospect={name: FIELDS[name] for name in ("prospect_leads", "other_pages")},
)
generic: Final = PROFILE.row
