"""The page is there."""

from __future__ import annotations

from finder.checks.evidence import uncertain, way
from finder.items import Confidence, Fetch, Outcome, Verdict

_WITH_CONTENT = (200, 203, 206)


def answered(fetch: Fetch) -> Verdict | None:
    """Alive: an answer with content. A fault in the certificate is noted and changes nothing."""
    if fetch.status is None or fetch.failure:
        return None
    if fetch.status not in _WITH_CONTENT:
        return uncertain(
            "no_content", f"{fetch.final_url} answers {fetch.status} without a page{way(fetch)}."
        )
    reason = "redirected" if fetch.redirected else "answers"
    note = f" Note: its certificate is faulty ({fetch.tls_fault})." if fetch.tls_fault else ""
    return Verdict(
        Outcome.ALIVE, reason, f"{fetch.final_url} answers {fetch.status}{way(fetch)}.{note}", Confidence.HIGH
    )
