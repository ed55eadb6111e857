"""`finder page`: what a page says of our brands, from a file and over real sockets."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.crawl.undertaking import OWN, Undertaking, page
from tests.forked import finder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

URL = "http://blog.example/post"
TEXT = "<p>We read Acme Sailing every week, and acme sailing is good.</p><nav>Acme Sailing</nav>"


@pytest.fixture
def acme(world: World, tmp_path: Path) -> Undertaking:
    undertaking = Undertaking(tmp_path, world, [URL])
    undertaking.write()
    return undertaking


def run(acme: Undertaking, what: str, *more: str) -> subprocess.CompletedProcess[str]:
    settings = [part for name, value in acme.world.settings().items() for part in ("-s", f"{name}={value}")]
    command = [acme.arguments("page")[0], "-m", "finder", "page", what, str(acme.path), *settings, *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_page_is_read_live_and_every_name_is_told_with_its_reasons(acme: Undertaking, world: World) -> None:
    world.site("blog.example").page("/post", page("A post", TEXT))
    done = run(acme, URL)
    assert done.returncode == 0, done.stderr
    assert "Acme Sailing: unlinked" in done.stdout
    assert "yours         main: We read [[Acme Sailing]] every week" in done.stdout
    assert "no ordinary word" in done.stdout
    assert "navigation: [[Acme Sailing]]" in done.stdout
    assert "lead unlinked_mention: The page names “Acme Sailing” 2 times" in " ".join(done.stdout.split())


def test_a_saved_page_is_read_without_any_request(acme: Undertaking, world: World, tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    saved.write_text(page("A post", f'{TEXT}<a href="http://{OWN}/">them</a>'), encoding="utf-8")
    done = run(acme, str(saved), "--url", URL, "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["brands"] == {"Acme Sailing": "linked"}
    assert said["linked_own"] == [f"http://{OWN}/"]
    assert [mention["placement"] for mention in said["mentions"]] == ["main", "main", "navigation"]
    assert said["leads"] == []
    assert not world.requests("blog.example")


def test_a_page_that_its_scripts_write_is_said_to_need_a_browser(acme: Undertaking, tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    for html, needs in ((page("A post", TEXT), False), ("<div id=a></div><script src=a.js></script>", True)):
        saved.write_text(html, encoding="utf-8")
        plain, as_json = (finder(["page", str(saved), str(acme.path), *more]) for more in ((), ("--json",)))
        assert ("needs browser its scripts write more" in plain.stdout) is needs
        assert json.loads(as_json.stdout)["needs_browser"] is needs


@pytest.mark.parametrize(
    ("what", "code", "said"),
    [
        (
            "http://blog.example/none",
            1,
            "finder: the page http://blog.example/none cannot be read: it answers 404",
        ),
        (
            "http://nowhere.example/",
            1,
            "finder: the page http://nowhere.example/ cannot be read: no such host",
        ),
        ("http://blog.example/private", 1, "cannot be read: robots.txt forbids it"),
        ("http://blog.example/paper.pdf", 1, "finder: http://blog.example/paper.pdf is no web page"),
        ("no file.html", 2, "no file, and not a web address"),
        ("nowhere.example", 1, "finder: there is no file nowhere.example, and the page https://nowhere"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(
    acme: Undertaking, world: World, what: str, code: int, said: str
) -> None:
    site = world.site("blog.example", robots="User-agent: *\nDisallow: /private\n")
    site.page("/paper.pdf", "%PDF-1.7", content_type="application/pdf")
    done = run(acme, what)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
