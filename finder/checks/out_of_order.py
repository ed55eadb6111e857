"""Pages on which the program or the database behind a site says that it failed, whatever their status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.case import LITTLE_TEXT, VERY_LITTLE_TEXT, Beside
from finder.checks.evidence import answers, ask_beside, beside, failing, uncertain

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Question, Verdict


def out_of_order(case: Case) -> Verdict | Question | None:
    """Uncertain: a failure that may pass, of the whole site; dead if it stays so, as with an honest 5xx."""
    page = case.page
    if page is None or page.main_words > LITTLE_TEXT or case.fit.strong:
        return None
    if "failure" not in case.wording.named | case.wording.short:
        return None
    said = f"{answers(case)}. It shows that the site's own program or server failed."
    if not case.deep:
        return failing(case, "server_error", said)
    if case.beside is None:
        return ask_beside(case, "a site that is out of order shows the same at every address")
    said += beside(case)
    if case.beside is Beside.SAME:
        return failing(case, "server_error", said)
    message = page.main_words <= VERY_LITTLE_TEXT and not case.fit.headed
    return uncertain("maybe_missing", said) if message else None
