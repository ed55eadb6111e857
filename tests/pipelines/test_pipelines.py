"""The pipelines: one find through each step, and one through all of them into the database."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

import finder.settings
from finder.items import Confidence, Find, Opportunity, SourcePage, Suggestion
from finder.ledger import Ledger
from finder.spider import FinderSpider
from finder.spiders.resource_pages import frontier_of
from finder.storage import finds, own_pages, workers
from finder.storage.own_pages import OwnListing
from pipelines.dedupe import DedupePipeline
from pipelines.match import MatchPipeline
from pipelines.qualify import QualifyPipeline
from pipelines.validate import ValidatePipeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CAMPAIGN = """
name = "tides"

[own]
sites = ["https://ours.example/"]
domains = ["sister.example"]

[[brands]]
name = "Tide Tables"

[sources]
pages = ["https://blog.example/list"]

[matching]
min_score = 0.3
"""
FIRST_PAGE = "select id from source_page order by id limit 1"
BROKEN = Opportunity(
    kind="broken_link",
    key="broken_link https://blog.example/list https://gone.example/tides-of-the-north-sea",
    page_url="https://blog.example/list",
    page_title="Reading for sailors",
    page_language="en",
    reason="not_found",
    evidence="It answers 404 Not Found.",
    dead_url="https://gone.example/tides-of-the-north-sea",
    anchor="Tides of the North Sea",
    context="Tides of the North Sea: how high water moves along the coast.",
)
MENTIONED = replace(
    BROKEN,
    kind="unlinked_mention",
    key="unlinked_mention https://blog.example/list",
    reason="named_without_link",
    evidence="The page names us.",
    dead_url="",
    anchor="Tide Tables",
    context="We looked it up in Tide Tables.",
    confidence=Confidence.MEDIUM,
    brand="Tide Tables",
)
OURS = SourcePage(
    url="https://ours.example/north-sea-tides",
    title="Tides of the North Sea",
    h1="Tides of the North Sea",
    language="en",
    text="High water moves along the coast of the North Sea. Tides and currents for sailors.",
)
HOME = SourcePage(url="https://ours.example/", title="Welcome aboard")
LIKE_OURS = replace(
    OURS,
    url="https://ours.example/currents",
    title="Tides and currents of the North Sea",
    h1="Tides and currents",
)
# What stands at our addresses: the home page says little, and the page on tides has moved twice.
OWN_SITE = {
    OURS.url: ("ok", OURS),
    HOME.url: ("thin", HOME),
    "https://ours.example/tides": ("redirected", OURS),
    "http://sister.example/tides": ("redirected", SourcePage("https://ours.example/tides")),
    "https://ours.example/print/tides": ("duplicate", replace(OURS, canonical=OURS.url)),
    LIKE_OURS.url: ("ok", LIKE_OURS),
}


class HarbourSpider(FinderSpider):
    """A spider that goes nowhere."""

    name = "harbour"


@pytest.fixture
def crawler(tmp_path: Path) -> Iterator[Crawler]:
    """A crawler of Scrapy's with a spider of a campaign, before its engine starts."""
    file = tmp_path / "tides.toml"
    file.write_text(CAMPAIGN, encoding="utf-8")
    settings = Settings()
    settings.setmodule("finder.settings")
    made = Crawler(HarbourSpider, settings)
    made.spider = HarbourSpider.from_crawler(made, campaign=str(file))
    yield made
    made.spider.database.close()


def spider_of(crawler: Crawler) -> HarbourSpider:
    """The spider, by its class."""
    assert isinstance(crawler.spider, HarbourSpider)
    return crawler.spider


def validated(crawler: Crawler, opportunity: Opportunity) -> Find:
    """A find after the step that looks at its addresses."""
    step = ValidatePipeline.from_crawler(crawler)
    step.open_spider()
    return step.process_item(Find(1, opportunity))


