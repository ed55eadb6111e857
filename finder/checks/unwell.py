"""Servers with a bad moment, and refusals that say nothing yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.case import Beside
from finder.checks.evidence import ask_beside, beside, dead, failing, uncertain, way
from finder.items import Confidence

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Question, Verdict


def unwell(case: Case) -> Verdict | Question | None:
    """Uncertain: 5xx that may pass. Dead: a 4xx for this one address where others are answered plainly."""
    fetch = case.fetch
    if fetch.status is None or fetch.status < 400:
        return None
    said = f"{fetch.final_url} answers {fetch.status}{way(fetch)}."
    if 500 <= fetch.status <= 599:
        return failing(case, "server_error", said)
    if not case.deep or fetch.status >= 600:
        return uncertain("client_error", said)
    if case.beside is None:
        return ask_beside(case, f"a {fetch.status} may be for us and not for this page")
    if case.beside in (Beside.MISSING, Beside.DIFFERENT):
        return dead("client_error", said + beside(case), Confidence.MEDIUM)
    return uncertain("client_error", said + beside(case))
