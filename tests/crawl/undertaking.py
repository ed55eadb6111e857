"""A campaign in a folder of its own, run through the `finder` command as a user starts it."""

from __future__ import annotations

import csv
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.forked import finder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.world import World

OWN = "www.acme.example"
OWN_PAGES = {
    "tide-tables": "Tide tables explained",
    "bowline-knot": "How to tie a bowline knot",
    "antifouling-paint": "Antifouling paint guide",
    "anchor-types": "Anchor types compared",
}
# Quick, and still one at a time per host: what politeness costs has tests of its own.
QUICK = {
    "FINDER_HOST_DELAY": "0",
    "FINDER_RETRY_DELAY": "0.05",
    "FINDER_CONNECT_TIMEOUT": "2",
    "FINDER_CONTROL_PAUSE": "0.3",
    "FINDER_TIMEOUT": "5",
}


@dataclass(slots=True)
class Result:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


@dataclass(slots=True)
class Undertaking:
    """A folder with a campaign file; ``pages`` are its source pages."""

    folder: Path
    world: World
    pages: list[str] = field(default_factory=list)
    extra: str = ""
    database: str = ""
    name: str = "acme"
    # The pages of these tests say a few words each.
    min_words: int = 0
    # Most tests are not about whom to write to: what a site was asked for is then what they expect.
    contacts: str = "search = false"

    @property
    def path(self) -> Path:
        return self.folder / f"{self.name}.toml"

    def write(self) -> Path:
        """Write the campaign file."""
        listed = self.folder / f"{self.name}.txt"
        listed.write_text("\n".join(self.pages) + "\n", encoding="utf-8")
        database = f'database = "{self.database}"\n' if self.database else ""
        self.path.write_text(
            f"""name = "{self.name}"
{database}
[own]
sites = ["http://{OWN}/"]
min_words = {self.min_words}
[[brands]]
name = "Acme Sailing"
[contacts]
{self.contacts}
[sources]
files = ["{listed.name}"]
{self.extra}
""",
            encoding="utf-8",
        )
        return self.path

    def words(self, command: str, *more: str) -> list[str]:
        """The words behind `finder` for a command on this campaign, in this world."""
        settings = [f"{name}={value}" for name, value in {**self.world.settings(), **QUICK}.items()]
        given = (
            [part for setting in settings for part in ("-s", setting)]
            if command in ("crawl", "verify") or "--verify" in more
            else []
        )
        return [command, str(self.path), *given, *more]

    def arguments(self, command: str, *more: str) -> list[str]:
        """The same with what begins a process."""
        return [sys.executable, "-m", "finder", *self.words(command, *more)]

    def run(self, command: str, *more: str, seconds: float = 90) -> Result:
        """Run a command to its end."""
        done = finder(self.words(command, *more), seconds=seconds)
        return Result(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def running(self, command: str, *more: str) -> Iterator[subprocess.Popen[str]]:
        """A command that runs beside the test and does not outlive it."""
        arguments = self.arguments(command, *more)
        with subprocess.Popen(
            arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def crawl(self, *more: str) -> Result:
        """Crawl, and expect that nothing went wrong."""
        self.write()
        result = self.run("crawl", *more)
        assert result.code == 0, result.err + result.out
        assert "Traceback" not in result.err
        assert "ERROR" not in result.err
        return result

    def leads(self) -> list[dict[str, str]]:
        """The leads as the exported CSV has them, in a fixed order."""
        file = self.folder / "leads.csv"
        result = self.run("export", "-o", str(file))
        assert result.code == 0, result.err
        with file.open(encoding="utf-8", newline="") as stream:
            return sorted(
                csv.DictReader(stream), key=lambda row: (row["kind"], row["page_url"], row["dead_url"])
            )

    def targets(self) -> list[dict[str, str]]:
        """Every target as `finder targets` has it."""
        file = self.folder / "targets.csv"
        result = self.run("targets", "--csv", str(file))
        assert result.code == 0, result.err
        with file.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))


def put_own_site(world: World) -> None:
    """Our site: a handful of pages and their sitemap."""
    site = world.site(OWN)
    for slug, title in OWN_PAGES.items():
        site.page(f"/{slug}", page(title, f"<p>{title}: everything there is to know about it.</p>"))
    site.page("/", page("Acme Sailing", "<p>Welcome aboard.</p>"))
    locations = "".join(f"<url><loc>http://{OWN}/{slug}</loc></url>" for slug in OWN_PAGES)
    site.page("/sitemap.xml", f'<?xml version="1.0"?><urlset>{locations}</urlset>')


def page(title: str, body: str) -> str:
    """A plain page."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><main><h1>{title}</h1>{body}</main></body></html>"
    )


def list_page(title: str, links: list[tuple[str, str]]) -> str:
    """A resource page: (address, anchor) as a list."""
    items = "".join(f'<li><a href="{url}">{anchor}</a> is worth a visit.</li>' for url, anchor in links)
    return page(title, f"<ul>{items}</ul>")


def without_times(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Leads without what may differ between two runs that found the same: numbers, times, sightings."""
    changing = {"lead_id", "dead_since", "first_seen", "last_seen", "evidence", "sightings"}
    return [{name: value for name, value in row.items() if name not in changing} for row in rows]
