"""Our own pages, learned again and again: what changed, what had a bad moment, what is gone."""

from __future__ import annotations

import gzip
import json
import re
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawl.undertaking import OWN, OWN_PAGES, Result, Undertaking, list_page, page
from tests.world.answers import Answer
from tests.world.misbehaviour import Sequence

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World
    from tests.world.site import Site

ALWAYS = ("-q", "--own-content", "always")
BUSY = Answer("busy", 503)


def own_section(acme: Undertaking, text: str) -> None:
    """Add keys to the [own] section of the campaign."""
    written = acme.write().read_text(encoding="utf-8")
    acme.path.write_text(written.replace("[[brands]]", f"{text}\n[[brands]]"), encoding="utf-8")


def acme_in(world: World, folder: Path, own: str = "") -> Undertaking:
    """A campaign with one source page that links to a host that is gone."""
    links = [("http://gone.example/tide-tables", OWN_PAGES["tide-tables"])]
    world.site("lists.example").page("/list", list_page("List", links))
    acme = Undertaking(folder, world, ["http://lists.example/list"])
    own_section(acme, own)
    return acme


def learn(acme: Undertaking) -> Result:
    """Crawl with the own pages first, whatever is known of them."""
    result = acme.run("crawl", *ALWAYS)
    assert "Traceback" not in result.err
    return result


def learn_well(acme: Undertaking) -> None:
    """The same, without anything to complain of."""
    result = learn(acme)
    assert (result.code, result.err) == (0, "")


def known(acme: Undertaking) -> dict[str, Any]:
    """How many own pages there are in each state."""
    result = acme.run("status", "--json")
    assert result.code == 0, result.err
    return dict(json.loads(result.out)["own_pages"])


def last_run(acme: Undertaking) -> str:
    """How the last run of the own pages ended."""
    runs = json.loads(acme.run("status", "--json").out)["runs"]
    return str([run["finish_reason"] for run in runs if run["spider"] == "own_content"][-1])


def offers(acme: Undertaking) -> list[str]:
    """What the leads offer."""
    return [lead["replacement_url"] for lead in acme.leads()]


def answers(world: World, path: str, host: str = OWN) -> list[int | None]:
    """What an address was answered with so far."""
    return [record.status for record in world.requests(host, path)]


def wait_for(world: World, path: str) -> None:
    """Wait until our site was asked for an address."""
    end = time.monotonic() + 30
    while not world.requests(OWN, path):
        assert time.monotonic() < end, f"{path} was never asked for"
        time.sleep(0.02)


def linking(title: str, *paths: str) -> str:
    """A page of ours that links to others of ours."""
    return page(title, "".join(f'<p><a href="{path}">More on {path}</a></p>' for path in paths))


def put_home(site: Site) -> None:
    """A home page: it is always among our own pages, also where no sitemap or list has it."""
    site.page("/", page("Acme Sailing", "<p>Welcome aboard.</p>"))


def put_listed_site(world: World) -> Site:
    """Our site with a sitemap of all its pages but the home page."""
    site = world.site(OWN)
    for slug, title in OWN_PAGES.items():
        site.page(f"/{slug}", page(title, f"<p>{title}.</p>"))
    put_home(site)
    site.page("/sitemap.xml", sitemap(*((f"/{slug}", "") for slug in OWN_PAGES)))
    return site


def put_linked_site(world: World) -> Site:
    """Our site without a sitemap: a home page, a guide, and the pages behind it. All have an ETag."""
    site = world.site(OWN)
    site.page("/", linking("Acme Sailing", "/guide"), headers={"ETag": '"home"'})
    site.page("/guide", linking("Guide", *(f"/{slug}" for slug in OWN_PAGES)), headers={"ETag": '"guide"'})
    for slug, title in OWN_PAGES.items():
        site.page(f"/{slug}", page(title, f"<p>{title}.</p>"), headers={"ETag": f'"{slug}"'})
    return site


def sitemap(*pages: tuple[str, str]) -> str:
    """A sitemap of (path, last change)."""
    rows = "".join(f"<url><loc>http://{OWN}{path}</loc><lastmod>{day}</lastmod></url>" for path, day in pages)
    return f'<?xml version="1.0"?><urlset>{rows}</urlset>'


