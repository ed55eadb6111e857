"""Pages of which only a part arrived: what is on the part counts, what is not on it proves nothing."""

from pathlib import Path

from tests.crawl.undertaking import OWN, Undertaking, page, put_own_site
from tests.world import World
from tests.world.answers import Answer
from tests.world.misbehaviour import Truncated

URL = "http://blog.example/post"
DEAD = "http://gone.example/tide-tables"
BODY = (
    '<p>Acme Sailing is good.</p><p>See <a href="http://gone2.example/">this</a>.</p>'
    f'<p>And <a href="{DEAD}">Tide tables</a>.</p>' + "<p>More.</p>" * 50
)


def test_a_page_that_breaks_off_withdraws_nothing_and_is_no_unlinked_mention(
    world: World, tmp_path: Path
) -> None:
    put_own_site(world)
    site = world.site("blog.example")
    whole = page("A post", BODY)
    site.page("/post", whole)
    acme = Undertaking(tmp_path, world, [URL])
    acme.crawl()
    before = [(lead["kind"], lead["dead_url"]) for lead in acme.leads()]
    assert before == [
        ("broken_link", DEAD),
        ("broken_link", "http://gone2.example/"),
        ("unlinked_mention", ""),
    ]
    part = whole[: whole.index("And <a")].encode()
    site.answer("/post", Truncated(part, len(whole)))
    acme.crawl()
    after = {(lead["kind"], lead["dead_url"]): lead["sightings"] for lead in acme.leads()}
    assert after == {before[0]: "1", before[1]: "2", before[2]: "1"}


def test_the_part_before_our_link_is_not_taken_for_a_page_without_one(world: World, tmp_path: Path) -> None:
    put_own_site(world)
    whole = page("A post", f'<p>Acme Sailing is good.</p><p><a href="http://{OWN}/">Here</a></p>')
    part = whole[: whole.index("<p><a")].encode()
    world.site("blog.example").answer("/post", Truncated(part, len(whole)))
    acme = Undertaking(tmp_path, world, [URL])
    acme.crawl()
    assert not acme.leads()


def test_a_page_in_a_coding_that_we_did_not_ask_for_is_not_read_as_empty(
    world: World, tmp_path: Path
) -> None:
    put_own_site(world)
    site = world.site("blog.example")
    site.page("/post", page("A post", BODY))
    site.page("/other", page("Other", "<p>Nothing.</p>"))
    acme = Undertaking(tmp_path, world, [URL, "http://blog.example/other"])
    acme.crawl()
    leads = len(acme.leads())
    site.answer("/post", Answer(b"\x8b\x03\x80<p>", headers={"Content-Encoding": "br"}))
    result = acme.crawl()
    assert "1 read, 1 not readable" in result.out
    assert len(acme.leads()) == leads
