"""The name of the host does not exist, or our resolver could not say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.checks.evidence import dead, failing, uncertain, way
from finder.items import Confidence, Failure, NameFault
from finder.urls import hostname

if TYPE_CHECKING:
    from finder.case import Case
    from finder.items import Verdict

_SAID: Final = {
    # Mail may be all that a name is for, today: a web address is easily added.
    NameFault.NO_ADDRESS.value: ("exists and has no web address", Confidence.MEDIUM),
    NameFault.INVALID.value: ("is not a valid host name", Confidence.MEDIUM),
}


def no_such_host(case: Case) -> Verdict | None:
    """Dead when there is no such name and a control look-up proved our resolver; else uncertain."""
    fetch = case.fetch
    if fetch.failure not in (Failure.NO_SUCH_HOST, Failure.DNS_FAILED):
        return None
    name = hostname(fetch.final_url)
    if fetch.failure is Failure.DNS_FAILED:
        return failing(
            case, "dns_failed", f"The name servers for {name} did not answer ({fetch.detail}){way(fetch)}."
        )
    if not fetch.names_proven:
        return uncertain(
            "resolver_unproven",
            f"{name} was not found, but neither was a control name: the fault may be our own resolver's.",
        )
    said, confidence = _SAID.get(fetch.detail, (f"does not exist ({fetch.detail})", Confidence.HIGH))
    return dead("no_such_host", f"The host name {name} {said}{way(fetch)}.", confidence)
