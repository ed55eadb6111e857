"""A run is unhealthy if it missed what the campaign expects, and only then."""

from __future__ import annotations

import pytest

from finder.campaign.notices import Expect
from finder.expectations import judged, unmet

FAIR = Expect(source_pages=10, uncertain=0.29, errors=0.3)


@pytest.mark.parametrize(
    ("spider", "counters", "missed"),
    [
        ("resource_pages", {"pages": 10, "unreadable": 4, "targets": 100, "uncertain": 29}, []),
        ("resource_pages", {}, ["0 source pages read, at least 10 expected"]),
        (
            "resource_pages",
            {"pages": 9, "unreadable": 4, "targets": 100, "uncertain": 30},
            [
                "9 source pages read, at least 10 expected",
                "30 of 100 looks uncertain (30.0%), at most 29.0% expected",
                "4 of 13 pages failed (30.8%), at most 30.0% expected",
            ],
        ),
        ("mentions", {"pages": 6, "unreadable": 4}, ["4 of 10 pages failed (40.0%), at most 30.0% expected"]),
        ("mentions", {}, []),
        ("second_looks", {"targets": 2, "uncertain": 2}, []),
        ("backlinks", {"unreadable": 3}, []),
    ],
)
def test_a_run_is_measured_by_what_its_spider_is_for(
    spider: str, counters: dict[str, int], missed: list[str]
) -> None:
    assert unmet(FAIR, spider, counters) == missed
    assert unmet(Expect(), spider, counters) == []


@pytest.mark.parametrize(
    ("state", "becomes"), [("finished", "unhealthy"), ("running", "running"), ("crashed", "crashed")]
)
def test_only_a_finished_run_is_called_unhealthy(state: str, becomes: str) -> None:
    run = judged({"spider": "resource_pages", "counters": {}, "state": state}, FAIR)
    assert (run["state"], bool(run["unmet"])) == (becomes, becomes == "unhealthy")
