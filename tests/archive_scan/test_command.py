"""`finder archive`: what archives hint at is listed, looked at live, and only then a lead."""

from __future__ import annotations

import gzip
import json
import signal
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.archive_scan.archives import (
    BLOG,
    DEAD,
    DEAD_HOST,
    EXPECTED,
    RIVALS,
    WAITING_PAGES,
    links,
    names_us,
    rows_of,
    write_archives,
)
from tests.crawl.undertaking import Undertaking, list_page, page, put_own_site
from tests.crawl.warc_files import response, write_warc

if TYPE_CHECKING:
    from tests.world import World


@pytest.fixture
def acme(world: World, tmp_path: Path) -> Undertaking:
    """A campaign with four archives, and a list of what is dead."""
    put_own_site(world)
    made = Undertaking(tmp_path, world, ["http://lists.example/list"], extra=RIVALS)
    made.write()
    write_archives(tmp_path / "crawl")
    (tmp_path / "dead.txt").write_text(
        f"{DEAD.upper().replace('/TIDE-TABLES?A', '/tide-tables?a')}\n{DEAD_HOST}\n"
    )
    return made


def scan(acme: Undertaking, *more: str, workers: int = 1) -> tuple[str, list[dict[str, str]]]:
    """What a scan says on standard output, and the hints that are known then."""
    file, words = acme.folder / "hints.csv", ("--targets", str(acme.folder / "dead.txt"))
    words += ("--workers", str(workers), "--csv", str(file))
    result = acme.run("archive", str(acme.folder / "crawl"), *words, *more)
    assert result.code == 0, result.err
    assert "Traceback" not in result.err
    return result.out, rows_of(file)


