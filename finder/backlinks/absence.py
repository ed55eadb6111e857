"""What it means that a link to us was not seen: that a page is no more, was moved, or did not show itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.backlinks.found import form
from finder.backlinks.state import Why
from finder.items import Failure, Outcome

if TYPE_CHECKING:
    from finder.items import Fetch, Verdict

_GONE: Final = (404, 410)
_ROBOTS: Final = frozenset({Failure.ROBOTS_DISALLOWED, Failure.ROBOTS_UNREACHABLE})
# Reasons of verdicts: what a page shows is not all that it has.
_HALF_SHOWN: Final = frozenset({"needs_browser", "no_content"})


def absence_unread(fetch: Fetch, verdict: Verdict | None, detail: str) -> tuple[Why, str]:
    """Of a page that could not be read; ``verdict``: what the checks say of it, ``detail``: why, in words."""
    gone = fetch.status in _GONE or (fetch.failure is Failure.NO_SUCH_HOST and fetch.names_proven)
    if gone or _is_dead(verdict):
        return Why.PAGE_GONE, f"The page is gone: {detail}."
    said = f"The page could not be read: {detail}."
    if fetch.failure in _ROBOTS:
        return Why.ROBOTS, said
    if fetch.status == 200:
        return Why.PART_OF_PAGE, said
    if fetch.failure is Failure.ASKED_TO_WAIT or (fetch.status and 400 <= fetch.status < 500):
        return Why.BLOCKED, said
    return Why.UNREACHABLE, said


def absence_read(fetch: Fetch, verdict: Verdict | None, known_as: str) -> tuple[Why, str] | None:
    """Of a page that was read; ``None``: what is not on it was removed. ``known_as``: its address so far."""
    if verdict and _is_dead(verdict):
        return Why.PAGE_GONE, f"The page is gone: {verdict.evidence}"
    if fetch.truncated:
        return Why.PART_OF_PAGE, "Only a part of the page could be read."
    if verdict and verdict.outcome is Outcome.UNCERTAIN:
        return Why.PART_OF_PAGE if verdict.reason in _HALF_SHOWN else Why.BLOCKED, verdict.evidence
    if form(fetch.final_url) != form(known_as):
        return Why.PAGE_MOVED, f"The address of the page leads to {fetch.final_url}, without the link."
    return None


def _is_dead(verdict: Verdict | None) -> bool:
    return verdict is not None and verdict.outcome is Outcome.DEAD
