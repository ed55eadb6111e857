"""Every storage test runs on SQLite and on PostgreSQL, each on a database of its own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from finder.storage import Database
from tests.storage.undertaking import Undertaking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import PostgreSQL

DIALECTS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with our tables, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "finder.sqlite3"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_name(postgresql: PostgreSQL) -> str:
    """A PostgreSQL database with our tables, to be copied."""
    name = postgresql.create()
    _migrate(to_driver(postgresql.url(name)))
    return name


@pytest.fixture(params=DIALECTS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'finder.sqlite3'}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = server.create()
    yield to_driver(server.url(name))
    server.drop(name)


@pytest.fixture(params=DIALECTS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with our tables and nothing in them."""
    if request.param == "sqlite":
        path = tmp_path / "finder.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = server.create(template=request.getfixturevalue("migrated_name"))
    yield to_driver(server.url(name))
    server.drop(name)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A database with our tables and nothing in them, open."""
    opened = Database(url)
    yield opened
    opened.close()


def to_driver(url: str) -> str:
    """An address as SQLAlchemy wants it."""
    return url.replace("postgresql://", "postgresql+psycopg://")


def _migrate(url: str) -> None:
    opened = Database(url)
    opened.migrate()
    opened.close()


@pytest.fixture
def acme(database: Database) -> Undertaking:
    """A campaign with a run in progress."""
    return Undertaking(database)
