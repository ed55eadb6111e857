"""What goes wrong outside finder: one clear line, an exit code, and nothing lost."""

import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.crawl.undertaking import OWN, Undertaking, list_page, page, put_own_site
from tests.world import World
from tests.world.answers import Answer
from tests.world.misbehaviour import Endless, GzipBomb, Huge

GOOD = "http://lists.example/good"
DEAD = "http://gone.example/tide-tables"


def put_good_list(world: World) -> None:
    """Our site and one source page with one dead link."""
    put_own_site(world)
    world.site("lists.example").page("/good", list_page("Good list", [(DEAD, "Tide tables")]))


def one_line(text: str) -> str:
    """The only line that was printed as a problem."""
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) == 1, text
    return lines[0]


def dead_links(acme: Undertaking) -> list[str]:
    return [lead["dead_url"] for lead in acme.leads()]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "not found"),
        ("name = [", "not valid TOML"),
        (
            'name = "a"\n[own]\nsites = ["http://a.example/"]\n[source]\npages = ["http://b.example/"]\n',
            "sources",
        ),
    ],
    ids=["missing file", "broken TOML", "unknown key"],
)
def test_a_campaign_file_that_cannot_be_used_is_said_in_one_line(
    world: World, tmp_path: Path, text: str | None, said: str
) -> None:
    acme = Undertaking(tmp_path, world)
    if text is not None:
        acme.path.write_text(text, encoding="utf-8")
    result = acme.run("crawl")
    assert result.code == 1
    assert said in result.err
    assert all(acme.path.name in line for line in result.err.splitlines())
    assert "Traceback" not in result.err


def test_without_an_own_page_the_crawl_says_so_and_does_not_begin(world: World, tmp_path: Path) -> None:
    put_good_list(world)
    world.site(OWN)
    acme = Undertaking(tmp_path, world, [GOOD])
    acme.write()
    result = acme.run("crawl", "-q")
    assert result.code == 1
    assert "no own page could be read" in one_line(result.err)
    assert not world.requests("lists.example")
    assert acme.run("crawl", "-q", "--own-content", "never").code == 0
    assert dead_links(acme) == [DEAD]


def test_a_sitemap_that_is_a_web_page_is_named(world: World, tmp_path: Path) -> None:
    put_good_list(world)
    world.site(OWN).page("/map.xml", page("Oops", "<p>Not a sitemap.</p>"))
    acme = Undertaking(tmp_path, world, [GOOD])
    text = acme.write().read_text(encoding="utf-8")
    named = f'content = "sitemap"\nsitemaps = ["http://{OWN}/map.xml"]\n[[brands]]'
    acme.path.write_text(text.replace("[[brands]]", named), encoding="utf-8")
    result = acme.run("crawl", "-q")
    assert result.code == 1
    assert f"http://{OWN}/map.xml is a web page, not a sitemap" in result.err
    assert "Traceback" not in result.err


BAD_PAGES = {
    "a file of 200 MB": (Huge(200 * 2**20), "failed"),
    "an endless page": (Endless(), "read"),
    "a gzip bomb": (GzipBomb(), "read"),
    "a PDF": (Answer(b"%PDF-1.7 ...", content_type="application/pdf"), "failed"),
    "binary data": (Answer(b"\x00\x01\x02" * 500, content_type="text/html"), "failed"),
    "a wrong charset": (
        Answer(page("Übersicht", "<p>Äpfel</p>").encode("latin-1"), content_type="text/html; charset=utf-8"),
        "read",
    ),
    "deep nesting": (Answer((page("Deep", "<div>" * 5000 + "deep" + "</div>" * 5000)).encode()), "read"),
    "no links": (Answer(page("Lonely", "<p>Nothing here.</p>").encode()), "read"),
    "nothing": (Answer(b""), "read"),
}


@pytest.mark.parametrize("what", BAD_PAGES)
def test_a_source_page_that_is_hostile_or_odd_does_no_harm(world: World, tmp_path: Path, what: str) -> None:
    behaviour, state = BAD_PAGES[what]
    put_good_list(world)
    world.site("odd.example").answer("/odd", behaviour)
    acme = Undertaking(tmp_path, world, ["http://odd.example/odd", GOOD])
    result = acme.crawl()
    assert "2 read" in result.out if state == "read" else "1 read, 1 not readable" in result.out
    assert dead_links(acme) == [DEAD]
    with closing(sqlite3.connect(tmp_path / "finder.sqlite3")) as database:
        row = database.execute("select state, detail from source_page where url like '%odd%'").fetchone()
    assert row[0] == state
    assert bool(row[1]) == (state == "failed" or what in ("an endless page", "a gzip bomb"))


