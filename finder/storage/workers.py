"""Processes at work, and the claims of those that died."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from finder.storage.tables import find, source_page, target_host, worker

STALE_AFTER: Final = 90.0
_FORGOTTEN_AFTER: Final = 86_400.0


def register(connection: Connection) -> int:
    """Write down this process as a worker; returns its id."""
    values = {
        "node": platform.node(),
        "pid": os.getpid(),
        "process_started": _process_started(os.getpid()) or "",
        "heartbeat_at": time.time(),
    }
    statement = insert(worker).values(values).returning(worker.c.id)
    return int(connection.execute(statement).scalar_one())


def beat(connection: Connection, worker_id: int) -> None:
    """Say that the worker is alive."""
    connection.execute(update(worker).where(worker.c.id == worker_id).values(heartbeat_at=time.time()))


def leave(connection: Connection, worker_id: int) -> None:
    """Give back every claim of a worker and forget it."""
    _give_back(connection, worker_id)
    connection.execute(delete(worker).where(worker.c.id == worker_id))


def release_dead(connection: Connection, own_id: int) -> int:
    """Give back the claims of workers that are gone; returns how many claims that were.

    Gone is a worker of this machine whose process does not run any more, and any worker whose heartbeat
    is older than 90 seconds. The latter may only sleep (a closed laptop), so it is not forgotten for a day.
    """
    rows = connection.execute(select(worker).where(worker.c.id != own_id).order_by(worker.c.id)).all()
    gone = [row for row in rows if _is_gone(row.node, row.pid, row.process_started, row.heartbeat_at)]
    released = sum(_give_back(connection, row.id) for row in gone)
    for row in gone:
        if _is_gone(row.node, row.pid, row.process_started, row.heartbeat_at + _FORGOTTEN_AFTER):
            connection.execute(delete(worker).where(worker.c.id == row.id))
    return released


def _give_back(connection: Connection, worker_id: int) -> int:
    return sum(
        connection.execute(
            update(table).where(table.c.worker_id == worker_id).values(worker_id=None)
        ).rowcount
        for table in (source_page, target_host, find)
    )


def _is_gone(node: str, pid: int, process_started: str, heartbeat_at: float) -> bool:
    if time.time() - heartbeat_at > STALE_AFTER:
        return True
    started = _process_started(pid) if node == platform.node() else process_started
    return started is not None and started != process_started


def _process_started(pid: int) -> str | None:
    """When a process of this machine started, as the kernel counts; empty if it does not run.

    ``None`` where the system does not tell (no /proc): then only the heartbeat counts.
    """
    if not Path("/proc/self/stat").exists():
        return None
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    after_name = fields.rpartition(")")[2].split()
    return "" if after_name[0] in "ZX" else after_name[19]
