"""The score of a lead over a whole crawl: what else is dead, how known a site is, what speaks against it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.crawl.undertaking import Undertaking, list_page, page, put_own_site
from tests.forked import finder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

GONE = "http://gone.example"
FINE = [f"http://fine.example/{number}" for number in range(6)]


def crawled(world: World, folder: Path, pages: dict[str, str], ranks: str = "") -> Undertaking:
    """A campaign that has crawled these pages, each on a host of its own."""
    put_own_site(world)
    fine = world.site("fine.example")
    for url in FINE:
        path = url.removeprefix("http://fine.example")
        fine.page(path, page(f"Harbour {path}", f"<p>All about harbour {path}.</p>"))
    world.site("gone.example")
    for host, html in pages.items():
        world.site(host).page("/list", html)
    acme = Undertaking(folder, world, [f"http://{host}/list" for host in pages])
    with_ranks(acme, ranks)
    result = acme.run("crawl")
    assert result.code == 0, result.err
    return acme


def with_ranks(acme: Undertaking, ranks: str) -> None:
    """Write the campaign file; it names these lists of ranks."""
    text = acme.write().read_text(encoding="utf-8")
    acme.path.write_text(text.replace("[sources]", f"[sources]\nranks = [{ranks}]"), encoding="utf-8")


def leads_of(acme: Undertaking, *options: str) -> tuple[dict[str, dict[str, Any]], str]:
    """The leads by prospect, and what was said beside them."""
    result = acme.run("leads", "--json", *options)
    assert result.code == 0, result.err
    return {lead["prospect"]: lead for lead in json.loads(result.out)}, result.err


def test_a_page_that_sells_links_makes_a_lead_that_is_kept_apart(world: World, tmp_path: Path) -> None:
    dead = [(f"{GONE}/tide-tables", "Tide tables")]
    sells = "We accept sponsored posts and sell dofollow backlinks."
    guests = '<footer><a href="/guests">Write for us</a></footer>'
    acme = crawled(
        world,
        tmp_path,
        {
            "honest.example": list_page("Sailing links", dead).replace("</main>", f"</main>{guests}"),
            "seller.example": list_page("Sailing links", dead).replace("</main>", f"<p>{sells}</p></main>"),
        },
    )
    shown, said = leads_of(acme)
    assert list(shown) == ["honest.example"]
    assert "1 more: kept apart" in said
    assert "asks for guest posts" in shown["honest.example"]["score_why"]
    assert [lead["prospect"] for lead in acme.leads()] == ["honest.example"]
    everything, said = leads_of(acme, "--risky")
    seller = everything["seller.example"]
    assert (seller["risk"], seller["risk_evidence"], said) == ("sells_links", sells, "")
    assert seller["score"] < everything["honest.example"]["score"]
    told = finder(["show", str(seller["lead_id"]), str(acme.path)]).stdout
    assert "sells links" in told
    assert sells in " ".join(told.split())


def test_dead_links_and_ranks_count_at_the_end_of_a_run(world: World, tmp_path: Path) -> None:
    dead = [(f"{GONE}/{number}", f"Tide tables {number}") for number in range(3)]
    good = [(url, f"Harbour {url[-2:]}") for url in FINE]
    (tmp_path / "ranks.csv").write_text("12,kept.example\n", encoding="utf-8")
    acme = crawled(
        world,
        tmp_path,
        {
            "kept.example": list_page("Tides", [dead[0], *good]),
            "left.example": list_page("Tides", [*dead, *good]),
        },
        ranks='"ranks.csv"',
    )
    leads, _ = leads_of(acme)
    kept, left = leads["kept.example"], leads["left.example"]
    assert "rank 12 in ranks.csv" in kept["score_why"]
    assert "1 of 7 links dead" in kept["score_why"]
    assert "not in ranks.csv" in left["score_why"]
    assert "3 of 9 links dead" in left["score_why"]
    assert kept["score_parts"]["source"] > left["score_parts"]["source"]


def test_a_page_hidden_from_search_engines_by_its_header_counts_less(world: World, tmp_path: Path) -> None:
    put_own_site(world)
    world.site("gone.example")
    html = list_page("Tides", [(f"{GONE}/tide-tables", "Tide tables")])
    world.site("hidden.example").page("/list", html, headers={"X-Robots-Tag": "noindex"})
    acme = Undertaking(tmp_path, world, ["http://hidden.example/list"])
    acme.crawl()
    leads, _ = leads_of(acme)
    assert "noindex" in leads["hidden.example"]["score_why"]
    assert leads["hidden.example"]["score_parts"]["indexability"] == 0.1


def test_a_list_of_ranks_that_cannot_be_used_is_told_by_check(world: World, tmp_path: Path) -> None:
    (tmp_path / "ranks.csv").write_text("domain,visits\na.example,3\n", encoding="utf-8")
    acme = Undertaking(tmp_path, world, ["http://a.example/"])
    with_ranks(acme, '"none.csv", "ranks.csv"')
    result = acme.run("check")
    assert result.code == 1
    assert "sources.ranks[0]: file not found" in result.err
    assert "sources.ranks[1]" in result.err
    assert "no list of ranks" in result.err
