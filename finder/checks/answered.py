"""The page is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.checks.evidence import alive, answers, beside

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict


def answered(case: Case) -> Verdict | None:
    """Alive: an answer with content that no check before had anything against.

    A fault in the certificate is noted and changes nothing.
    """
    fetch = case.fetch
    if fetch.status is None or fetch.failure:
        return None
    reason = "redirected" if case.moved else "answers"
    note = f" Note: its certificate is faulty ({fetch.tls_fault})." if fetch.tls_fault else ""
    return alive(reason, f"{answers(case)}.{beside(case)}{note}")
