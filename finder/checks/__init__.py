"""How a target is judged: an open list of checks over what is known; the first that knows answers.

A check is a pure function of a :class:`~finder.case.Case`. It returns a verdict, ``None`` when it has nothing
to say, or a question: what it has to know before it can answer. Order matters: what says that we could not
look comes before what the page says, and what a page says of itself before what it is compared with.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from finder.case import Case
from finder.checks.answered import answered
from finder.checks.blocked import blocked
from finder.checks.default_page import default_page
from finder.checks.evidence import uncertain
from finder.checks.gone import gone
from finder.checks.is_file import is_file
from finder.checks.needs_browser import needs_browser
from finder.checks.no_content import no_content
from finder.checks.no_such_host import no_such_host
from finder.checks.not_looked import not_looked
from finder.checks.not_ready import not_ready
from finder.checks.out_of_order import out_of_order
from finder.checks.parked import parked
from finder.checks.redirect_to_error import redirect_to_error
from finder.checks.redirected_away import redirected_away
from finder.checks.redirects import redirects
from finder.checks.same_as_missing import same_as_missing
from finder.checks.shut_in import shut_in
from finder.checks.soft_404 import soft_404
from finder.checks.suspended import suspended
from finder.checks.taken_over import taken_over
from finder.checks.tls import tls
from finder.checks.unreachable import unreachable
from finder.checks.unwell import unwell
from finder.checks.walled import walled
from finder.items import Question, Verdict

Check = Callable[[Case], Verdict | Question | None]

CHECKS: Final[tuple[Check, ...]] = (
    not_looked,
    walled,
    no_such_host,
    redirects,
    tls,
    unreachable,
    blocked,
    gone,
    unwell,
    no_content,
    is_file,
    redirect_to_error,
    out_of_order,
    parked,
    suspended,
    default_page,
    shut_in,
    not_ready,
    soft_404,
    needs_browser,
    redirected_away,
    taken_over,
    same_as_missing,
    answered,
)


def judge(case: Case) -> tuple[str, Verdict | Question]:
    """The name of the first check that knows, with its verdict or what it has to know first."""
    for check in CHECKS:
        if said := check(case):
            return check.__name__, said
    return "", uncertain("unknown_answer", f"An answer that no check knows: {case.fetch.status}.")
