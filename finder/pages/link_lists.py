"""Lists of links that were made for search engines alone: link farms, and open directories by stock scripts.

Pages that list hundreds of links to help readers are what finder looks for: only what they never have counts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from finder import urls
from finder.markers import Dealing, Marker
from finder.reference import load_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finder.items import Link

# Of links that advertise what spam does: how many at least, to how many sites, for how many trades, and which
# share of all that lead to other sites. One trade alone may be what a page is about.
_LEAST_LINKS: Final = 20
_LEAST_SITES: Final = 10
_LEAST_TRADES: Final = 3
_LEAST_SHARE: Final = 0.3
_MOST_LINKS: Final = 3_000
_LEAST_LISTINGS: Final = 2
_LONGEST: Final = 40
_MAX_ANCHOR: Final = 100
_SHOWN: Final = 6


def link_list_markers(links: Sequence[Link], anchors: Sequence[str]) -> Iterator[Marker]:
    """What the links of a page show of it: a link farm, a spam directory.

    ``anchors`` are their texts in small letters. The first 3,000 links are looked at.
    """
    outbound = [pair for pair in zip(links[:_MOST_LINKS], anchors, strict=False) if pair[0].outbound]
    if len(outbound) >= _LEAST_LINKS:
        yield from _farm(outbound)
    yield from _directory(anchors[:_MOST_LINKS])


def _farm(outbound: Sequence[tuple[Link, str]]) -> Iterator[Marker]:
    everything = "\n".join(anchor[:_MAX_ANCHOR] for _, anchor in outbound)
    words = [(trade, word) for trade, word in _trades() if word in everything]
    if len({trade for trade, _ in words}) < _LEAST_TRADES:
        return
    told = [
        (link, [trade for trade, word in words if word in anchor[:_MAX_ANCHOR]]) for link, anchor in outbound
    ]
    spam = [(link, trades) for link, trades in told if trades]
    sites = {urls.site(link.url) for link, _ in spam}
    trades = {trade for _, found in spam for trade in found}
    enough = len(spam) >= max(_LEAST_LINKS, _LEAST_SHARE * len(outbound))
    if enough and len(sites) >= _LEAST_SITES and len(trades) >= _LEAST_TRADES:
        shown = ", ".join(link.anchor[:_LONGEST] for link, _ in spam[:_SHOWN])
        yield Marker(Dealing.LINK_FARM, f"{len(spam)} links such as {shown}")


def _directory(anchors: Sequence[str]) -> Iterator[Marker]:
    submits, listings = (sorted(_names(sort).intersection(anchors)) for sort in ("submit", "listing"))
    if submits and len(listings) >= _LEAST_LISTINGS:
        yield Marker(Dealing.SPAM_DIRECTORY, ", ".join((*submits, *listings)[:_SHOWN]))


@cache
def _names(sort: str) -> frozenset[str]:
    return frozenset(name for of, name in load_table("link_list_words.tsv") if of == sort)


@cache
def _trades() -> tuple[tuple[str, str], ...]:
    return tuple(row for row in load_table("link_list_words.tsv") if row[0] not in ("submit", "listing"))
