"""Real database servers for tests: started from the system's programs, ended with the test process."""

from __future__ import annotations

import getpass
import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import psycopg
import pytest
from psycopg import sql
from redis import Redis, RedisError

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD: Final = "tell-nobody"
_STARTS: Final = 5
_START_SECONDS: Final = 20.0
# Nothing here has to survive a power cut.
_SETTINGS: Final = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "autovacuum": "off",
    "deadlock_timeout": "50ms",
    "listen_addresses": "127.0.0.1",
}
# The shell waits until its standard input ends, which happens however the test process ends.
GUARD: Final = """
"$@" >"$FOLDER/log" 2>&1 &
cat >/dev/null
kill -${SIGNAL:-INT} $!
wait $!
rm -rf "$FOLDER"
"""


@dataclass(slots=True)
class PostgreSQL:
    """A running PostgreSQL server; everybody who connects has the password :data:`PASSWORD`."""

    port: int
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, database: str, *, password: str = PASSWORD) -> str:
        """The address of a database as a campaign names it."""
        return f"postgresql://finder:{password}@127.0.0.1:{self.port}/{database}"

    def create(self, template: str = "template1") -> str:
        """Make a database, a copy of ``template``; returns its name."""
        name = f"finder_{next(self._numbers)}"
        self.run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.run("DROP DATABASE {} WITH (FORCE)", name)

    def run(self, statement: str, *names: str) -> None:
        """Run one statement outside a transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server of this test process alone."""
    programs, owner = _programs(), _owner()
    for _ in range(_STARTS):
        # Somebody else may take the port between choosing it and starting.
        server = PostgreSQL(free_port())
        guard = _start(programs, owner, server.port)
        try:
            if _answers(server):
                yield server
                return
        finally:
            guard.communicate()
    raise RuntimeError("PostgreSQL does not start")


@pytest.fixture(scope="session")
def redis_port() -> Iterator[int]:
    """The port of a Redis server of this test process alone, which keeps nothing on disk."""
    for _ in range(_STARTS):
        port, folder = free_port(), tempfile.mkdtemp(prefix="finder-redis-")
        server = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        guard = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, "guard", *server],
            stdin=subprocess.PIPE,
            start_new_session=True,
            env={"PATH": os.defpath, "FOLDER": folder},
        )
        try:
            if _redis_answers(port):
                yield port
                return
        finally:
            guard.communicate()
    raise RuntimeError("Redis does not start: apt-get install redis-server")


@pytest.fixture
def redis(redis_port: int) -> Iterator[Redis]:
    """An empty Redis."""
    with Redis(port=redis_port) as server:
        server.flushall()
        yield server


def _redis_answers(port: int) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    with Redis(port=port) as server:
        while time.monotonic() < deadline:
            try:
                return bool(server.ping())
            except RedisError:
                time.sleep(0.02)
    return False


def _programs() -> Path:
    """Where the newest installed server's programs are."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), Path("/usr/local/bin"), Path("/usr/bin")]
    found = [folder for folder in folders if (folder / "initdb").exists()]
    if not found:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    return max(found, key=lambda folder: int(folder.parent.name) if folder.parent.name.isdigit() else 0)


def _owner() -> str:
    """Whom the server runs as: it refuses to be root."""
    if os.geteuid():
        return getpass.getuser()
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _as(owner: str) -> dict[str, Any]:
    group = pwd.getpwnam(owner).pw_gid
    other = {} if os.geteuid() else {"user": owner, "group": group, "extra_groups": []}
    return {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C"}, **other}


def _initialise(programs: Path, folder: Path, owner: str) -> None:
    secret = folder / "password"
    secret.write_text(PASSWORD, encoding="ascii")
    shutil.chown(secret, owner)
    options = ["--username=finder", f"--pwfile={secret}", "--auth=scram-sha-256"]
    subprocess.run(
        [programs / "initdb", "--pgdata", folder / "data", "--no-sync", "--encoding=UTF8", *options],
        check=True,
        stdout=subprocess.DEVNULL,
        **_as(owner),
    )


def _start(programs: Path, owner: str, port: int) -> subprocess.Popen[bytes]:
    folder = Path(tempfile.mkdtemp(prefix="finder-postgresql-", dir="/tmp"))
    shutil.chown(folder, owner)
    _initialise(programs, folder, owner)
    settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    server = [str(programs / "postgres"), "-D", f"{folder}/data", "-k", str(folder), "-p", str(port)]
    how = _as(owner)
    how["env"]["FOLDER"] = str(folder)
    # A session of its own, so that Ctrl-C in a terminal ends the tests first.
    return subprocess.Popen(
        ["/bin/sh", "-c", GUARD, "guard", *server, *settings],
        stdin=subprocess.PIPE,
        start_new_session=True,
        **how,
    )


def _answers(server: PostgreSQL) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            server.run("SELECT 1")
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return True
    return False


def free_port() -> int:
    """A port of loopback that nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
