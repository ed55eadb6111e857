"""Deep links that are sent to a front page, a section, a search or another site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder import urls
from finder.addresses import (
    depth,
    front_page,
    is_front_page,
    keeps_subject,
    query_names,
    same_but_form,
    segments,
)
from finder.case import Beside
from finder.checks.evidence import answers, ask_beside, beside, dead, uncertain
from finder.items import Purpose, Question
from finder.reference import load_patterns

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict


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
    if case.beside is Beside.SAME:
        if case.fit.heads_a_part and where in ("section", "other_page", "search"):
            return uncertain("redirect_unclear", f"{said} But a part of it is headed as the links promise.")
        return _even_the_front_page(case, where, said) or dead(f"redirect_to_{where}", said)
    return uncertain("redirect_unclear", said) if where in ("home", "other_site", "search") else None


def _even_the_front_page(case: Case, where: str, said: str) -> Verdict | Question | None:
    """Whether even the front page leads to this page of few words: a wall, or a failure of the whole site."""
    final = case.fetch.final_url
    if where not in ("section", "other_page") or not case.says_little:
        return None
    home = case.second(Purpose.HOME)
    if home is None:
        return Question(Purpose.HOME, front_page(final), "to a wall even the front page leads")
    if home.fetch is None or not same_but_form(home.fetch.final_url, final):
        return None
    return uncertain("redirect_unclear", f"{said} So does the front page: it may be a wall or a failure.")


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
