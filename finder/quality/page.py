"""The page: does it write for readers, is it fresh, may search engines list it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from finder import urls
from finder.markers import Dealing
from finder.quality.part import Part, rounded

if TYPE_CHECKING:
    from finder.quality.facts import Facts

_NATURAL: Final = {
    Dealing.AFFILIATE_DISCLOSURE: (0.7, "affiliate links"),
    Dealing.WRITE_FOR_US: (0.6, "asks for guest posts"),
    Dealing.LINK_EXCHANGE: (0.1, "exchanges links"),
    Dealing.PAID_POST: (0.1, "paid post"),
    Dealing.SELLS_LINKS: (0.0, "sells links"),
    Dealing.SPAM_DIRECTORY: (0.0, "spam directory"),
    Dealing.LINK_FARM: (0.0, "link farm"),
}
_FRESH_YEARS: Final = 1.0
_OLD_YEARS: Final = 10.0
_OLD: Final = 0.2
_DAYS: Final = 365.25
# Clocks differ, and so do the days of the earth.
_TOMORROW: Final = 2
_HIDDEN: Final = 0.1
_COPY: Final = 0.3
_OTHER_ADDRESS: Final = 0.7


def naturalness(facts: Facts) -> Part:
    """Whether links there are given for their worth."""
    if facts.markers is None:
        return Part(None)
    told = sorted(_NATURAL[marker.what] for marker in facts.markers)
    return Part(told[0][0], ", ".join(why for _, why in told)) if told else Part(1.0)


def freshness(facts: Facts) -> Part:
    """How long ago the page was written or changed, as it says itself; days to come say nothing."""
    age, newest = min(
        ((_age(day, facts.today), day) for day in (facts.published, facts.modified) if day),
        key=lambda told: told[0],
        default=(-1.0, ""),
    )
    if age < 0:
        return Part(None, "undated")
    old = (age - _FRESH_YEARS) / (_OLD_YEARS - _FRESH_YEARS)
    return Part(rounded(max(1.0 - max(old, 0.0) * (1.0 - _OLD), _OLD)), f"page dated {newest[:7]}")


def indexability(facts: Facts) -> Part:
    """Whether search engines may read and list the page under its address."""
    if facts.failure:
        return Part(_HIDDEN, f"could not be read last time ({facts.failure})")
    if facts.markers is None:
        return Part(None)
    if facts.noindex:
        return Part(_HIDDEN, "noindex")
    if facts.canonical and _plain(facts.canonical) != _plain(facts.page_url):
        if urls.site(facts.canonical) != urls.site(facts.page_url):
            return Part(_COPY, f"a copy of a page of {urls.site(facts.canonical)}")
        return Part(_OTHER_ADDRESS, "canonical elsewhere")
    return Part(1.0)


def _age(day: str, today: str) -> float:
    """How many years ago a day was; below 0 if it is to come, or none."""
    try:
        days = (date.fromisoformat(today[:10]) - date.fromisoformat(day[:10])).days
    except ValueError:
        return -1.0
    return max(days, 0) / _DAYS if days >= -_TOMORROW else -1.0


def _plain(url: str) -> str:
    """Host and path of an address: what follows is often left out of a canonical address."""
    return url.partition("://")[2].partition("?")[0].removeprefix("www.").rstrip("/")
