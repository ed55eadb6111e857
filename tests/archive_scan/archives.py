"""Four archives of blogs, with all that `finder archive` looks for and much that it has to pass over."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from tests.crawl.undertaking import OWN, page
from tests.crawl.warc_files import response, write_warc

if TYPE_CHECKING:
    from pathlib import Path

BLOG: Final = "http://blog.example"
DEAD: Final = "http://gone.example/tide-tables?a=1"
DEAD_HOST: Final = "http://fallen.example/"
RIVALS: Final = '[backlinks]\nrivals = ["rival.example", "other.example"]\n'
FIRST: Final = "2024-01-02T03:04:05Z"
LAST: Final = "2025-06-07T08:09:10Z"
# Page, what, about what; in the order of the CSV.
EXPECTED: Final = [
    (f"{BLOG}/after", "mention", "Acme Sailing"),
    (f"{BLOG}/fallen", "dead_link", "https://fallen.example/any/page"),
    (f"{BLOG}/latin", "mention", "Acme Sailing"),
    (f"{BLOG}/list", "dead_link", DEAD),
    (f"{BLOG}/one-rival", "rival", "rival.example"),
    (f"{BLOG}/rivals", "rival", "other.example"),
    (f"{BLOG}/rivals", "rival", "rival.example"),
    (f"{BLOG}/through", "dead_link", DEAD),
    (f"{BLOG}/twice", "mention", "Acme Sailing"),
]
WAITING_PAGES: Final = len({url for url, _, _ in EXPECTED}) - 1  # one rival alone gives no lead


TRACKED: Final = "HTTP://GONE.Example:80/tide-%74ables?a=1&utm_source=x#y"
THROUGH: Final = "http://out.example/away?to=https%3A%2F%2Fgone.example%2Ftide-tables%3Fa%3D1"
BOTH_RIVALS: Final = ("http://www.rival.example/", "http://other.example/x")


def links(*hrefs: str) -> str:
    """A page with a link to each of some addresses."""
    items = "".join(f'<li><a href="{href}">Tide tables</a> for all waters.</li>' for href in hrefs)
    return page("A list", f"<ul>{items}</ul>")


def names_us(more: str = "") -> str:
    """A page that names us without a link."""
    return page("A post", f"<p>We read <b>A</b>cme Sai&shy;ling every week. {more}</p>")


def write_archives(folder: Path) -> list[str]:
    """The four files: packed and plain, one with a damaged record."""
    folder.mkdir(parents=True, exist_ok=True)
    linked = page("A post", f'<p>We read <a href="http://{OWN}/">Acme Sailing</a> every week.</p>')
    latin = page("A post", "<p>Caf\xe9 with Acme Sailing.</p>").encode("latin-1")
    files = {
        "a.warc.gz": [
            response(f"{BLOG}/twice?utm_source=x", names_us("The first."), date=FIRST),
            response(f"{BLOG}/list", links(TRACKED), date=LAST),
            response(f"{BLOG}/linked", linked, date=LAST),
            response(f"http://{OWN}/about", names_us(), date=LAST),
        ],
        "b.warc": [
            response(f"{BLOG}/twice", names_us("The last."), date=LAST),
            response(f"{BLOG}/through", links(THROUGH), date=LAST),
            response(f"{BLOG}/text", "Acme Sailing", content_type="text/plain", date=LAST),
            response(f"{BLOG}/missing", names_us(), status="404 Not Found", date=LAST),
            response(f"{BLOG}/rivals", links(*BOTH_RIVALS), date=LAST),
        ],
        "c.warc.gz": [
            response(f"{BLOG}/silent", page("Silent", "<p>Nothing.</p>"), date=LAST),
            response(f"{BLOG}/damaged", names_us(), date=LAST),
            response(f"{BLOG}/after", names_us(), date=LAST),
        ],
        "d.warc": [
            response(f"{BLOG}/latin", latin, content_type="text/html; charset=ISO-8859-1", date=LAST),
            response(f"{BLOG}/fallen", links("https://fallen.example/any/page"), date=LAST),
            response(f"{BLOG}/one-rival", links("http://rival.example/"), date=LAST),
        ],
    }  # fmt: skip
    paths = [write_warc(folder / name, records) for name, records in files.items()]
    whole = paths[2].read_bytes()
    second = whole.index(b"\x1f\x8b\x08", 10)
    paths[2].write_bytes(whole[: second + 40] + bytes(20) + whole[second + 60 :])
    return list(map(str, paths))


def rows_of(file: Path) -> list[dict[str, str]]:
    """The hints as a CSV file of the command has them."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
