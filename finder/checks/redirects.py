"""Redirects that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.checks.evidence import dead, uncertain, way
from finder.items import Confidence, Failure

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict

_ENDLESS = (Failure.REDIRECT_LOOP, Failure.TOO_MANY_REDIRECTS)


def redirects(case: Case) -> Verdict | None:
    """Dead: a loop (cookies kept), or more than the allowed hops. Uncertain: one no one could follow.

    Of medium confidence: a server may send others on where it sends us round.
    """
    fetch = case.fetch
    if fetch.failure in _ENDLESS:
        what = "come back to themselves" if fetch.failure is Failure.REDIRECT_LOOP else "do not end"
        evidence = f"The redirects of {fetch.url} {what}{way(fetch)}."
        return dead(fetch.failure.value, evidence, Confidence.MEDIUM)
    if fetch.failure is Failure.BAD_REDIRECT:
        return uncertain("bad_redirect", f"{fetch.final_url} redirects to no web address ({fetch.detail}).")
    return None
