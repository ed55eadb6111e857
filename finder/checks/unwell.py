"""Servers with a bad moment, and refusals that a second look in another way must confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.checks.evidence import uncertain, way

if TYPE_CHECKING:
    from finder.items import Fetch, Verdict


def unwell(fetch: Fetch) -> Verdict | None:
    """Uncertain: 5xx, and client errors that do not say the page is gone."""
    if fetch.status is None or fetch.status < 400:
        return None
    reason = "server_error" if 500 <= fetch.status <= 599 else "client_error"
    return uncertain(reason, f"{fetch.final_url} answers {fetch.status}{way(fetch)}.")