def remember_own_pages(crawler: Crawler, ledger: Ledger) -> None:
    """Put pages of ours into the database, as the own content spider does."""
    write, run = spider_of(crawler).database.write, ledger.run
    for url, (state, page) in OWN_SITE.items():
        write(own_pages.list_own, run.campaign_id, run.id, [OwnListing(url)], 10)
        job = write(own_pages.claim_own, run.campaign_id, run.id, write(workers.register), 1)[0]
        write(own_pages.own_read, run.id, job.id, state, page, 200, {})


async def with_ledger(crawler: Crawler, work: Callable[[Ledger], Any]) -> Any:
    """Run ``work`` while the ledger of the spider is open."""
    spider = spider_of(crawler)
    ledger = spider.ledger = Ledger(  # type: ignore[attr-defined]
        spider.database, spider.campaign, spider.name, frontier_of(spider.campaign)
    )
    await ledger.open()
    try:
        return await work(ledger)
    finally:
        await ledger.close()


def test_every_step_is_in_the_settings_in_the_order_of_its_work() -> None:
    listed = sorted(finder.settings.ITEM_PIPELINES.items(), key=lambda pair: pair[1])
    names = [load_object(path).__name__ for path, _ in listed]
    assert names == [
        "ValidatePipeline",
        "DedupePipeline",
        "MatchPipeline",
        "QualifyPipeline",
        "StorePipeline",
    ]


def test_a_find_gets_the_name_of_its_prospect(crawler: Crawler) -> None:
    assert validated(crawler, BROKEN).prospect == "blog.example"
    on_shared_host = replace(BROKEN, page_url="https://medium.com/@jane/tides")
    assert validated(crawler, on_shared_host).prospect == "medium.com/@jane"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"page_url": "mailto:us@blog.example"}, "unusable"),
        ({"page_url": ""}, "unusable"),
        ({"key": ""}, "unusable"),
        ({"evidence": ""}, "unusable"),
        ({"page_url": "https://www.ours.example/blog"}, "own_site"),
        ({"page_url": "https://sister.example/"}, "own_site"),
        ({"dead_url": "http://old.ours.example/gone"}, "own_site"),
    ],
)
def test_a_find_that_nobody_can_be_written_about_is_dropped(
    crawler: Crawler, change: dict[str, str], reason: str
) -> None:
    with pytest.raises(DropItem, match=reason):
        validated(crawler, replace(BROKEN, **change))  # type: ignore[arg-type]


def test_the_same_opportunity_is_passed_on_once() -> None:
    step = DedupePipeline()
    first = Find(1, BROKEN)
    assert step.process_item(first) is first
    assert step.process_item(Find(2, MENTIONED)).id == 2
    with pytest.raises(DropItem, match="duplicate"):
        step.process_item(Find(3, replace(BROKEN, anchor="another link")))


def matched(crawler: Crawler, *opportunities: Opportunity, own: bool = True) -> list[Suggestion | None]:
    """What the match step offers for each, all asked for at once."""
    return [item.suggestion for item in through_match(crawler, *opportunities, own=own)]


def through_match(crawler: Crawler, *opportunities: Opportunity, own: bool = True) -> list[Find]:
    """The finds as the match step leaves them, all given to it at once."""

    async def go(ledger: Ledger) -> list[Find]:
        if own:
            remember_own_pages(crawler, ledger)
        step = MatchPipeline.from_crawler(crawler)
        await step.open_spider()
        return await asyncio.gather(*(step.process_item(Find(1, why)) for why in opportunities))

    done: list[Find] = asyncio.run(with_ledger(crawler, go))
    return done


def test_the_own_page_that_fits_is_offered_with_its_reasons(crawler: Crawler) -> None:
    [offered] = matched(crawler, BROKEN)
    assert offered is not None
    assert (offered.url, offered.title) == (OURS.url, OURS.title)
    assert 0.3 <= offered.score <= 1
    assert offered.why