def test_a_crawled_site_that_has_not_changed_keeps_all_its_pages(world: World, tmp_path: Path) -> None:
    put_linked_site(world)
    acme = acme_in(world, tmp_path, 'content = "crawl"')
    learn_well(acme)
    assert known(acme) == {"ok": 6}
    learn_well(acme)
    assert known(acme) == {"ok": 6}
    assert [answers(world, f"/{path}") for path in ("", "guide", "tide-tables")] == [[200, 304]] * 3
    assert offers(acme) == [f"http://{OWN}/tide-tables"]


def test_a_site_that_gets_crawled_only_now_is_not_asked_for_changes(world: World, tmp_path: Path) -> None:
    site = put_linked_site(world)
    site.page("/sitemap.xml", sitemap(("/", "2026-01-01")))
    acme = acme_in(world, tmp_path)
    learn_well(acme)
    site.remove("/sitemap.xml")
    learn_well(acme)
    assert known(acme) == {"ok": 6}


def test_a_page_that_is_no_longer_linked_is_not_offered(world: World, tmp_path: Path) -> None:
    site = put_linked_site(world)
    acme = acme_in(world, tmp_path)
    learn_well(acme)
    site.page("/guide", linking("Guide", "/bowline-knot"))
    learn_well(acme)
    assert known(acme) == {"ok": 3, "unlisted": 3}


def test_a_site_with_a_bad_moment_keeps_its_pages_until_the_third_run(world: World, tmp_path: Path) -> None:
    site = put_listed_site(world)
    acme = acme_in(world, tmp_path)
    learn_well(acme)
    site.fallback(BUSY)
    for failing in ("/", "/sitemap.xml", *(f"/{slug}" for slug in OWN_PAGES)):
        site.answer(failing, BUSY)
    for _ in range(2):
        result = learn(acme)
        assert result.code == 0
        assert "no own page could be read this time; going on with the 5 known" in result.err
        assert last_run(acme) == "nothing_read"
        assert offers(acme) == [f"http://{OWN}/tide-tables"]
    put_listed_site(world)
    learn_well(acme)
    assert (known(acme), last_run(acme)) == ({"ok": 5}, "finished")


def test_pages_that_fail_three_times_in_a_row_are_not_offered(world: World, tmp_path: Path) -> None:
    site = put_listed_site(world)
    acme = acme_in(world, tmp_path)
    learn_well(acme)
    site.page("/sitemap.xml", sitemap(*((f"/{slug}", "") for slug in OWN_PAGES)))
    site.answer("/tide-tables", BUSY)
    site.answer("/bowline-knot", Sequence(*[BUSY] * 4, Answer(page("Knot", "<p>Knot</p>")), BUSY))
    states = []
    for _ in range(4):
        learn_well(acme)
        states.append(known(acme))
    assert states == [{"ok": 5}, {"ok": 5}, {"failed": 1, "ok": 4}, {"failed": 1, "ok": 4}]


def test_without_any_page_left_the_crawl_says_so(world: World, tmp_path: Path) -> None:
    site = put_listed_site(world)
    acme = acme_in(world, tmp_path)
    learn_well(acme)
    for slug in ("", *OWN_PAGES):
        site.status(f"/{slug}", 410)
    result = learn(acme)
    assert result.code == 1
    assert "no own page could be read" in " ".join(result.err.split())
    assert known(acme) == {"gone": 5}


@pytest.mark.parametrize("status", [403, 429, 500])
def test_a_sitemap_with_a_bad_moment_unlists_nothing(world: World, tmp_path: Path, status: int) -> None:
    site = put_listed_site(world)
    acme = acme_in(world, tmp_path, f'sitemaps = ["http://{OWN}/sitemap.xml"]\ncontent = "sitemap"')
    learn_well(acme)
    site.status("/sitemap.xml", status)
    assert f"answers {status}" in learn(acme).err
    assert known(acme) == {"ok": 5}


def test_a_page_with_a_bad_moment_does_not_take_along_what_it_leads_to(world: World, tmp_path: Path) -> None:
    site = put_linked_site(world)
    acme = acme_in(world, tmp_path)
    learn_well(acme)
    site.answer("/guide", BUSY)
    site.status("/anchor-types", 404)
    learn_well(acme)
    assert known(acme) == {"gone": 1, "ok": 5}


