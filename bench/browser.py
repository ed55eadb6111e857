"""`finder crawl` of pages that scripts write: what a page in the browser costs, and a crawl without one."""

from __future__ import annotations

import os
import re
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.crawl import write_campaign
from bench.process import finder
from bench.rows import Row
from tests.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.process import Cost

PAGES: Final = 60
QUICK_PAGES: Final = 4
_LINKS: Final = 20
_OFTEN: Final = 0.2  # seconds between two looks at the memory in use
_ITEM: Final = '<li><a href="http://gone.example/{0}">The guide number {0}</a> is worth a visit.</li>'
_PLAIN: Final = "<!doctype html><title>Links</title><main><h1>Links</h1><ul>{}</ul></main>"
_BY_SCRIPT: Final = """<!doctype html><title>Links</title><div id="root"></div><script>
const items = Array.from({{length: {0}}}, (_, at) => `{1}`);
document.getElementById('root').innerHTML = '<h1>Links</h1><ul>' + items.join('') + '</ul>';
</script>"""


def run(*, quick: bool) -> Iterator[Row]:
    """The same pages with their links in the answer, and written by scripts."""
    pages = QUICK_PAGES if quick else PAGES
    plain = _PLAIN.format("".join(map(_ITEM.format, range(_LINKS))))
    by_script = _BY_SCRIPT.format(_LINKS, _ITEM.format("${at}"))
    without, memory = _crawl(pages, plain, rendered=0)
    yield Row(f"{pages} pages, none needs a browser", {"wall_s": without.wall, "peak_mb_of_all": memory})
    cost, memory = _crawl(pages, by_script, rendered=pages)
    further = (cost.wall - without.wall) / pages
    yield Row(
        f"{pages} pages, all written by scripts",
        {"wall_s": cost.wall, "further_s_per_page": further, "peak_mb_of_all": memory},
    )


def _crawl(pages: int, html: str, *, rendered: int) -> tuple[Cost, float]:
    """A crawl of so many pages of this text. Raises RuntimeError when not so many were rendered."""
    with World() as world, tempfile.TemporaryDirectory(prefix="bench-") as folder, _memory() as peak:
        world.site("gone.example")
        campaign = write_campaign(Path(folder), _put(world, pages, html))
        cost = finder(
            *("crawl", str(campaign), "--own-content", "never", *world.settings_arguments()),
            *("-s", "FINDER_HOST_DELAY=0", "-s", "FINDER_RETRY_DELAY=0"),
        )
    if (f"Browser        {rendered} page" in cost.output) != bool(rendered):
        raise RuntimeError(f"{rendered} pages should be rendered:\n{cost.output}")
    if not re.search(rf"^Links +{pages * _LINKS}\b", cost.output, re.MULTILINE):
        raise RuntimeError(f"not a whole crawl:\n{cost.output}")
    return cost, max(peak)


def _put(world: World, pages: int, html: str) -> list[str]:
    """Put the pages on the web, ten to a host; returns their addresses."""
    sites = [world.site(f"lists{number}.example") for number in range((pages + 9) // 10)]
    for number in range(pages):
        sites[number // 10].page(f"/{number}", html)
    return [f"http://lists{number // 10}.example/{number}" for number in range(pages)]


@contextmanager
def _memory() -> Iterator[list[float]]:
    """MB that the processes below this one use together, time and again while the block runs."""
    seen = [0.0]
    over = threading.Event()

    def look() -> None:
        while not over.wait(_OFTEN):
            seen.append(sum(map(_mb, _below(os.getpid()))))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _below(parent: int) -> Iterator[int]:
    """The processes that a process started, and those that they did."""
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, task.read_text().split()):
                yield child
                yield from _below(child)


def _mb(process: int) -> float:
    """The memory of a process, what it shares with others counted by its share."""
    with suppress(OSError):
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        return int(text.partition("\nPss:")[2].split()[0]) / 1024
    return 0.0
