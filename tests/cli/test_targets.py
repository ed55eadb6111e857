"""`finder targets`: every address that was looked at or waits for it, dead or not."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from finder.cli.targets import COLUMNS
from finder.items import Fetch, Link
from tests.cli.crawled import ALIVE, DEAD, gone

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.crawled import Crawled

OLD, GOOD, LATER = "https://dead.example/old", "https://good.example/", "https://later.example/"


def crawl(crawled: Crawled) -> None:
    links = [Link(OLD, "HTTPS://Dead.example/old", "x"), Link(OLD, "again", "x")]
    links += [Link(url, url, "x") for url in (GOOD, LATER)]
    crawled.page("https://list.example/links", links)
    crawled.page("https://second.example/", [Link(OLD, "second", "x")])
    crawled.look(DEAD, gone(OLD))
    crawled.look(ALIVE, Fetch(GOOD, status=200, final_url=GOOD, fetched_at="2026-11-23T05:11:00Z"))


def rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["address"]: row for row in csv.DictReader(stream, strict=True)}


def test_csv_tells_everything_of_every_target(crawled: Crawled) -> None:
    crawl(crawled)
    path = crawled.folder / "targets.csv"
    assert crawled.finder("targets", "--csv", str(path)).stdout == f"3 targets written to {path}\n"
    said = rows(path)
    assert tuple(said[OLD]) == COLUMNS
    assert said[OLD] == {
        "url": "HTTPS://Dead.example/old",
        "verdict": "dead",
        "confidence": "high",
        "reason": "not_found",
        "evidence": "It answers 404 Not Found.",
        "status": "404",
        "final_url": f"{OLD}/",
        "checked_at": "2026-11-23T05:11:00Z",
        "dead_since": "2026-11-23T05:11:00Z",
        "looks": "1",
        "source_pages": "https://list.example/links https://second.example/",
        "spelling": "HTTPS://Dead.example/old",
        "address": OLD,
    }
    assert (said[GOOD]["verdict"], said[GOOD]["dead_since"]) == ("alive", "")
    assert (said[LATER]["verdict"], said[LATER]["looks"], said[LATER]["checked_at"]) == ("", "0", "")


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ("--verdict dead", {OLD}),
        ("--verdict dead --verdict alive", {OLD, GOOD}),
        ("--reason answered", {GOOD}),
        ("--host LATER.example", {LATER}),
        ("--pending", {LATER}),
        ("--pending --verdict dead", set()),
        ("--limit 0", {OLD, GOOD, LATER}),
    ],
)
def test_options_say_which_targets(crawled: Crawled, options: str, wanted: set[str]) -> None:
    crawl(crawled)
    result = crawled.finder("targets", "--json", *options.split())
    assert {target["address"] for target in json.loads(result.stdout)} == wanted


def test_a_reason_that_no_target_has_is_told_with_those_there_are(crawled: Crawled) -> None:
    crawl(crawled)
    mistyped = crawled.finder("targets", "--json", "--reason", "not-found", "--reason", "answered")
    assert [target["address"] for target in json.loads(mistyped.stdout)] == [GOOD]
    said = "finder: no target has the reason not-found; there are: answered, not_found\n"
    assert (mistyped.stderr, mistyped.exit_code) == (said, 0)
    assert not crawled.finder("targets", "--reason", "answered").stderr


def test_that_nothing_is_like_that_is_said(crawled: Crawled) -> None:
    assert crawled.finder("targets").stderr == "No targets yet; `finder status` says what was crawled.\n"
    crawl(crawled)
    for words in (["--host", "none.example"], ["--verdict", "dead", "--reason", "answered", "--json"]):
        result = crawled.finder("targets", *words)
        assert (result.stderr, result.exit_code) == ("None of the 3 targets is like that.\n", 0)


def test_json_has_the_source_pages_as_a_list(crawled: Crawled) -> None:
    crawl(crawled)
    (target,) = json.loads(crawled.finder("targets", "--json", "--verdict", "dead").stdout)
    assert tuple(target) == COLUMNS
    assert target["source_pages"] == ["https://list.example/links", "https://second.example/"]


def test_at_most_fifty_source_pages_are_named(crawled: Crawled) -> None:
    for number in range(51):
        crawled.page(f"https://list.example/{number}", [Link(OLD, OLD, "x")])
    (target,) = json.loads(crawled.finder("targets", "--json").stdout)
    assert len(target["source_pages"]) == 50
    assert target["source_pages"][0] == "https://list.example/0"


def test_pages_that_link_to_it_no_more_are_left_out_and_pages_that_failed_since_stay(
    crawled: Crawled,
) -> None:
    crawl(crawled)
    crawled.again("https://list.example/links", [])
    crawled.failed_page("https://second.example/", "the page answers 503")
    (target,) = json.loads(crawled.finder("targets", "--json", "--verdict", "dead").stdout)
    assert target["source_pages"] == ["https://second.example/"]


def test_more_targets_than_are_read_at_once_all_come_with_their_pages(crawled: Crawled) -> None:
    urls = [f"https://t{number}.example/" for number in range(1203)]
    crawled.page("https://list.example/links", [Link(url, url, "x") for url in urls])
    path = crawled.folder / "targets.csv"
    crawled.finder("targets", "--csv", str(path))
    said = rows(path)
    assert set(said) == set(urls)
    assert all(row["source_pages"] == "https://list.example/links" for row in said.values())
    assert all(row["spelling"] == url for url, row in said.items())


def test_a_pipe_gets_lines_with_tabs_and_a_limit_is_told(crawled: Crawled) -> None:
    crawl(crawled)
    result = crawled.finder("targets", "--limit", "2")
    assert result.stdout.splitlines()[0].split("\t") == list(COLUMNS)
    assert len(result.stdout.splitlines()) == 3
    assert result.stderr == "2 of 3 targets; --limit 0 shows all.\n"


def test_csv_and_json_at_once_are_wrong_usage(crawled: Crawled) -> None:
    assert crawled.finder("targets", "--csv", "-", "--json").exit_code == 2
