"""What is not in .venv: PySpark, and files that are elsewhere, with the packages of .venv-spark beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

import pytest

from tests.archive_scan.archives import DEAD, DEAD_HOST, EXPECTED, RIVALS, rows_of, write_archives
from tests.crawl.undertaking import OWN
from tests.forked import finder

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
# A machine of one job and a few seconds: nothing is gained by what takes long to get under way.
QUICK: Final = {
    "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData",
    "SPARK_LOCAL_IP": "127.0.0.1",
}


@pytest.fixture
def packages() -> str:
    """Where the packages are that tools/setup has put into .venv-spark."""
    found = sorted((ROOT / ".venv-spark" / "lib").glob("python*/site-packages"))
    if not found:
        raise RuntimeError("Spark is not installed: tools/setup test does it")
    return str(found[0])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A campaign with four archives."""
    write_archives(tmp_path / "crawl")
    (tmp_path / "dead.txt").write_text(f"{DEAD}\n{DEAD_HOST}\n")
    (tmp_path / "acme.toml").write_text(
        f'name = "acme"\nown.sites = ["http://{OWN}/"]\nbrands = [{{ name = "Acme Sailing" }}]\n'
        f'sources.pages = ["http://lists.example/"]\n{RIVALS}'
    )
    return tmp_path


@pytest.fixture
def elsewhere(folder: Path) -> Iterator[str]:
    """The address of a server of the folder, which knows nothing of parts of a file."""

    class Silent(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def words_of(*more: str) -> list[str]:
    """The words of a scan that keeps nothing but a file of the hints."""
    return ["archive", "acme.toml", *more, "--targets", "dead.txt", "--dry-run", "--csv", "hints.csv"]


def run(folder: Path, packages: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Python with these packages."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), packages)), **QUICK},
        capture_output=True,
        text=True,
        check=False,
    )


def scan(folder: Path, packages: str, *more: str, code: int = 0) -> tuple[list[dict[str, str]], str]:
    """The hints that a scan gives with these packages, and what it says on standard error."""
    done = run(folder, packages, "-m", "finder", *words_of(*more))
    assert done.returncode == code, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    return rows_of(folder / "hints.csv"), done.stderr


def test_spark_gives_the_same_as_one_process(folder: Path, packages: str) -> None:
    done = finder(words_of("crawl", "--workers", "1"), folder=folder)
    assert done.returncode == 0, done.stderr
    by_one = rows_of(folder / "hints.csv")
    assert [(row["page_url"], row["what"], row["subject"]) for row in by_one] == EXPECTED
    (folder / "hints.csv").unlink()
    by_spark, _ = scan(folder, packages, "crawl", "--spark", "--spark-master", "local[2]")
    assert by_spark == by_one


def test_files_elsewhere_and_lists_of_them_are_read_where_they_are(
    folder: Path, packages: str, elsewhere: str
) -> None:
    (folder / "crawl-data").mkdir()
    (folder / "crawl").rename(folder / "crawl-data" / "segment")
    names = [f"crawl-data/segment/{name}" for name in ("a.warc.gz", "b.warc", "c.warc.gz", "d.warc")]
    (folder / "crawl-data" / "warc.paths").write_text("\n".join(names))
    found, _ = scan(folder, packages, f"{elsewhere}/crawl-data/warc.paths", "--workers", "1")
    assert [(row["page_url"], row["what"], row["subject"]) for row in found] == EXPECTED
    urls = [f"{elsewhere}/{names[0]}", f"{elsewhere}/missing.warc.gz"]
    found, said = scan(folder, packages, *urls, "--workers", "1", code=3)
    assert {row["page_url"].rpartition("/")[2] for row in found} == {"list", "twice"}
    assert said == f"finder: {elsewhere}/missing.warc.gz: cannot be read: there is no such file\n"


ALLOWED: Final = ("a.warc", "https/b.warc", "{elsewhere}/c.warc", "http://other.example/d.warc")
REFUSED: Final = (
    "/etc/passwd",
    "file:///etc/passwd",
    "s3://bucket/a.warc",
    "crawl/../../etc/passwd",
    "x::/etc/passwd",
    "http://a.example/x::file:///etc/passwd",
)
LISTED: Final = """
import sys
from finder.archive_scan.which_files import Choice, files_of
for name in sys.argv[2:]:
    try:
        print(*files_of([name], Choice(sys.argv[1])))
    except ValueError as error:
        print(str(error).removeprefix(name))
"""


def test_a_list_from_elsewhere_names_no_file_of_this_machine(
    folder: Path, packages: str, elsewhere: str
) -> None:
    allowed = [path.format(elsewhere=elsewhere) for path in ALLOWED]
    lists = {"allowed.paths": allowed} | {f"{number}.paths": [path] for number, path in enumerate(REFUSED)}
    for name, paths in lists.items():
        (folder / name).write_text("\n".join(paths))
    done = run(folder, packages, "-c", LISTED, "", *(f"{elsewhere}/{name}" for name in lists))
    assert done.returncode == 0, done.stderr
    first, *others = done.stdout.splitlines()
    assert first.split() == [f"{elsewhere}/a.warc", f"{elsewhere}/https/b.warc", *allowed[2:]]
    assert others == [
        f': names "{path}"; a list from elsewhere may name what is below it or --prefix, and http://...'
        for path in REFUSED
    ]
    names = (f"{elsewhere}/0.paths", f"{elsewhere}/2.paths", f"{elsewhere}/3.paths", "3.paths")
    done = run(folder, packages, "-c", LISTED, "/etc", *names)
    assert done.stdout.splitlines() == ["/etc/passwd", others[2], others[3], "/etc/crawl/../../etc/passwd"]


def test_a_large_file_from_elsewhere_may_take_its_time(folder: Path, packages: str) -> None:
    script = """
from fsspec.asyn import sync
from finder.archive_scan.local_copy import remote
files, _ = remote("https://archive.example/a.warc.gz")
timeout = sync(files.loop, files.set_session).timeout
print(timeout.total, timeout.sock_read)
"""
    done = run(folder, packages, "-c", script)
    assert done.stdout == "None 60.0\n", done.stderr
