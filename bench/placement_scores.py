"""How well links of the main text are told from those of the template: precision, recall and F1 of *main*.

Counted are outbound links whose place is known (``truth``: ``main``, ``template`` or ``template_inside`` the
article), by how it is known (``links_tier``). A link is looked up by address and text, else by address
alone; of several the one in the main text counts. A link that is not reported is not called main.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bench.page_cases import Case

_KNOWN: Final = ("main", "template", "template_inside")
Links = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Score:
    """Links called main, rightly and wrongly, and those missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of links called main that are; 0 for none."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """The share of main links called main; 0 for none."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


def main_scores(cases: Iterable[Case], links: Mapping[str, Links]) -> dict[str, Score]:
    """The scores by tier; ``links`` are those of each case by its id (``href``, ``text``, ``placement``)."""
    counts: defaultdict[str, Counter[tuple[bool, bool]]] = defaultdict(Counter)
    for case in cases:
        if "links" not in case.truth:
            continue
        said = _Said(links.get(case.id, []))
        for link in case.truth["links"]:
            if link["outbound"] and link["truth"] in _KNOWN:
                counts[case.truth["links_tier"]][link["truth"] == "main", said.main(link)] += 1
    return {
        tier: Score(count[True, True], count[False, True], count[True, False])
        for tier, count in sorted(counts.items())
    }


class _Said:
    def __init__(self, links: Links) -> None:
        self._by_both: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._by_address: defaultdict[str, set[str]] = defaultdict(set)
        for link in links:
            address = _address(link["href"])
            self._by_both[address, _letters(link["text"])].add(link["placement"])
            self._by_address[address].add(link["placement"])

    def main(self, link: Mapping[str, Any]) -> bool:
        address = _address(link["href"])
        found = self._by_both.get((address, _letters(link["text"]))) or self._by_address.get(address)
        return found is not None and "main" in found


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).lower()))


def _address(url: str) -> str:
    """What two spellings of one address share."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return url
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{host}{unquote(parts.path or '/').rstrip('/')}{query}{fragment}".lower()
