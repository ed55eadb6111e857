"""`finder show`: all the evidence behind a lead."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from finder.items import Link, Placement, Suggestion
from tests.cli.crawled import DEAD, UNCERTAIN, finder, gone, mention, silent

if TYPE_CHECKING:
    from tests.cli.crawled import Crawled

OLD = "https://dead.example/old"
TIDES = Suggestion(
    "https://acme.example/tides", "Tides today", 0.8, {"title": 0.7}, 'anchor and title share "tide tables"'
)


def found(crawled: Crawled) -> None:
    """A lead that was seen in two runs, whose page links twice to a target that two other pages link to."""
    links = [
        Link(OLD, "HTTPS://dead.example/old", "Tide tables", "See the tide tables.", "Links", ("nofollow",)),
        Link(OLD, "//dead.example/old", "", image=True, placement=Placement.FOOTER),
    ]
    crawled.page("https://list.example/links", links, title="Good links")
    crawled.page("https://second.example/", links[:1], title="Second")
    crawled.page("https://third.example/", links[:1], title="Third")
    crawled.look(DEAD, gone(OLD))
    crawled.leads(TIDES, 70)
    crawled.again("https://list.example/links", links)
    crawled.look(UNCERTAIN, silent(OLD))
    crawled.again("https://list.example/links", links, "Good links")
    crawled.look(DEAD, gone(OLD, "2026-12-01T05:11:00Z"))
    crawled.leads(TIDES, 72)


def test_everything_that_is_known_is_shown(crawled: Crawled) -> None:
    found(crawled)
    said = crawled.finder("show", "1").stdout
    wanted = [
        r"Lead 1: broken_link at list\.example",
        r"status +new",
        r"page +https://list\.example/links",
        r"title +Good links",
        r"dead URL +https://dead\.example/old",
        r"anchor +Tide tables",
        r"context +See the tide tables\.",
        r"heading +Links",
        r"placement +main",
        r"rel +nofollow",
        r"reason +not_found \(confidence high\)",
        r"evidence +It answers 404 Not Found\.",
        r"verdict now +dead, not_found \(confidence high\), looked at 3 times, last 2026-12-01T05:11:00Z",
        r"Look 1: 2026-11-23T05:11:00Z dead, not_found",
        r"GET +https://dead\.example/old 301 → https://dead\.example/old/",
        r"GET +https://dead\.example/old/ 404",
        r"header +server: nginx",
        r"Look 2: 2026-11-24T01:00:00Z uncertain, blocked",
        r"GET +https://dead\.example/old no answer",
        r"failure +connect_timeout after 20 s",
        r"Look 3: 2026-12-01T05:11:00Z dead, not_found",
        r"Our page to offer\n  page +https://acme\.example/tides",
        r'why +anchor and title share "tide tables"',
        r"match +0\.80 \(title 0\.70\)",
        r"score +72 \(confidence 1\.00, match 0\.80\)",
        r"first +20\d\d-",
        r"run 1 +20.*Z \(resource_pages, begun 20.*Z\)\n  run 3 ",
        r"All links of the page to it\n  main +“Tide tables” HTTPS:\S+\n  footer +“\(image\)”",
        r"Other pages that link to it\n  page +https://second\.example/ Second\n  page +https://third\.example/",
    ]
    missing = [pattern for pattern in wanted if not re.search(pattern, said)]
    assert not missing, said


def test_the_campaign_may_come_first_as_in_all_other_commands(crawled: Crawled) -> None:
    found(crawled)
    name = crawled.file.name
    first, last = (
        finder(crawled.folder, "show", *words).stdout
        for words in ((name, "1", "--json"), ("1", name, "--json"))
    )
    assert first == last != ""


def test_json_has_the_same_with_every_hop_of_every_look(crawled: Crawled) -> None:
    found(crawled)
    lead = json.loads(crawled.finder("show", "1", "--json").stdout)
    assert lead["score_parts"] == {"confidence": 1.0, "match": 0.8}
    assert [look["outcome"] for look in lead["looks"]] == ["dead", "uncertain", "dead"]
    assert lead["looks"][0]["fetch"]["hops"][0]["location"] == f"{OLD}/"
    assert [hop["status"] for hop in lead["looks"][0]["fetch"]["hops"]] == [301, 404]
    assert [run["run"] for run in lead["runs"]] == [1, 3]
    assert [link["spelling"] for link in lead["links"]] == ["HTTPS://dead.example/old", "//dead.example/old"]
    assert [page["title"] for page in lead["other_pages"]] == ["Second", "Third"]
    assert lead["other_pages_total"] == 2


def test_a_page_that_links_to_it_no_more_is_not_among_the_others(crawled: Crawled) -> None:
    found(crawled)
    crawled.again("https://second.example/", [])
    lead = json.loads(crawled.finder("show", "1", "--json").stdout)
    assert [page["title"] for page in lead["other_pages"]] == ["Third"]


def test_many_other_pages_are_counted_and_some_are_shown(crawled: Crawled) -> None:
    link = Link(OLD, OLD, "Tide tables")
    for number in range(53):
        crawled.page(f"https://list.example/{number}", [link])
    crawled.look(DEAD, gone(OLD))
    crawled.leads(TIDES)
    assert re.search(r"and +2 more\n", crawled.finder("show", "1").stdout)


def test_a_mention_has_a_brand_and_no_looks(crawled: Crawled) -> None:
    crawled.lead(mention("https://blog.example/a", "A"))
    said = crawled.finder("show", "1").stdout
    assert re.search(r"brand +Acme\n", said)
    assert "Look 1" not in said
    assert re.search(r"page +none\n", said)


def test_an_id_that_no_lead_has_is_told_in_one_line(crawled: Crawled) -> None:
    result = crawled.finder("show", "7")
    assert result.exit_code == 1
    assert result.stderr == "finder: no lead 7 in the campaign acme; `finder leads` shows the ids\n"


def test_an_id_that_is_no_number_is_wrong_usage(crawled: Crawled) -> None:
    assert crawled.finder("show", "x").exit_code == 2
    assert crawled.finder("show", "0").exit_code == 2
