"""Sentences of evidence that several checks share."""

from __future__ import annotations

from finder.items import Confidence, Fetch, Outcome, Verdict

_SHOWN_HOPS = 4


def uncertain(reason: str, evidence: str) -> Verdict:
    """We could not tell from here, and why."""
    return Verdict(Outcome.UNCERTAIN, reason, evidence, Confidence.LOW)


def way(fetch: Fetch) -> str:
    """How the last address was reached, as the end of a sentence; empty without redirects."""
    if not fetch.redirected:
        return ""
    hops = [f"{hop.status} {hop.url}" for hop in fetch.hops[:-1]]
    shown = hops if len(hops) <= _SHOWN_HOPS else [*hops[: _SHOWN_HOPS - 1], "…", hops[-1]]
    return f" after {len(hops)} redirect{'s' if len(hops) > 1 else ''} ({' → '.join(shown)})"
