"""The server says that the page does not exist."""

from __future__ import annotations

from typing import Final

from finder.checks.evidence import way
from finder.items import Confidence, Fetch, Outcome, Verdict

_STATUSES: Final = {404: ("not_found", "404 Not Found"), 410: ("gone", "410 Gone")}


def gone(fetch: Fetch) -> Verdict | None:
    """Dead: 404 or 410 to a GET, at the address itself or at the end of its redirects."""
    if fetch.status not in _STATUSES:
        return None
    reason, words = _STATUSES[fetch.status]
    return Verdict(Outcome.DEAD, reason, f"{fetch.final_url} answers {words}{way(fetch)}.", Confidence.HIGH)
