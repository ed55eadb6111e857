"""Sites that their host has switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.case import LITTLE_TEXT, Beside
from finder.checks.evidence import answers, ask_beside, beside, dead, uncertain

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Question, Verdict


def suspended(case: Case) -> Verdict | Question | None:
    """Dead: the page says that account or site is suspended, and little else, at any address of the site."""
    page = case.page
    if page is None or page.main_words > LITTLE_TEXT or case.fit.strong:
        return None
    if "suspended" not in case.wording.named | case.wording.short or "maintenance" in case.wording.anywhere:
        # Who is asked to come again later was not switched off.
        return None
    said = f"{answers(case)}. It says that the site is suspended."
    if not case.deep:
        return dead("suspended", said)
    if case.beside is None:
        return ask_beside(case, "a site that is switched off shows the same at every address")
    if case.beside is Beside.SAME:
        return dead("suspended", said + beside(case))
    return uncertain("maybe_missing", said + beside(case)) if case.beside is Beside.UNKNOWN else None
