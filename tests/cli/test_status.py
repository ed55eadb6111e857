"""`finder status`: what was crawled, what waits, what came of it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from finder.items import Fetch, Link
from finder.storage.batches import Batch
from finder.storage.tables import own_page
from tests.cli.crawled import ALIVE, DEAD, gone, mention

if TYPE_CHECKING:
    from tests.cli.crawled import Crawled

OLD, GOOD, LATER = "https://dead.example/old", "https://good.example/", "https://later.example/"


def crawl(crawled: Crawled) -> None:
    crawled.page("https://list.example/links", [Link(url, url, "x") for url in (OLD, GOOD, LATER)])
    crawled.failed_page("https://bad.example/1", "the page answers 503")
    crawled.failed_page("https://bad.example/2", "the page answers 503")
    crawled.look(DEAD, gone(OLD))
    crawled.look(ALIVE, Fetch(GOOD, status=200, final_url=GOOD, fetched_at="2026-11-23T05:11:00Z"))
    crawled.leads()
    crawled.lead(mention("https://blog.example/a"))


def own_pages(crawled: Crawled) -> None:
    states = ["ok"] * 3 + ["gone"] * 6 + ["noindex"]
    rows: list[dict[str, Any]] = [
        {
            "campaign_id": crawled.run.campaign_id,
            "url": f"https://acme.example/{number}",
            "url_key": number,
            "state": state,
            "status": 410 if state == "gone" else 200,
            "headings": [],
        }
        for number, state in enumerate(states)
    ]
    crawled.database.write(lambda connection: connection.execute(insert(own_page), rows))


def test_json_counts_everything(crawled: Crawled) -> None:
    crawl(crawled)
    own_pages(crawled)
    said = json.loads(crawled.finder("status", "--json").stdout)
    assert said["campaign"] == "acme"
    assert said["own_pages"] == {"gone": 6, "noindex": 1, "ok": 3}
    assert [page["url"] for page in said["own_pages_not_offered"]][:2] == [
        "https://acme.example/3",
        "https://acme.example/4",
    ]
    assert len(said["own_pages_not_offered"]) == 5
    assert said["source_pages"] == {"failed": 2, "read": 2}
    assert said["source_pages_failed"] == [
        {
            "failure": "",
            "status": 503,
            "detail": "the page answers 503",
            "count": 2,
            "example": "https://bad.example/1",
        }
    ]
    assert said["links"] == 3
    assert said["targets"] == {"pending": 1, "settled": 2}
    assert said["verdicts"] == [
        {"outcome": "alive", "reason": "answered", "count": 1},
        {"outcome": "dead", "reason": "not_found", "count": 1},
    ]
    assert said["hosts_waiting"] == 1
    assert (said["finds_waiting"], said["finds_kept"]) == (0, 0)
    assert said["leads"] == [
        {"kind": "broken_link", "status": "new", "count": 1},
        {"kind": "unlinked_mention", "status": "new", "count": 1},
    ]
    assert said["withdrawn"] == 0


def test_people_read_the_same(crawled: Crawled) -> None:
    crawl(crawled)
    own_pages(crawled)
    said = crawled.finder("status").stdout
    for pattern in (
        r"Own pages +6 gone, 1 noindex, 3 ok\n +cannot be offered: https://acme\.example/3 \(gone 410\)",
        r"Source pages +2 failed, 2 read\n +2 failed: the page answers 503 \(such as https://bad\.example/1\)",
        r"Links +3 outbound",
        r"Targets +3, of these 1 pending\n +1 alive: 1 answered\n +1 dead: 1 not_found",
        r"Waiting +1 host with pending targets",
        r"Leads +1 broken_link, new\n +1 unlinked_mention, new",
    ):
        assert re.search(pattern, said), (pattern, said)


def states(crawled: Crawled) -> list[str]:
    return [run["state"] for run in json.loads(crawled.finder("status", "--json").stdout)["runs"]]


def test_a_run_is_what_finder_runs_says_it_is(crawled: Crawled) -> None:
    crawl(crawled)
    assert states(crawled) == ["running"]
    crawled.stop()
    assert states(crawled) == ["stopped"]
    assert "stopped: run the same command to go on" in crawled.finder("status").stdout
    crawled.begin()
    assert states(crawled) == ["running"]
    crawled.kill()
    assert states(crawled) == ["crashed"]
    assert "crashed: run the same command to go on" in crawled.finder("status").stdout
    crawled.begin()
    crawled.finish()
    assert states(crawled) == ["finished"]
    crawled.begin()
    assert states(crawled) == ["finished", "running"]
    listed = json.loads(crawled.finder("runs", "--json").stdout)
    assert sorted(run["state"] for run in listed) == ["finished", "running"]


def test_withdrawn_leads_are_counted_apart(crawled: Crawled) -> None:
    crawl(crawled)
    crawled.again("https://list.example/links", [])
    said = json.loads(crawled.finder("status", "--json").stdout)
    assert said["leads"] == [{"kind": "unlinked_mention", "status": "new", "count": 1}]
    assert said["withdrawn"] == 1
    assert "1 withdrawn (no longer so)" in crawled.finder("status").stdout


def test_finds_on_their_way_and_finds_that_a_step_failed_on_are_told_apart(crawled: Crawled) -> None:
    for number in range(3):
        url = f"https://blog.example/{number}"
        crawled.page(url, opportunities=[mention(url)])
    crawled.store(Batch(kept=[1]))
    said = json.loads(crawled.finder("status", "--json").stdout)
    assert (said["finds_waiting"], said["finds_kept"]) == (2, 1)
    assert "2 found and on the way to leads\n" in crawled.finder("status").stdout


def test_a_campaign_whose_crawl_has_only_begun_has_a_status(crawled: Crawled) -> None:
    result = crawled.finder("status")
    assert result.exit_code == 0
    assert re.search(r"Leads +none\n", result.stdout)
