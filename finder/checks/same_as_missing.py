"""Sites that show one and the same page for whatever they do not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.addresses import front_page, segments
from finder.case import LITTLE_TEXT, Beside
from finder.checks.evidence import answers, ask_beside, beside, dead, uncertain
from finder.items import Confidence, Purpose, Question
from finder.likeness import alike

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Signals, Verdict

_LITTLE_SEEN: Final = 2 * LITTLE_TEXT
_NEXT_TO_NOTHING: Final = 15  # words
_FILES: Final = frozenset(
    (
        *("pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "ps", "epub"),
        *("zip", "gz", "tar", "rar", "7z", "mp3", "mp4", "avi", "mov", "wav", "ogg"),
        *("jpg", "jpeg", "png", "gif", "svg", "webp"),
    )
)


def same_as_missing(case: Case) -> Verdict | Question | None:
    """Dead: a made-up neighbour shows the same page, and that is not what the links promise.

    A site that minds only a number in its addresses shows the promised page for the neighbour as well; but an
    address of a file promises a file. Uncertain where the front page is the same and says little, or where
    the page has a text of its own within the same frame.
    """
    page = case.page
    if page is None or not case.deep:
        return None
    file = _names_a_file(case.fetch.url)
    if case.fit.strong and not file:
        return None
    if case.beside is None:
        return ask_beside(case, "the page does not show that it is what the links promise")
    if case.beside is not Beside.SAME or (case.beside_fits and not file):
        return None
    if doubt := _doubt(case, page):
        return doubt
    confidence = Confidence.MEDIUM if case.fit.headed else Confidence.HIGH
    return dead("same_as_missing", f"{answers(case)}.{beside(case)}", confidence)


def _doubt(case: Case, page: Signals) -> Verdict | Question | None:
    """Why the same page may stand at both addresses and the promised one be there all the same, if so."""
    said = f"{answers(case)}.{beside(case)}"
    if case.fetch.cut and page.main_words <= _LITTLE_SEEN:
        return uncertain(
            "maybe_missing", f"{said} But only the beginning was read, which has hardly any text."
        )
    if page.scripts and (page.words <= _NEXT_TO_NOTHING or page.app):
        return uncertain("needs_browser", f"{said} But scripts may write another one there.")
    if case.own_text and not case.moved:
        return uncertain("maybe_missing", f"{said} But {case.own_text} words stand on this one alone.")
    return _in_front_of_all(case, page, said) if case.says_little else None


def _in_front_of_all(case: Case, page: Signals, said: str) -> Verdict | Question | None:
    """Whether even the front page shows it: then it may be a wall, a bad moment, or a shell for scripts."""
    home = case.second(Purpose.HOME)
    if home is None:
        front = front_page(case.fetch.final_url)
        return Question(
            Purpose.HOME, front, "a wall or a failure in front of the site is at its front page, too"
        )
    shown = home.fetch.page if home.fetch else None
    if shown is None or not alike(page, case.fetch.final_url, shown, home.url):
        return None
    reason = "needs_browser" if page.scripts else "maybe_missing"
    return uncertain(
        reason, f"{said} So does the front page: it may be a wall or a failure before all the site."
    )


def _names_a_file(url: str) -> bool:
    """Whether the path ends as those of documents, pictures and archives do."""
    return (segments(url) or [""])[-1].rpartition(".")[2] in _FILES
