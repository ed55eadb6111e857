"""Hosts that are known to answer programs otherwise than people: nothing they say proves a page dead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.checks.evidence import uncertain
from finder.items import Failure

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict


def walled(case: Case) -> Verdict | None:
    """Uncertain: the host stands in the table of quirks, and its name exists."""
    fetch = case.fetch
    if not case.quirk or fetch.failure is Failure.NO_SUCH_HOST:
        return None
    said = fetch.status or str(fetch.failure or "nothing").replace("_", " ")
    return uncertain(
        "known_to_mislead", f"{fetch.final_url} gives {said}, which proves nothing: {case.quirk}."
    )
