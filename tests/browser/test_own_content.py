"""Own pages that their scripts write: read as visitors see them, or known not to be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.browser.test_crawl import LONG, app, with_browser, writes
from tests.crawl.undertaking import OWN, Undertaking, list_page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World


def test_an_own_page_is_offered_for_what_its_scripts_write(world: World, tmp_path: Path) -> None:
    title = "How to tie a bowline knot"
    site = world.site(OWN)
    for path, heading in (("/bowline-knot", title), ("/", "Acme Sailing")):
        by_script = app(writes(f"<h1>{heading}</h1><p>{LONG * 9}</p>"), heading)
        site.page(path, by_script, headers={"ETag": f'"{path}"'})
    location = f"<url><loc>http://{OWN}/bowline-knot</loc></url>"
    site.page("/sitemap.xml", f'<?xml version="1.0"?><urlset>{location}</urlset>')
    world.site("gone.example").page("/", "<h1>Gone</h1>")
    links = [("http://gone.example/knots/bowline", title)]
    world.site("lists.example").page("/list", list_page("Knots", links))
    acme = Undertaking(tmp_path, world, ["http://lists.example/list"])

    def learned(setting: str) -> tuple[dict[str, int], str]:
        result = acme.crawl("--own-content", "always", *with_browser(setting))
        own = json.loads(acme.run("status", "--json").out)["own_pages"]
        return own, result.out + result.err

    # What cannot be seen is not known, and asked for anew: it is not taken for a page that says nothing.
    own, said = learned("off")
    assert own == {"failed": 2}
    assert "no own page can be offered: 2 are written by their scripts" in said
    own, said = learned("")
    assert own == {"ok": 2}
    assert "Browser        2 pages rendered" in said
    assert [lead["replacement_url"] for lead in acme.leads()] == [f"http://{OWN}/bowline-knot"]
    # A page that is as it was is not shown again.
    own, said = learned("")
    assert own == {"ok": 2}
    assert "Browser" not in said
    assert [each.status for each in world.requests(OWN, "/bowline-knot")] == [200, 200, 304]


def test_where_fewer_pages_may_be_rendered_than_need_it_each_has_its_turn(
    world: World, tmp_path: Path
) -> None:
    site = world.site(OWN)
    site.page("/", f"<title>Acme</title><h1>Acme Sailing</h1><p>{LONG * 9}</p>")
    names = ("bowline", "splice", "hitch")
    for name in names:
        site.page(f"/{name}", app(writes(f"<h1>How to tie a {name}</h1><p>{LONG * 9}{name}</p>"), name))
    locations = "".join(f"<url><loc>http://{OWN}/{name}</loc></url>" for name in names)
    site.page("/sitemap.xml", f'<?xml version="1.0"?><urlset>{locations}</urlset>')
    world.site("lists.example").page("/list", list_page("Knots", []))
    acme = Undertaking(tmp_path, world, ["http://lists.example/list"])
    acme.extra = "[browser]\nmax_pages = 1"
    seen = []
    for _ in names:
        acme.crawl("--own-content", "always", *with_browser(""))
        seen.append(json.loads(acme.run("status", "--json").out)["own_pages"])
    assert seen == [{"failed": 2, "ok": 2}, {"failed": 1, "ok": 3}, {"ok": 4}]
