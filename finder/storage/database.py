"""A database of ours: connections, transactions, migrations, and errors in words."""

from __future__ import annotations

import random
import time
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event, exc, inspect, make_url, text
from sqlalchemy.dialects import postgresql, sqlite

from finder.storage.migrations import NEWEST
from finder.urls import without_password

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from sqlalchemy.pool import ConnectionPoolEntry

P = ParamSpec("P")
T = TypeVar("T")
U = TypeVar("U")

_TRIES: Final = 5
_PRAGMAS: Final = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")
# Addresses come in any order, so their index is written to all over: 16 MB of it stay at hand, and what was
# written several times in 32 MB of the log goes into the file once.
_WRITING: Final = ("cache_size=-16000", "wal_autocheckpoint=8000")
# Marks a connection that writes to tables of its own only.
_STAGING: Final = "staging"
# Under this name a connection knows its file.
_FILE: Final = "file"
# PostgreSQL: a deadlock, or a state that changed under the transaction; the same again may well succeed.
_WORTH_ANOTHER_TRY: Final = frozenset({"40001", "40P01"})
_MIGRATION_LOCK: Final = 0x66696E646572  # "finder", as the number of an advisory lock


class StorageError(Exception):
    """The database could not do it; the text says what, where, and how to mend."""


class Database:
    """One database by URL, for SQLite and PostgreSQL alike.

    Reading and writing go through :meth:`read` and :meth:`write`, which run a function of a connection in a
    transaction. Both raise :class:`StorageError`. ``busy_seconds``: how long to wait for a SQLite file that
    somebody else is writing to.
    """

    def __init__(self, url: str, *, busy_seconds: float = 60.0) -> None:
        self.url = url
        self._busy_seconds = busy_seconds
        try:
            parsed = make_url(url)
            self._sqlite, self._path = parsed.get_backend_name() == "sqlite", Path(parsed.database or "")
        except (exc.ArgumentError, ValueError) as error:
            # Without its text, which may hold a password.
            raise StorageError(
                "The address of the database cannot be read; it must look like sqlite:///file or "
                "postgresql://user:password@host:port/name (special characters in it as %40)."
            ) from error
        with self._in_words(exc.NoSuchModuleError, ImportError):
            self._writer = self._engine(immediate=True)
            self._reader = self._engine(immediate=False) if self._sqlite else _one_state(self._writer)

    def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``work`` in one transaction that is committed at its end and rolled back when it raises.

        Where transactions of several processes got into each other's way it is run again.
        """

        def once(connection: Connection) -> T:
            return work(connection, *args, **kwargs)

        for _ in range(_TRIES - 1):
            try:
                return self._write_once(once)
            except StorageError as error:
                if not _is_worth_another_try(error):
                    raise
                time.sleep(random.uniform(0.01, 0.1))
        return self._write_once(once)

    def write_staged(
        self,
        stage: Callable[[Connection], T],
        work: Callable[Concatenate[Connection, T, P], U],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> U:
        """Run ``stage``, which writes to temporary tables only, then ``work`` with what it gave.

        Both run on one connection, in a transaction each, so that nobody waits for ``stage``.
        """
        with self._in_words(exc.DBAPIError), self._writer.connect() as connection:
            connection.info[_STAGING] = True
            try:
                with connection.begin():
                    staged = stage(connection)
            finally:
                connection.info.pop(_STAGING, None)
            with connection.begin():
                return work(connection, staged, *args, **kwargs)

    def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``work`` on one consistent state of the database, without blocking writers."""
        with self._in_words(exc.DBAPIError), self._reader.connect() as connection:
            return work(connection, *args, **kwargs)

    def exists(self) -> bool:
        """Whether there is anything in the database yet (a file that was never made is not)."""
        path = make_url(self.url).database
        if self._sqlite and path not in (None, "", ":memory:") and not Path(str(path)).exists():
            return False
        return self.read(_revision) is not None

    def migrate(self) -> None:
        """Bring the tables to this version of finder; several processes may do so at once.

        Raises :class:`StorageError` for a database of a newer version.
        """
        path = make_url(self.url).database
        if self._sqlite and path and path != ":memory:":
            with self._in_words(OSError):
                Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.write(self._upgrade)

    def check_version(self) -> None:
        """Raise :class:`StorageError` when the tables are not of this version of finder."""
        revision = self.read(_revision)
        self._refuse_newer(revision)
        if revision != NEWEST:
            raise StorageError(
                f"{self._where()}: its tables are of version {revision or 'none'}, "
                f"this finder wants {NEWEST}. Run `finder crawl` with this version once "
                "to bring them up to date."
            )

    def settle(self) -> None:
        """Let an SQLite file hold all that was written, and nothing stay beside it of what was deleted."""
        if self._sqlite:
            with self._in_words(exc.DBAPIError), self._writer.connect() as connection:
                connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()

    def _upgrade(self, connection: Connection) -> None:
        if not self._sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        revision = _revision(connection)
        if revision == NEWEST:
            return
        self._refuse_newer(revision)
        # Alembic takes a while to load, and is seldom needed.
        from finder.storage.upgrade import upgrade

        upgrade(connection)

    def _refuse_newer(self, revision: str | None) -> None:
        if revision and revision > NEWEST:
            raise StorageError(
                f"{self._where()} was made by a newer version of finder "
                f"(tables {revision}, we know {NEWEST}). "
                "Update finder, or name another database in the campaign file."
            )

    def _write_once(self, work: Callable[[Connection], T]) -> T:
        with self._in_words(exc.DBAPIError), self._writer.begin() as connection:
            return work(connection)

    def _engine(self, *, immediate: bool) -> Engine:
        if not self._sqlite:
            return create_engine(self.url, pool_pre_ping=True)
        engine = create_engine(self.url, connect_args={"timeout": self._busy_seconds})

        @event.listens_for(engine, "connect")
        def _connect(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
            connection.isolation_level = None
            for pragma in (*_PRAGMAS, *(_WRITING if immediate else ())):
                connection.execute(f"PRAGMA {pragma}")
            record.info[_FILE] = self._file()

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            # SQLite writes on into a file that has no name any more, and nobody will ever read it.
            if connection.info[_FILE] != self._file():
                raise StorageError(f"{self._where()}: {_TAKEN_AWAY}")
            # A deferred transaction that reads and then writes loses against any other writer at once.
            waits = immediate and _STAGING not in connection.info
            connection.exec_driver_sql("BEGIN IMMEDIATE" if waits else "BEGIN")

        return engine

    def _file(self) -> tuple[int, int] | None:
        """Which file an SQLite database is in, whatever it is called; ``None`` where there is none."""
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _where(self) -> str:
        return without_password(self.url)

    @contextmanager
    def _in_words(self, *kinds: type[Exception]) -> Iterator[None]:
        try:
            yield
        except kinds as error:
            raise StorageError(f"{self._where()}: {_mend(error)}") from error


def _one_state(engine: Engine) -> Engine:
    """The same connections, for reading: every statement of a transaction sees the same state."""
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _is_worth_another_try(error: StorageError) -> bool:
    return getattr(getattr(error.__cause__, "orig", None), "sqlstate", None) in _WORTH_ANOTHER_TRY


def upsert(connection: Connection, table: Table) -> Any:
    """An INSERT of the connection's dialect, which offers ``on_conflict_do_update`` and ``…_nothing``."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


@cache
def renewal(dialect: str, table: Table, keys: tuple[str, ...], changing: tuple[str, ...]) -> Any:
    """An INSERT of rows that renews ``changing`` in the rows that are there by their ``keys``.

    Built once: that takes longer than writing a few rows. Without ``changing`` what is there stays as it is.
    """
    statement = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    if not changing:
        return statement.on_conflict_do_nothing(index_elements=keys)
    renewed = {name: statement.excluded[name] for name in changing}
    return statement.on_conflict_do_update(index_elements=keys, set_=renewed)


_TAKEN_AWAY: Final = (
    "the file was deleted, moved or replaced while it was in use; put it back if you have it, "
    "then run the same command again."
)
_FULL: Final = "the disk is full; make room, then run the same command again, it goes on where it was."
_GONE: Final = "the database server went away; see to it, then run the same command again."
_EMPTY: Final = "it holds no finder tables yet; run `finder crawl` first."
_RIGHTS: Final = "check the rights of the file and its folder."
# A sign in what the driver says (lower case), and what to do about it; the first that fits counts.
_MENDS: Final = (
    ("locked", "another program holds it locked; wait for it or stop it, then run the same command again."),
    ("is full", _FULL),
    ("no space left", _FULL),
    ("disk i/o error", "the disk is full, over its quota or failing; see to it, then run it again."),
    ("readonly", f"it cannot be written; {_RIGHTS}"),
    ("unable to open", "it cannot be opened; check that the folder exists and may be written."),
    ("not a database", "the file is not a database; name another one in the campaign file."),
    ("malformed", "the file is damaged; restore it from a copy (`sqlite3 FILE .recover` may help)."),
    ("no such table", _EMPTY),
    ('relation "', _EMPTY),
    ("connection refused", "the database server does not answer; start it or correct the address."),
    ("resolve host", "the database server is not known by this name; correct the address."),
    ("closed the connection", _GONE),
    ("terminating connection", _GONE),
    ("password authentication", "correct the user or the password in the address."),
    ("no password supplied", "put one into the address (postgresql://user:password@host/name)."),
    ('fatal:  database "', "make the database first (`createdb`), or correct its name in the address."),
    ("no module named", "its driver is not installed; install finder with the extra: finder[postgresql]."),
    ("permission denied", f"no permission; {_RIGHTS}"),
)


def _mend(error: Exception) -> str:
    said = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    what = said.splitlines()[0]
    lowered = what.lower()
    advice = next((mend for sign, mend in _MENDS if sign in lowered), "")
    return f"{what}: {advice}" if advice else what


def _revision(connection: Connection) -> str | None:
    """The version of the tables that the database has; ``None`` if it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
