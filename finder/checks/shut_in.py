"""Pages behind a login, a payment, a country or an age: they may well be there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.addresses import segments
from finder.case import LITTLE_TEXT
from finder.checks.evidence import answers, uncertain
from finder.reference import load_pattern
from finder.urls import hostname

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict

_SIGNS: Final = {
    "login": ("blocked", "It asks for a login"),
    "paywall": ("blocked", "It is for subscribers"),
    "geo_block": ("blocked", "It is not shown in our country"),
    "age_gate": ("blocked", "It asks for the visitor's age"),
}


def shut_in(case: Case) -> Verdict | None:
    """Uncertain: what answers is a wall in front of the page."""
    page = case.page
    if page is None or (page.main_words > 2 * LITTLE_TEXT and not case.moved) or case.fit.strong:
        return None
    login_paths = load_pattern("login_paths.txt")
    if case.moved and any(login_paths.fullmatch(part) for part in segments(case.fetch.final_url)[-2:]):
        return uncertain("blocked", f"{answers(case)}. It asks for a login.")
    if case.moved and _is_a_wall(case.fetch.final_url):
        return uncertain("blocked", f"{answers(case)}. It asks for consent or whether we are a person.")
    if page.passwords and page.main_words <= LITTLE_TEXT:
        return uncertain("blocked", f"{answers(case)}. It asks for a password.")
    said = case.wording.named | case.wording.short if page.main_words <= 2 * LITTLE_TEXT else frozenset()
    for sign, (reason, words) in _SIGNS.items():
        if sign in said:
            return uncertain(reason, f"{answers(case)}. {words}.")
    return None


def _is_a_wall(url: str) -> bool:
    parts = (*hostname(url).split(".")[:-1], *segments(url)[-3:])
    return any(load_pattern("wall_paths.txt").fullmatch(part) for part in parts)
