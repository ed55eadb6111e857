"""Sites that show one and the same page for whatever they do not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.addresses import segments
from finder.case import Beside
from finder.checks.evidence import answers, ask_beside, beside, dead
from finder.items import Confidence

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Question, Verdict

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
    address of a file promises a file.
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
    confidence = Confidence.MEDIUM if case.fit.headed else Confidence.HIGH
    return dead("same_as_missing", f"{answers(case)}.{beside(case)}", confidence)


def _names_a_file(url: str) -> bool:
    """Whether the path ends as those of documents, pictures and archives do."""
    return (segments(url) or [""])[-1].rpartition(".")[2] in _FILES
