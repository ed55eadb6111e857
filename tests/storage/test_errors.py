"""What a database cannot do is said in words: what, where, and how to mend it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finder.storage import Connection, Database, StorageError
from tests.servers import PASSWORD
from tests.storage.conftest import to_driver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import PostgreSQL

# Runs as somebody without rights: root could do everything. All it needs is loaded before it lets go of them.
DO = """
import os, resource, sys
from sqlalchemy import text
from finder.storage import Database, StorageError
Database("sqlite://").migrate()
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
url, size = sys.argv[1], int(sys.argv[2])
if size:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
insert = text("INSERT INTO campaign (name) VALUES (:name)")
try:
    Database(url).write(lambda connection: connection.execute(insert, {"name": "x" * 500_000}))
except StorageError as error:
    print(error)
"""


@pytest.fixture
def everybodys() -> Iterator[Path]:
    """A folder that everybody may go through."""
    folder = Path(tempfile.mkdtemp(prefix="finder-rights-", dir="/tmp"))
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)


@pytest.fixture
def theirs(everybodys: Path, migrated_file: Path) -> Path:
    """A database in a folder of its own, both of which everybody may write."""
    folder = everybodys / "data"
    folder.mkdir()
    path = folder / "finder.sqlite3"
    shutil.copyfile(migrated_file, path)
    folder.chmod(0o777)
    path.chmod(0o666)
    return path


def said(work: object, *args: object) -> str:
    """The words of the storage error that a call ends with."""
    with pytest.raises(StorageError) as caught:
        work(*args)  # type: ignore[operator]
    return str(caught.value)


def said_without_rights(path: Path, size: int = 0) -> str:
    """What writing half a megabyte says to a user without rights, files being allowed to grow to ``size``."""
    command = [sys.executable, "-c", DO, f"sqlite:///{path}", str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout


def nothing(connection: Connection) -> None:
    """Connects, and that is all."""


def test_a_database_that_somebody_holds_locked(migrated_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "finder.sqlite3"
    shutil.copy(migrated_file, path)
    holder, waiting = Database(f"sqlite:///{path}"), Database(f"sqlite:///{path}", busy_seconds=0.1)
    words = holder.write(lambda _connection: said(waiting.write, nothing))
    assert "locked" in words
    assert "wait for it or stop it" in words
    assert str(path) in words
    waiting.write(nothing)
    holder.close()
    waiting.close()


@pytest.mark.parametrize("what", ["deleted", "moved", "replaced"])
def test_a_file_that_is_taken_away_while_it_is_in_use(migrated_file: Path, tmp_path: Path, what: str) -> None:
    path = tmp_path / "finder.sqlite3"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    database.write(nothing)
    database.read(nothing)
    path.rename(tmp_path / "away") if what == "moved" else path.unlink()
    if what == "replaced":
        shutil.copy(migrated_file, path)
    for work in (database.write, database.read):
        words = said(work, lambda connection: connection.scalar(text("SELECT 1")))
        assert "the file was deleted, moved or replaced" in words
        assert str(path) in words
    database.close()


def test_a_full_disk_and_what_was_written_before_is_still_there(migrated_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "finder.sqlite3"
    shutil.copy(migrated_file, path)
    database = Database(f"sqlite:///{path}")
    database.write(lambda connection: connection.execute(text("INSERT INTO campaign (name) VALUES ('acme')")))

    def too_much(connection: Connection) -> None:
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 3}")
        rows = [{"name": f"{number} {'x' * 1000}"} for number in range(100)]
        connection.execute(text("INSERT INTO campaign (name) VALUES (:name)"), rows)

    assert "the disk is full; make room" in said(database.write, too_much)
    names = database.read(lambda connection: connection.scalars(text("SELECT name FROM campaign")).all())
    assert names == ["acme"]
    database.close()


def test_a_file_that_may_not_grow(theirs: Path) -> None:
    assert "the disk is full, over its quota or failing" in said_without_rights(theirs, 300_000)


def test_a_file_that_may_only_be_read(theirs: Path) -> None:
    theirs.chmod(0o444)
    assert "check the rights of the file and its folder" in said_without_rights(theirs)


def test_a_folder_that_may_not_be_entered(theirs: Path) -> None:
    theirs.parent.chmod(0o000)
    words = said_without_rights(theirs)
    theirs.parent.chmod(0o777)
    assert "check that the folder exists and may be written" in words


def test_a_folder_that_may_not_be_made(theirs: Path) -> None:
    code = DO.replace("Database(url).write(", "Database(url).migrate() or (")
    theirs.parent.chmod(0o555)
    command = [sys.executable, "-c", code, f"sqlite:///{theirs.parent / 'new' / 'finder.sqlite3'}", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    theirs.parent.chmod(0o777)
    assert "no permission; check the rights" in done.stdout


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'missing' / 'finder.sqlite3'}")
    assert not database.exists()
    assert "check that the folder exists" in said(database.read, nothing)


def test_a_folder_instead_of_a_file(tmp_path: Path) -> None:
    assert "it cannot be opened" in said(Database(f"sqlite:///{tmp_path}").read, nothing)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "finder.sqlite3"
    path.write_text("Dear diary, " * 1000, encoding="ascii")
    assert "the file is not a database; name another one" in said(Database(f"sqlite:///{path}").migrate)
    assert path.read_text(encoding="ascii").startswith("Dear diary")


def test_a_damaged_file(migrated_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "finder.sqlite3"
    content = bytearray(migrated_file.read_bytes())
    content[4096 * 2 :] = os.urandom(len(content) - 4096 * 2)
    content[200:4000] = bytes(3800)
    path.write_bytes(content)
    assert "the file is damaged; restore it from a copy" in said(Database(f"sqlite:///{path}").migrate)


def test_a_database_of_something_else(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'finder.sqlite3'}")
    words = said(database.read, lambda connection: connection.execute(text("SELECT * FROM campaign")))
    assert "no finder tables yet; run `finder crawl` first" in words
    database.close()


def test_a_server_that_does_not_run() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"postgresql+psycopg://finder:{PASSWORD}@127.0.0.1:{taken.getsockname()[1]}/finder"
        words = said(Database(url).migrate)
    assert "the database server does not answer; start it or correct the address" in words
    assert PASSWORD not in words


def test_a_wrong_password(postgresql: PostgreSQL) -> None:
    words = said(Database(to_driver(postgresql.url("postgres", password="wrong-secret"))).migrate)
    assert "password authentication failed" in words
    assert "correct the user or the password in the address" in words
    assert "wrong-secret" not in words


def test_a_database_that_the_server_does_not_have(postgresql: PostgreSQL) -> None:
    words = said(Database(to_driver(postgresql.url("nowhere"))).migrate)
    assert "make the database first" in words
    assert PASSWORD not in words


def test_a_server_that_goes_away_and_comes_back(postgresql: PostgreSQL) -> None:
    name = postgresql.create()
    database = Database(to_driver(postgresql.url(name)))

    def cut_off(connection: Connection) -> None:
        number = connection.scalar(text("SELECT pg_backend_pid()"))
        postgresql.run(f"SELECT pg_terminate_backend({number})")
        connection.execute(text("SELECT 1"))

    assert "the database server went away" in said(database.write, cut_off)
    database.write(nothing)
    database.close()
    postgresql.drop(name)


def test_a_driver_that_is_missing() -> None:
    assert "its driver is not installed" in said(Database, "postgresql+asyncpg://finder:secret@host/name")


@pytest.mark.parametrize("url", ["postgresql+psycopg://me:s3cret@host:port/name", "s3cret"])
def test_an_address_that_cannot_be_read(url: str) -> None:
    words = said(Database, url)
    assert "The address of the database cannot be read" in words
    assert "s3cret" not in words


def test_an_error_of_the_callers_own_code_is_not_taken_for_one_of_the_database(database: Database) -> None:
    def lose_a_file(_connection: Connection) -> None:
        raise FileNotFoundError("pages.txt")

    for run in (database.read, database.write):
        with pytest.raises(FileNotFoundError, match=r"pages\.txt"):
            run(lose_a_file)
