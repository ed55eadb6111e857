"""Targets that were not looked at, because we may not or must not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.checks.evidence import uncertain, way
from finder.items import Failure, Verdict

if TYPE_CHECKING:
    from finder.case import Case

_WHY: Final = {
    Failure.ROBOTS_DISALLOWED: ("not_allowed", "robots.txt does not allow us to look at {url}{way}."),
    Failure.ROBOTS_UNREACHABLE: (
        "robots_unreachable",
        "The robots.txt for {url} could not be read ({detail}), so we did not look{way}.",
    ),
    Failure.ASKED_TO_WAIT: (
        "rate_limited",
        "The host of {url} asked us to wait {detail}, longer than one crawl waits{way}.",
    ),
    Failure.FORBIDDEN_ADDRESS: (
        "forbidden_address",
        "{url} is at an address that is not public ({detail}); finder never visits those{way}.",
    ),
    Failure.NOT_PUBLIC_NAME: (
        "not_public_name",
        "The public DNS has no names such as {detail}, so nothing can be said of {url}{way}.",
    ),
}


def not_looked(case: Case) -> Verdict | None:
    """Uncertain: robots.txt forbids the address, or it is not on the public network."""
    fetch = case.fetch
    if fetch.failure not in _WHY:
        return None
    reason, sentence = _WHY[fetch.failure]
    return uncertain(reason, sentence.format(url=fetch.final_url, detail=fetch.detail, way=way(fetch)))
