"""The main job as a user sees it: from the campaign file to the CSV, once and again."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.crawl.undertaking import OWN, OWN_PAGES, QUICK, Undertaking, list_page, page, put_own_site
from tests.servers import PostgreSQL
from tests.world import World
from tests.world.answers import Answer

LIST = "http://lists.example/list"
GONE_HOST = "http://gone.example/tide-tables"
NOT_FOUND = "http://knots.example/learn/bowline-knot"
FINE = "http://fine.example/"


def put_list(world: World) -> None:
    """A resource page with two dead links, one of them twice, and a living one; and a page that names us."""
    world.site("fine.example").page("/", page("Fine", "<p>Here.</p>"))
    world.site("knots.example")
    links = [
        (GONE_HOST, "Tide tables explained"),
        (NOT_FOUND, "Bowline knot"),
        (FINE, "Fine"),
        (NOT_FOUND, ""),
    ]
    world.site("lists.example").page("/list", list_page("Sailing links", links))
    world.site("blog.example").page("/post", page("A post", "<p>We read Acme Sailing every week.</p>"))
    linked = f'<p>Acme Sailing is <a href="http://{OWN}/">here</a>.</p>'
    world.site("friend.example").page("/post", page("A friend", linked))


def acme_in(world: World, folder: Path, **more: str) -> Undertaking:
    pages = [LIST, "http://blog.example/post", "http://friend.example/post"]
    return Undertaking(folder, world, pages, **more)


def brief(leads: list[dict[str, str]]) -> list[tuple[str, str, str, str]]:
    return [(lead["kind"], lead["page_url"], lead["dead_url"], lead["replacement_url"]) for lead in leads]


EXPECTED = [
    ("broken_link", LIST, GONE_HOST, f"http://{OWN}/tide-tables"),
    ("broken_link", LIST, NOT_FOUND, f"http://{OWN}/bowline-knot"),
    ("unlinked_mention", "http://blog.example/post", "", f"http://{OWN}/"),
]


def test_one_command_turns_a_campaign_file_into_leads_with_reason_evidence_and_offer(
    world: World, tmp_path: Path
) -> None:
    put_own_site(world)
    put_list(world)
    acme = acme_in(world, tmp_path)
    result = acme.crawl()
    assert "3 read, 0 not readable" in result.out
    leads = acme.leads()
    assert brief(leads) == EXPECTED
    gone, missing, mention = leads
    assert (gone["reason"], missing["reason"]) == ("no_such_host", "not_found")
    assert "does not exist (NXDOMAIN)" in gone["evidence"]
    assert f"{NOT_FOUND} answers 404 Not Found" in missing["evidence"]
    assert missing["anchor"] == "Bowline knot"
    assert missing["context"] == "Bowline knot is worth a visit."
    assert (missing["page_title"], missing["prospect"]) == ("Sailing links", "lists.example")
    assert "bowline" in missing["why_match"]
    assert "Acme Sailing" in mention["context"]
    assert all(0 < int(lead["score"]) <= 100 and lead["sightings"] == "1" for lead in leads)


def test_a_second_run_sees_the_leads_again_and_leaves_alone_what_a_person_wrote(
    world: World, tmp_path: Path
) -> None:
    put_own_site(world)
    put_list(world)
    acme = acme_in(world, tmp_path)
    acme.crawl()
    with closing(sqlite3.connect(tmp_path / "finder.sqlite3")) as database:
        database.execute(
            "update lead set status = 'contacted', note = 'wrote to Jo' where reason = 'not_found'"
        )
        database.commit()
    asked = len(world.requests("knots.example"))
    own_asked = len(world.requests(OWN))
    again = acme.crawl()
    assert "Targets        0 looked at; what is linked was lately (limits.fresh_for)" in again.out
    leads = acme.leads()
    assert brief(leads) == EXPECTED
    assert {lead["sightings"] for lead in leads} == {"2"}
    assert [lead["status"] for lead in leads] == ["new", "contacted", "new"]
    assert len(world.requests("knots.example")) == asked, "a settled target was asked again"
    assert len(world.requests(OWN)) == own_asked, "fresh own content was read again"
    with closing(sqlite3.connect(tmp_path / "finder.sqlite3")) as database:
        assert database.execute("select note from lead where status = 'contacted'").fetchall() == [
            ("wrote to Jo",)
        ]


def test_leads_whose_reason_is_gone_are_withdrawn_and_come_back_with_it(world: World, tmp_path: Path) -> None:
    put_own_site(world)
    put_list(world)
    acme = acme_in(world, tmp_path, extra='[limits]\nfresh_for = "0s"')
    acme.crawl()
    world.site("gone.example").page("/tide-tables", page("Back", "<p>Here again.</p>"))
    world.site("blog.example").page(
        "/post", page("A post", f'<p>We read <a href="http://{OWN}/">Acme Sailing</a>.</p>')
    )
    acme.crawl()
    assert brief(acme.leads()) == EXPECTED[1:2]
    world.remove("gone.example")
    acme.crawl()
    assert brief(acme.leads()) == EXPECTED[:2]
    world.site("lists.example").status("/list", 503)
    acme.crawl()
    assert brief(acme.leads()) == EXPECTED[:2], "a bad moment of the page is no reason to let go"
    world.site("lists.example").status("/list", 410)
    acme.crawl()
    assert not acme.leads()


def test_scrapy_crawl_reaches_the_same_leads(world: World, tmp_path: Path) -> None:
    put_own_site(world)
    put_list(world)
    acme = acme_in(world, tmp_path)
    acme.write()
    settings = [
        part for name, value in {**world.settings(), **QUICK}.items() for part in ("-s", f"{name}={value}")
    ]
    for spider in ("own_content", "resource_pages"):
        command = [
            sys.executable,
            "-m",
            "scrapy",
            "crawl",
            spider,
            "-a",
            f"campaign={acme.path}",
            "-a",
            "_job=7",
        ]
        done = subprocess.run(
            [*command, *settings],
            cwd=tmp_path,
            env={**os.environ, "SCRAPY_SETTINGS_MODULE": "finder.settings", "PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        assert "ScrapyDeprecationWarning" not in done.stderr
    assert brief(acme.leads()) == EXPECTED


def test_the_same_campaign_on_postgresql_gives_the_same_leads(
    world: World, tmp_path: Path, postgresql: PostgreSQL
) -> None:
    put_own_site(world)
    put_list(world)
    acme = acme_in(world, tmp_path, database=postgresql.url(postgresql.create()))
    acme.crawl()
    acme.crawl()
    leads = acme.leads()
    assert brief(leads) == EXPECTED
    assert {lead["sightings"] for lead in leads} == {"2"}
    assert not (tmp_path / "finder.sqlite3").exists()


def test_ten_spellings_of_one_dead_page_are_one_target_one_request_and_a_lead_per_page(
    world: World, tmp_path: Path
) -> None:
    put_own_site(world)
    world.site("bücher.example").status("/a/tide%20tables", 410)
    spellings = [
        "http://b\u00fccher.example/a/tide%20tables",
        "HTTP://xn--bcher-kva.example/a/tide%20tables",
        "http://xn--bcher-kva.EXAMPLE:80/a/tide%20tables",
        "//xn--bcher-kva.example/a/tide tables",
        "http://xn--bcher-kva.example/a/b/../tide%20tables",
        "http://xn--bcher-kva.example/a/tide%20tables#part",
        "http://xn--bcher-kva.example/a/tide%20tables?utm_source=list",
        "http://xn--bcher-kva.example/%61/tide%20tables",
        "\n http://xn--bcher-kva.example\\a\\tide%20tables ",
        "http://xn--bcher-kva.example./a/./tide%20tables",
    ]
    site = world.site("lists.example")
    for number, spelling in enumerate(spellings):
        site.page(f"/{number}", list_page("List", [(spelling, "Tide tables")]))
    acme = Undertaking(
        tmp_path, world, [f"http://lists.example/{number}" for number in range(len(spellings))]
    )
    acme.crawl()
    assert len(world.requests("xn--bcher-kva.example", "/a/tide%20tables")) == 1
    assert len(acme.targets()) == 1
    leads = acme.leads()
    assert {lead["dead_url"] for lead in leads} == {"http://xn--bcher-kva.example/a/tide%20tables"}
    assert [lead["page_url"] for lead in leads] == acme.pages


def test_links_are_read_as_a_browser_would(world: World, tmp_path: Path) -> None:
    put_own_site(world)
    body = (
        '<!doctype html><html><head><base href="http://elsewhere.example/deep/">'
        "<title>Gr\u00fc\u00dfe</title></head>"
        '<body><main><p>Schau: <a href="r\u00fcckblick">R\u00fcckblick</a>, '
        '<a href="//third.example/x">dritte</a>,'
        '<a href="mailto:a@b.example">Post</a> <a href="javascript:void(0)">js</a> <a href="tel:+49">Ruf</a>'
        '<a href="data:text/html,x">data</a> <a href="#top">oben</a></p></main></body></html>'
    )
    answer = Answer(body.encode("iso-8859-1"), content_type="text/html; charset=ISO-8859-1")
    world.site("seiten.example").answer("/liste", answer)
    world.site("elsewhere.example")
    acme = Undertaking(tmp_path, world, ["http://seiten.example/liste"])
    acme.crawl()
    rows = {row["url"]: row for row in acme.targets()}
    assert set(rows) == {"http://elsewhere.example/deep/r%C3%BCckblick", "http://third.example/x"}
    leads = {lead["dead_url"]: lead for lead in acme.leads()}
    assert leads["http://elsewhere.example/deep/r%C3%BCckblick"]["anchor"] == "R\u00fcckblick"
    assert leads["http://third.example/x"]["page_title"] == "Gr\u00fc\u00dfe"


def test_pagination_and_sites_are_followed_within_their_limits(world: World, tmp_path: Path) -> None:
    put_own_site(world)
    site = world.site("paged.example")
    for number in range(1, 9):
        more = f'<nav class="pagination"><a rel="next" href="/list?page={number + 1}">Next</a></nav>'
        path = "/list" if number == 1 else f"/list?page={number}"
        links = list_page(f"Page {number}", [(f"http://gone{number}.example/", f"Tide {number}")])
        site.page(path, links.replace("</main>", f"</main>{more}"))
    whole = world.site("whole.example")
    whole.page(
        "/", page("Home", "".join(f'<p><a href="/p/{number}">{number}</a></p>' for number in range(9)))
    )
    for number in range(9):
        whole.page(f"/p/{number}", page("Inner", f'<p><a href="/q/{number}">deeper</a></p>'))
        whole.page(f"/q/{number}", page("Deeper", '<p><a href="/r">deepest</a></p>'))
    extra = 'pagination = 3\n[[sources.sites]]\nurl = "http://whole.example/"\ndepth = 1\nmax_pages = 6'
    acme = Undertaking(tmp_path, world, ["http://paged.example/list"], extra=extra)
    acme.crawl()
    asked = [record.path for record in world.requests("paged.example")]
    assert asked == ["/list", "/list?page=2", "/list?page=3", "/list?page=4"]
    visited = [record.path for record in world.requests("whole.example")]
    assert len(visited) == 6
    assert not [path for path in visited if path.startswith(("/q", "/r"))]


def test_own_pages_that_are_gone_moved_or_hidden_are_never_offered_and_unchanged_ones_not_sent_again(
    world: World, tmp_path: Path
) -> None:
    put_own_site(world)
    put_list(world)
    site = world.site(OWN)
    site.page("/", page("Acme Sailing", "<p>Welcome aboard.</p>"))
    shown = page(OWN_PAGES["bowline-knot"], "<p>All about it.</p>")
    site.answer("/bowline-knot", Answer(shown, headers={"ETag": '"one"'}))
    site.redirect("/tide-tables", f"http://{OWN}/new")
    hidden = page("Tide tables explained", "<p>Hidden.</p>").replace(
        "<head>", '<head><meta name="robots" content="noindex">'
    )
    site.page("/new", hidden)
    site.status("/anchor-types", 410)
    site.sitemap([f"http://{OWN}/{slug}" for slug in ("bowline-knot", "tide-tables", "anchor-types")])
    acme = acme_in(world, tmp_path)
    acme.crawl()
    offers = {lead["dead_url"]: lead["replacement_url"] for lead in acme.leads() if lead["dead_url"]}
    assert offers == {GONE_HOST: "", NOT_FOUND: f"http://{OWN}/bowline-knot"}
    acme.crawl("--own-content", "always")
    answers = [record.status for record in world.requests(OWN, "/bowline-knot")]
    assert answers == [200, 304]
    assert brief(acme.leads())[1] == EXPECTED[1]


def test_when_our_own_resolver_is_down_nothing_is_called_dead(world: World, tmp_path: Path) -> None:
    put_own_site(world)
    links = [(f"http://gone{number}.example/", f"Tide {number}") for number in range(5)]
    world.site("lists.example").page("/list", list_page("List", links))
    acme = Undertaking(tmp_path, world, [LIST])
    acme.write()
    world.dns.remove("control.example")
    acme.crawl()
    assert {(row["verdict"], row["reason"]) for row in acme.targets()} == {("uncertain", "resolver_unproven")}
    assert not acme.leads()
