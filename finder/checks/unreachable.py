"""Hosts that exist and do not answer: dead only if it stays so, which one look cannot know."""

from __future__ import annotations

from typing import Final

from finder.checks.evidence import uncertain, way
from finder.items import Failure, Fetch, Verdict

_WHY: Final = {
    Failure.REFUSED: ("connection_refused", "The server refused the connection"),
    Failure.CONNECT_TIMEOUT: ("timeout", "No connection in time"),
    Failure.READ_TIMEOUT: ("timeout", "No answer in time"),
    Failure.RESET: ("connection_reset", "The connection was cut before an answer"),
    Failure.NOT_HTTP: ("not_http", "The server's answer was not HTTP"),
    Failure.TOO_LARGE: ("too_large", "The answer was larger than we read"),
    Failure.OTHER: ("request_failed", "The request failed"),
}


def unreachable(fetch: Fetch) -> Verdict | None:
    """Uncertain: refused, silent, reset, or not speaking HTTP at this one look."""
    if fetch.failure not in _WHY:
        return None
    reason, what = _WHY[fetch.failure]
    detail = f" ({fetch.detail})" if fetch.detail else ""
    return uncertain(reason, f"{what}{detail}: {fetch.final_url}{way(fetch)}.")
