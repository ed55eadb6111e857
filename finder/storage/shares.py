"""The shares of processes in runs: who, as which job, since when, how far, and how each ended."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, insert, select, update

from finder.storage.clock import moment, silent_for
from finder.storage.tables import crawl_run, run_share
from finder.storage.workers import is_gone, process_started_at, this_machine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RUNNING: Final = "running"
FINISHED: Final = "finished"
STOPPED: Final = "stopped"
FAILED: Final = "failed"
CRASHED: Final = "crashed"

_SHUTDOWN: Final = "shutdown"
_LONGEST_ERROR: Final = 2000


@dataclass(frozen=True, slots=True)
class Job:
    """What a process was started as: the number that Scrapyd gave it, and the file it logs to."""

    id: str = ""
    log_file: str = ""


NO_JOB: Final = Job()


def now() -> str:
    """This moment as the tables write it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def enter(connection: Connection, run_id: int, job: Job) -> None:
    """This process takes part in a run."""
    values = _me() | {
        "run_id": run_id,
        "job": job.id,
        "log_file": job.log_file,
        "started_at": now(),
        "heartbeat_at": moment(connection),
        "counters": {},
    }
    connection.execute(insert(run_share).values(values))


def beat(connection: Connection, counters: Mapping[str, int]) -> None:
    """This process is alive, and so far with its share."""
    values = {"heartbeat_at": moment(connection), "counters": dict(counters)}
    connection.execute(update(run_share).where(*_mine()).values(values))


def end(connection: Connection, reason: str, counters: Mapping[str, int], error: str = "") -> None:
    """This process is done with its share, why (``finished`` or what kept it), and its first error."""
    values = {
        "heartbeat_at": moment(connection),
        "ended_at": now(),
        "finish_reason": reason,
        "error": error[:_LONGEST_ERROR],
        "counters": dict(counters),
    }
    connection.execute(update(run_share).where(*_mine()).values(values))


def counters_of(connection: Connection, run_id: int, pids: Sequence[int]) -> list[dict[str, int]]:
    """How far processes of this machine are with their shares in a run."""
    query = select(run_share.c.counters).where(
        run_share.c.run_id == run_id, run_share.c.node == this_machine(), run_share.c.pid.in_(pids)
    )
    return list(connection.execute(query).scalars())


def state_of(share: Any) -> str:
    """What became of a share: running, finished, stopped (by somebody), failed or crashed.

    ``share`` has the column ``silent_for``, too.
    """
    if share.ended_at is None:
        gone = is_gone(share.node, share.pid, share.process_started, share.silent_for)
        return CRASHED if gone else RUNNING
    if share.finish_reason == FINISHED:
        return FINISHED
    return STOPPED if share.finish_reason == _SHUTDOWN else FAILED


def of_job(connection: Connection, job: str) -> Any | None:
    """The newest share of a job, ``None`` as long as it has none."""
    query = select(run_share, silent_for(connection, run_share)).where(run_share.c.job == job)
    return connection.execute(query.order_by(run_share.c.id.desc()).limit(1)).first()


def at_work(connection: Connection, campaign_id: int) -> list[str]:
    """The spiders of which living processes have a share for the campaign."""
    rows = connection.execute(
        select(run_share, silent_for(connection, run_share), crawl_run.c.spider)
        .join(crawl_run, crawl_run.c.id == run_share.c.run_id)
        .where(run_share.c.ended_at.is_(None), crawl_run.c.campaign_id == campaign_id)
    )
    return sorted({row.spider for row in rows if state_of(row) == RUNNING})


def _me() -> dict[str, Any]:
    number = os.getpid()
    return {"node": this_machine(), "pid": number, "process_started": process_started_at(number) or ""}


def _mine() -> list[Any]:
    """The shares of this process that have not ended: it does one run after the other."""
    return [run_share.c.ended_at.is_(None), *(run_share.c[name] == value for name, value in _me().items())]
