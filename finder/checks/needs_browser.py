"""Pages that are written by scripts in the visitor's browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.checks.evidence import answers, uncertain
from finder.items import Purpose
from finder.pages.wording import signs_in

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict

_SHELL: Final = 15  # words
_SILENT_SHELL: Final = 40


def needs_browser(case: Case) -> Verdict | None:
    """Uncertain: scripts and next to no text."""
    page = case.page
    if page is None or not page.scripts or page.images:
        return None
    asks = "script_needed" in signs_in(page.silent) or "script_needed" in case.wording.anywhere
    if page.words > (_SILENT_SHELL if asks else _SHELL):
        return None
    seen = ", also in a browser" if case.second(Purpose.BROWSER) else ""
    return uncertain(
        "needs_browser", f"{answers(case)} and {page.words} words{seen}; the rest is left to scripts."
    )
