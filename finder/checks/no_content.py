"""Answers that hold nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.checks.evidence import uncertain, way

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict

_WITH_CONTENT: Final = (200, 203, 206)


def no_content(case: Case) -> Verdict | None:
    """Uncertain: a status without a page, or a page with nothing in it."""
    fetch = case.fetch
    if fetch.status is None:
        return None
    if fetch.status not in (*_WITH_CONTENT, 202):
        return uncertain(
            "no_content", f"{fetch.final_url} answers {fetch.status} without a page{way(fetch)}."
        )
    page = case.page
    says_nothing = page is not None and not (
        page.words or page.title or page.images or page.frames or page.scripts
    )
    if says_nothing or (not fetch.body_bytes and fetch.cut in ("", "coding")):
        return uncertain(
            "no_content", f"{fetch.final_url} answers {fetch.status} with an empty page{way(fetch)}."
        )
    return None
