"""Mentions as the CSV has them: whose name it is, where it links to, which site links to us already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.crawl.undertaking import OWN, Undertaking, page, put_own_site
from tests.world.answers import Answer
from tests.world.misbehaviour import Later

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

BLOG = "http://blog.example"


def crawled(world: World, folder: Path, pages: dict[str, str], extra: str = "") -> list[dict[str, str]]:
    """The leads of a campaign whose source pages are these, by address."""
    put_own_site(world)
    sites = {name: world.site(name) for name in dict.fromkeys(url.split("/")[2] for url in pages)}
    for url, body in pages.items():
        path = f"/{url.split('/', 3)[3]}"
        sites[url.split("/")[2]].page(path, page(f"About {path}", body))
    acme = Undertaking(folder, world, list(pages), extra=extra)
    acme.crawl()
    return acme.leads()


def test_a_name_that_links_elsewhere_is_a_lead_of_its_own_and_says_where(
    world: World, tmp_path: Path
) -> None:
    wiki = "http://wiki.example/Acme_Sailing"
    world.site("wiki.example").page("/Acme_Sailing", page("Acme Sailing", "<p>Here.</p>"))
    (lead,) = crawled(
        world,
        tmp_path,
        {f"{BLOG}/a": f'<p>We read <a href="{wiki}">Acme Sailing</a> weekly. Acme Sailing is good.</p>'},
    )
    assert (lead["kind"], lead["reason"], lead["linked_url"]) == (
        "mention_wrong_link",
        "named_with_other_link",
        wiki,
    )
    assert (lead["brand"], lead["mentions"]) == ("Acme Sailing", "2")
    assert "[[Acme Sailing]]" in lead["context"]


def test_an_image_of_ours_without_a_link_is_a_lead(world: World, tmp_path: Path) -> None:
    pages = {
        f"{BLOG}/hot": f'<p>A chart.</p><img src="http://{OWN}/img/chart.png" alt="Tide chart">',
        f"{BLOG}/copied": '<figure><img src="/up/Tide-Map.PNG?w=3"><figcaption>The map</figcaption></figure>',
        f"{BLOG}/credited": f'<img src="/up/tide-map.png"> by <a href="http://{OWN}/">them</a>',
    }
    table = '[own]\nimages = ["tide-map.png"]'
    put_own_site(world)
    acme = Undertaking(tmp_path, world, list(pages))
    site = world.site("blog.example")
    for url, body in pages.items():
        site.page(url.removeprefix(BLOG), page("A chart", body))
    acme.write()
    text = acme.path.read_text(encoding="utf-8")
    acme.path.write_text(text.replace("[own]", table), encoding="utf-8")
    result = acme.run("crawl")
    assert result.code == 0, result.err
    leads = acme.leads()
    assert [(lead["kind"], lead["page_url"], lead["image_url"]) for lead in leads] == [
        ("image_without_credit", f"{BLOG}/copied", f"{BLOG}/up/Tide-Map.PNG?w=3"),
        ("image_without_credit", f"{BLOG}/hot", f"http://{OWN}/img/chart.png"),
    ]
    assert leads[0]["context"] == "The map"


def test_a_mention_on_a_site_that_links_to_us_elsewhere_says_so_and_counts_less(
    world: World, tmp_path: Path
) -> None:
    named = "<p>We read Acme Sailing every week.</p>"
    linked = f'<p>Read <a href="http://{OWN}/">this</a>.</p>'
    # One site links on a page that is read before the one with the mention, the other on one read after it.
    pages = {
        "http://early.example/1-links": linked,
        "http://early.example/2-names": named,
        "http://late.example/1-names": named,
        "http://late.example/2-links": linked,
        "http://stranger.example/names": named,
    }
    leads = {lead["page_url"]: lead for lead in crawled(world, tmp_path, pages)}
    early, late = leads["http://early.example/2-names"], leads["http://late.example/1-names"]
    stranger = leads["http://stranger.example/names"]
    assert early["linked_from"] == "http://early.example/1-links"
    assert late["linked_from"] == "http://late.example/2-links"
    assert stranger["linked_from"] == ""
    assert int(early["score"]) == int(late["score"]) < int(stranger["score"])


def test_of_several_pages_that_link_to_us_the_same_is_told_whichever_came_first(
    world: World, tmp_path: Path
) -> None:
    linked = page("A post", f'<p>Read <a href="http://{OWN}/">this</a>.</p>')
    put_own_site(world)
    site = world.site("blog.example")
    site.page("/2-links", linked)
    site.page("/3-names", page("A post", "<p>We read Acme Sailing every week.</p>"))
    # Late enough for the lead to be there before.
    site.answer("/1-links", Later(3.0, Answer(linked)))
    acme = Undertaking(tmp_path, world, [f"{BLOG}/{path}" for path in ("2-links", "3-names", "1-links")])
    acme.crawl()
    [first] = acme.leads()
    acme.crawl()
    [second] = acme.leads()
    assert first["linked_from"] == second["linked_from"] == f"{BLOG}/1-links"
    assert first["score"] == second["score"], "it counts less once, however often it is told"


def test_what_may_mean_another_is_no_lead_and_the_status_counts_it(world: World, tmp_path: Path) -> None:
    brand = '[[brands]]\nname = "Slack"\ncommon_word = true\ncontext = ["chat"]'
    put_own_site(world)
    acme = Undertaking(tmp_path, world, [f"{BLOG}/{name}" for name in ("app", "word", "start")], extra=brand)
    site = world.site("blog.example")
    site.page("/app", page("Tools", "<p>Our team talks in the Slack app all day, a chat for offices.</p>"))
    site.page("/word", page("Ropes", "<p>Take up the slack before you pull.</p>"))
    site.page("/start", page("Thoughts", "<p>Slack is hard to define.</p>"))
    acme.crawl()
    assert [lead["page_url"] for lead in acme.leads()] == [f"{BLOG}/app"]
    said = acme.run("status").out
    assert "named without a link on 1 page, perhaps named on 1, the name of something else on 1" in said


def test_a_redirector_and_a_look_alike_are_told_apart(world: World, tmp_path: Path) -> None:
    away = f"http://away.example/out?to=http%3A%2F%2F{OWN}%2F"
    other = f"http://{OWN}.other.example/"
    world.site("away.example").page("/out", page("Away", "<p>Here.</p>"))
    world.site(f"{OWN}.other.example").page("/", page("Other", "<p>Here.</p>"))
    leads = crawled(
        world,
        tmp_path,
        {
            f"{BLOG}/redirector": f'<p>We read Acme Sailing <a href="{away}">here</a>.</p>',
            f"{BLOG}/other": f'<p>We read Acme Sailing <a href="{other}">here</a>.</p>',
        },
    )
    named = [lead["page_url"] for lead in leads if lead["kind"] == "unlinked_mention"]
    assert named == [f"{BLOG}/other"]
