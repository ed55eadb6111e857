"""Servers with a bad moment, and refusals that say nothing yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.case import Beside
from finder.checks.evidence import ask_beside, beside, dead, failing, uncertain, way
from finder.items import Confidence, Purpose, Question

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict

# Of a moment, of a lock, of too much haste, or of a protocol: nothing about the page.
_PASSING: Final = frozenset({408, 409, 419, 420, 421, 423, 425, 426, 430, 431, 440, 444, 449, 498, 499})


def unwell(case: Case) -> Verdict | Question | None:
    """Uncertain: 5xx that may pass. Dead: a 4xx for this one address where others are answered plainly."""
    fetch = case.fetch
    if fetch.status is None or fetch.status < 400:
        return None
    said = f"{fetch.final_url} answers {fetch.status}{way(fetch)}."
    if 500 <= fetch.status <= 599:
        return failing(case, "server_error", said)
    if not case.deep or fetch.status >= 600 or fetch.status in _PASSING:
        return uncertain("client_error", said)
    again = case.second(Purpose.AGAIN)
    if again is None:
        return Question(Purpose.AGAIN, fetch.final_url, f"a {fetch.status} may be a bad moment of its server")
    if again.fetch is None or again.fetch.status != fetch.status:
        return uncertain("answers_differ", f"{said} Asked again it gave another answer.")
    if case.beside is None:
        return ask_beside(case, f"a {fetch.status} may be for us and not for this page")
    if case.beside in (Beside.MISSING, Beside.DIFFERENT):
        return dead("client_error", said + beside(case), Confidence.MEDIUM)
    return uncertain("client_error", said + beside(case))
