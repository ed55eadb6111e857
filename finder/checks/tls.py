"""TLS that could not be set up at all; a bad certificate alone never ends here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.checks.evidence import uncertain, way
from finder.items import Failure

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict


def tls(case: Case) -> Verdict | None:
    """Uncertain: what is behind the failed handshake could not be seen."""
    fetch = case.fetch
    if fetch.failure is not Failure.TLS:
        return None
    return uncertain("tls_fault", f"No secure connection to {fetch.final_url} ({fetch.detail}){way(fetch)}.")
