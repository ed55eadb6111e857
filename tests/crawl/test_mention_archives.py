"""Web archive files as places of mentions: what they promise is looked at live before it is a lead."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.crawl.mention_places import BLOG, linked, names_us, wanted
from tests.crawl.undertaking import OWN, Undertaking, page, put_own_site
from tests.crawl.warc_files import response, write_warc

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World


@pytest.fixture
def acme(world: World, tmp_path: Path) -> Undertaking:
    """A campaign with two archives of a blog: six pages, and what is passed over."""
    put_own_site(world)
    site = world.site("blog.example")
    world.site("lists.example").page("/list", page("A list", "<p>Nothing of ours.</p>"))
    for path in ("still", "second", "new"):
        site.page(f"/{path}", names_us())
    site.page("/mended", linked())
    site.status("/gone", 404)
    crawl = tmp_path / "crawl"
    crawl.mkdir()
    records = [
        response(f"{BLOG}/still", names_us()),
        response(f"{BLOG}/mended", names_us()),
        response(f"{BLOG}/gone", names_us()),
        response(f"{BLOG}/linked", linked()),
        response(f"{BLOG}/silent", page("Silent", "<p>Nothing.</p>")),
        response(f"{BLOG}/old", names_us(), status="500 Oops"),
        response(f"{BLOG}/text", "Acme Sailing", content_type="text/plain"),
        response(f"http://{OWN}/about", names_us()),
        response(f"{BLOG}/still", names_us()),
    ]
    write_warc(crawl / "a.warc.gz", records)
    whole = write_warc(crawl / "b.warc", [response(f"{BLOG}/second", names_us())]).read_bytes()
    (crawl / "b.warc").write_bytes(b"no record\r\n\r\n" + whole)
    made = Undertaking(tmp_path, world, ["http://lists.example/list"])
    wanted(made, archives=["crawl/*.warc", "crawl/a.warc.gz"])
    return made


def pages_of(acme: Undertaking) -> list[str]:
    """The pages of the leads."""
    return [lead["page_url"] for lead in acme.leads()]


def test_archived_pages_that_name_us_are_looked_at_live_and_only_then_leads(
    world: World, acme: Undertaking
) -> None:
    result = acme.crawl()
    assert pages_of(acme) == [f"{BLOG}/second", f"{BLOG}/still"]
    asked = sorted(record.path for record in world.requests("blog.example"))
    assert asked == ["/gone", "/mended", "/second", "/still"]
    assert "Places         2 read, 0 unchanged" in result.out
    assert f"archive {acme.folder / 'crawl' / 'b.warc'}: 1 broken records passed over" in result.err
    assert "1 broken records were passed over" in acme.run("status").out


def test_an_archive_is_not_read_again_unless_it_was_changed(world: World, acme: Undertaking) -> None:
    acme.crawl()
    before = len(world.requests("blog.example"))
    result = acme.crawl()
    assert "Places         0 read, 2 unchanged" in result.out
    asked = sorted(record.path for record in world.requests("blog.example")[before:])
    assert asked == ["/second", "/still"], "pages with an open lead"
    more = [response(f"{BLOG}/new", names_us())]
    write_warc(acme.folder / "crawl" / "b.warc", more)
    result = acme.crawl()
    assert "Places         1 read, 1 unchanged" in result.out
    assert pages_of(acme) == [f"{BLOG}/new", f"{BLOG}/second", f"{BLOG}/still"]


def test_a_file_that_is_no_archive_is_one_line_and_the_others_are_read(
    world: World, acme: Undertaking
) -> None:
    (acme.folder / "crawl" / "b.warc").write_bytes(b"Hello.\n" * 1000)
    result = acme.crawl()
    (line,) = [line for line in result.err.splitlines() if "b.warc" in line]
    assert line.endswith("crawl/b.warc: is no web archive file (WARC), or holds no page")
    assert pages_of(acme) == [f"{BLOG}/still"]


def test_without_the_extra_one_line_says_what_to_install(acme: Undertaking, tmp_path: Path) -> None:
    (tmp_path / "missing" / "fastwarc").mkdir(parents=True)
    (tmp_path / "missing" / "fastwarc" / "__init__.py").write_text("raise ImportError('not here')")
    path = acme.write()
    for command in ("check", "crawl"):
        done = subprocess.run(
            [sys.executable, "-m", "finder", command, str(path)],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": f"{tmp_path / 'missing'}:{os.environ.get('PYTHONPATH', '.')}"},
            check=False,
        )
        (line,) = (done.stdout + done.stderr).strip().splitlines()
        assert done.returncode == 1
        assert line.endswith('mentions.archives: needs a reader of such files: pip install "finder[warc]"')
