"""`finder verify` after contact: fixed, won, lost again, and what changed of the link meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.crawl.leads_again import (
    GONE,
    LIST,
    OTHER_GONE,
    OURS,
    POST,
    crawled,
    days_pass,
    events,
    lead,
    ours,
    put_article,
    put_list,
    put_post,
    rows,
    set_status,
    verify,
)
from tests.crawl.undertaking import OWN, page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

DEAD_LINK = f'<a href="{GONE}">Bowline knot</a>'
OTHER_LINK = f'<a href="{OTHER_GONE}">Antifouling paint</a>'
MENTION = "unlinked_mention"


def test_after_contact_a_mended_link_is_fixed_and_one_that_was_taken_away_too(
    world: World, tmp_path: Path
) -> None:
    acme = crawled(world, tmp_path)
    set_status(acme, GONE, "contacted")
    set_status(acme, OTHER_GONE, "contacted")
    verify(acme)
    assert {lead(acme, each)["status"] for each in (GONE, OTHER_GONE)} == {"contacted"}
    world.site("knots.example").page("/bowline-knot", page("Bowline knot", "<p>Here again.</p>"))
    put_list(world, (GONE, "Bowline knot"))
    assert "Leads          0 looked at" in verify(acme).out, "they are watched every seven days"
    days_pass(acme, 8)
    assert "Changes        2 fixed" in verify(acme).out
    assert {lead(acme, each)["status"] for each in (GONE, OTHER_GONE)} == {"fixed"}
    assert (lead(acme, GONE)["verified"], lead(acme, OTHER_GONE)["verified"]) == ("link_mended", "link_gone")
    assert lead(acme, GONE)["withdrawn_at"] is None
    assert events(acme, GONE, "status") == [("new", "contacted"), ("contacted", "fixed")]
    (event,) = rows(acme, "select author, why from lead_event where after = 'fixed' order by id limit 1")
    assert event["author"] == "finder verify"
    acme.crawl()
    assert lead(acme, OTHER_GONE)["withdrawn_at"] is None, "how it ended is known"


def test_our_link_that_appears_is_won_with_all_that_is_known_of_it(world: World, tmp_path: Path) -> None:
    acme = crawled(world, tmp_path)
    set_status(acme, GONE, "contacted")
    other = ours("Tides", url=f"http://{OWN}/tide-tables")
    footer = f"<footer>{ours('At the foot')}</footer>"
    put_article(world, other, ours(rel="nofollow ugc"), OTHER_LINK, footer)
    assert "1 won" in verify(acme).out
    won = lead(acme, GONE)
    assert (won["status"], won["verified"]) == ("won", "link_won")
    assert won["won_url"] == OURS, "the page that was suggested, in main text"
    assert (won["won_anchor"], won["won_rel"], won["won_placement"]) == (
        "How to tie a bowline",
        "nofollow ugc",
        "main",
    )
    assert won["won_at"] == won["verified_at"]
    assert lead(acme, OTHER_GONE)["status"] == "new", "nobody wrote about that one"
    assert events(acme, GONE, "status")[-1] == ("contacted", "won")


def test_the_dead_link_may_still_be_there_and_accepted_leads_are_won_too(
    world: World, tmp_path: Path
) -> None:
    acme = crawled(world, tmp_path)
    set_status(acme, GONE, "accepted")
    set_status(acme, MENTION, "contacted")
    put_article(world, DEAD_LINK, OTHER_LINK, ours())
    put_post(world, f'<a href="http://{OWN}/">Acme Sailing</a>')
    verify(acme)
    assert {lead(acme, each)["status"] for each in (GONE, MENTION)} == {"won"}
    assert lead(acme, MENTION)["won_anchor"] == "Acme Sailing"


def test_a_link_to_us_that_was_there_before_or_stands_in_a_comment_is_not_won(
    world: World, tmp_path: Path
) -> None:
    acme = crawled(world, tmp_path)
    put_article(world, DEAD_LINK, OTHER_LINK, ours())
    acme.crawl()
    set_status(acme, GONE, "contacted")
    comments = f'<section id="comments" class="comments"><div class="comment"><p>{ours("Me", url=f"http://{OWN}/tide-tables")}</p></div></section>'
    world.site("lists.example").page(
        "/list", page("Sailing links", f"<p>See {DEAD_LINK}, {OTHER_LINK} and {ours()}.</p>") + comments
    )
    verify(acme)
    assert (lead(acme, GONE)["status"], lead(acme, GONE)["verified"]) == ("contacted", "holds")


def test_a_crawl_between_contact_and_verify_hides_no_win(world: World, tmp_path: Path) -> None:
    acme = crawled(world, tmp_path)
    set_status(acme, GONE, "contacted")
    put_article(world, DEAD_LINK, OTHER_LINK, ours())
    acme.crawl()
    verify(acme)
    assert lead(acme, GONE)["status"] == "won"


def test_a_won_link_that_is_removed_is_lost_at_the_second_look_and_asked_for_again(
    world: World, tmp_path: Path
) -> None:
    acme = crawled(world, tmp_path)
    set_status(acme, GONE, "contacted")
    put_article(world, ours(rel="nofollow"), OTHER_LINK)
    verify(acme)
    days_pass(acme, 10)
    put_article(world, OTHER_LINK)
    assert "1            miss the link that you had won" in verify(acme).out
    assert lead(acme, GONE)["status"] == "won", "one look is not enough"
    assert "Look 1 of 2" in lead(acme, GONE)["verified_detail"]
    verify(acme)
    assert lead(acme, GONE)["status"] == "won", "nor are two on one day"
    days_pass(acme, 2)
    assert "1 lost" in verify(acme).out
    assert lead(acme, GONE)["status"] == "lost"
    found = lead(acme, "lost_link")
    assert (found["status"], found["reason"], found["page_url"]) == ("new", "link_removed", LIST)
    assert (found["anchor"], found["rel"], found["placement"]) == ("How to tie a bowline", "nofollow", "main")
    assert (found["replacement_url"], found["linked_url"]) == (OURS, OURS)
    assert found["why_match"] == "the lost link led to it"
    assert "“How to tie a bowline”, rel nofollow" in found["evidence"]
    assert 0 < found["score"] <= 100
    assert found["withdrawn_at"] is None


def test_a_lost_link_that_comes_back_after_contact_is_won_and_may_be_lost_again(
    world: World, tmp_path: Path
) -> None:
    acme = crawled(world, tmp_path, '[verify]\nlost_after = 1\nfresh_for = "0s"\nwatch_every = "0s"\n')
    set_status(acme, GONE, "contacted")
    for body in (ours(), "nothing"):
        put_article(world, body, OTHER_LINK)
        verify(acme)
    assert lead(acme, GONE)["status"] == "lost"
    set_status(acme, "lost_link", "contacted")
    put_article(world, ours(), OTHER_LINK)
    verify(acme)
    assert lead(acme, "lost_link")["status"] == "won"
    put_article(world, OTHER_LINK)
    verify(acme)
    query = "select status from lead where kind = 'lost_link' order by id"
    assert [row["status"] for row in rows(acme, query)] == ["lost", "new"], "another loss is another reason"


def test_a_page_that_is_gone_or_walled_off_takes_the_won_link_with_it_or_does_not(
    world: World, tmp_path: Path
) -> None:
    acme = crawled(world, tmp_path)
    set_status(acme, MENTION, "contacted")
    put_post(world, f'<a href="http://{OWN}/">Acme Sailing</a>')
    verify(acme)
    for status, verified in ((503, "could_not_tell"), (404, "page_gone")):
        days_pass(acme, 8)
        world.site("blog.example").status("/post", status)
        acme.run("verify")
        assert (lead(acme, MENTION)["status"], lead(acme, MENTION)["verified"]) == ("won", verified)
    days_pass(acme, 2)
    acme.run("verify")
    assert lead(acme, MENTION)["status"] == "lost"
    found = lead(acme, "lost_link")
    assert (found["reason"], found["page_url"]) == ("page_gone", POST)


def test_a_change_of_rel_anchor_or_page_is_written_down_and_no_loss(world: World, tmp_path: Path) -> None:
    acme = crawled(world, tmp_path)
    set_status(acme, GONE, "contacted")
    put_article(world, ours(), OTHER_LINK)
    verify(acme)
    days_pass(acme, 8)
    put_article(world, ours(rel="nofollow"), OTHER_LINK)
    assert "1            have your link, changed" in verify(acme).out
    assert (lead(acme, GONE)["status"], lead(acme, GONE)["won_rel"]) == ("won", "nofollow")
    assert events(acme, GONE, "won_rel") == [("", "nofollow")]
    days_pass(acme, 8)
    put_article(world, ours("Knots", "nofollow", f"http://{OWN}/"), OTHER_LINK)
    verify(acme)
    assert events(acme, GONE, "won_url") == [(OURS, f"http://{OWN}/")]
    assert events(acme, GONE, "won_anchor") == [("How to tie a bowline", "Knots")]
    days_pass(acme, 8)
    verify(acme)
    assert lead(acme, GONE)["verified"] == "holds"


def test_a_link_that_was_away_for_one_look_is_counted_from_the_beginning(
    world: World, tmp_path: Path
) -> None:
    acme = crawled(world, tmp_path)
    set_status(acme, GONE, "contacted")
    for parts in ((ours(),), (), (ours(),), ()):
        put_article(world, *parts, OTHER_LINK)
        verify(acme)
        days_pass(acme, 8)
    assert lead(acme, GONE)["status"] == "won"
    assert [after == "missing" for _, after in events(acme, GONE, "won_link")] == [True, False, True]
