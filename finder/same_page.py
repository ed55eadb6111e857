"""Which of our addresses are one page, and under which of them it is offered.

A page stands for all addresses that are redirected to it, that name it as canonical, or that say the same
under the same title. An address is offered if nothing better than itself is known of it: a canonical address
that cannot be offered takes no page along with it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from finder.addresses import plain, without_idle_parameters
from finder.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

READABLE: Final = ("ok", "thin", "duplicate")
_MOST_STEPS: Final = 20


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """What is known of one of our addresses by itself.

    ``state`` is its last one, ``leads_to`` where a redirect led (an identity, empty without one),
    ``canonical`` what the page names as its address (empty: nothing, or itself), ``content`` a number that is
    the same for all pages that say the same (``None``: unknown), ``thin`` why it says too little (empty: it
    does not).
    """

    url: str
    state: str
    leads_to: str = ""
    canonical: str = ""
    content: int | None = None
    thin: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What becomes of an address: its ``state``, why in words, and the page that it stands for if another."""

    state: str
    detail: str = ""
    leads_to: str = ""


def standings(addresses: Sequence[OwnAddress]) -> dict[str, Standing]:
    """By address, for all that are readable or not listed any more: is it offered, thin, or a duplicate?

    ``duplicate`` leads to the address that is offered in its stead, or to one that its owner has hidden or
    keeps elsewhere. A readable page whose canonical address fails, is gone, says too little or leads back to
    it is offered itself; of pages that name each other one is. Of pages that say the same the one is offered
    that others name as canonical or are redirected to, else the one by https, without parameters, with the
    shortest address.
    """
    known = {each.url: each for each in addresses}
    votes = Counter(
        each.canonical or each.url if each.state in READABLE else each.leads_to
        for each in addresses
        if each.state in (*READABLE, "redirected")
    )
    found = {each.url: _standing(each, known, votes) for each in addresses if each.state in READABLE}
    return found | _copies(addresses, found, votes)


def _standing(page: OwnAddress, known: Mapping[str, OwnAddress], votes: Mapping[str, int]) -> Standing:
    way = _way_from(page, known)
    end = known.get(way[-1])
    if way[-1] in way[:-1]:  # it goes in a circle
        circle = [known[url] for url in way[way.index(way[-1]) : -1]]
        good = [each.url for each in circle if _is_good(each)]
        chosen = min(good, key=lambda url: _rank(url, votes), default="")
    elif end is None or end.state == "noindex":
        # The page is kept elsewhere or hidden, and this address with it: that is what its owner says.
        return Standing("duplicate", way[-1], way[-1])
    else:
        chosen = next((url for url in reversed(way) if _is_good(known[url])), "")
    if chosen and chosen != page.url:
        return Standing("duplicate", chosen, chosen)
    if page.thin:
        return Standing("thin", page.thin)
    note = f"names {page.canonical} as canonical, which cannot be offered" if page.canonical else ""
    return Standing("ok", note)


def _way_from(page: OwnAddress, known: Mapping[str, OwnAddress]) -> list[str]:
    """The addresses from a page on, each led to by the one before; a circle ends with where it began."""
    way = [page.url]
    while len(way) <= _MOST_STEPS and way[-1] not in way[:-1] and (here := known.get(way[-1])):
        onward = here.canonical if here.state in READABLE else here.leads_to
        if not onward or (here.state not in READABLE and here.state != "redirected"):
            break
        way.append(onward)
    return way


def _is_good(address: OwnAddress) -> bool:
    return address.state in READABLE and not address.thin


def _copies(
    addresses: Sequence[OwnAddress], found: Mapping[str, Standing], votes: Mapping[str, int]
) -> dict[str, Standing]:
    """Pages that say the same as another, and what led to those."""
    alike: dict[int, list[str]] = defaultdict(list)
    for each in addresses:
        if each.content is not None and each.url in found and found[each.url].state == "ok":
            alike[each.content].append(each.url)
    chosen = {content: min(urls, key=lambda url: _rank(url, votes)) for content, urls in alike.items()}
    instead = {
        url: chosen[content] for content, urls in alike.items() for url in urls if url != chosen[content]
    }
    copies = {url: Standing("duplicate", other, other) for url, other in instead.items()}
    copies |= {
        url: replace(standing, detail=instead[standing.leads_to], leads_to=instead[standing.leads_to])
        for url, standing in found.items()
        if standing.leads_to in instead
    }
    return copies | {
        # An address that our site no longer lists; others may still link to it.
        each.url: Standing("unlisted", leads_to=chosen[each.content])
        for each in addresses
        if each.state == "unlisted" and each.content in chosen and not each.leads_to
    }


def _rank(url: str, votes: Mapping[str, int]) -> tuple[int, bool, bool, int, str]:
    return (-votes[url], not url.startswith("https:"), "?" in url, len(url), url)


class Aliases:
    """All addresses under which our pages are known: made of pairs of an address and what it leads to.

    What an address leads to is empty for a page that stands for itself.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._urls: dict[str, list[str]] = defaultdict(list)
        self._onward: dict[str, list[str]] = defaultdict(list)
        for url, leads_to in pairs:
            self._urls[plain(url)].append(url)
            if leads_to:
                self._onward[plain(url)].append(plain(leads_to))

    def pages_at(self, links: Iterable[str]) -> frozenset[str]:
        """The addresses that links (absolute) mean: their own and all that these lead to, over any number.

        Scheme, ``www.``, a slash or an index file at the end, case, fragment and tracking do not matter. An
        address with parameters that is not known stands for the one without those that seldom name a page.
        """
        waiting = [self._known_as(identity(url)) for url in links]
        seen: set[str] = set()
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                waiting += self._onward.get(here, ())
        return frozenset(url for here in seen for url in self._urls.get(here, ()))

    def _known_as(self, url: str) -> str:
        name = plain(url)
        return name if name in self._urls or "?" not in url else plain(without_idle_parameters(url))
