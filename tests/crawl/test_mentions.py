"""The spider `mentions` as a user starts it: sites, feeds, sitemaps, lists and mails become leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawl.mention_places import alert_mail, atom, linked, names_us, rss, sitemap, wanted
from tests.crawl.undertaking import OWN, Undertaking, page, put_own_site
from tests.world.answers import Answer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

BLOG = "http://blog.example"
FEED = f"{BLOG}/feed.xml"


@pytest.fixture
def acme(world: World, tmp_path: Path) -> Undertaking:
    """A campaign whose own site is there; what it looks at is up to the test."""
    put_own_site(world)
    world.site("blog.example")
    world.site("lists.example").page("/list", page("A list", "<p>Nothing of ours.</p>"))
    return Undertaking(tmp_path, world, ["http://lists.example/list"])


def pages_of(acme: Undertaking) -> list[str]:
    """The pages of the leads."""
    return [lead["page_url"] for lead in acme.leads()]


def asked(world: World, host: str = "blog.example", after: int = 0) -> list[str]:
    """The paths that a host was asked for."""
    return sorted(record.path for record in world.requests(host)[after:])


def test_a_feed_gives_leads_and_a_second_run_asks_for_the_feed_and_for_what_may_have_changed(
    world: World, acme: Undertaking
) -> None:
    site = world.site("blog.example")
    site.page("/one", names_us())
    site.page("/two", linked())
    site.answer(
        "/feed.xml", Answer(rss("/one", "/two"), content_type="application/rss+xml", headers={"ETag": '"1"'})
    )
    wanted(acme, feeds=[FEED])
    result = acme.crawl()
    assert "Places         1 read, 0 unchanged" in result.out
    assert "Their pages    2 read, 0 not readable" in result.out
    assert pages_of(acme) == [f"{BLOG}/one"]
    before = len(world.requests("blog.example"))
    result = acme.crawl()
    assert "Places         0 read, 1 unchanged" in result.out
    assert asked(world, after=before) == ["/feed.xml", "/one"]
    assert world.requests("blog.example", "/feed.xml")[-1].status == 304
    assert [lead["sightings"] for lead in acme.leads()] == ["2"]

    site.page("/three", names_us())
    site.answer("/feed.xml", Answer(rss("/three", "/two"), headers={"ETag": '"2"'}))
    site.page("/one", linked())
    before = len(world.requests("blog.example"))
    acme.crawl()
    assert asked(world, after=before) == ["/feed.xml", "/one", "/three"]
    assert pages_of(acme) == [f"{BLOG}/three"], "what is linked by now is withdrawn"


def test_an_entry_that_was_changed_since_it_was_read_is_read_again(world: World, acme: Undertaking) -> None:
    site = world.site("blog.example")
    site.page("/one", page("One", "<p>Nothing.</p>"))
    site.page("/feed.xml", atom({"/one": "2026-01-01T00:00:00Z"}))
    wanted(acme, feeds=[FEED])
    acme.crawl()
    acme.crawl()
    assert len(world.requests("blog.example", "/one")) == 1
    site.page("/one", names_us())
    site.page("/feed.xml", atom({"/one": None}))
    acme.crawl()
    assert pages_of(acme) == [f"{BLOG}/one"]


def test_other_names_in_the_campaign_are_looked_for_on_what_was_read_before(
    world: World, acme: Undertaking
) -> None:
    site = world.site("blog.example")
    site.page("/one", page("One", "<p>Harbour Lights make good lamps.</p>"))
    site.answer("/feed.xml", Answer(rss("/one"), headers={"ETag": '"1"'}))
    wanted(acme, feeds=[FEED])
    acme.crawl()
    assert not acme.leads()
    acme.extra = '[[brands]]\nname = "Harbour Lights"\n' + acme.extra
    acme.crawl()
    assert pages_of(acme) == [f"{BLOG}/one"]


def test_a_site_is_crawled_to_its_depth_and_its_feeds_are_found(world: World, acme: Undertaking) -> None:
    site = world.site("blog.example")
    home = page("Blog", '<p><a href="/a">A</a> <a href="http://gone.example/">Out</a></p>')
    alternate = '<link rel="alternate" type="application/rss+xml" href="feed.xml">'
    site.page("/", home.replace("</head>", f"{alternate}</head>"))
    site.page("/a", page("A", '<p><a href="/b">B</a></p>'))
    site.page("/b", names_us('<a href="/c">C</a>'))
    site.page("/c", names_us())
    site.page("/old", names_us())
    site.page("/feed.xml", rss("/old"))
    wanted(acme, sites=[BLOG])
    acme.crawl()
    assert pages_of(acme) == [f"{BLOG}/b", f"{BLOG}/old"]
    assert not world.requests("blog.example", "/c"), "beyond the depth"
    assert not acme.targets(), "outbound links are not the business of mentions"


def test_sitemaps_are_followed_and_read_again_only_where_something_is_new(
    world: World, acme: Undertaking
) -> None:
    site = world.site("blog.example")
    index = f"<sitemapindex><sitemap><loc>{BLOG}/posts.xml</loc></sitemap></sitemapindex>"
    site.answer("/map.xml", Answer(index, content_type="application/xml", headers={"ETag": '"i"'}))
    site.answer("/posts.xml", Answer(sitemap({"/one": "2026-01-01", "/two": ""}), headers={"ETag": '"p"'}))
    site.page("/one", names_us())
    site.page("/two", linked())
    wanted(acme, sitemaps=[f"{BLOG}/map.xml"])
    acme.crawl()
    assert pages_of(acme) == [f"{BLOG}/one"]
    site.page("/three", names_us())
    site.answer("/posts.xml", Answer(sitemap({"/one": "2026-01-01", "/two": "", "/three": ""})))
    before = len(world.requests("blog.example"))
    acme.crawl()
    assert asked(world, after=before) == ["/map.xml", "/one", "/posts.xml", "/three"]
    assert pages_of(acme) == [f"{BLOG}/one", f"{BLOG}/three"]


def test_lists_with_the_columns_of_other_tools_and_alert_mails_give_pages(
    world: World, acme: Undertaking
) -> None:
    site = world.site("blog.example")
    for number in range(4):
        site.page(f"/{number}", names_us())
    (acme.folder / "monitor.csv").write_text(
        "Report;Mentions of Acme Sailing\nPeriod;2026\n\nDate;Source;Title;Article URL\n"
        f"2026-11-01;The Daily Tide;A post;{BLOG}/0\n2026-11-02;Harbour News;Another;{BLOG}/1\n",
        encoding="utf-8",
    )
    (acme.folder / "alert.eml").write_bytes(alert_mail(f"{BLOG}/2"))
    (acme.folder / "copied.txt").write_text(
        f"Google Alerts\nA post\n<https://www.google.com/url?rct=j&sa=t&url={BLOG}/3&ct=ga>\nSee more\n",
        encoding="utf-8",
    )
    wanted(acme, files=["monitor.csv", "alert.eml", "copied.txt"])
    acme.crawl()
    assert acme.run("check").err == ""
    assert pages_of(acme) == [f"{BLOG}/{number}" for number in range(4)]
    assert {record.host for record in world.requests()} <= {"blog.example", "lists.example", OWN}
    before = len(world.requests("blog.example"))
    (acme.folder / "copied.txt").write_text(f"{BLOG}/4\n", encoding="utf-8")
    site.page("/4", names_us())
    site.page("/0", linked())
    acme.crawl()
    assert len(world.requests("blog.example")) == before + 5
    assert pages_of(acme) == [f"{BLOG}/{number}" for number in range(1, 5)]


def test_what_robots_txt_forbids_is_not_read_and_a_broken_feed_is_one_line(
    world: World, acme: Undertaking
) -> None:
    site = world.site("blog.example", robots="User-agent: *\nDisallow: /private")
    site.page("/private", names_us())
    site.page("/open", names_us())
    site.page("/feed.xml", rss("/private", "/open"))
    site.page("/private.xml", rss("/open"))
    site.page("/broken.xml", "<rss><channel><item>")
    site.page("/page.xml", page("Oops", "<p>No feed.</p>"))
    site.status("/gone.xml", 404)
    names = ("broken", "page", "gone", "private")
    wanted(acme, feeds=[FEED, *(f"{BLOG}/{name}.xml" for name in names), "http://nowhere.example/feed"])
    result = acme.crawl()
    assert pages_of(acme) == [f"{BLOG}/open"]
    assert not world.requests("blog.example", "/private")
    problems = sorted(line for line in result.err.splitlines() if line.startswith("WARNING"))
    assert [line.split(": ", 2)[-1] for line in problems] == [
        "is not readable as a feed",
        "answers 404",
        "is a web page, not a feed",
        "is not read: robots.txt forbids it",
        "cannot be read: no such host",
    ]
    assert "5 with a problem" in result.out
    status = acme.run("status")
    assert f"feed {BLOG}/page.xml: is a web page, not a feed" in status.out
    assert acme.crawl().code == 0


def test_a_page_that_is_a_source_page_too_keeps_its_links_and_its_leads(
    world: World, acme: Undertaking
) -> None:
    site = world.site("blog.example")
    site.page("/one", names_us('<a href="http://gone.example/tide-tables">Tide tables</a>'))
    site.page("/feed.xml", rss("/one"))
    acme.pages = [f"{BLOG}/one"]
    wanted(acme, feeds=[FEED])
    acme.crawl()
    kinds = ["broken_link", "unlinked_mention"]
    assert [lead["kind"] for lead in acme.leads()] == kinds
    assert len(world.requests("blog.example", "/one")) == 1
    acme.crawl()
    assert [(lead["kind"], lead["sightings"]) for lead in acme.leads()] == [(kind, "2") for kind in kinds]
    acme.pages = ["http://lists.example/list"]
    acme.crawl()
    assert [lead["kind"] for lead in acme.leads()] == kinds, (
        "read for mentions alone, its links are as before"
    )
    acme.pages = [f"{BLOG}/one"]
    acme.crawl()
    assert [(lead["kind"], lead["sightings"]) for lead in acme.leads()] == [
        ("broken_link", "3"),
        ("unlinked_mention", "4"),
    ]


def test_a_campaign_may_have_places_of_mentions_alone(world: World, acme: Undertaking) -> None:
    site = world.site("blog.example")
    site.page("/one", names_us())
    site.page("/feed.xml", rss("/one"))
    wanted(acme, feeds=[FEED])
    text = acme.write().read_text(encoding="utf-8")
    acme.path.write_text(text.replace('files = ["acme.txt"]', ""), encoding="utf-8")
    result = acme.run("crawl")
    assert result.code == 0, result.err
    assert pages_of(acme) == [f"{BLOG}/one"]


def test_without_places_the_crawl_is_as_it_was(world: World, acme: Undertaking) -> None:
    result = acme.crawl()
    assert "Places" not in result.out
    assert "Their pages" not in result.out
    assert "mentions" not in acme.run("status").out
