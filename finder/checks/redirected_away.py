"""Deep links that are sent to a front page, a section, a search or another site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder import urls
from finder.addresses import depth, is_front_page, keeps_subject, query_names, segments
from finder.case import Beside
from finder.checks.evidence import answers, ask_beside, beside, dead, uncertain
from finder.reference import load_patterns

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Question, Verdict


_HALF: Final = 0.5


def redirected_away(case: Case) -> Verdict | Question | None:
    """Dead: made-up neighbours are sent to the same place, and the end is not what was promised.

    Where only this page is sent there, somebody may have meant it: uncertain.
    """
    fetch, page = case.fetch, case.page
    if page is None or not case.moved or not case.deep:
        return None
    where = _where(fetch.url, fetch.final_url)
    if not where:
        return None
    if case.fit.headed and case.fit.address_in_headings >= _HALF and where != "search":
        # The link may have meant just this section or site.
        return None
    if case.beside is None:
        return ask_beside(case, "missing pages may all be sent to the same place")
    said = f"{answers(case)}.{beside(case)}"
    if case.fit.heads_a_part and where in ("section", "other_page"):
        return uncertain("redirect_unclear", f"{said} But a part of it is headed as the links promise.")
    if case.beside is Beside.SAME:
        return dead(f"redirect_to_{where}", said)
    return uncertain("redirect_unclear", said) if where in ("home", "other_site", "search") else None


def _where(url: str, final: str) -> str:
    """What sort of place an address was redirected to; empty if it may well be the page itself."""
    if _is_search(final) and not _is_search(url):
        return "search"
    other = urls.site(url) != urls.site(final)
    if is_front_page(final):
        return "other_site" if other else "home"
    if keeps_subject(url, final):
        return ""
    if other:
        return "other_site"
    return "section" if depth(final) < depth(url) or _is_above(final, url) else "other_page"


def _is_above(final: str, url: str) -> bool:
    shorter, longer = segments(final), segments(url)
    return len(shorter) <= len(longer) and shorter[:-1] == longer[: len(shorter) - 1] and len(shorter) <= 1


def _is_search(url: str) -> bool:
    patterns = load_patterns("search_paths.txt")
    return any(map(patterns["segment"].fullmatch, segments(url)[-2:])) or any(
        map(patterns["query"].fullmatch, query_names(url))
    )
