"""Answers that say we are not welcome, and nothing about the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.checks.evidence import uncertain, way

if TYPE_CHECKING:
    from finder.items import Fetch, Verdict

_STATUSES: Final = {
    401: "asks for a login",
    402: "asks for payment",
    403: "refuses us",
    405: "does not take our request",
    406: "does not take our request",
    407: "asks for a proxy login",
    429: "limits our rate",
    451: "is withheld for legal reasons",
    501: "does not take our request",
    999: "refuses automated requests",
}


def blocked(fetch: Fetch) -> Verdict | None:
    """Uncertain: walls, logins, rate limits and challenges; a visitor may see the page all the same."""
    if fetch.headers.get("cf-mitigated") == "challenge":
        return uncertain("blocked", f"{fetch.final_url} answers with a challenge for browsers{way(fetch)}.")
    if fetch.status not in _STATUSES:
        return None
    reason = "rate_limited" if fetch.status == 429 else "blocked"
    return uncertain(
        reason, f"{fetch.final_url} answers {fetch.status}: it {_STATUSES[fetch.status]}{way(fetch)}."
    )