def test_when_no_source_page_can_be_read_the_exit_code_says_so(world: World, tmp_path: Path) -> None:
    put_own_site(world)
    world.site("lists.example").status("/good", 503)
    acme = Undertaking(tmp_path, world, [GOOD])
    acme.write()
    result = acme.run("crawl", "-q")
    assert result.code == 3
    assert "not one source page could be read" in one_line(result.err)


def test_a_full_disk_ends_the_crawl_with_its_reason_and_nothing_is_lost(world: World, tmp_path: Path) -> None:
    put_good_list(world)
    many = [
        (f"http://gone{number}.example/{'x' * 500}", f"Item {number} " + "y" * 250) for number in range(1500)
    ]
    site = world.site("big.example")
    site.page("/list", list_page("Big list", many))
    acme = Undertaking(tmp_path, world, [GOOD, "http://big.example/list"])
    acme.write()
    assert acme.run("crawl", "-q").code == 0
    acme.pages.append("http://big.example/list2")
    site.page("/list2", list_page("Big list", [(f"{url}2", text) for url, text in many]))
    acme.write()
    size = (tmp_path / "finder.sqlite3").stat().st_size // 1024 + 64
    command = ["bash", "-c", f'ulimit -f {size}; exec "$@"', "limited", *acme.arguments("crawl", "-q")]
    before = acme.leads()
    limited = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    assert limited.returncode == 1, limited.stderr
    assert "disk" in limited.stderr
    assert f"go on with: finder crawl {acme.path}" in limited.stderr
    assert "Traceback" not in limited.stderr
    assert len(acme.leads()) >= len(before)
    acme.crawl()
    assert len(acme.leads()) == 3001


def test_too_few_files_that_may_be_open_are_said_before_a_crawl_begins(world: World, tmp_path: Path) -> None:
    put_good_list(world)
    acme = Undertaking(tmp_path, world, [GOOD])
    acme.write()
    command = ["bash", "-c", 'ulimit -n 64; exec "$@"', "limited", *acme.arguments("crawl", "-q")]
    limited = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    assert limited.returncode == 1, limited.stderr
    assert "may have 64 files open at once" in one_line(limited.stderr)
    assert acme.run("crawl", "-q").code == 0


def test_a_database_of_a_newer_version_is_left_alone(world: World, tmp_path: Path) -> None:
    put_good_list(world)
    acme = Undertaking(tmp_path, world, [GOOD])
    acme.crawl()
    with closing(sqlite3.connect(tmp_path / "finder.sqlite3")) as database:
        database.execute("update alembic_version set version_num = '9999'")
        database.commit()
    for command in ("crawl", "leads"):
        result = acme.run(command)
        assert result.code == 1
        assert "newer" in result.err or "version" in result.err
        assert "Traceback" not in result.err


def test_a_file_that_is_no_database_is_named(world: World, tmp_path: Path) -> None:
    put_good_list(world)
    acme = Undertaking(tmp_path, world, [GOOD])
    acme.write()
    (tmp_path / "finder.sqlite3").write_text("not a database, but long enough to look like something " * 50)
    result = acme.run("crawl", "-q")
    assert result.code == 1
    assert "not a database" in one_line(result.err)


def test_a_campaign_that_changed_after_a_kill_is_followed(world: World, tmp_path: Path) -> None:
    put_good_list(world)
    site = world.site("more.example", latency=0.2)
    for number in range(12):
        site.page(f"/{number}", list_page(f"List {number}", [(f"http://gone{number}.example/", "Knots")]))
    acme = Undertaking(tmp_path, world, [f"http://more.example/{number}" for number in range(12)])
    acme.write()
    with acme.running("crawl", "-q"):
        deadline = time.monotonic() + 30
        while not world.requests("more.example") and time.monotonic() < deadline:
            time.sleep(0.02)
    acme.pages = [*acme.pages[:6], GOOD]
    acme.crawl()
    pages = {lead["page_url"] for lead in acme.leads()}
    assert pages >= {*acme.pages}
    asked = [record.path for record in world.requests("more.example")]
    assert "/11" not in asked


@pytest.mark.parametrize("table", ["sources", "mentions"])
def test_a_list_from_standard_input_that_cannot_be_read_is_said_in_one_line(
    world: World, tmp_path: Path, table: str
) -> None:
    put_own_site(world)
    acme = Undertaking(tmp_path, world)
    text = acme.write().read_text(encoding="utf-8")
    acme.path.write_text(text.replace(f'[sources]\nfiles = ["{acme.name}.txt"]', f'[{table}]\nfiles = ["-"]'))
    done = subprocess.run(
        acme.arguments("crawl"), input=b"\xff\xfehttp://blog.example/\xd8", capture_output=True, check=False
    )
    said = done.stderr.decode()
    assert done.returncode == 1, said
    assert "A list of pages cannot be read: 'utf-16-le' codec can't decode" in said
    assert "Traceback" not in said
    assert b"Source pages" not in done.stdout, "there are no source pages"
