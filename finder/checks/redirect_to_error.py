"""Redirects to a page whose very address says that it is for errors."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from finder.addresses import segments
from finder.checks.evidence import answers, dead
from finder.reference import load_lines

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict


def redirect_to_error(case: Case) -> Verdict | None:
    """Dead: sent on to ``/404``, ``/not-found`` and the like, which answers as if all was well."""
    fetch = case.fetch
    if case.page is None or not case.moved or case.fit.strong:
        return None
    here = set(segments(fetch.url))
    if not any(_error_paths().fullmatch(part) for part in segments(fetch.final_url)[-2:] if part not in here):
        return None
    return dead("redirect_to_error", f"{answers(case)}, an address for errors.")


@cache
def _error_paths() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in load_lines("error_paths.txt")))
