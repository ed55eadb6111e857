"""Domains that are parked, for sale or expired: what stands there is the domain, not a site."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from finder.case import LITTLE_TEXT, Beside
from finder.checks.evidence import answers, ask_beside, beside, dead, uncertain
from finder.items import Confidence
from finder.pages.signals import A_PAGE
from finder.reference import load_lines
from finder.urls import hostname, registrable_domain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.case import Case
    from finder.items import Question, Signals, Verdict

_SIGNS: Final = {
    "for_sale": "says that the domain is for sale",
    "expired": "says that the domain has expired",
    "parked": "says that the domain is parked",
}
_SOME_LINKS: Final = 3
_LANDER: Final = 80  # words
_TELLING_NAME: Final = 8  # letters


def parked(case: Case) -> Verdict | Question | None:
    """Dead: traces of a parking service, or wording of a lander in the role of a message.

    A page that is titled by its bare domain and says next to nothing is a lander too.
    """
    page = case.page
    if page is None:
        return None
    end = hostname(case.fetch.final_url)
    elsewhere = end != hostname(case.fetch.url) and bool(_service([end]))
    if (page.main_words >= A_PAGE and not elsewhere) or case.fit.strong:
        return None
    if elsewhere:
        return dead("parked", f"{answers(case)}, at {end}, a service for parked domains.")
    sign = next((sign for sign in _SIGNS if sign in case.wording.named | case.wording.short), "")
    titled = _is_titled_by_its_name(page, end)
    trace = _service((*page.embeds, end)) or ", ".join(page.marks) or (_service(page.hosts) if sign else "")
    if trace and (titled or sign or page.main_words <= LITTLE_TEXT):
        return dead(sign or "parked", f"{answers(case)}. It has traces of a parking service ({trace}).")
    if sign:
        return _by_wording(case, page, sign, titled=titled)
    if titled and page.main_words <= _LANDER and (page.links >= _SOME_LINKS or page.frames):
        return _by_title(case)
    return None


def _by_title(case: Case) -> Verdict | Question | None:
    """A page titled by its bare domain: a lander if it stands at every address; some people do call it so."""
    said = f"{answers(case)}, which is its bare domain, and hardly anything but links or a frame."
    if not case.deep:
        return uncertain("maybe_parked", said)
    if case.beside is None:
        return ask_beside(case, "a parked domain shows the same at every address")
    if case.beside is Beside.SAME:
        return dead("parked", said + beside(case), Confidence.MEDIUM)
    return uncertain("maybe_parked", said + beside(case)) if case.beside is Beside.UNKNOWN else None


def _by_wording(case: Case, page: Signals, sign: str, *, titled: bool) -> Verdict | Question | None:
    said = f"{answers(case)}. It {_SIGNS[sign]}."
    if titled or not case.deep:
        return dead(sign, said)
    if case.beside is None:
        return ask_beside(case, "a parked domain shows the same at every address")
    said += beside(case)
    if case.beside is Beside.SAME:
        return dead(sign, said)
    if case.beside is Beside.UNKNOWN and sign in case.wording.named:
        return dead(sign, said, Confidence.MEDIUM)
    little = case.beside is Beside.DIFFERENT and page.main_words <= LITTLE_TEXT
    return uncertain("maybe_parked", said) if little else None


def _service(hosts: Iterable[str]) -> str:
    """The first of some hosts that is of a parking service; else empty."""
    return next(filter(_is_service, hosts), "")


@lru_cache(maxsize=20_000)
def _is_service(host: str) -> bool:
    names = {host, registrable_domain(host)}
    return not names.isdisjoint(_services()) or not _service_names().isdisjoint(host.split("."))


def _is_titled_by_its_name(page: Signals, host: str) -> bool:
    """Whether title or heading begin with the bare domain, as on landers: few sites call their pages so."""
    names = {registrable_domain(host), host.removeprefix("www.")}
    lines = (line.strip().lower().removeprefix("www.") for line in (page.title, page.h1))
    return any(line.split()[0] in names for line in lines if line)


@cache
def _services() -> frozenset[str]:
    return frozenset(load_lines("parking_hosts.txt"))


@cache
def _service_names() -> frozenset[str]:
    """Names of services that are nothing else: as a label of a longer host name they mean it as well."""
    names = {service.split(".")[0] for service in _services()}
    return frozenset(name for name in names if len(name) >= _TELLING_NAME)
