"""What Google's answers say, as the rows of a supplier. What is no address in them is refused, row by row."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from finder.suppliers.row import Refused, SuppliedCount, SuppliedLink
from finder.urls import prospect, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

SUPPLIER: Final = "search_console"
ANALYTICS: Final = "search_analytics"
INSPECTION: Final = "url_inspection"
# The most that search analytics gives in one answer.
ROWS_AT_ONCE: Final = 25_000

# Google names a handful; whatever else comes is not read.
_REFERRING_AT_MOST: Final = 1_000
_SHOWN: Final = 100
_LONGEST: Final = 8_000
_LARGEST: Final = 2**53
_NUMBERS: Final = ("clicks", "impressions", "ctr", "position")
_WORDS: Final = (
    "verdict",
    "coverageState",
    "indexingState",
    "pageFetchState",
    "robotsTxtState",
    "lastCrawlTime",
    "crawledAs",
    "googleCanonical",
    "userCanonical",
)

Row = list[SuppliedLink | SuppliedCount] | Refused


class Inspected(NamedTuple):
    """What the inspection of a page gave: rows of links, those refused, how many were on our own pages.

    ``page`` is the row that says of the page what Google's index does, and when it was asked (``last_seen``).
    """

    page: SuppliedCount
    links: list[SuppliedLink]
    refused: list[Refused]
    own: int


def analytics_rows(answer: Any) -> list[Any]:
    """The rows of an answer of search analytics."""
    rows = answer.get("rows") if isinstance(answer, dict) else None
    return rows if isinstance(rows, list) else []


def counted(rows: list[Any], start: str, end: str) -> Iterator[Row]:
    """Clicks and impressions per page from ``start`` to ``end`` (days), under Google's names."""
    for line, row in enumerate(rows, 1):
        keys = row.get("keys") if isinstance(row, dict) else None
        page = keys[0] if isinstance(keys, list) and keys else None
        url = resolve(page) if isinstance(page, str) else None
        if url is None:
            yield Refused(line, f"{_said(page)} is no web address")
            continue
        metrics: dict[str, Any] = {
            name: number for name in _NUMBERS if (number := _number(row.get(name))) is not None
        }
        metrics |= {"startDate": start, "endDate": end}
        yield [SuppliedCount(line, "page", url, last_seen=end, metrics=metrics)]


def inspected(page: str, answer: Any, name: str, at: str, own: frozenset[str]) -> Inspected:
    """What the answer to an inspection of our ``page`` in the property ``name`` says.

    ``own``: the organisations that are ours, whose links are no backlinks. ``at``: when it was asked.
    """
    index = _index(answer)
    named = index.get("referringUrls")
    named = named if isinstance(named, list) else []
    said: dict[str, Any] = {word: text for word in _WORDS if (text := _text(index.get(word)))}
    metrics = said | {"siteUrl": name, "referringUrls": len(named)}
    found = Inspected(SuppliedCount(1, "page", page, last_seen=at, metrics=metrics), [], [], 0)
    # When Google crawled our page, which is not when it saw the link.
    judged: dict[str, Any] = {word: said[word] for word in ("verdict", "lastCrawlTime") if word in said}
    ours = 0
    for each in named[:_REFERRING_AT_MOST]:
        url = resolve(each) if isinstance(each, str) else None
        if url is None:
            found.refused.append(Refused(1, f"{_said(each)}, named as linking to {page}, is no web address"))
        elif prospect(url) in own:
            ours += 1
        else:
            found.links.append(SuppliedLink(1, url, page, metrics=judged or None))
    more = len(named) - _REFERRING_AT_MOST
    if more > 0:
        found.refused.append(Refused(1, f"{more:,} more pages named as linking to {page} were not read"))
    return found._replace(own=ours)


def not_inspected(page: str, why: str, name: str, at: str) -> Inspected:
    """A page that Google does not inspect, and why: it is not asked for again soon."""
    metrics = {"siteUrl": name, "error": why}
    refused = [Refused(1, f"{page} was not inspected: {why}")]
    return Inspected(SuppliedCount(1, "page", page, last_seen=at, metrics=metrics), [], refused, 0)


def rows_of(batch: list[Inspected]) -> Iterator[Row]:
    """The rows of inspections, each of a line of its own."""
    lines = count(1)
    for each in batch:
        yield [each.page._replace(line=next(lines))]
        for link in each.links:
            yield [link._replace(line=next(lines))]


def _index(answer: Any) -> dict[str, Any]:
    for name in ("inspectionResult", "indexStatusResult"):
        answer = answer.get(name) if isinstance(answer, dict) else None
    return answer if isinstance(answer, dict) else {}


def _number(value: Any) -> int | float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _LARGEST:
        return None
    return int(value) if value == int(value) else value


def _text(value: Any) -> str:
    return value if isinstance(value, str) and value.isprintable() and len(value) <= _LONGEST else ""


def _said(value: Any) -> str:
    said = value if isinstance(value, str) else repr(value)
    return f'"{said[:_SHOWN]}..."' if len(said) > _SHOWN else f'"{said}"'
