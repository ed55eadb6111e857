"""What the tests of commands share."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from finder.storage import Database
from tests.cli.crawled import DATABASE, Crawled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with our tables, to be copied."""
    path = tmp_path_factory.mktemp("empty") / DATABASE
    with closing(Database(f"sqlite:///{path}")) as database:
        database.migrate()
    return path


@pytest.fixture
def crawled(tmp_path: Path, empty_database: Path) -> Iterator[Crawled]:
    """A campaign in a folder of its own, with an empty database and a crawl that goes on."""
    shutil.copy(empty_database, tmp_path)
    with closing(Crawled(tmp_path)) as campaign:
        yield campaign
