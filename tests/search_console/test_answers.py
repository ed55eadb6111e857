"""What Google's answers become: rows of a supplier, whatever is in them."""

from __future__ import annotations

from typing import Any

import pytest

from finder.search_console.answers import analytics_rows, counted, inspected, not_inspected, rows_of
from finder.suppliers.row import Refused, SuppliedCount, SuppliedLink

OWN = frozenset({"acme.example"})
PAGE, NAME, AT = "https://acme.example/guide", "sc-domain:acme.example", "2026-11-23T05:11:00Z"


def index(**said: Any) -> dict[str, Any]:
    return {"inspectionResult": {"inspectionResultLink": "https://x.example/", "indexStatusResult": said}}


def test_clicks_and_impressions_of_a_page_keep_googles_names() -> None:
    row = {"keys": ["https://acme.example/Guide#top"], "clicks": 12.0, "impressions": 340.0, "ctr": 0.035}
    (made,) = counted(analytics_rows({"rows": [row | {"position": 7.25}]}), "2026-08-25", "2026-11-22")
    metrics = {"clicks": 12, "impressions": 340, "ctr": 0.035, "position": 7.25}
    days = {"startDate": "2026-08-25", "endDate": "2026-11-22"}
    page = "https://acme.example/Guide"
    assert made == [SuppliedCount(1, "page", page, last_seen="2026-11-22", metrics=metrics | days)]


@pytest.mark.parametrize(
    "row",
    [None, [], {}, {"keys": []}, {"keys": "https://a.example/"}, {"keys": [3]}, {"keys": ["javascript:x"]}],
)
def test_a_row_of_analytics_without_a_page_is_refused_with_its_number(row: Any) -> None:
    good = {"keys": [PAGE], "clicks": True, "impressions": float("inf"), "position": 10**400}
    first, second = counted([good, row], "2026-01-01", "2026-02-01")
    assert isinstance(first, list)
    assert first[0].metrics == {"startDate": "2026-01-01", "endDate": "2026-02-01"}
    assert isinstance(second, Refused)
    assert second.line == 2


@pytest.mark.parametrize("answer", [None, [], "x", {}, {"rows": None}, {"rows": {"keys": 1}}])
def test_an_answer_of_analytics_that_has_no_rows_has_none(answer: Any) -> None:
    assert analytics_rows(answer) == []


def test_pages_that_google_names_are_links_to_the_inspected_page() -> None:
    urls = ["http://library.example/List#a", "https://www.acme.example/", "http://library.example/b"]
    said = index(
        verdict="PASS", coverageState="Submitted and indexed", lastCrawlTime="2026-11-02T03:04:05.678Z"
    )
    said["inspectionResult"]["indexStatusResult"] |= {
        "referringUrls": urls,
        "sitemap": ["https://s.example/"],
    }
    found = inspected(PAGE, said, NAME, AT, OWN)
    seen = {"metrics": {"verdict": "PASS", "lastCrawlTime": "2026-11-02T03:04:05.678Z"}}
    assert found.links == [
        SuppliedLink(1, "http://library.example/List", PAGE, **seen),
        SuppliedLink(1, "http://library.example/b", PAGE, **seen),
    ]
    assert (found.own, found.refused, found.page.last_seen) == (1, [], AT)
    assert found.page.metrics == {
        "verdict": "PASS",
        "coverageState": "Submitted and indexed",
        "lastCrawlTime": "2026-11-02T03:04:05.678Z",
        "siteUrl": NAME,
        "referringUrls": 3,
    }


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"inspectionResult": []},
        index(),
        index(referringUrls="https://a.example/", verdict=["x"]),
    ],
)
def test_an_answer_that_names_no_pages_still_says_that_the_page_was_inspected(answer: Any) -> None:
    found = inspected(PAGE, answer, NAME, AT, OWN)
    assert (found.links, found.refused, found.own) == ([], [], 0)
    assert found.page == SuppliedCount(
        1, "page", PAGE, last_seen=AT, metrics={"siteUrl": NAME, "referringUrls": 0}
    )


def test_what_is_no_address_is_refused_and_the_others_are_taken() -> None:
    odd = [
        "javascript:alert(1)",
        "",
        None,
        {"a": 1},
        "\ud800",
        "//x.example/",
        "mailto:a@b.example",
        "x" * 9_000,
    ]
    said = index(referringUrls=[*odd, "https://good.example/"], lastCrawlTime="2026-99-99T00:00:00Z")
    found = inspected(PAGE, said, NAME, AT, OWN)
    assert [(link.source_url, link.last_seen) for link in found.links] == [("https://good.example/", "")]
    assert len(found.refused) == len(odd)
    assert found.refused[0].why == f'"javascript:alert(1)", named as linking to {PAGE}, is no web address'
    assert max(len(each.why) for each in found.refused) < 200


def test_of_a_huge_list_a_thousand_are_read() -> None:
    urls = [f"https://site{number}.example/" for number in range(5_000)]
    found = inspected(PAGE, index(referringUrls=urls), NAME, AT, OWN)
    assert len(found.links) == 1_000
    assert [each.why for each in found.refused] == [
        f"4,000 more pages named as linking to {PAGE} were not read"
    ]


def test_every_row_of_a_batch_has_a_line_of_its_own() -> None:
    first = inspected(PAGE, index(referringUrls=["https://a.example/", "https://b.example/"]), NAME, AT, OWN)
    second = not_inspected("https://acme.example/b", "Google answers 400", NAME, AT)
    assert second.page.metrics == {"siteUrl": NAME, "error": "Google answers 400"}
    rows = [row[0] for row in rows_of([first, second]) if isinstance(row, list)]
    assert [row.line for row in rows] == [1, 2, 3, 4]
    assert [type(row) for row in rows] == [SuppliedCount, SuppliedLink, SuppliedLink, SuppliedCount]