def test_a_start_page_that_is_gone_unlists_nothing(world: World, tmp_path: Path) -> None:
    site = put_linked_site(world)
    site.page("/sitemap.xml", "<!doctype html><title>Oh</title>")
    acme = acme_in(world, tmp_path, f'pages = ["http://{OWN}/bowline-knot"]\ncontent = "crawl"')
    learn_well(acme)
    site.status("/", 404)
    learn_well(acme)
    assert known(acme) == {"gone": 1, "ok": 5}


def test_several_processes_at_once_ask_for_every_own_page_once(world: World, tmp_path: Path) -> None:
    site = put_listed_site(world)
    site.latency = 0.05
    paths = [f"/{number}" for number in range(60)]
    for path in paths:
        site.page(path, page(f"Page {path}", "<p>Text</p>"))
    site.page("/sitemap.xml", sitemap(*((path, "") for path in paths)))
    acme = acme_in(world, tmp_path)
    with ExitStack() as stack:
        started = [stack.enter_context(acme.running("crawl", "-q")) for _ in range(4)]
        for process in started:
            _, errors = process.communicate(timeout=60)
            assert (process.returncode, errors) == (0, "")
    assert known(acme) == {"ok": 61}
    assert [len(answers(world, path)) for path in ("/", *paths)] == [1] * 61


def test_what_a_killed_process_had_in_hand_is_taken_over_at_once(world: World, tmp_path: Path) -> None:
    site = put_listed_site(world)
    site.latency = 0.4
    acme = acme_in(world, tmp_path)
    with acme.running("crawl", "-q") as first:
        wait_for(world, "/tide-tables")
        with acme.running("crawl", "-q") as second:
            first.kill()
            _, errors = second.communicate(timeout=60)
            assert (second.returncode, errors) == (0, "")
    assert known(acme) == {"ok": 5}
    assert last_run(acme) == "finished"


def test_progress_tells_how_many_own_pages_are_read_and_waiting(world: World, tmp_path: Path) -> None:
    site = put_listed_site(world)
    site.latency = 0.3
    acme = acme_in(world, tmp_path)
    said = acme.run("crawl", "-s", "FINDER_PROGRESS_INTERVAL=0.1").err
    assert re.search(r"our own pages: [1-4] read, [1-4] waiting", said)
    assert " dead, 0 alive, 0 uncertain), " in said


def test_only_what_the_sitemap_dates_anew_is_asked_for_again(world: World, tmp_path: Path) -> None:
    site = world.site(OWN, robots=f"Sitemap: http://{OWN}/maps.xml")
    put_home(site)
    put_pages = {f"/{slug}": page(title, f"<p>{title}.</p>") for slug, title in OWN_PAGES.items()}
    for path, html in put_pages.items():
        site.page(path, html)
    site.page(
        "/maps.xml", f"<sitemapindex><sitemap><loc>http://{OWN}/packed.xml.gz</loc></sitemap></sitemapindex>"
    )
    dated = dict.fromkeys(put_pages, "2026-01-01")
    site.page("/packed.xml.gz", gzip.compress(sitemap(*dated.items()).encode()), "application/gzip")
    acme = acme_in(world, tmp_path)
    learn_well(acme)
    dated["/bowline-knot"] = "2026-02-02"
    site.page("/packed.xml.gz", gzip.compress(sitemap(*dated.items()).encode()), "application/gzip")
    learn_well(acme)
    assert [len(answers(world, path)) for path in dated] == [1, 2, 1, 1]
    assert known(acme) == {"ok": 5}


def test_a_list_and_the_home_page_are_all_that_is_read_when_they_are_to_be(
    world: World, tmp_path: Path
) -> None:
    put_listed_site(world)
    acme = acme_in(world, tmp_path, f'content = "list"\npages = ["http://{OWN}/tide-tables"]')
    learn_well(acme)
    assert [record.path for record in world.requests(OWN)] == ["/", "/tide-tables"]


