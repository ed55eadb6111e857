"""What pages that are read say of our dead pages and of our rivals, and the redirects that come of it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from tests.crawl.undertaking import OWN, Undertaking, page, put_own_site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

BLOG = "http://blog.example"
RIVALS = ("rakes.example", "spades.example")


def test_dead_pages_of_ours_and_rivals_are_leads_with_a_page_to_offer_and_redirects(
    world: World, tmp_path: Path
) -> None:
    put_own_site(world)
    dead, lost = f"http://{OWN}/old/bowline-knot", f"http://{OWN}/zzz.php?x=1"
    for rival in RIVALS:
        world.site(rival).page("/tide-tables", page("Tides", "<p>Here.</p>"))
    tides = "".join(f'<li><a href="http://{rival}/tide-tables">Tide tables</a>' for rival in RIVALS)
    pages = {
        "/dead": f'<p>Our <a href="{dead}">bowline knot guide</a>.</p><p>Or <a href="{lost}">this</a>.</p>',
        "/rivals": f"<ul>{tides}</ul>",
        "/one-rival": f"<ul>{tides.partition('<li>')[2].partition('<li>')[0]}</ul>",
    }
    blog = world.site("blog.example")
    for path, body in pages.items():
        blog.page(path, page(f"About {path}", body))
    table = f"[backlinks]\nrivals = {list(RIVALS)}".replace("'", '"')
    acme = Undertaking(tmp_path, world, [BLOG + path for path in pages], extra=table)
    acme.crawl()
    *broken, rivals = acme.leads()
    assert [(lead["kind"], lead["reason"], lead["dead_url"]) for lead in broken] == [
        ("broken_backlink", "not_found", dead),
        ("broken_backlink", "not_found", lost),
    ]
    assert f"leads to our address {dead}" in broken[0]["evidence"]
    assert broken[0]["replacement_url"] == f"http://{OWN}/bowline-knot"
    assert (rivals["kind"], rivals["reason"], rivals["page_url"]) == (
        "link_intersect",
        "rivals_linked",
        f"{BLOG}/rivals",
    )
    assert rivals["rivals"] == "rakes.example, spades.example"
    assert rivals["replacement_url"] == f"http://{OWN}/tide-tables"
    # Its site links to us on another page, if to dead ones.
    assert rivals["linked_from"] == f"{BLOG}/dead"
    _gives_redirects(acme, dead, lost)


def _gives_redirects(acme: Undertaking, dead: str, lost: str) -> None:
    rules = acme.run("redirects", "--min-score", "0.3")
    assert rules.code == 0, rules.err
    assert rules.err == "2 dead pages of yours are linked to: 1 rule, 1 doubtful.\n"
    assert f'$" "http://{OWN}/bowline-knot";' in rules.out
    assert f"# Doubtful (no page of ours fits), linked from 1 page of 1 domain: {lost}\n" in rules.out
    file = acme.folder / "redirects.csv"
    assert acme.run("redirects", "--format", "csv", "--out", str(file)).code == 0
    first, second = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))
    assert (first["dead_url"], first["leads_to"], first["pages"]) == (dead, f"http://{OWN}/bowline-knot", "1")
    assert (second["rule"], second["doubt"], second["reason"]) == ("no", "no page of ours fits", "not_found")
    assert "RewriteRule " in acme.run("redirects", "--format", "apache", "--min-score", "0.3").out
