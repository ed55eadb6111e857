"""Servers, panels and site builders that show their own page because there is no site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.case import Beside
from finder.checks.evidence import answers, ask_beside, beside, dead
from finder.items import Confidence

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Question, Verdict

_EMPTY_LISTING: Final = 6  # links of a directory's listing with nothing in it: columns and the folder above
_A_LOT: Final = 400  # words; test pages of distributions explain a good deal


def default_page(case: Case) -> Verdict | Question | None:
    """Dead: the page that a server shows when nothing was put on it.

    What stands at one address and not at a neighbour is a page of a site: a first post may be called so.
    """
    page = case.page
    if page is None or page.main_words > _A_LOT or case.fit.strong or case.fit.headed:
        return None
    if page.title.lower().startswith("index of /") and page.links > _EMPTY_LISTING:
        return None
    named = "default_page" in case.wording.named
    if not named and "default_page" not in case.wording.short:
        return None
    confidence = Confidence.HIGH if named else Confidence.MEDIUM
    said = f"{answers(case)}. It is the default page of a server without a site."
    if not case.deep:
        return dead("default_page", said, confidence)
    if case.beside is None:
        return ask_beside(case, "a server without a site shows the same at every address")
    if case.beside is Beside.SAME:
        return dead("default_page", said + beside(case), confidence)
    unknown = named and case.beside is Beside.UNKNOWN
    return dead("default_page", said + beside(case), Confidence.MEDIUM) if unknown else None
