"""What the schedule knows: which times were considered, what it started, and what waits behind that.

Every step is one transaction that looks whether it is still to be done: of several processes that see to one
schedule, or of one that was restarted, only one takes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, func, insert, select, update

from finder.storage import runs, shares
from finder.storage.database import upsert
from finder.storage.tables import scheduled_job, scheduled_task

if TYPE_CHECKING:
    from collections.abc import Sequence

RUNNING: Final = "running"
FINISHED: Final = "finished"
FAILED: Final = "failed"


@dataclass(frozen=True, slots=True)
class Begun:
    """A task that runs: the job that was posted last, and the spiders that wait behind it."""

    task: str
    job: str
    spider: str
    node: str
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a task cannot be begun; ``passes``: it is only something else that runs."""

    said: str
    passes: bool


def consider(connection: Connection, campaign_id: int, task: str, expression: str, moment: str) -> str:
    """Up to when the times of a task were considered; from ``moment`` on if it is new or was changed."""
    _put(connection, campaign_id, task, expression, moment)
    row = connection.execute(select(scheduled_task).where(*_of(campaign_id, task))).one()
    if row.expression != expression:
        skip(connection, campaign_id, task, moment)
        connection.execute(
            update(scheduled_task).where(*_of(campaign_id, task)).values(expression=expression)
        )
        return moment
    return str(row.considered_at)


def skip(connection: Connection, campaign_id: int, task: str, moment: str) -> None:
    """The times of a task up to a moment are left out."""
    connection.execute(update(scheduled_task).where(*_of(campaign_id, task)).values(considered_at=moment))


def claim(connection: Connection, campaign_id: int, task: str, moment: str) -> str:
    """Mean to begin a task as soon as it can be: the times up to now are considered, by whom comes last."""
    _put(connection, campaign_id, task, "", moment)
    skip(connection, campaign_id, task, moment)
    return moment


def take(
    connection: Connection,
    campaign_id: int,
    task: str,
    considered_at: str,
    moment: str,
    spiders: Sequence[str],
) -> Obstacle | None:
    """Begin a task; returns why not: what runs, or that somebody else took it.

    ``considered_at``: as far as its times were considered when it was found due.
    """
    runs.lock(connection, campaign_id)
    _put(connection, campaign_id, task, "", considered_at)
    rows = connection.execute(select(scheduled_task).where(scheduled_task.c.campaign_id == campaign_id)).all()
    running = [row.task for row in rows if row.state == RUNNING]
    if busy := running or shares.at_work(connection, campaign_id):
        return Obstacle(f"{', '.join(busy)} is running", passes=task not in running)
    if next(row.considered_at for row in rows if row.task == task) != considered_at:
        return Obstacle("another process sees to it", passes=False)
    values = {
        "considered_at": moment,
        "state": RUNNING,
        "detail": "",
        "begun_at": moment,
        "ended_at": "",
        "waiting": list(spiders),
        "job": "",
    }
    connection.execute(update(scheduled_task).where(*_of(campaign_id, task)).values(values))
    return None


def begun(connection: Connection, campaign_id: int) -> list[Begun]:
    """The tasks that run."""
    rows = connection.execute(
        select(scheduled_task, scheduled_job.c.spider, scheduled_job.c.node)
        .outerjoin(scheduled_job, scheduled_job.c.job == scheduled_task.c.job)
        .where(scheduled_task.c.campaign_id == campaign_id, scheduled_task.c.state == RUNNING)
    )
    return [Begun(row.task, row.job, row.spider or "", row.node or "", tuple(row.waiting)) for row in rows]


def post(connection: Connection, campaign_id: int, at: Begun, job: str, node: str, log_url: str) -> bool:
    """Write down that the next spider of a task is posted as ``job``; false if another process did it.

    ``at.waiting`` begins with it, also when it is posted anew because a node did not take it.
    """
    taken = connection.execute(
        update(scheduled_task)
        .where(*_of(campaign_id, at.task), scheduled_task.c.job == at.job, scheduled_task.c.state == RUNNING)
        .values(job=job, waiting=list(at.waiting[1:]))
    ).rowcount
    if taken:
        values = {
            "job": job,
            "campaign_id": campaign_id,
            "task": at.task,
            "spider": at.waiting[0],
            "node": node,
            "log_url": log_url,
            "posted_at": runs.now(),
        }
        connection.execute(insert(scheduled_job).values(values))
    return bool(taken)


def count_posted(connection: Connection, campaign_id: int, at: Begun) -> int:
    """How often the spider that a task is at was posted to its node since the task began."""
    began = select(scheduled_task.c.begun_at).where(*_of(campaign_id, at.task)).scalar_subquery()
    query = select(func.count()).where(
        scheduled_job.c.campaign_id == campaign_id,
        scheduled_job.c.task == at.task,
        scheduled_job.c.spider == at.spider,
        scheduled_job.c.node == at.node,
        scheduled_job.c.posted_at >= began,
    )
    return int(connection.execute(query).scalar_one())


def end(connection: Connection, campaign_id: int, at: Begun, state: str, detail: str = "") -> bool:
    """A task is done; false if another process said so before."""
    return bool(
        connection.execute(
            update(scheduled_task)
            .where(
                *_of(campaign_id, at.task), scheduled_task.c.job == at.job, scheduled_task.c.state == RUNNING
            )
            .values(state=state, detail=detail, ended_at=runs.now())
        ).rowcount
    )


def tasks(connection: Connection, campaign_id: int) -> dict[str, Any]:
    """What is known of every task that was ever considered, by its name."""
    rows = connection.execute(select(scheduled_task).where(scheduled_task.c.campaign_id == campaign_id))
    return {row.task: row for row in rows}


def _put(connection: Connection, campaign_id: int, task: str, expression: str, moment: str) -> None:
    values = {
        "campaign_id": campaign_id,
        "task": task,
        "expression": expression,
        "considered_at": moment,
        "waiting": [],
    }
    statement = upsert(connection, scheduled_task).values(values)
    connection.execute(statement.on_conflict_do_nothing(index_elements=["campaign_id", "task"]))


def _of(campaign_id: int, task: str) -> list[Any]:
    return [scheduled_task.c.campaign_id == campaign_id, scheduled_task.c.task == task]