def test_for_a_dead_page_of_ours_another_is_offered_and_never_itself(crawler: Crawler) -> None:
    ours = replace(BROKEN, kind="broken_backlink", dead_url="https://ours.example/tides-north-sea")
    assert validated(crawler, ours).prospect == "blog.example"
    # Our list of pages may still have it, also under another address.
    itself, copy = (replace(ours, dead_url=url) for url in (OURS.url, "https://ours.example/print/tides"))
    offered = [each.url if each else "" for each in matched(crawler, ours, itself, copy)]
    assert offered[0] == OURS.url
    assert OURS.url not in offered[1:]


def test_beside_rivals_the_page_on_the_same_subject_is_offered_else_our_home_page(crawler: Crawler) -> None:
    why = replace(
        BROKEN,
        kind="link_intersect",
        dead_url="",
        linked_url="https://rival.example/tides",
        rivals=("rival.example", "other.example"),
    )
    foreign = replace(
        why, linked_url="https://rival.example/", anchor="Rival", context="Rival", page_title="", heading=""
    )
    offered = matched(crawler, why, foreign)
    assert offered[0]
    assert offered[0].url == OURS.url
    assert offered[1]
    assert (offered[1].url, offered[1].why) == (
        HOME.url,
        "rivals of ours are linked and no single page fits: our home page",
    )


def test_no_page_is_offered_that_does_not_fit_or_is_linked_already(crawler: Crawler) -> None:
    foreign = replace(
        BROKEN,
        dead_url="https://gone.example/sourdough-bread",
        anchor="Sourdough bread",
        context="Sourdough bread at home.",
        page_title="Baking",
    )
    linked = replace(BROKEN, linked_own=(OURS.url, LIKE_OURS.url))
    found = through_match(crawler, replace(foreign, linked_own=(OURS.url,)), linked)
    assert [each.suggestion for each in found] == [None, None]
    assert [bool(each.why_none) for each in found] == [False, True]


@pytest.mark.parametrize(
    "link",
    [
        OURS.url,
        "http://www.ours.example/north-sea-tides/",
        f"{OURS.url}?utm_source=list&ref=blog",
        "https://ours.example/tides",
        "https://www.sister.example/tides/",
        "http://ours.example/print/tides",
    ],
)
def test_a_page_that_is_linked_under_another_address_is_not_offered(crawler: Crawler, link: str) -> None:
    linked = replace(BROKEN, linked_own=(link, "https://ours.example/unknown"))
    other = replace(BROKEN, linked_own=("https://ours.example/unknown",))
    found = through_match(crawler, linked, other)
    assert [each.suggestion and each.suggestion.url for each in found] == [None, OURS.url]
    # That is why, and not that nothing fits.
    assert [each.why_none for each in found] == [f"{OURS.url} fits, and the page links to it already", ""]


def test_for_a_mention_without_a_fitting_page_our_home_page_is_offered(crawler: Crawler) -> None:
    [offered] = matched(crawler, MENTIONED)
    assert offered is not None
    assert (offered.url, offered.title) == (HOME.url, HOME.title)
    assert "home page" in offered.why


def test_for_an_image_without_a_fitting_page_our_home_page_is_offered(crawler: Crawler) -> None:
    shown = replace(MENTIONED, brand="", image_url="https://ours.example/logo.png", anchor="", context="")
    [offered] = matched(crawler, shown)
    assert offered is not None
    assert offered.url == HOME.url
    assert offered.why == "our image is shown and no single page fits: our home page"


def test_no_home_page_is_offered_to_those_who_link_to_it(crawler: Crawler) -> None:
    assert matched(crawler, replace(MENTIONED, linked_own=("http://www.ours.example/index.html",))) == [None]


