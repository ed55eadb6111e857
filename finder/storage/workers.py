"""Processes at work, and the claims of those that died."""

from __future__ import annotations

import os
import platform
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from finder.storage import leases
from finder.storage.clock import moment, silent_for
from finder.storage.tables import find, own_page, place, prospect, source_page, target_host, worker

STALE_AFTER: Final = 90.0
_FORGOTTEN_AFTER: Final = 86_400.0


def register(connection: Connection, stale_after: float = STALE_AFTER) -> int:
    """Write down this process as a worker; returns its id.

    ``stale_after``: seconds without a sign of life after which others may take it for dead.
    """
    leases.forget(connection)
    values = {
        "node": this_machine(),
        "pid": os.getpid(),
        "process_started": process_started_at(os.getpid()) or "",
        "heartbeat_at": moment(connection),
        "stale_after": stale_after,
    }
    statement = insert(worker).values(values).returning(worker.c.id)
    return int(connection.execute(statement).scalar_one())


def beat(connection: Connection, worker_id: int) -> None:
    """Say that the worker is alive."""
    alive = update(worker).where(worker.c.id == worker_id).values(heartbeat_at=moment(connection))
    connection.execute(alive)


def leave(connection: Connection, worker_id: int) -> None:
    """Give back every claim of a worker and forget it."""
    _give_back(connection, [worker_id])
    connection.execute(delete(worker).where(worker.c.id == worker_id))


def release_dead(connection: Connection, own_id: int) -> int:
    """Give back the claims of workers that are gone; returns how many claims that were.

    A worker of another machine whose heart stopped may only sleep (a closed laptop), so it is not forgotten
    for a day.
    """
    query = select(worker, silent_for(connection, worker)).where(worker.c.id != own_id).order_by(worker.c.id)
    rows = connection.execute(query).all()
    gone = [row for row in rows if _is_gone(row)]
    if not gone:
        return 0
    released = _give_back(connection, [row.id for row in gone])
    for row in gone:
        if _is_gone(row, _FORGOTTEN_AFTER):
            connection.execute(delete(worker).where(worker.c.id == row.id))
    return released


def _is_gone(row: Any, longer: float = 0.0) -> bool:
    return is_gone(row.node, row.pid, row.process_started, row.silent_for, row.stale_after + longer)


def _give_back(connection: Connection, worker_ids: list[int]) -> int:
    leases.leave(connection, *worker_ids)
    return sum(
        connection.execute(
            update(table).where(table.c.worker_id.in_(worker_ids)).values(worker_id=None)
        ).rowcount
        for table in (own_page, place, source_page, target_host, find, prospect)
    )


def is_gone(
    node: str, pid: int, process_started: str, silent: float, stale_after: float = STALE_AFTER
) -> bool:
    """Whether a worker is gone.

    On this machine that is whether its process runs, however long both slept. Of another machine, or where
    the system does not tell (no /proc), it is whether it was silent for more than ``stale_after`` seconds.
    """
    started = process_started_at(pid) if node == this_machine() else None
    if started is None:
        return silent > stale_after
    return started != process_started


@cache
def this_machine() -> str:
    """Name, boot and process namespace: where all three are the same, a process id means the same process."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{platform.node()} {boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return platform.node()


def process_started_at(pid: int) -> str | None:
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
