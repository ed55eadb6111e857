"""How a target is judged: an open list of checks over facts; the first that knows answers.

A check is a pure function of a :class:`~finder.items.Fetch` that returns a verdict, or ``None`` when it
has nothing to say. Order matters: what says that we could not look comes before what the page says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from finder.checks.answered import answered
from finder.checks.blocked import blocked
from finder.checks.gone import gone
from finder.checks.no_such_host import no_such_host
from finder.checks.not_looked import not_looked
from finder.checks.redirects import redirects
from finder.checks.tls import tls
from finder.checks.unreachable import unreachable
from finder.checks.unwell import unwell
from finder.items import Confidence, Fetch, Outcome, Verdict

Check = Callable[[Fetch], Verdict | None]

CHECKS: Final[tuple[Check, ...]] = (
    not_looked,
    no_such_host,
    redirects,
    tls,
    unreachable,
    blocked,
    gone,
    unwell,
    answered,
)


def judge(fetch: Fetch) -> Verdict:
    """The verdict of the first check that knows; *uncertain* when none does."""
    for check in CHECKS:
        if verdict := check(fetch):
            return verdict
    return Verdict(
        Outcome.UNCERTAIN, "unknown_answer", f"An answer that no check knows: {fetch.status}.", Confidence.LOW
    )
