"""Looks at linking pages: what suppliers say and what the pages say, and who is right."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Final

from tests.crawl.leads_again import rows
from tests.crawl.named_links import backlink, backlinks_age, begun, events, look, looking, name_links
from tests.crawl.undertaking import OWN, page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawl.undertaking import Undertaking
    from tests.world import World
    from tests.world.site import Site

GUIDE: Final = f"{OWN}/guide"
BOTH: Final = "ahrefs semrush"
# Path on blog.example: to which page of ours (empty: nobody says), by whom it is named.
NAMED: Final = {
    "/present": (GUIDE, BOTH),
    "/removed": (GUIDE, "ahrefs"),
    "/nofollowed": (GUIDE, BOTH),
    "/sponsored": (GUIDE, "semrush"),
    "/retargeted": (GUIDE, "semrush"),
    "/moved": (GUIDE, BOTH),
    "/noindex": (GUIDE, "ahrefs"),
    "/page-404": (GUIDE, "semrush"),
    "/page-in-name-only": (GUIDE, "semrush"),
    "/our-page-dead": (f"{OWN}/gone", BOTH),
    "/our-page-moved": (f"{OWN}/old", "ahrefs"),
    "/image": (GUIDE, "semrush"),
    "/footer": (f"https://{GUIDE}/"[8:], "ahrefs"),
    "/somewhere": ("", "search_console"),
    "/somewhere-removed": ("", "search_console"),
    "/back": (GUIDE, BOTH),
    "/walled-later": (GUIDE, "ahrefs"),
    "/a-redirect": (GUIDE, "ahrefs"),
    "/by-redirect": (GUIDE, BOTH),
}
WALLED: Final = "walled.example/post"
FORBIDDEN: Final = "forbidden.example/post"
# State and why after the first look and after the second, and what happened until then.
TRUTH: Final = {
    "/present": ("live", "live", "new"),
    "/removed": (
        "missing link_removed",
        "lost link_removed",
        "missed link_removed, lost link_removed",
    ),
    "/nofollowed": ("live", "live", "new, changed rel"),
    "/sponsored": ("live", "live", "new, changed rel"),
    "/retargeted": ("live", "live", "new, changed target"),
    "/moved": ("live", "live", "new"),
    "/noindex": (
        "missing page_noindex",
        "lost page_noindex",
        "missed page_noindex, lost page_noindex",
    ),
    "/page-404": ("missing page_gone", "lost page_gone", "missed page_gone, lost page_gone"),
    "/page-in-name-only": ("missing page_gone", "lost page_gone", "missed page_gone, lost page_gone"),
    "/our-page-dead": (
        "missing target_dead",
        "lost target_dead",
        "missed target_dead, lost target_dead",
    ),
    "/our-page-moved": ("live", "live", "new"),
    "/image": ("live", "live", "new"),
    "/footer": ("live", "live", "new"),
    "/somewhere": ("live", "live", "new"),
    "/somewhere-removed": (
        "missing link_removed",
        "lost link_removed",
        "missed link_removed, lost link_removed",
    ),
    "/back": ("missing link_removed", "live", "missed link_removed, back link_removed"),
    "/walled-later": ("live", "live", "new"),
    "/a-redirect": ("live", "live", "new"),
    "/by-redirect": ("live", "live", "new"),
}


def to_us(url: str = GUIDE, words: str = "The guide", rel: str = "") -> str:
    """A link to us."""
    return f'<a href="http://{url}"{f" rel={rel!r}" if rel else ""}>{words}</a>'


def post(*parts: str, head: str = "") -> str:
    """A page of some length with parts in it."""
    text = "<p>Boats are tied up with a bowline, and each harbour has its own way to teach it.</p>"
    shown = page("Knots and harbours", f"{text}{''.join(f'<p>See {each}.</p>' for each in parts)}{text}")
    return shown.replace("</head>", f"{head}</head>")


def put_web(world: World) -> tuple[Site, Site]:
    """Our pages, and those that link to them or no longer do."""
    ours = world.site(OWN)
    for path in ("/guide", "/other", "/"):
        ours.page(path, post("nobody"))
    ours.redirect("/old", "/guide")
    blog = world.site("blog.example")
    for path in ("/nofollowed", "/sponsored", "/retargeted", "/walled-later"):
        blog.page(path, post(to_us()))
    blog.page("/present", post(to_us(), to_us(f"{OWN}/other", "Another")))
    for path in ("/removed", "/somewhere-removed", "/back"):
        blog.page(path, post("nothing"))
    blog.redirect("/moved", "/new-place/of-it")
    blog.page("/new-place/of-it", post(to_us()))
    blog.page("/noindex", post(to_us(), head='<meta name="robots" content="noindex">'))
    blog.page("/page-in-name-only", "<title>Page not found</title><h1>Page not found</h1><p>Sorry.</p>")
    blog.page("/our-page-dead", post(to_us(f"{OWN}/gone")))
    blog.page("/our-page-moved", post(to_us(f"{OWN}/old")))
    blog.page("/image", post(to_us(words='<img src="/knot.png" alt="A knot">')))
    blog.page("/footer", post("nothing").replace("</body>", f"<footer>{to_us()}</footer></body>"))
    blog.page("/somewhere", post(to_us(f"{OWN}/other", "Another")))
    blog.redirect("/a-redirect", f"http://{GUIDE}")
    blog.page("/by-redirect", post(to_us("short.example/guide", "As supplied")))
    world.site("short.example").redirect("/guide", f"http://{GUIDE}")
    world.site("walled.example").status("/post", 403)
    world.site("forbidden.example", robots="User-agent: *\nDisallow: /").page("/post", post(to_us()))
    return ours, blog


def change_web(blog: Site) -> None:
    """What others do to their pages between two looks."""
    blog.page("/nofollowed", post(to_us(rel="nofollow")))
    blog.page("/sponsored", post(to_us(rel="sponsored")))
    blog.page("/retargeted", post(to_us(f"{OWN}/other")))
    blog.page("/back", post(to_us()))
    blog.status("/walled-later", 403)


def states(acme: Undertaking) -> dict[str, str]:
    """State and why of each backlink."""
    found = {path: backlink(acme, f"blog.example{path}", ours) for path, (ours, _) in NAMED.items()}
    return {path: f"{row['state']} {row['why']}".strip() for path, row in found.items()}


def histories(acme: Undertaking) -> dict[str, str]:
    """All that happened to each."""
    return {path: ", ".join(events(acme, f"blog.example{path}", ours)) for path, (ours, _) in NAMED.items()}


def leads(acme: Undertaking) -> list[tuple[str, str, str]]:
    """Kind, path and why it was withdrawn of each lead."""
    found = rows(acme, "select kind, page_url, withdrawn_reason from lead order by kind, page_url")
    return [(row["kind"], row["page_url"].rpartition("/")[2], row["withdrawn_reason"]) for row in found]


def asked(world: World, since: int) -> Counter[str]:
    """How often each page was asked for."""
    return Counter(
        f"{each.host}{each.path}" for each in world.requests()[since:] if each.path != "/robots.txt"
    )


def asked_twice(requests: Counter[str]) -> list[str]:
    """Pages of others that were asked for more than once."""
    return [name for name, times in requests.items() if times > 1 and not name.startswith(OWN)]


def test_where_suppliers_disagree_two_looks_tell_what_became_of_each_link(
    world: World, tmp_path: Path
) -> None:
    ours, blog = put_web(world)
    acme = begun(world, tmp_path)
    name_links(acme, [(f"blog.example{path}", *named) for path, named in NAMED.items()])
    name_links(acme, [(WALLED, GUIDE, "ahrefs"), (FORBIDDEN, GUIDE, "semrush")])

    first = look(acme)
    assert states(acme) == {path: truth[0] for path, truth in TRUTH.items()}
    _the_details_are_right(acme)
    assert leads(acme) == [("broken_backlink", "our-page-dead", "")], "a look loses nothing"
    assert "Links to you   23 looked at, 2 that no supplier named\n  14           live" in first.out
    assert "Changes        14 new, 7 missed" in first.out
    assert "Leads          1 seen, 1 of them new" in first.out
    requests = asked(world, 0)
    assert asked_twice(requests) == []
    assert requests[GUIDE] == 4, "once as it is, and at the end of three redirects"
    assert not requests[FORBIDDEN]

    before = len(world.requests())
    assert "None was due (backlinks.fresh_for)" in look(acme).out
    assert len(world.requests()) == before
    change_web(blog)
    backlinks_age(acme, 10)
    second = look(acme)
    assert states(acme) == {path: truth[1] for path, truth in TRUTH.items()}
    assert histories(acme) == {path: truth[2] for path, truth in TRUTH.items()}
    assert "Changes        3 changed, 6 lost, 1 back" in second.out
    assert "Leads          3 seen, 2 of them new" in second.out
    assert asked_twice(asked(world, before)) == []
    walled = backlink(acme, "blog.example/walled-later")
    assert "could not tell: The page could not be read: the page answers 403." in walled["detail"]
    found = [("lost_link", "removed", ""), ("lost_link", "somewhere-removed", "")]
    assert leads(acme) == [("broken_backlink", "our-page-dead", ""), *found]
    (told,) = rows(acme, "select evidence, linked_url from lead where page_url like '%/removed'")
    assert told["linked_url"] == f"http://{GUIDE}"
    assert "Ahrefs saw it from 2024-03-02 until 2026-10-30" in told["evidence"]

    blog.page("/removed", post(to_us()))
    ours.page("/gone", post("nobody"))
    backlinks_age(acme, 10)
    look(acme, "--limit", "100")
    assert states(acme)["/our-page-dead"] == "live"
    assert events(acme, "blog.example/removed")[-1] == "back link_removed"
    assert leads(acme) == [
        ("broken_backlink", "our-page-dead", "The target is alive again."),
        ("lost_link", "removed", "The link is back."),
        ("lost_link", "somewhere-removed", ""),
    ], "what is lost is lost once"


def _the_details_are_right(acme: Undertaking) -> None:
    moved = backlink(acme, "blog.example/moved")
    assert moved["page_final_url"] == "http://blog.example/new-place/of-it"
    assert "The page is at http://blog.example/new-place/of-it now." in moved["detail"]
    ours = backlink(acme, "blog.example/our-page-moved")
    assert (ours["target_final_url"], ours["target_outcome"]) == (f"http://{GUIDE}", "alive")
    dead = backlink(acme, "blog.example/our-page-dead")
    assert (dead["target_status"], dead["target_outcome"]) == (404, "dead")
    assert "answers 404 Not Found" in dead["detail"]
    assert "leads to http://" in backlink(acme, "blog.example/a-redirect")["detail"]
    assert backlink(acme, "blog.example/by-redirect")["anchor"] == "As supplied"
    image, footer = (backlink(acme, f"blog.example/{path}") for path in ("image", "footer"))
    assert (image["image"], image["anchor"], footer["placement"]) == (1, "A knot", "footer")
    assert backlink(acme, "blog.example/noindex")["noindex"] == 1
    assert "Look 1 of 2" in backlink(acme, "blog.example/removed")["detail"]
    somewhere = backlink(acme, "blog.example/somewhere", "")
    assert (somewhere["found_url"], somewhere["anchor"]) == (f"http://{OWN}/other", "Another")
    for path in ("present", "somewhere"):
        unnamed = backlink(acme, f"blog.example/{path}", f"{OWN}/other")
        assert (unnamed["state"], unnamed["found_url"]) == ("live", f"http://{OWN}/other")
        assert not rows(acme, "select * from backlink_witness where backlink_id = ?", unnamed["id"])
    states = {name: [backlink(acme, name)[each] for each in ("state", "why")] for name in (WALLED, FORBIDDEN)}
    assert states == {WALLED: ["uncertain", "blocked"], FORBIDDEN: ["uncertain", "robots"]}


def test_killed_in_the_middle_two_go_on_together_and_nothing_is_looked_at_twice(
    world: World, tmp_path: Path
) -> None:
    world.site(OWN).page("/guide", post("nobody"))
    pages = [f"blog{number % 4}.example/{number}" for number in range(12)]
    for host in range(4):
        blog = world.site(f"blog{host}.example", latency=0.5)
        for path in ("/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/9", "/10", "/11"):
            blog.page(path, post(to_us()))
    acme = begun(world, tmp_path)
    name_links(acme, [(each, GUIDE, "ahrefs") for each in pages])
    looked = "select source_url from backlink where looked_at is not null"
    with looking(acme):
        deadline = time.monotonic() + 60
        while not rows(acme, looked) and time.monotonic() < deadline:
            time.sleep(0.05)
    done = {row["source_url"].removeprefix("http://") for row in rows(acme, looked)}
    assert 0 < len(done) < 12
    before = len(world.requests())
    with looking(acme) as one, looking(acme) as other:
        for process in (one, other):
            _, errors = process.communicate(timeout=100)
            assert process.returncode == 0, errors
            assert "Traceback" not in errors
    requests = asked(world, before)
    assert {name: requests[name] for name in pages} == {name: int(name not in done) for name in pages}
    assert requests[GUIDE] <= 1
    assert Counter(row["state"] for row in rows(acme, "select state from backlink")) == {"live": 12}
    assert len(rows(acme, "select * from backlink_event")) == 12
    assert {row["finish_reason"] for row in rows(acme, "select finish_reason from crawl_run")} == {"finished"}