def test_a_crawl_keeps_to_its_depth_and_its_number_of_pages(world: World, tmp_path: Path) -> None:
    put_linked_site(world)
    shallow = acme_in(world, tmp_path, 'content = "crawl"\ndepth = 1')
    learn_well(shallow)
    assert known(shallow) == {"ok": 2}
    own_section(shallow, 'content = "crawl"\nmax_pages = 4')
    learn_well(shallow)
    assert known(shallow) == {"ok": 4}


def test_of_pages_that_name_another_as_canonical_that_one_is_offered(world: World, tmp_path: Path) -> None:
    site = world.site(OWN)
    put_home(site)
    head = f'<head><link rel="canonical" href="http://{OWN}/tides">'
    site.page("/tide-tables", page("Tide tables explained", "<p>Tides</p>").replace("<head>", head))
    site.page("/tides", page("Tide tables explained", "<p>Tides</p>"))
    site.page("/sitemap.xml", sitemap(("/tide-tables", "2026-01-01")))
    acme = acme_in(world, tmp_path)
    for _ in range(2):
        learn_well(acme)
        assert known(acme) == {"duplicate": 1, "ok": 2}
        assert offers(acme) == [f"http://{OWN}/tides"]


def test_versions_in_several_languages_are_pages_of_their_own(world: World, tmp_path: Path) -> None:
    site = world.site(OWN)
    put_home(site)
    for path, text in (("/en", "Tides and currents"), ("/de", "Tiden und Ströme")):
        own = f'<link rel="canonical" href="{path}">'
        others = "".join(f'<link rel="alternate" hreflang="{lang}" href="/{lang}">' for lang in ("en", "de"))
        site.page(path, page("Tides", f"<p>{text}</p>").replace("<head>", f"<head>{own}{others}"))
    site.page("/sitemap.xml", sitemap(("/en", ""), ("/de", "")))
    acme = acme_in(world, tmp_path)
    learn_well(acme)
    assert known(acme) == {"ok": 3}


@pytest.mark.parametrize(
    ("header", "state"),
    [
        ("noindex", "noindex"),
        ("nofollow, NOINDEX", "noindex"),
        ("none", "noindex"),
        ("max-image-preview: none", "ok"),
        ("noarchive", "ok"),
    ],
)
def test_what_a_header_hides_from_search_engines_is_not_offered(
    world: World, tmp_path: Path, header: str, state: str
) -> None:
    site = world.site(OWN)
    put_home(site)
    site.page("/hidden", page("Tides", "<p>Tides</p>"), headers={"X-Robots-Tag": header})
    site.page("/shown", page("Knots", "<p>Knots</p>"))
    site.page("/sitemap.xml", sitemap(("/hidden", ""), ("/shown", "")))
    acme = acme_in(world, tmp_path)
    learn_well(acme)
    assert known(acme) == ({"ok": 3} if state == "ok" else {"noindex": 1, "ok": 2})


def test_each_of_our_sites_is_learned_in_its_own_way(world: World, tmp_path: Path) -> None:
    put_listed_site(world)
    shop = world.site("shop.example")
    shop.sitemap(["http://shop.example/buoys", "http://elsewhere.example/x"], "/sitemap_index.xml")
    shop.page("/", page("Acme Shop", "<p>Open all day.</p>"))
    shop.page("/buoys", page("Buoys", "<p>Buoys</p>"))
    blog = world.site("blog.example")
    blog.page("/", linking("Blog", "/post"))
    blog.page("/post", page("Post", "<p>Post</p>"))
    acme = acme_in(world, tmp_path)
    text = acme.path.read_text(encoding="utf-8")
    sites = [f"http://{OWN}/", "http://shop.example/", "http://blog.example/"]
    acme.path.write_text(
        text.replace(f'sites = ["http://{OWN}/"]', f"sites = {json.dumps(sites)}"), encoding="utf-8"
    )
    learn_well(acme)
    assert known(acme) == {"ok": 9}
    assert answers(world, "/buoys", "shop.example") == answers(world, "/post", "blog.example") == [200]


