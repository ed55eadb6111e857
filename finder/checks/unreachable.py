"""Hosts that exist and do not answer: dead only if it stays so, which one look cannot know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.addresses import other_scheme
from finder.checks.evidence import failing, uncertain, way
from finder.items import Failure, Purpose, Question

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict

_WHY: Final = {
    Failure.REFUSED: ("connection_refused", "The server refused the connection"),
    Failure.CONNECT_TIMEOUT: ("timeout", "No connection in time"),
    Failure.READ_TIMEOUT: ("timeout", "No answer in time"),
    Failure.RESET: ("connection_reset", "The connection was cut before an answer"),
    Failure.NOT_HTTP: ("not_http", "The server's answer was not HTTP"),
    Failure.TOO_LARGE: ("too_large", "The answer was larger than we read"),
    Failure.OTHER: ("request_failed", "The request failed"),
}
_COULD_BE_THE_END: Final = frozenset(
    {Failure.REFUSED, Failure.CONNECT_TIMEOUT, Failure.READ_TIMEOUT, Failure.RESET, Failure.NOT_HTTP}
)


def unreachable(case: Case) -> Verdict | Question | None:
    """Uncertain: refused, silent, reset, or not speaking HTTP; dead if it stays so, in both schemes."""
    fetch = case.fetch
    if fetch.failure not in _WHY:
        return None
    reason, what = _WHY[fetch.failure]
    detail = f" ({fetch.detail})" if fetch.detail else ""
    evidence = f"{what}{detail}: {fetch.final_url}{way(fetch)}."
    if fetch.failure not in _COULD_BE_THE_END:
        return uncertain(reason, evidence)
    if not case.stays_so:
        return failing(case, reason, evidence)
    other = case.second(Purpose.OTHER_FORM)
    if other is None:
        url = other_scheme(fetch.final_url)
        return Question(Purpose.OTHER_FORM, url, "the host may answer by the other scheme")
    if other.fetch and other.fetch.status:
        return uncertain("other_form_answers", f"{evidence} But {other.url} answers {other.fetch.status}.")
    return failing(case, reason, f"{evidence} {other.url} does not answer either.")
