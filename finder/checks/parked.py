"""Domains that are parked, for sale or expired: what stands there is the domain, not a site."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from finder.case import LITTLE_TEXT, Beside
from finder.checks.evidence import answers, ask_beside, beside, dead, uncertain
from finder.items import Confidence
from finder.reference import load_lines
from finder.urls import hostname, registrable_domain

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Question, Verdict

_SIGNS: Final = {
    "for_sale": "says that the domain is for sale",
    "expired": "says that the domain has expired",
    "parked": "says that the domain is parked",
}
_A_PAGE: Final = 400  # words of main text with which a page is more than a lander


def parked(case: Case) -> Verdict | Question | None:
    """Dead: frames, scripts or a redirect of a parking service, or its wording in the role of a message."""
    page = case.page
    if page is None or case.fit.strong:
        return None
    service = _service(case)
    if hostname(case.fetch.final_url) != hostname(case.fetch.url) and service == hostname(
        case.fetch.final_url
    ):
        return dead("parked", f"{answers(case)}, at {service}, a service for parked domains.")
    if page.main_words >= _A_PAGE:
        return None
    sign = next((sign for sign in _SIGNS if sign in case.wording.named | case.wording.short), "")
    domain = _is_titled_by_its_name(case)
    if not sign and not (service and (domain or page.main_words <= LITTLE_TEXT)):
        return None
    said = f"{answers(case)}. It {_SIGNS[sign]}." if sign else f"{answers(case)}. It is made by {service}."
    if service or domain or not case.deep:
        return dead(sign or "parked", said)
    if case.beside is None:
        return ask_beside(case, "a parked domain shows the same at every address")
    if case.beside is Beside.SAME:
        return dead(sign, said + beside(case))
    if case.beside is Beside.UNKNOWN and sign in case.wording.named:
        return dead(sign, said + beside(case), Confidence.MEDIUM)
    if case.beside is Beside.DIFFERENT and page.main_words <= LITTLE_TEXT:
        return uncertain("maybe_parked", said + beside(case))
    return None


def _service(case: Case) -> str:
    """The parking service that the page, or the address at which it was found, belongs to; else empty."""
    page = case.page
    hosts = (*(page.hosts if page else ()), hostname(case.fetch.final_url))
    for host in hosts:
        if host in _services() or registrable_domain(host) in _services():
            return host
    return ""


def _is_titled_by_its_name(case: Case) -> bool:
    """Whether title or heading is the bare domain, as on landers: no site calls its pages so."""
    page = case.page
    name = registrable_domain(hostname(case.fetch.final_url))
    lines = {line.strip().lower().removeprefix("www.") for line in (page.title, page.h1)} if page else set()
    return name in lines


@cache
def _services() -> frozenset[str]:
    return frozenset(load_lines("parking_hosts.txt"))
