"""Sites that their host has switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.case import LITTLE_TEXT
from finder.checks.evidence import answers, dead

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict


def suspended(case: Case) -> Verdict | None:
    """Dead: the page says that account or site is suspended, and little else."""
    page = case.page
    if page is None or page.main_words > LITTLE_TEXT or case.fit.strong:
        return None
    if "suspended" not in case.wording.named | case.wording.short:
        return None
    return dead("suspended", f"{answers(case)}. It says that the site is suspended.")
