"""Redirects to a page whose very address says that it is for errors."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from finder.addresses import segments
from finder.case import Beside
from finder.checks.evidence import answers, ask_beside, beside, dead, uncertain
from finder.reference import load_lines

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Question, Verdict

_ERRORS: Final = frozenset({"not_found", "removed", "no_results"})


def redirect_to_error(case: Case) -> Verdict | Question | None:
    """Dead: sent on to ``/404``, ``/not-found`` and the like, which answers as if all was well.

    The page says so too, or missing pages are sent there as well: an article may have such an address.
    """
    fetch = case.fetch
    if case.page is None or not case.moved or case.fit.strong:
        return None
    here = set(segments(fetch.url))
    if not any(_error_paths().fullmatch(part) for part in segments(fetch.final_url)[-2:] if part not in here):
        return None
    said = f"{answers(case)}, an address for errors."
    if case.wording.headed & _ERRORS:
        return dead("redirect_to_error", said)
    if case.beside is None:
        return ask_beside(case, "missing pages may all be sent to the same place")
    if case.beside is Beside.SAME:
        return dead("redirect_to_error", said + beside(case))
    return uncertain("redirect_unclear", said + beside(case))


@cache
def _error_paths() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in load_lines("error_paths.txt")))
