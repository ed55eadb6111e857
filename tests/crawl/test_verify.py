"""`finder verify` before writing: what holds or cannot be told stays, what is gone closes itself."""

from __future__ import annotations

import csv
import time
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.crawl.leads_again import (
    GONE,
    LIST,
    OTHER_GONE,
    POST,
    crawled,
    days_pass,
    lead,
    put_article,
    put_list,
    put_post,
    rows,
    set_status,
    verify,
)
from tests.crawl.undertaking import OWN, QUICK, Undertaking, list_page, page, put_own_site
from tests.world.answers import Answer
from tests.world.misbehaviour import Silent

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

MENTION = "unlinked_mention"


def test_what_holds_is_stamped_seen_again_and_left_alone_for_a_day(world: World, tmp_path: Path) -> None:
    acme = crawled(world, tmp_path)
    result = verify(acme)
    assert "Leads          3 looked at\n  3            hold" in result.out
    assert "Pages          2 read, 0 not readable" in result.out
    assert {(row["verified"], row["withdrawn_at"]) for row in rows(acme, "select * from lead")} == {
        ("holds", None)
    }
    assert "answers 404 Not Found" in lead(acme, GONE)["verified_detail"]
    assert {row["sightings"] for row in acme.leads()} == {"2"}
    asked = len(world.requests())
    again = verify(acme)
    assert "Leads          0 looked at" in again.out
    assert "All 3 leads that are like that were looked at lately, and nothing is due" in again.err
    assert "No lead is like what is looked at." in verify(acme, "--prospect", "none.example").err
    assert len(world.requests()) == asked
    days_pass(acme, 2)
    assert "Leads          3 looked at" in verify(acme).out


def test_a_link_that_was_mended_closes_its_lead_and_no_other(world: World, tmp_path: Path) -> None:
    acme = crawled(world, tmp_path)
    world.site("knots.example").page("/bowline-knot", page("Bowline knot", "<p>Here again, as it was.</p>"))
    result = verify(acme)
    assert "1            link to what is no longer dead" in result.out
    assert "Changes        1 closed" in result.out
    closed = lead(acme, GONE)
    assert (closed["verified"], closed["status"]) == ("link_mended", "new")
    assert closed["withdrawn_at"]
    assert "answers 200" in closed["withdrawn_reason"]
    assert [row["dead_url"] for row in acme.leads()] == [OTHER_GONE, ""]


def test_a_link_that_was_taken_away_closes_its_lead(world: World, tmp_path: Path) -> None:
    acme = crawled(world, tmp_path)
    put_list(world, (OTHER_GONE, "Antifouling paint"))
    verify(acme)
    assert lead(acme, GONE)["verified"] == "link_gone"
    assert lead(acme, GONE)["withdrawn_reason"] == f"The page no longer links to {GONE}."
    assert lead(acme, OTHER_GONE)["verified"] == "holds"
    put_list(world, (GONE, "Bowline knot"), (OTHER_GONE, "Antifouling paint"))
    days_pass(acme, 2)
    verify(acme)
    assert lead(acme, GONE)["withdrawn_at"], "what is closed is looked at no more"
    acme.crawl()
    assert lead(acme, GONE)["withdrawn_at"] is None, "until a crawl sees it again"


def test_a_page_that_is_gone_closes_all_its_leads(world: World, tmp_path: Path) -> None:
    acme = crawled(world, tmp_path)
    world.site("lists.example").status("/list", 404)
    world.remove("blog.example")
    result = acme.run("verify")
    assert result.code == 3
    assert "not one page could be read" in result.err
    assert {row["verified"] for row in rows(acme, "select * from lead")} == {"page_gone"}
    assert not acme.leads()


def test_a_notice_in_the_place_of_the_page_and_a_redirect_to_another_close_them_too(
    world: World, tmp_path: Path
) -> None:
    acme = crawled(world, tmp_path)
    world.site("lists.example").page(
        "/list", "<title>Page not found</title><h1>Page not found</h1><p>Sorry.</p>"
    )
    site = world.site("blog.example")
    site.page("/", page("Blog", "<p>Posts about this and that, every day of the week.</p>"))
    site.redirect("/post", "/")
    verify(acme)
    assert lead(acme, MENTION)["verified"] == "page_gone"
    assert lead(acme, GONE)["withdrawn_at"]


@pytest.mark.parametrize(
    ("status", "robots"), [(503, None), (403, None), (429, None), (200, "User-agent: *\nDisallow: /")]
)
def test_what_could_not_be_read_closes_nothing(
    world: World, tmp_path: Path, status: int, robots: str | None
) -> None:
    acme = crawled(world, tmp_path)
    site = world.site("lists.example", robots=robots)
    site.status("/list", status)
    asked = len(world.requests("lists.example"))
    verify(acme)
    told = lead(acme, GONE)
    assert (told["verified"], told["withdrawn_at"], told["status"]) == ("could_not_tell", None, "new")
    assert str(status) in told["verified_detail"] or "robots" in told["verified_detail"]
    if robots:
        assert len(world.requests("lists.example")) == asked
    assert len(acme.leads()) == 3


