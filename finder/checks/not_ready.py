"""Sites that say that they will be there later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.case import LITTLE_TEXT
from finder.checks.evidence import answers, uncertain

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict

_SIGNS: Final = {
    "maintenance": "It says that the site is being worked on",
    "construction": "It says that the site is not ready yet",
}


def not_ready(case: Case) -> Verdict | None:
    """Uncertain: maintenance, "under construction", "coming soon"."""
    page = case.page
    if page is None or page.main_words > LITTLE_TEXT or case.fit.strong:
        return None
    said = case.wording.named
    if "ended" not in case.wording.short:
        # A thing that is sold out for now is "unavailable" as well.
        said |= case.wording.short
    for sign, words in _SIGNS.items():
        if sign in said:
            return uncertain(sign, f"{answers(case)}. {words}.")
    return None
