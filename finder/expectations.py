"""Whether a run came to what the campaign expects of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finder.campaign.notices import Expect

UNHEALTHY: Final = "unhealthy"
_FINISHED: Final = "finished"
# What is suspected dead, or was lost, is expected to fail: other spiders are not measured by it.
_READS_SOURCES: Final = "resource_pages"
_READS_PAGES: Final = (_READS_SOURCES, "mentions")


def unmet(expect: Expect, spider: str, counters: Mapping[str, int]) -> list[str]:
    """What a finished run missed, a phrase each; ``counters`` as the run's processes count.

    They are ``pages`` (read), ``unreadable`` (pages that could not be read), ``targets`` (looks) and
    ``uncertain`` (looks that could not tell); one that is not there is 0.
    """
    read, unreadable = counters.get("pages", 0), counters.get("unreadable", 0)
    looks, uncertain = counters.get("targets", 0), counters.get("uncertain", 0)
    missed = []
    if spider == _READS_SOURCES:
        if read < expect.source_pages:
            missed.append(f"{read} source pages read, at least {expect.source_pages} expected")
        missed += _above(expect.uncertain, uncertain, looks, "looks uncertain")
    if spider in _READS_PAGES:
        missed += _above(expect.errors, unreadable, read + unreadable, "pages failed")
    return missed


def judged(run: Mapping[str, Any], expect: Expect) -> Mapping[str, Any]:
    """A run's record with what it missed as ``unmet``; a finished one that missed something is unhealthy."""
    missed = unmet(expect, run["spider"], run["counters"]) if run["state"] == _FINISHED else []
    return {**run, "state": UNHEALTHY if missed else run["state"], "unmet": missed}


def _above(most: float, number: int, of: int, what: str) -> list[str]:
    if not of or number / of <= most:
        return []
    return [f"{number} of {of} {what} ({number / of:.1%}), at most {most:.1%} expected"]
