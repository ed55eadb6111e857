"""`finder explain`: one address or one page, now, step by step."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.forked import finder

if TYPE_CHECKING:
    import subprocess

    from tests.world import World

TIDES = (
    "A tide table says when the water is high. Tables differ from port to port, and tides do not wait. " * 5
)
PAGE = f"<title>Tide tables</title><h1>Tide tables</h1><p>{TIDES}</p>"
QUICK = ("-s", "FINDER_HOST_DELAY=0", "-s", "FINDER_RETRY_DELAY=0.05", "-s", "FINDER_CONTROL_PAUSE=0.3")


def explain(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the world."""
    return finder(["explain", *arguments, *world.settings_arguments(), *QUICK])


@pytest.fixture
def web(world: World) -> World:
    """A living page, a dead one, a wall, and a page that links to them."""
    site = world.site("a.example")
    site.page("/tide-tables", PAGE)
    site.redirect("/old", "/tide-tables")
    site.status("/gone", 410)
    site.status("/wall", 403)
    links = "".join(
        f'<li><a href="http://a.example/{to}">Tide tables</a></li>' for to in ("old", "gone", "wall")
    )
    world.site("list.example").page("/", f"<title>Links</title><h1>Links</h1><ul>{links}</ul>")
    return world


@pytest.mark.parametrize(
    ("path", "code", "first"),
    [
        ("tide-tables", 0, "alive: answers (confidence high)"),
        ("gone", 10, "dead: gone (confidence high)"),
        ("wall", 11, "uncertain: blocked (confidence low)"),
    ],
)
def test_the_verdict_comes_first_and_the_exit_code_says_it_too(
    web: World, path: str, code: int, first: str
) -> None:
    done = explain(web, f"http://a.example/{path}", "--anchor", "Tide tables")
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout.splitlines()[0] == first
    for word in ("evidence", "said by", "to confirm", "What was promised", "What was seen"):
        assert word in done.stdout


def test_every_hop_is_shown(web: World) -> None:
    out = explain(web, "http://a.example/old", "--anchor", "Tide tables").stdout
    assert "GET           http://a.example/old 301 → /tide-tables" in out
    assert "GET           http://a.example/tide-tables 200" in out
    assert "fit           title and headings hold 100%" in out


def test_a_source_page_gives_the_promise_of_its_link(web: World) -> None:
    done = explain(web, "http://a.example/old", "--page", "http://list.example/", "--json")
    said = json.loads(done.stdout)
    assert (said["verdict"], said["reason"], said["said_by"]) == ("alive", "redirected", "answered")
    assert said["promise"]["anchors"] == ["Tide tables"]
    assert [hop["status"] for hop in said["fetch"]["hops"]] == [301, 200]


def test_a_source_page_alone_has_all_its_links_explained(web: World) -> None:
    done = explain(web, "--page", "http://list.example/")
    assert done.returncode == 0
    assert [line.split()[:2] for line in done.stdout.splitlines() if not line.startswith(" ")] == [
        ["alive", "redirected"],
        ["dead", "gone"],
        ["uncertain", "blocked"],
    ]
    assert len(json.loads(explain(web, "--page", "http://list.example/", "--json").stdout)) == 3


def test_a_source_page_that_its_scripts_write_is_said_to_need_a_browser(web: World) -> None:
    web.site("app.example").page("/", "<div id=a></div><script src=a.js></script>")
    done = explain(web, "--page", "http://app.example/")
    assert (done.returncode, done.stdout) == (0, "")
    assert "http://app.example/: its scripts write more than is seen here" in done.stderr
    assert not explain(web, "http://a.example/gone", "--page", "http://list.example/").stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "Name an address"),
        (("mailto:a@b.example",), 2, "not a web address"),
        (("http://a.example/x", "--page", "http://list.example/"), 1, "has no link to"),
        (("--page", "http://a.example/gone"), 1, "cannot be read: 410"),
    ],
)
def test_what_cannot_be_explained_is_one_line(
    web: World, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = explain(web, *arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
