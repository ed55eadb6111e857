"""The commands that read, on PostgreSQL: the same answers as on SQLite."""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import TYPE_CHECKING

from finder.items import Fetch, Link, Suggestion
from finder.storage import Database
from tests.cli.crawled import ALIVE, CAMPAIGN, DATABASE, DEAD, Crawled, gone, mention

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import PostgreSQL

OLD, GOOD = "https://dead.example/old", "https://good.example/"
TIDES = Suggestion("https://acme.example/tides", "Tides", 0.8, {"title": 0.7}, 'both say "tides"')
COMMANDS = (
    "leads --json",
    "leads --text ÄRZTE --json",
    "leads --sort prospect --limit 1",
    "leads --match --since 2020-01-01",
    "show 1 --json",
    "show 2",
    "export -o -",
    "leads --best-per-prospect --no-contacted-lately --limit 1",
    "export --profile buzzstream -o -",
    "export --profile hunter --per-prospect 1 -o -",
    "export --row-per prospect --only-new -o -",
    "export --row-per prospect --no-mark -o -",
    "export --only-new -o -",
    "status --json",
    "status",
    "targets --json",
    "targets --verdict dead --csv -",
    "targets --pending",
    "gaps --json",
    "gaps --language en --targets",
)


def answers(crawled: Crawled) -> list[str]:
    """What the commands say after a crawl, without the moments at which it happened to run."""
    links = [
        Link(OLD, "HTTPS://Dead.example/old", "Tide tables"),
        Link(OLD, OLD, ""),
        Link(GOOD, GOOD, "good"),
    ]
    crawled.page(
        "https://list.example/links", [*links, Link("https://later.example/", "x", "")], title="Links"
    )
    crawled.page("https://second.example/", links, title="Second")
    crawled.failed_page("https://bad.example/", "the page answers 503")
    crawled.look(DEAD, gone(OLD))
    crawled.look(ALIVE, Fetch(GOOD, status=200, final_url=GOOD, fetched_at="2026-11-23T05:11:00Z"))
    crawled.leads(TIDES, 70)
    crawled.lead(mention("https://blog.example/a", "Ärzte am Meer"), score=50)
    crawled.seen_at("2026-11-23T06:00:00Z")
    return [_answer(crawled, command) for command in COMMANDS]


def _answer(crawled: Crawled, command: str) -> str:
    result = crawled.finder(*command.split())
    assert result.exit_code == 0, (command, result.output)
    return re.sub(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", result.output)


def test_every_answer_is_the_same_as_on_sqlite(
    crawled: Crawled, postgresql: PostgreSQL, tmp_path: Path
) -> None:
    name = postgresql.create()
    url = postgresql.url(name)
    folder = tmp_path / "postgresql"
    folder.mkdir()
    with closing(Database(url.replace("postgresql:", "postgresql+psycopg:"))) as database:
        database.migrate()
    with closing(Crawled(folder, CAMPAIGN.replace(DATABASE, url))) as other:
        theirs = answers(other)
    postgresql.drop(name)
    ours = answers(crawled)
    assert dict(zip(COMMANDS, theirs, strict=True)) == dict(zip(COMMANDS, ours, strict=True))
    assert len(json.loads(ours[0])) == 3
    assert len(json.loads(ours[1])) == 1
