"""Redirects to a page whose very address says that it is for errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.addresses import segments
from finder.case import ERROR_SIGNS, Beside
from finder.checks.evidence import answers, ask_beside, beside, dead, uncertain
from finder.reference import load_pattern

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Question, Verdict


def redirect_to_error(case: Case) -> Verdict | Question | None:
    """Dead: sent on to ``/404``, ``/not-found`` and the like, which answers as if all was well.

    The page says so too, or missing pages are sent there as well: an article may have such an address.
    """
    fetch = case.fetch
    if case.page is None or not case.moved or case.fit.strong:
        return None
    here = set(segments(fetch.url))
    error_paths = load_pattern("error_paths.txt")
    if not any(error_paths.fullmatch(part) for part in segments(fetch.final_url)[-2:] if part not in here):
        return None
    said = f"{answers(case)}, an address for errors."
    if "failure" in case.wording.anywhere:
        # A failure of the site is no error of the link.
        return None
    if case.wording.headed & ERROR_SIGNS:
        return dead("redirect_to_error", said)
    if case.beside is None:
        return ask_beside(case, "missing pages may all be sent to the same place")
    if case.beside is Beside.SAME:
        return dead("redirect_to_error", said + beside(case))
    return uncertain("redirect_unclear", said + beside(case))
