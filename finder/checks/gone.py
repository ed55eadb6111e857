"""The server says that the page does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.case import ERROR_SIGNS, LITTLE_TEXT
from finder.checks.evidence import dead, uncertain, way
from finder.items import Confidence, Purpose, Question

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict

_STATUSES: Final = {404: ("not_found", "404 Not Found"), 410: ("gone", "410 Gone")}


def gone(case: Case) -> Verdict | Question | None:
    """Dead: 404 to two requests, or 410, at the address itself or at the end of its redirects.

    Uncertain if the answer is a whole article without a word of error, or another one the second time.
    """
    fetch = case.fetch
    if fetch.status not in _STATUSES:
        return None
    reason, words = _STATUSES[fetch.status]
    said = f"{fetch.final_url} answers {words}{way(fetch)}."
    if _is_the_page(case):
        return uncertain("answers_missing_with_page", f"{said} But what it shows is a whole article.")
    if fetch.status == 410:
        return dead(reason, said)
    again = case.second(Purpose.AGAIN)
    if again is None:
        return Question(Purpose.AGAIN, fetch.final_url, "a 404 may be a bad moment of its server")
    status = again.fetch.status if again.fetch else None
    if again.fetch is not None and status not in _STATUSES:
        other = status or str(again.fetch.failure).replace("_", " ")
        return uncertain("answers_differ", f"{said} Asked again it gave {other}.")
    evidence = f"{fetch.final_url} answers {words}{way(fetch)}{', twice' if status else ''}."
    return dead(reason, evidence, Confidence.HIGH if status else Confidence.MEDIUM)


def _is_the_page(case: Case) -> bool:
    page = case.page
    if page is None or (len(page.text) < LITTLE_TEXT and page.text.isascii()):
        return False
    return not case.wording.headed & ERROR_SIGNS and case.fit.text_words >= LITTLE_TEXT