def test_a_challenge_a_cut_off_page_and_an_uncertain_target_close_nothing(
    world: World, tmp_path: Path
) -> None:
    acme = crawled(world, tmp_path)
    challenge = page("Just a moment...", "<p>Checking your browser before you go on.</p>")
    world.site("lists.example").answer("/list", Answer(challenge, headers={"cf-mitigated": "challenge"}))
    verify(acme)
    assert lead(acme, GONE)["verified"] == "could_not_tell"
    days_pass(acme, 2)
    put_list(world, *[(f"http://fine{number}.example/", "Fine") for number in range(60)])
    verify(acme, "-s", "FINDER_PAGE_MAX_BYTES=2000")
    assert lead(acme, GONE)["verified"] == "could_not_tell"
    assert "Only a part" in lead(acme, GONE)["verified_detail"]
    days_pass(acme, 2)
    put_list(world, (GONE, "Bowline knot"), (OTHER_GONE, "Antifouling paint"))
    world.site("knots.example").status("/bowline-knot", 403)
    verify(acme)
    assert lead(acme, GONE)["verified"] == "could_not_tell"
    assert lead(acme, OTHER_GONE)["verified"] == "holds"
    assert len(acme.leads()) == 3


def test_a_page_that_does_not_answer_closes_nothing(world: World, tmp_path: Path) -> None:
    acme = crawled(world, tmp_path)
    world.site("blog.example").answer("/post", Silent())
    verify(acme, "-s", "FINDER_TIMEOUT=1")
    assert lead(acme, MENTION)["verified"] == "could_not_tell"


def test_a_mention_that_is_linked_now_closes_its_lead(world: World, tmp_path: Path) -> None:
    acme = crawled(world, tmp_path)
    put_post(world, f'<a href="http://{OWN}/">Acme Sailing</a>')
    verify(acme)
    told = lead(acme, MENTION)
    assert (told["verified"], told["status"]) == ("mention_linked", "new")
    assert "“Acme Sailing” leads to http://www.acme.example/" in told["withdrawn_reason"]


def test_a_mention_that_is_gone_closes_its_lead(world: World, tmp_path: Path) -> None:
    acme = crawled(world, tmp_path)
    put_post(world, "another paper")
    verify(acme)
    assert lead(acme, MENTION)["verified"] == "mention_gone"
    assert lead(acme, MENTION)["withdrawn_at"]


def test_an_image_that_is_credited_now_closes_its_lead(world: World, tmp_path: Path) -> None:
    put_own_site(world)
    site = world.site("blog.example")
    shown = f'<p>The tides in our bay:</p><img src="http://{OWN}/img/chart.png" alt="Chart of the tides">'
    site.page("/post", page("A post", shown))
    acme = Undertaking(tmp_path, world, [POST])
    acme.crawl()
    site.page("/post", page("A post", f'{shown}<p>By <a href="http://{OWN}/">them</a>.</p>'))
    verify(acme)
    assert lead(acme, "image_without_credit")["verified"] == "image_linked"
    assert not acme.leads()


def test_each_page_and_each_target_is_asked_once_however_many_leads_there_are(
    world: World, tmp_path: Path
) -> None:
    put_own_site(world)
    site = world.site("lists.example")
    dead = world.site("dead.example")
    links = [(f"http://dead.example/tide-tables-{number}", f"Tide tables {number}") for number in range(5)]
    for number in range(5):
        dead.status(f"/tide-tables-{number}", 410)
    for name in ("/one", "/two"):
        site.page(name, list_page("List", links))
    acme = Undertaking(
        tmp_path,
        world,
        ["http://lists.example/one", "http://lists.example/two"],
    )
    acme.crawl()
    assert len(acme.leads()) == 10
    before = len(world.requests())
    assert "10            hold" in verify(acme).out.replace("  10           ", "10            ")
    asked = Counter((record.host, record.path) for record in world.requests()[before:])
    assert asked == {
        **{("lists.example", name): 1 for name in ("/one", "/two")},
        **{("dead.example", f"/tide-tables-{number}"): 1 for number in range(5)},
    }


def put_many(world: World, folder: Path, latency: float) -> Undertaking:
    """Twelve pages at four hosts, all with links to the same three dead pages."""
    put_own_site(world)
    links = [(f"http://dead{number}.example/tide-tables", "Tide tables") for number in range(3)]
    for number in range(3):
        world.site(f"dead{number}.example").status("/tide-tables", 410)
    pages = []
    for number in range(12):
        host = f"lists{number % 4}.example"
        if number < 4:
            world.site(host)
        pages.append(f"http://{host}/{number}")
        world._sites[host].page(f"/{number}", list_page("List", links))
    acme = Undertaking(folder, world, pages)
    acme.crawl()
    for number in range(4):
        world._sites[f"lists{number}.example"].latency = latency
    return acme


