"""Verdicts and sentences of evidence that several checks share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.case import Beside
from finder.items import Confidence, Fetch, Outcome, Purpose, Question, Verdict

if TYPE_CHECKING:
    from finder.case import Case

_SHOWN_HOPS = 4
_QUOTED = 120


def uncertain(reason: str, evidence: str) -> Verdict:
    """We could not tell from here, and why."""
    return Verdict(Outcome.UNCERTAIN, reason, evidence, Confidence.LOW)


def dead(reason: str, evidence: str, confidence: Confidence = Confidence.HIGH) -> Verdict:
    """A visitor does not get what was promised, and that is no passing thing."""
    return Verdict(Outcome.DEAD, reason, evidence, confidence)


def alive(reason: str, evidence: str) -> Verdict:
    """A visitor gets what was promised."""
    return Verdict(Outcome.ALIVE, reason, evidence, Confidence.HIGH)


def way(fetch: Fetch) -> str:
    """How the last address was reached, as the end of a sentence; empty without redirects."""
    if not fetch.redirected:
        return ""
    hops = [f"{hop.status} {hop.url}" for hop in fetch.hops[:-1]]
    shown = hops if len(hops) <= _SHOWN_HOPS else [*hops[: _SHOWN_HOPS - 1], "…", hops[-1]]
    return f" after {len(hops)} redirect{'s' if len(hops) > 1 else ''} ({' → '.join(shown)})"


def answers(case: Case) -> str:
    """What the target answers, with its title: the beginning of most sentences."""
    fetch = case.fetch
    title = (case.page.title or case.page.h1) if case.page else ""
    shown = (
        f" with a page titled “{' '.join(title.split())[:_QUOTED]}”"
        if title
        else " with a page without a title"
    )
    return f"{fetch.final_url} answers {fetch.status}{shown if case.page else ''}{way(fetch)}"


def beside(case: Case) -> str:
    """What the made-up neighbour answered, as a sentence of its own with a space before it."""
    look = case.second(Purpose.SIBLING)
    if look is None:
        return ""
    fetch = look.fetch
    if fetch is None or fetch.failure or fetch.status is None:
        return " An address beside it that nobody can have made could not be compared."
    if case.beside is Beside.SAME:
        same = "leads to the same place" if case.moved else "gives the same page"
        return f" {look.url}, which nobody can have made, {same}."
    return f" {look.url}, which nobody can have made, answers {fetch.status}{_elsewhere(look.url, fetch)}."


def ask_beside(case: Case, why: str) -> Question:
    """The question what an address beside the target answers that nobody can have made."""
    return Question(Purpose.SIBLING, case.start, why)


def _elsewhere(url: str, fetch: Fetch) -> str:
    return (
        f" at {fetch.final_url}"
        if fetch.redirected and fetch.final_url != url
        else " with another page" * (fetch.status == 200)
    )


def failing(case: Case, reason: str, evidence: str) -> Verdict:
    """A failure that a bad week could explain: dead only when it was so again and again, for long enough."""
    streak, needed = case.failing, case.confirmation.failures
    if case.stays_so:
        more = f" It was so at {streak.failures} looks since {streak.since[:10]}, days apart."
        return dead(reason, evidence + more, Confidence.MEDIUM)
    return uncertain(reason, f"{evidence} Failure {streak.failures} of {needed} that are needed, days apart.")
