"""What is seen to beside a crawl: further processes, which are neither begun too late nor left unheard."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text

from finder.campaign import load_campaign
from finder.cli.workers import Helpers
from finder.spiders.resource_pages import frontier_of
from finder.storage import Database
from finder.target_ledger import TargetLedger

CAMPAIGN = """
name = "acme"
kinds = ["broken_link"]
[own]
sites = ["https://example.org/"]
[sources]
pages = ["https://list.example/"]
"""


class EndsMeanwhile(TargetLedger):
    """The crawl ends while it is asked whether there is enough to do."""

    async def is_enough_for_another(self, enough: int) -> bool:
        """There is, but no more for long."""
        is_enough = await super().is_enough_for_another(enough)
        await self.before_last()
        return is_enough


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "acme.toml"
    path.write_text(CAMPAIGN, encoding="utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'finder.sqlite3'}")
    yield database
    database.close()


async def watched(
    database: Database, kind: type[TargetLedger], path: Path, *statements: str
) -> tuple[Helpers, bool]:
    """The helpers of a crawl to whose database ``statements`` happen, and whether one began."""
    campaign = load_campaign(path)
    ledger = kind(database, campaign, "resource_pages", frontier_of(campaign), backlog=30)
    helpers = Helpers(str(path), "resource_pages", 2, 1, [], lambda: False)
    crawler: Any = SimpleNamespace(spider=SimpleNamespace(ledger=ledger))
    await ledger.open()
    try:
        for statement in statements:
            database.write(lambda connection, words: connection.execute(text(words)), statement)
        async with asyncio.timeout(20):
            await helpers.watch(crawler)
        began = bool(helpers.pids)
    finally:
        await helpers.end()
        await ledger.close()
    return helpers, began


def test_no_process_is_started_once_the_crawl_has_ended(database: Database, path: Path) -> None:
    helpers, began = asyncio.run(watched(database, EndsMeanwhile, path))
    assert (began, helpers.said, helpers.code) == (False, [], 0)


def test_a_database_that_fails_those_who_watch_is_told(database: Database, path: Path) -> None:
    gone = "ALTER TABLE source_page RENAME TO gone"
    helpers, began = asyncio.run(watched(database, TargetLedger, path, gone))
    assert (began, helpers.code) == (False, 1)
    (said,) = helpers.said
    assert said.startswith("finder: the further processes of resource_pages were not watched: sqlite:")
