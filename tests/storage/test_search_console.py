"""Which pages of ours Search Console is asked about next, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finder.search_console.answers import counted, inspected, rows_of
from finder.storage import backlink_files, own_pages, runs, search_console, staging
from finder.storage.backlink_files import SourceFile
from finder.storage.own_pages import OwnListing
from finder.suppliers.row import SuppliedCount, SuppliedLink

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.storage import Database
    from finder.storage.staging import Row

OWN, NAME = frozenset({"acme.example"}), "sc-domain:acme.example"
LONG_AGO, EARLIER, LATER = "2026-01-01T00:00:00Z", "2026-11-01T00:00:00Z", "2026-11-23T00:00:00Z"


def page(path: str) -> str:
    return f"https://acme.example/{path}"


def take(database: Database, campaign: int, rows: Iterable[Row], supplier: str, report: str) -> None:
    file = SourceFile("a", "a", supplier, report, "acme.example")
    database.write_staged(
        lambda connection: staging.stage(connection, rows, "acme.example", OWN),
        lambda connection, staged: backlink_files.merge(connection, campaign, file, staged),
    )


def take_inspection(database: Database, campaign: int, path: str, at: str, name: str = NAME) -> None:
    answer: Any = {"inspectionResult": {"indexStatusResult": {"referringUrls": []}}}
    rows = rows_of([inspected(page(path), answer, name, at, OWN)])
    take(database, campaign, rows, "search_console", "url_inspection")


def due(database: Database, campaign: int, since: str = LATER) -> list[str]:
    found = database.read(search_console.pages_to_inspect, campaign, OWN, since)
    return [url.removeprefix(page("")) for url in found]


def test_linked_and_gone_pages_come_first_then_by_clicks_then_the_rest(database: Database) -> None:
    run = database.write(runs.begin, "acme", "digest", "own_content")
    campaign = run.campaign_id
    listed = [OwnListing(page(path)) for path in ("rest", "gone", "clicked", "linked")]
    database.write(own_pages.list_own, campaign, run.id, listed, 100)
    numbers = {each.url: each.id for each in database.write(own_pages.claim_own, campaign, run.id, None, 100)}
    database.write(own_pages.own_failed, run.id, numbers[page("gone")], "gone", 410, "the page answers 410")
    links = [
        SuppliedLink(2, "https://a.example/", page("linked")),
        SuppliedLink(3, "https://b.example/", page("twice")),
        SuppliedLink(4, "https://c.example/", page("twice")),
        SuppliedLink(5, "https://c.example/", "https://rival.example/"),
        SuppliedLink(6, "https://c.example/", ""),
    ]
    take(database, campaign, ([link] for link in links), "ahrefs", "backlinks")
    top = [[SuppliedCount(2, "page", page("top"))], [SuppliedCount(3, "site", "b.example")]]
    take(database, campaign, top, "moz", "top_pages")
    clicks = [{"keys": [page(path)], "clicks": number} for path, number in (("few", 9), ("clicked", 10))]
    take(
        database, campaign, counted(clicks, "2026-09-01", "2026-11-22"), "search_console", "search_analytics"
    )
    assert due(database, campaign) == ["twice", "linked", "top", "gone", "clicked", "few", "rest"]
    assert database.read(search_console.pages_to_inspect, campaign + 1, OWN, LATER) == []


def test_pages_that_were_inspected_come_after_the_others_and_not_soon_again(database: Database) -> None:
    campaign = database.write(runs.enrol, "acme")
    links = ([SuppliedLink(2, "https://a.example/", page(path))] for path in "abcd")
    take(database, campaign, links, "ahrefs", "backlinks")
    for path, at in (("a", EARLIER), ("b", LONG_AGO), ("c", LATER)):
        take_inspection(database, campaign, path, at)
    assert due(database, campaign) == ["d", "b", "a"]
    assert due(database, campaign, EARLIER) == ["d", "b"]


def test_inspections_are_counted_for_a_property_from_a_moment_on(database: Database) -> None:
    campaign = database.write(runs.enrol, "acme")
    for path, at in (("a", EARLIER), ("b", LONG_AGO), ("c", LATER)):
        take_inspection(database, campaign, path, at)
    take_inspection(database, campaign, "d", LATER, "https://acme.example/")
    assert database.read(search_console.inspections, campaign, NAME, EARLIER) == 2
    assert database.read(search_console.inspections, campaign, "https://acme.example/", EARLIER) == 1
    take_inspection(database, campaign, "b", LATER)
    assert database.read(search_console.inspections, campaign, NAME, EARLIER) == 3