def test_killed_in_the_middle_it_goes_on_where_it_was(world: World, tmp_path: Path) -> None:
    acme = put_many(world, tmp_path, latency=0.6)
    stamped = (
        "select distinct p.url from lead l join source_page p on p.id = l.source_page_id where verified != ''"
    )
    with acme.running("verify"):
        deadline = time.monotonic() + 30
        while not rows(acme, stamped) and time.monotonic() < deadline:
            time.sleep(0.05)
    done = {row["url"] for row in rows(acme, stamped)}
    assert 0 < len(done) < 12
    before = len(world.requests())
    verify(acme)
    asked = Counter(f"http://{record.host}{record.path}" for record in world.requests()[before:])
    assert not done & asked.keys(), "what was stamped was asked again"
    assert {row["verified"] for row in rows(acme, "select verified from lead")} == {"holds"}
    assert len(acme.leads()) == 36
    assert {row["sightings"] for row in acme.leads()} == {"2"}


def test_several_at_once_share_the_work(world: World, tmp_path: Path) -> None:
    acme = put_many(world, tmp_path, latency=0.2)
    before = len(world.requests())
    with ExitStack() as stack:
        started = [stack.enter_context(acme.running("verify")) for _ in range(3)]
        for process in started:
            _, errors = process.communicate(timeout=90)
            assert process.returncode == 0, errors
            assert "Traceback" not in errors
    asked = Counter((record.host, record.path) for record in world.requests()[before:])
    assert set(asked.values()) == {1}
    assert len(asked) == 12 + 3
    assert {row["verified"] for row in rows(acme, "select verified from lead")} == {"holds"}


def test_the_filters_say_which_leads_and_what_is_over_is_not_looked_at(world: World, tmp_path: Path) -> None:
    acme = crawled(world, tmp_path)
    set_status(acme, OTHER_GONE, "rejected")
    assert "Leads          1 looked at" in verify(acme, "--kind", "broken_link").out
    assert lead(acme, OTHER_GONE)["verified_at"] is None
    assert "Leads          1 looked at" in verify(acme, "--limit", "1").out
    assert lead(acme, MENTION)["verified"] == "holds"
    assert "Leads          1 looked at" in verify(acme, "--status", "rejected").out
    assert "Leads          0 looked at" in verify(acme).out


def test_new_reasons_on_a_page_become_leads_and_pages_of_a_crawl_stay_its_own(
    world: World, tmp_path: Path
) -> None:
    acme = crawled(world, tmp_path)
    put_article(world, f'<a href="{GONE}">Bowline knot</a>', "what Acme Sailing says")
    verify(acme)
    assert sorted((row["kind"], row["page_url"]) for row in acme.leads()) == [
        ("broken_link", LIST),
        (MENTION, POST),
        (MENTION, LIST),
    ]
    assert {row["spider"] for row in rows(acme, "select spider from source_page")} == {"resource_pages"}
    acme.crawl()
    assert len(acme.leads()) == 3


def test_our_own_network_down_concludes_nothing(world: World, tmp_path: Path) -> None:
    acme = crawled(world, tmp_path)
    for host in ("lists.example", "blog.example", "control.example"):
        world.remove(host)
    result = acme.run("verify", "-s", "FINDER_CONTROL_HOSTS=control.example")
    assert result.code == 4, result.err
    assert "nothing was concluded" in result.err
    assert {row["verified"] for row in rows(acme, "select verified from lead")} == {""}


def test_without_a_crawl_or_with_a_wrong_option_it_says_so_in_one_line(world: World, tmp_path: Path) -> None:
    acme = Undertaking(tmp_path, world, [LIST])
    acme.write()
    result = acme.run("verify")
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert "nothing crawled yet" in result.err
    assert acme.run("verify", "--sort", "colour").code == 2


def test_an_export_looks_first_writes_what_holds_and_says_when_it_was_seen(
    world: World, tmp_path: Path
) -> None:
    acme = crawled(world, tmp_path)
    best = acme.leads()[0]["dead_url"]
    put_list(world, *[(url, "A link") for url in (GONE, OTHER_GONE) if url != best])
    file = tmp_path / "fresh.csv"
    settings = [
        part for name, value in {**world.settings(), **QUICK}.items() for part in ("-s", f"{name}={value}")
    ]
    result = acme.run("export", "--verify", "--limit", "2", "-o", str(file), *settings)
    assert result.code == 0, result.err
    assert "2 leads written" in result.out
    assert "1            have lost the dead link" in result.err
    with file.open(encoding="utf-8", newline="") as stream:
        written = list(csv.DictReader(stream))
    assert len(written) == 2
    assert best not in {row["dead_url"] for row in written}
    assert all(row["verified_at"] and row["verified"] == "holds" for row in written)
    asked = len(world.requests())
    acme.run("export", "--verify", "-o", str(file), *settings)
    assert len(world.requests()) == asked, "all are fresh"
