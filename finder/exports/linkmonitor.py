"""linkmonitor: links that were won, for a tool that watches links (the columns of TraceLinker)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from finder.exports.fields import stored
from finder.exports.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Mapping


def _won_on(lead: Mapping[str, Any]) -> str:
    return (lead["won_at"] or "")[:10]


def _seen_on(lead: Mapping[str, Any]) -> str:
    return (lead["verified_at"] or lead["won_at"] or "")[:10]


PROFILE: Final = Profile(
    columns={
        "source_url": stored("page_url"),
        "target_url": stored("won_url"),
        "anchor_text": stored("won_anchor"),
        "rel": stored("won_rel"),
        "first_seen": _won_on,
        "last_seen": _seen_on,
        "note": stored("note"),
    },
    requires=("won_url",),
    statuses=("won",),
    bom=False,
)