def test_the_sitemap_of_a_site_that_has_moved_to_www_is_found_there(world: World, tmp_path: Path) -> None:
    new = world.site(OWN, robots=f"Sitemap: https://{OWN}/map.xml")
    new.page("/", page("Home", "<p>Home</p>"))
    new.page("/tide-tables", page("Tide tables explained", "<p>Tides</p>"))
    new.sitemap([f"https://{OWN}/tide-tables"], "/map.xml")
    world.site("acme.example").redirect("/", f"https://{OWN}/")
    acme = acme_in(world, tmp_path)
    text = acme.path.read_text(encoding="utf-8")
    acme.path.write_text(text.replace(f"http://{OWN}/", "http://acme.example/"), encoding="utf-8")
    learn_well(acme)
    assert known(acme) == {"ok": 2, "redirected": 1}
    assert offers(acme) == [f"https://{OWN}/tide-tables"]


def test_a_campaign_that_changed_leaves_what_an_unfinished_run_had_listed(
    world: World, tmp_path: Path
) -> None:
    site = put_listed_site(world)
    site.latency = 0.4
    acme = acme_in(world, tmp_path)
    with acme.running("crawl", "-q") as first:
        wait_for(world, "/tide-tables")
        first.kill()
    site.latency = 0
    own_section(acme, f'content = "list"\npages = ["http://{OWN}/bowline-knot"]')
    learn_well(acme)
    assert known(acme) == {"ok": 2, "unlisted": 3}


GUIDE_TEXT = "A tide table says when the water is high and when it is low, port by port and day by day. "


def listed(world: World, pages: dict[str, str]) -> Site:
    """Our site with these pages in its sitemap."""
    site = world.site(OWN)
    for path, html in pages.items():
        site.page(path, html)
    site.page("/sitemap.xml", sitemap(*((path, "") for path in pages)))
    return site


def not_offered(acme: Undertaking) -> dict[str, tuple[str, str]]:
    """State and detail of the pages that cannot be offered, by path."""
    said = json.loads(acme.run("status", "--json").out)["own_pages_not_offered"]
    return {page["url"].removeprefix(f"http://{OWN}"): (page["state"], page["detail"]) for page in said}


def test_pages_that_say_too_little_are_not_offered_and_told_with_the_reason(
    world: World, tmp_path: Path
) -> None:
    long = f"<p>{GUIDE_TEXT * 4}</p>"
    pages = {
        "/": page("Acme Sailing", "<p>Welcome aboard.</p>"),
        "/tide-tables": page("Tide tables explained", long),
        "/tide-tables-short": page("Tide tables in short", "<p>Look them up.</p>"),
        "/privacy": page("Privacy policy", long),
        "/tag/tides": page("Tides", f"<p>Articles.</p>{long}"),
    }
    listed(world, pages)
    acme = acme_in(world, tmp_path)
    learn_well(acme)
    assert known(acme) == {"ok": 5}
    text = acme.path.read_text(encoding="utf-8").replace("min_words = 0", "min_words = 50")
    acme.path.write_text(text, encoding="utf-8")
    learn_well(acme)
    assert known(acme) == {"ok": 1, "thin": 4}
    assert not_offered(acme) == {
        "/": ("thin", "says only 4 words (own.min_words is 50)"),
        "/tide-tables-short": ("thin", "says only 7 words (own.min_words is 50)"),
        "/privacy": ("thin", "is a legal page"),
        "/tag/tides": ("thin", "is a list by tag"),
    }
    assert "cannot be offered: http://www.acme.example/privacy (thin 200 is a legal page)" in (
        acme.run("status").out
    )
    assert offers(acme) == [f"http://{OWN}/tide-tables"]


def test_a_site_that_says_too_little_altogether_is_told_so_and_its_home_page_offered_to_those_who_name_it(
    world: World, tmp_path: Path
) -> None:
    listed(world, {"/": page("Acme Sailing", "<p>Welcome aboard.</p>")})
    named = page("Blog", "<p>We learned it from Acme Sailing, years ago.</p>")
    world.site("blog.example").page("/post", named)
    acme = Undertaking(tmp_path, world, ["http://blog.example/post"], min_words=50)
    acme.write()
    result = learn(acme)
    assert result.code == 0
    assert "all 1 own pages that could be read say too little to be offered" in " ".join(result.err.split())
    assert offers(acme) == [f"http://{OWN}/"]


