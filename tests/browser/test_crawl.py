"""A crawl with a real browser: only for pages that need it, and with the rules that hold outside of it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from typing import TYPE_CHECKING, Final

from finder.browser.finding import find_browser
from tests.crawl.undertaking import Undertaking, list_page, page
from tests.world import Answer, Later

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World
    from tests.world.answers import Request
    from tests.world.site import Site

HOW: Final = ("--own-content", "never")
SLUGS: Final = ("tide-tables", "bowline-knot", "anchor-types")
LONG: Final = "Splicing a rope joins two strands. A good splice keeps its strength; a knot in it does not. "
LIST_PAGE: Final = """<!doctype html><html lang="en"><head><title>Links</title>
<link rel="stylesheet" href="/a.css"></head>
<body><div id="root"></div><img src="/a.png"><script src="%s"></script></body></html>"""
LIST_SCRIPT: Final = """fetch('%s').then(said => said.json()).then(all => {
  const items = all.map(each => `<li><a href="${each[0]}">${each[1]}</a> is worth a visit</li>`);
  document.getElementById('root').innerHTML = '<h1>Links</h1><ul>' + items.join('') + '</ul>';
})"""


class Program:
    """The browser of this machine behind a script that notes each start of it, by number of process."""

    def __init__(self, folder: Path) -> None:
        real = find_browser("").path
        self.path = folder / "browser"
        self._notes = folder / "browser.starts"
        self.path.write_text(
            f'#!/bin/sh\n[ "$1" = --version ] || echo $$ >> {self._notes}\nexec {shutil.which(real)} "$@"\n',
            encoding="utf-8",
        )
        self.path.chmod(0o755)

    @property
    def starts(self) -> list[int]:
        return [int(line) for line in self._notes.read_text().split()] if self._notes.exists() else []

    def kill(self) -> None:
        os.kill(self.starts[-1], signal.SIGKILL)


def app(script: str, title: str = "Links") -> str:
    """A page that has nothing but a place for what its script writes."""
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title></head><body>'
        f'<div id="root"></div><script>{script}</script></body></html>'
    )


def writes(html: str) -> str:
    return f"document.getElementById('root').innerHTML = `{html}`;"


def put_list(site: Site, path: str, name: str) -> list[str]:
    """A resource page whose list its script asks for and writes; returns its links, which are dead."""
    links = [f"http://gone.example/{name}/{slug}" for slug in SLUGS]
    data = json.dumps([[url, slug.replace("-", " ")] for url, slug in zip(links, SLUGS, strict=True)])
    site.page(f"{path}.json", data, "application/json")
    site.page(f"{path}.js", LIST_SCRIPT % f"{path}.json", "text/javascript")
    site.page(path, LIST_PAGE % f"{path}.js")
    return links


def put_remembering(site: Site) -> list[str]:
    """Two pages that link to what they know from before; returns their paths."""
    # They look one after the other, for the host answers one at a time.
    site.answer("/moment", Later(0.2, Answer("")))
    remembers = (
        "fetch('/moment').then(() => { const known = `${document.cookie}${localStorage.known || ''}`;"
        "document.cookie = 'known=1'; localStorage.known = 1; document.getElementById('root').innerHTML ="
        "`<ul><li><a href='http://gone.example/knows-${known}'>An old guide to knots</a>. %s</li></ul>` })"
    )
    for path in ("/first", "/second"):
        site.page(path, app(remembers % LONG))
    return ["/first", "/second"]


def put_rich(site: Site) -> list[str]:
    """Two pages that say enough without their scripts, which add a link or lead away; returns their paths."""
    more = writes("<a href='http://gone.example/named'>An old guide</a>")
    site.page("/much", page("Much", f'<p>{LONG * 12}</p><div id="root"></div><script>{more}</script>'))
    leads_away = (
        "<a href='http://gone.example/sent-off'>An old guide</a><script>location.replace('/lost')</script>"
    )
    site.page("/list", page("A list", f"<p>{LONG * 12}</p>{leads_away}"))
    return ["/much", "/list"]


def with_browser(setting: Path | str, *more: str) -> list[str]:
    return [part for each in (f"FINDER_BROWSER={setting}", *more) for part in ("-s", each)]


def verdicts(acme: Undertaking) -> dict[str, tuple[str, str]]:
    return {row["url"]: (row["verdict"], row["reason"]) for row in acme.targets()}


def test_only_what_its_scripts_write_is_rendered_and_without_a_browser_it_is_counted(
    world: World, tmp_path: Path
) -> None:
    world.site("gone.example").page("/", "<h1>Gone</h1>")
    spa = world.site("spa.example")
    spa.page("/missing-guide", app(writes("<h1>Page not found</h1><p>There is no such page.</p>"), "Spa"))
    spa.page("/guides/rope", app(writes(f"<h1>Splicing rope</h1><p>{LONG * 9}</p>"), "Spa"))
    gives_up = writes("<h1>Page not found</h1><p>There is no such page.</p>")
    spa.page(
        "/guides/knots", app(f"fetch('/graphql', {{method: 'POST'}}).catch(() => {{ {gives_up} }})", "Spa")
    )
    wall = app("document.title = 'Just a moment...'", "Just a moment...")
    spa.status("/wall", 403, wall)
    targets = [("http://spa.example/missing-guide", "The missing guide")]
    targets += [("http://spa.example/guides/rope", "Splicing rope"), ("http://spa.example/wall", "A wall")]
    targets.append(("http://spa.example/guides/knots", "A page that posts for what it says"))
    pages, by_script = [], []
    sites = [world.site(f"h{number}.example") for number in range(10)]
    for number in range(100):
        site = sites[number % 10]
        path = f"/list-{number}"
        if number % 40 == 7:
            by_script += put_list(site, path, str(number))
        else:
            site.page(path, list_page("Plain links", targets))
        pages.append(f"http://{site.host}{path}")
    program = Program(tmp_path)
    (tmp_path / "seen").mkdir()
    others = [f"http://apps.example{path}" for path in put_remembering(world.site("apps.example"))]
    others += [f"http://www.named.example{path}" for path in put_rich(world.site("www.named.example"))]
    seen = Undertaking(tmp_path / "seen", world, [*pages, *others])
    seen.extra = '[browser]\nhosts = ["named.example"]'
    result = seen.crawl(*HOW, *with_browser(program.path))
    said = verdicts(seen)
    # None knows what another left behind, and of a named host all pages are shown.
    further = {f"http://gone.example/{each}" for each in ("knows-", "named", "sent-off")}
    assert {url for url in said if "gone.example" in url} == {*by_script, *further}
    assert said["http://spa.example/missing-guide"][0] == "dead"
    assert said["http://spa.example/guides/rope"] == ("alive", "answers")
    assert said["http://spa.example/wall"] == ("uncertain", "blocked")
    # What it may not post for is not known to be gone, whatever it says then.
    assert said["http://spa.example/guides/knots"] == ("uncertain", "needs_browser")
    # Seven source pages (one leads away), four targets, and what is beside two of them.
    assert re.search(r"^Browser +1[123] pages rendered, 1 need", result.out, re.MULTILINE), result.out
    assert len(program.starts) == 1
    assert not world.requests("h7.example", "/a.css")
    assert not world.requests("h7.example", "/a.png")
    assert len(world.requests("h7.example", "/list-7")) == 1
    # Who looks again without a browser does not take what it cannot see for gone.
    again = seen.run("verify", *with_browser("off"))
    assert "could not be told" in again.out, again.err
    assert "closed" not in again.out

    (tmp_path / "unseen").mkdir()
    unseen = Undertaking(tmp_path / "unseen", world, pages[7::10])
    result = unseen.crawl(*HOW, *with_browser("off"))
    said = verdicts(unseen)
    assert not {url for url in said if "gone.example" in url}
    assert said["http://spa.example/missing-guide"] == ("uncertain", "needs_browser")
    assert "Browser        0 pages rendered, 3 need one and were not seen whole" in result.out
    status = json.loads(unseen.run("status", "--json").out)
    assert status["source_pages_unseen"] == 3
    assert len(program.starts) == 1


def test_a_page_costs_itself_only(world: World, tmp_path: Path) -> None:
    world.site("gone.example").page("/", "<h1>Gone</h1>")
    site = world.site("apps.example")
    listed = put_list(site, "/good", "good")
    # Not before the deadly one has had its turn: who goes down with a browser is shown once more.
    site.answer("/for-ever", Later(1.5, Answer(app("while (true) {}"))))
    program = Program(tmp_path)

    def dies(_request: Request) -> Answer:
        program.kill()
        return Answer("")

    site.answer("/die.js", dies)
    site.page("/deadly", '<title>Links</title><div id="root"></div><script src="/die.js"></script>')
    paths = ("deadly", "good", "for-ever")
    acme = Undertaking(tmp_path, world, [f"http://apps.example/{path}" for path in paths])
    acme.extra = "[browser]\nseconds = 6"
    result = acme.crawl(*HOW, *with_browser(program.path))
    found = {url for url in verdicts(acme) if "gone.example" in url}
    assert found == set(listed)
    # What kills the browser may have been loaded before it died, and is not loaded again then.
    assert re.search(r"^Browser +[12] pages? rendered, 2 need one", result.out, re.MULTILINE), result.out
    assert len(program.starts) > 1


def test_what_a_page_asks_for_is_over_with_its_time(world: World, tmp_path: Path) -> None:
    slow = world.site("slow.example")
    slow.answer("/data", Later(0.7, Answer("{}")))
    # Each turn at a host is waited for: these are asked for long after the page's time is over.
    wants = "Promise.all(Array.from({length: 40}, (_, at) => fetch(`http://slow.example/data?${at}`)))"
    world.site("apps.example").page("/wanting", app(wants))
    acme = Undertaking(tmp_path, world, ["http://apps.example/wanting"])
    acme.extra = "[browser]\nseconds = 6"
    result = acme.crawl(*HOW)
    assert "1 need one" in result.out, result.out
    asked = len(world.requests("slow.example"))
    assert 0 < asked < 12, asked


def test_a_crawl_in_which_no_page_needs_one_starts_no_browser(world: World, tmp_path: Path) -> None:
    counting = "<script>window.counted = 1</script>"
    world.site("a.example").page("/links", list_page("Links", [("http://gone.example/x", "Knots")]))
    world.site("b.example").page("/note", page("A note", f"<p>{LONG * 2}</p>{counting}"))
    program = Program(tmp_path)
    acme = Undertaking(tmp_path, world, ["http://a.example/links", "http://b.example/note"])
    result = acme.crawl(*HOW, *with_browser(program.path))
    assert "2 read" in result.out
    assert "Browser" not in result.out
    assert program.starts == []


def test_no_more_pages_are_rendered_than_the_campaign_allows(world: World, tmp_path: Path) -> None:
    pages = []
    for number in range(4):
        site = world.site(f"h{number}.example")
        put_list(site, "/list", str(number))
        pages.append(f"http://{site.host}/list")
    world.site("gone.example").page("/", "<h1>Gone</h1>")
    acme = Undertaking(tmp_path, world, pages)
    acme.extra = "[browser]\nmax_pages = 1"
    result = acme.crawl(*HOW)
    assert "Browser        1 page rendered, 3 need one and were not seen whole" in result.out
    assert len(acme.targets()) == len(SLUGS)
