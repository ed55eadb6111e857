"""Lead records as an export gets them."""

from __future__ import annotations

from typing import Any, Final

from finder.exports.fields import STORED

NUMBERS: Final = frozenset(
    {"lead_id", "score", "sightings", "mentions", "match_score", "prospect_leads", "sitewide"}
)
# What the database has as text that may be missing.
TIMES: Final = (
    *("dead_since", "alive_at", "follow_up", "snoozed_until", "status_at", "contacted_at", "verified_at"),
    *("won_at", "withdrawn_at", "page_published", "page_modified", "first_seen", "last_seen", "seen_at"),
)
_EMPTY: Final = {
    **dict.fromkeys(STORED, ""),
    **dict.fromkeys(TIMES),
    "evidence": "",
    "withdrawn_reason": "",
    "mentions": 0,
    "sitewide": 0,
    "suppressed": "",
    "prospect_group": 1,
}


def lead(**said: Any) -> dict[str, Any]:
    """A record of a broken link, with what is said otherwise."""
    return {
        **_EMPTY,
        "lead_id": 7,
        "kind": "broken_link",
        "status": "new",
        "score": 81,
        "page_url": "https://library.example.org/resources/gardening",
        "page_title": "Gardening",
        "prospect": "example.org",
        "dead_url": "https://dead.example.net/compost.pdf",
        "dead_since": "2026-11-20T05:11:00Z",
        "reason": "not_found",
        "anchor": "compost handbook",
        "placement": "main",
        "replacement_url": "https://www.example.com/guides/compost",
        "replacement_title": "Compost, a guide",
        "evidence": "It answers 404 Not Found.",
        "first_seen": "2026-11-23T05:11:00Z",
        "last_seen": "2026-11-24T05:11:00Z",
        "seen_at": "2026-11-24T05:11:00Z",
        "sightings": 2,
        "contact_name": "Jo Rivera",
        "contact_email": "editor@library.example.org",
        "contact_type": "personal",
        "owner": "owner@example.com",
        **said,
    }


def won(**said: Any) -> dict[str, Any]:
    """A record of a lead that came to a link."""
    more = {
        "status": "won",
        "won_url": "https://www.example.com/guides/compost",
        "won_anchor": "a guide to compost",
        "won_rel": "nofollow",
        "won_at": "2026-12-01T08:00:00Z",
        "verified_at": "2026-12-24T08:00:00Z",
        "note": "Jo put it in at once.",
    }
    return lead(**(more | said))