def bounded(crawler: Crawler, opportunity: Opportunity) -> Find:
    """A find after the steps that match and qualify it, where a page may be offered once only."""
    spider = spider_of(crawler)
    matching = spider.campaign.matching.model_copy(update={"max_leads_per_page": 1})
    spider.campaign = spider.campaign.model_copy(update={"matching": matching})

    async def go(ledger: Ledger) -> Find:
        remember_own_pages(crawler, ledger)
        step = MatchPipeline.from_crawler(crawler)
        await step.open_spider()
        return await step.process_item(Find(1, opportunity, "blog.example"))

    found: Find = asyncio.run(with_ledger(crawler, go))
    qualifying = QualifyPipeline.from_crawler(crawler)
    qualifying.open_spider()
    return qualifying.process_item(found)


def test_where_a_page_may_be_offered_so_often_only_those_that_fit_next_are_kept_at_hand(
    crawler: Crawler,
) -> None:
    found = bounded(crawler, BROKEN)
    assert found.lead is not None
    leads = (found.lead, *found.other_leads)
    assert [lead.suggestion and lead.suggestion.url for lead in leads] == [OURS.url, LIKE_OURS.url, None]
    assert leads[0].score >= leads[1].score > leads[2].score


def test_for_a_mention_the_home_page_comes_after_the_pages_that_fit(crawler: Crawler) -> None:
    tides = replace(MENTIONED, context="Tide Tables explains the tides of the North Sea and its currents.")
    found = bounded(crawler, tides)
    offered = [found.suggestion, *found.further]
    assert [each.url for each in offered if each][-1] == HOME.url
    assert len(offered) > 1
    assert offered[-1] is not None
    assert offered[-1].why == "Tide Tables is named: our home page"


def test_a_home_page_that_could_not_be_read_is_not_offered(crawler: Crawler) -> None:
    assert matched(crawler, MENTIONED, own=False) == [None]


def test_without_own_pages_nothing_is_offered_for_a_broken_link(crawler: Crawler) -> None:
    assert matched(crawler, BROKEN, own=False) == [None]


def test_a_find_that_is_good_enough_becomes_a_lead(crawler: Crawler) -> None:
    spider_of(crawler).database.migrate()
    step = QualifyPipeline.from_crawler(crawler)
    step.open_spider()
    item = step.process_item(Find(1, BROKEN, "blog.example", Suggestion(OURS.url, OURS.title, 0.8)))
    assert item.lead is not None
    assert item.lead.opportunity is BROKEN
    assert 0 < item.lead.score <= 100


def test_a_find_that_is_not_good_enough_is_dropped_with_the_reason(crawler: Crawler) -> None:
    spider_of(crawler).database.migrate()
    step = QualifyPipeline.from_crawler(crawler)
    step.open_spider()
    with pytest.raises(DropItem, match="low_confidence"):
        step.process_item(Find(1, replace(BROKEN, confidence=Confidence.LOW), "blog.example"))


def test_a_find_goes_through_all_steps_into_the_database(crawler: Crawler, tmp_path: Path) -> None:
    spider = spider_of(crawler)

    async def go(ledger: Ledger) -> None:
        remember_own_pages(crawler, ledger)
        page_id = spider.database.read(lambda connection: connection.exec_driver_sql(FIRST_PAGE).scalar_one())
        found = [(page_id, None, BROKEN)]
        spider.database.write(finds.add_finds, ledger.run.campaign_id, ledger.run.id, found)
        item = await anext(ledger.stream())
        assert isinstance(item, Find)
        for path, _ in sorted(finder.settings.ITEM_PIPELINES.items(), key=lambda pair: pair[1]):
            item = await through(load_object(path), item)

    async def through(kind: Any, item: Any) -> Any:
        step = kind.from_crawler(crawler) if hasattr(kind, "from_crawler") else kind()
        if hasattr(step, "open_spider") and (opening := step.open_spider()):
            await opening
        done = step.process_item(item)
        return await done if asyncio.iscoroutine(done) else done

    asyncio.run(with_ledger(crawler, go))
    with closing(sqlite3.connect(spider.database.url.removeprefix("sqlite:///"))) as database:
        [(score,)] = database.execute("select score from lead").fetchall()
        assert database.execute("select count(*) from find").fetchall() == [(0,)]
    assert 0 < score <= 100