def with_canonical(html: str, url: str) -> str:
    """A page that names another address as its own."""
    return html.replace("<head>", f'<head><link rel="canonical" href="{url}">')


def test_a_canonical_that_is_gone_or_leads_in_a_circle_takes_no_page_along(
    world: World, tmp_path: Path
) -> None:
    tides = page("Tide tables explained", "<p>Tides</p>")
    pages = {
        "/": page("Acme Sailing", "<p>Welcome aboard.</p>"),
        "/tide-tables": with_canonical(tides, "/gone"),
        "/knots": with_canonical(page("Knots", "<p>Knots, tied</p>"), "/all-knots"),
        "/all-knots": with_canonical(page("Knots", "<p>All knots</p>"), "/knots"),
        "/hidden-too": with_canonical(page("Anchors", "<p>Anchors</p>"), "/hidden"),
        "/slash": with_canonical(page("Paint", "<p>Paint</p>"), "/slash/"),
    }
    site = listed(world, pages)
    site.status("/gone", 410)
    site.page("/hidden", page("Anchors", "<p>Anchors</p>"), headers={"X-Robots-Tag": "noindex"})
    site.redirect("/slash/", "/slash")
    acme = acme_in(world, tmp_path)
    for _ in range(2):
        learn_well(acme)
        assert not_offered(acme) == {
            "/all-knots": ("duplicate", f"http://{OWN}/knots"),
            "/hidden-too": ("duplicate", f"http://{OWN}/hidden"),
            "/gone": ("gone", "the page answers 410"),
            "/hidden": ("noindex", ""),
            "/slash/": ("redirected", f"http://{OWN}/slash"),
        }
        assert offers(acme) == [f"http://{OWN}/tide-tables"]


def test_copies_of_a_page_are_offered_once_under_the_address_that_others_name(
    world: World, tmp_path: Path
) -> None:
    tides = page("Tide tables explained", "<p>Tides</p>")
    pages = {
        "/": page("Acme Sailing", "<p>Welcome aboard.</p>"),
        "/t": tides,
        "/tide-tables": tides,
        "/tide-tables?print=1": tides,
        "/tables": with_canonical(page("Tables", "<p>Tables</p>"), "/tide-tables"),
    }
    listed(world, pages)
    acme = acme_in(world, tmp_path)
    learn_well(acme)
    chosen = ("duplicate", f"http://{OWN}/tide-tables")
    assert not_offered(acme) == dict.fromkeys(("/t", "/tide-tables?print=1", "/tables"), chosen)
    assert offers(acme) == [f"http://{OWN}/tide-tables"]


@pytest.mark.parametrize(
    "link",
    [
        f"http://{OWN}/tide-tables/?utm_source=list#top",
        "https://acme.example/tide-tables",
        f"http://{OWN}/old/tides",
        f"http://{OWN}/older/tides",
        f"http://{OWN}/moved/tides",
        f"http://{OWN}/print/tides",
    ],
)
def test_what_a_page_links_to_under_any_address_is_not_offered_to_it(
    world: World, tmp_path: Path, link: str
) -> None:
    site = put_listed_site(world)
    tides = page(OWN_PAGES["tide-tables"], f"<p>{OWN_PAGES['tide-tables']}.</p>")
    site.redirect("/old/tides", "/moved/tides")
    site.redirect("/moved/tides", "/tide-tables")
    site.page("/older/tides", with_canonical(page("Tides", "<p>Tides.</p>"), "/old/tides"))
    site.page("/print/tides", tides)
    paths = ("/tide-tables", "/old/tides", "/older/tides", "/print/tides")
    site.page("/sitemap.xml", sitemap(*((path, "") for path in paths)))
    links = [("http://gone.example/tide-tables", OWN_PAGES["tide-tables"]), (link, "Acme")]
    world.site("other.example").page("/links", list_page("List", links))
    acme = acme_in(world, tmp_path)
    acme.pages = ["http://lists.example/list", "http://other.example/links"]
    acme.write()
    learn_well(acme)
    by_page = {lead["page_url"]: lead["replacement_url"] for lead in acme.leads()}
    assert by_page == {
        "http://lists.example/list": f"http://{OWN}/tide-tables",
        "http://other.example/links": "",
    }
