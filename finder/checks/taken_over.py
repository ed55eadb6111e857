"""Expired domains that somebody else has taken: another business where the promised site was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.addresses import front_page
from finder.checks.evidence import answers, dead, uncertain
from finder.fit import fit
from finder.items import Confidence, Purpose, Question
from finder.pages.wording import count_signs, signs_in

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Signals, Verdict

_TRADES: Final = 4  # mentions of a trade that taken domains are used for
_TOLD: Final = 6  # words around the links with which they told what to expect
_A_TEXT: Final = 60  # words of main text


def taken_over(case: Case) -> Verdict | Question | None:
    """Dead: what stands there has nothing to do with anchor, address, context or the archived copy.

    One of the trades that taken domains are used for is enough; another business needs that its front page is
    as foreign, or a copy in an archive that was what the links promise.
    """
    page = case.page
    if page is None or page.main_words < _A_TEXT or not _is_foreign(case):
        return None
    said = f"{answers(case)}. It has nothing of what the links promise"
    if _trade(case, page):
        return dead(
            "taken_over",
            f"{said}, and is of a trade that taken-over domains are used for.",
            Confidence.MEDIUM,
        )
    if not _comparable(case, page):
        return None
    if case.archived and case.copy is None:
        return Question(Purpose.ARCHIVE, case.fetch.url, "an archived copy tells what stood there before")
    if case.copy is not None and case.copy.state == "good":
        return dead(
            "taken_over",
            f"{said}; the copy archived on {case.copy.captured_at[:10]} was titled “{case.copy.title}”.",
            Confidence.MEDIUM,
        )
    if not case.deep:
        return dead("taken_over", f"{said}, the site as a whole.", Confidence.MEDIUM)
    home = case.second(Purpose.HOME)
    if home is None:
        return Question(
            Purpose.HOME, front_page(case.fetch.final_url), "the site as a whole may be another one"
        )
    if home.fetch is None or home.fetch.page is None:
        return None
    whole = fit(home.fetch.page, case.fetch.url, case.promise)
    if whole.none and not whole.around_found:
        return dead("taken_over", f"{said}, neither has its front page.", Confidence.MEDIUM)
    return uncertain("content_changed", f"{said}, but its site still has.")


def _is_foreign(case: Case) -> bool:
    """Whether nothing of the links' anchor, address and context is on the page, nor the name of the site."""
    found = case.fit
    few = found.around_found * 5 <= found.around
    return not found.in_headings and not found.in_text and few


def _trade(case: Case, page: Signals) -> bool:
    told = " ".join(
        (*case.promise.anchors, *case.promise.contexts, *case.promise.titles, *case.promise.headings)
    )
    if "bad_trade" in signs_in(told[:1_000]):
        return False
    named = count_signs("bad_trade", f"{page.title}\n{page.h1}")
    return bool(named) and count_signs("bad_trade", page.text) >= _TRADES


def _comparable(case: Case, page: Signals) -> bool:
    """Whether the links told enough, in the page's language, for a page without any of it to be another."""
    same_language = not page.language or not case.promise.languages or page.language in case.promise.languages
    return same_language and case.fit.around >= _TOLD and not case.fit.around_found and case.fit.promised >= 2