def told(rows: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    """Page, what and about what of hints."""
    return [(row["page_url"], row["what"], row["subject"]) for row in rows]


def test_every_hint_is_found_once_by_one_process_and_by_several(acme: Undertaking) -> None:
    out, rows = scan(acme)
    assert told(rows) == EXPECTED
    assert "Archives       4 read\n" in out
    assert "Records        14 answers, 12 of them pages, 1 broken and passed over\n" in out
    assert (
        f"Pages          {WAITING_PAGES} wait for a look, 0 were looked at, 1 link to too few rivals" in out
    )
    (twice,) = [row for row in rows if row["page_url"].endswith("/twice")]
    assert twice["snippet"] == "We read [[Acme Sailing]] every week. The last."
    assert twice["file"] == str(acme.folder / "crawl" / "b.warc")
    (through,) = [row for row in rows if row["page_url"].endswith("/through")]
    assert through["link_url"].startswith("http://out.example/away")
    assert {row["page_state"] for row in rows if row["subject"] != "rival.example"} == {"waiting"}
    for file in acme.folder.glob("finder.sqlite3*"):
        file.unlink()
    _, by_several = scan(acme, workers=2)
    assert without_times(by_several) == without_times(rows)
    _, dry = scan(acme, "--dry-run")
    assert told(dry) == EXPECTED


def without_times(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Hints without when they were found."""
    return [{name: value for name, value in row.items() if name != "found_at"} for row in rows]


def test_files_are_read_again_only_when_they_or_what_is_sought_changed(acme: Undertaking) -> None:
    scan(acme)
    out, _ = scan(acme)
    assert "Archives       0 read, 4 read before\n" in out
    write_warc(acme.folder / "crawl" / "b.warc", [response(f"{BLOG}/new", names_us())])
    out, rows = scan(acme)
    assert "Archives       1 read, 3 read before\n" in out
    assert "1 of them new" in out
    assert len(rows) == len(EXPECTED) + 1
    out, _ = scan(acme, "--again")
    assert "Archives       4 read\n" in out
    (acme.folder / "dead.txt").write_text("http://gone.example/other\n")
    out, _ = scan(acme)
    assert "Archives       4 read\n" in out


def test_what_archives_hint_at_is_looked_at_live_and_only_then_a_lead(
    world: World, acme: Undertaking
) -> None:
    scan(acme)
    site = world.site("blog.example")
    world.site("gone.example").status("/tide-tables", 404)
    world.site("rival.example").page("/", page("Rival", "<p>A rival.</p>"))
    world.site("other.example").page("/x", page("Other", "<p>Another.</p>"))
    world.site("lists.example").page("/list", page("A list", "<p>Nothing of ours.</p>"))
    site.page("/list", list_page("A list", [(DEAD, "Tide tables")]))
    site.page("/through", page("A list", "<p>No link any more.</p>"))
    site.page("/fallen", links("https://fallen.example/any/page"))
    site.page("/twice", names_us())
    site.page("/latin", page("A post", '<p>Now <a href="http://www.acme.example/">Acme Sailing</a>.</p>'))
    site.page("/rivals", links("http://www.rival.example/", "http://other.example/x"))
    site.status("/after", 404)
    site.page("/one-rival", links("http://rival.example/"))
    result = acme.crawl()
    leads = acme.leads()
    assert all(lead["evidence"] for lead in leads)
    assert [(lead["kind"], lead["page_url"], lead["dead_url"]) for lead in leads] == [
        ("broken_link", f"{BLOG}/fallen", "https://fallen.example/any/page"),
        ("broken_link", f"{BLOG}/list", DEAD),
        ("link_intersect", f"{BLOG}/rivals", ""),
        ("unlinked_mention", f"{BLOG}/twice", ""),
    ]
    asked = sorted(record.path for record in world.requests("blog.example"))
    assert asked == ["/after", "/fallen", "/latin", "/list", "/rivals", "/through", "/twice"]
    assert "Source pages   4 read" in result.out
    assert "Their pages    3 read, 1 not readable" in result.out
    out = acme.run("archive").out
    assert "Pages          0 wait for a look, 6 were looked at, 1 could not be read, 1 link to too few" in out
    status = acme.run("status").out
    assert "Archives      4 read\n              hints: 3 mentions of yours, " in status, status
    assert "their pages: 0 wait for a look, 6 were looked at, 1 could not be read, 1 link" in status
    assert json.loads(acme.run("status", "--json").out)["archive_pages"]["read"] == 6
    before = len(world.requests("blog.example"))
    acme.crawl()
    asked = sorted(record.path for record in world.requests("blog.example")[before:])
    assert asked == ["/fallen", "/list", "/rivals", "/twice"], "pages with an open lead"


def test_the_dead_targets_that_a_crawl_has_seen_are_looked_for(world: World, acme: Undertaking) -> None:
    world.site("lists.example").page("/list", list_page("A list", [(DEAD, "Tide tables")]))
    world.site("gone.example").status("/tide-tables", 404)
    acme.crawl()
    result = acme.run("archive", str(acme.folder / "crawl" / "a.warc.gz"))
    assert result.code == 0, result.err
    assert "1 mention of yours, 1 link to a dead target;" in result.out


def test_lists_of_paths_are_understood_as_common_crawl_has_them(acme: Undertaking) -> None:
    mirror = acme.folder / "mirror" / "crawl-data" / "CC-MAIN-2025-30"
    for segment in ("1.1", "2.2"):
        folder = mirror / "segments" / segment / "warc"
        folder.mkdir(parents=True)
        for number in range(2):
            write_warc(
                folder / f"{segment}-{number}.warc.gz", [response(f"{BLOG}/{segment}-{number}", names_us())]
            )
        (mirror / "segments" / segment / "robotstxt").mkdir()
        write_warc(
            mirror / "segments" / segment / "robotstxt" / "r.warc.gz", [response(f"{BLOG}/r", names_us())]
        )
    files = sorted((mirror / "segments").glob("*/warc/*"))
    listed = "".join(f"{file.relative_to(mirror.parents[1])}\n" for file in files)
    (mirror / "warc.paths.gz").write_bytes(gzip.compress(listed.encode()))
    (mirror / "segment.paths").write_text(
        "crawl-data/CC-MAIN-2025-30/segments/1.1/\ncrawl-data/CC-MAIN-2025-30/segments/2.2/\n"
    )

    def read(*words: str) -> list[str]:
        file = acme.folder / "found.csv"
        result = acme.run("archive", "--dry-run", "--workers", "1", "--csv", str(file), *words)
        assert result.code == 0, result.err
        return [row["page_url"].rpartition("/")[2] for row in rows_of(file)]

    all_of_them = ["1.1-0", "1.1-1", "2.2-0", "2.2-1"]
    assert read(str(mirror / "warc.paths.gz")) == all_of_them
    assert read(str(mirror / "segment.paths")) == all_of_them
    assert read(str(mirror)) == all_of_them
    assert read(str(mirror / "segments" / "*" / "warc" / "*-1.warc.gz")) == ["1.1-1", "2.2-1"]
    assert read(str(mirror / "warc.paths.gz"), "--segment", "2.2") == ["2.2-0", "2.2-1"]
    assert read(str(mirror / "warc.paths.gz"), "--limit-files", "1") == ["1.1-0"]
    some = read(str(mirror / "warc.paths.gz"), "--sample", "0.5")
    assert 0 < len(some) < 4
    assert read(str(mirror / "warc.paths.gz"), "--sample", "0.5") == some
    elsewhere = acme.folder / "warc.paths"
    elsewhere.write_text(listed)
    first, rest = listed.encode()[:100], listed.encode()[100:]
    (mirror / "warc.paths.gz").write_bytes(gzip.compress(first) + gzip.compress(rest))
    assert read(str(mirror / "warc.paths.gz")) == all_of_them
    assert read(str(elsewhere), "--prefix", str(acme.folder / "mirror")) == all_of_them


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nowhere.warc"], 1, "nowhere.warc: there is no such file"),
        (["*.nothing"], 1, "*.nothing: there is no such file"),
        (["empty.paths"], 1, "empty.paths: lists no file"),
        (["nul.paths"], 1, "nul.paths: is no list of paths: line 2 holds a NUL character"),
        (["cut.paths.gz"], 1, "cut.paths.gz: cannot be unpacked (Compressed file ended before"),
        (["broken.paths.gz"], 1, "broken.paths.gz: cannot be unpacked (Not a gzipped file"),
        (["large.paths"], 1, "large.paths: is too large for a list of paths: more than 200,000,000 bytes"),
        (["folder"], 1, "folder: holds no file that ends in .warc or .warc.gz"),
        (["crawl/a.warc.gz", "--sample", "0.000001"], 1, "none of the files is chosen"),
        (["crawl/a.warc.gz", "--targets", "nowhere.txt"], 1, "--targets nowhere.txt: No such file"),
        (["crawl/a.warc.gz", "--targets", "empty.paths"], 1, "empty.paths: holds no web address"),
        (["https://archive.example/*.warc.gz"], 1, 'needs an extra: pip install "finder[archive]"'),
        (["https://archive.example/a.warc.gz"], 3, 'needs an extra: pip install "finder[archive]"'),
        (["crawl/a.warc.gz", "--spark"], 1, 'Spark is not installed: pip install "finder[spark]"'),
        (["crawl/a.warc.gz", "--spark-master", "local"], 2, "go with --spark"),
        (["other.toml", "crawl/a.warc.gz"], 2, "One campaign at a time"),
        (["--dry-run"], 2, "Name at least one WARC file"),
        (["no.warc", "late.paths"], 3, "late.warc: cannot be read: No such file or directory"),
    ],
)
def test_what_is_wrong_is_one_line(
    acme: Undertaking, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(acme.folder)
    Path("empty.paths").write_text("# nothing\n")
    Path("late.paths").write_text("late.warc\n")
    Path("nul.paths").write_text("late.warc\nla\0te.warc\n")
    packed = gzip.compress(b"late.warc\n")
    Path("cut.paths.gz").write_bytes(packed + packed[:-9])
    Path("broken.paths.gz").write_bytes(packed + b"late.warc")
    with Path("large.paths").open("wb") as large:
        large.truncate(200_000_001)
    Path("no.warc").write_text("This is no archive.\n")
    Path("folder").mkdir()
    result = acme.run("archive", *words)
    assert result.code == code, result.err + result.out
    assert said in result.err
    assert "Traceback" not in result.err


def test_a_scan_that_is_stopped_or_killed_goes_on_with_the_next_file(acme: Undertaking) -> None:
    crawl = acme.folder / "crawl"
    for name in ("y.warc.gz", "z.warc.gz"):
        one = write_warc(crawl / name, [response(f"{BLOG}/long", names_us("And so on. " * 300))])
        one.write_bytes(one.read_bytes() * 30_000)
    for ending, code in ((signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)):
        with acme.running("archive", str(crawl), "--workers", "2") as process:
            _wait_for_four_files(acme)
            process.send_signal(ending)
            _, err = process.communicate(timeout=30)
        assert process.returncode == code
        assert "Traceback" not in err
    result = acme.run("archive", str(crawl), "--limit-files", "4")
    assert "Archives       0 read, 4 read before" in result.out
    assert "3 mentions of yours" in result.out


def _wait_for_four_files(acme: Undertaking) -> None:
    """Until the four small files are written down."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        time.sleep(0.05)
        try:
            with sqlite3.connect(f"file:{acme.folder / 'finder.sqlite3'}?mode=ro", uri=True) as connection:
                (number,) = connection.execute(
                    "SELECT count(*) FROM archive_file WHERE state = 'read'"
                ).fetchone()
        except sqlite3.OperationalError:
            continue
        if number == 4:
            return
    raise AssertionError("the files were not read in a minute")
