"""What there is to tell of a task of the schedule, from when it was begun last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from finder.expectations import judged
from finder.notice import Notice
from finder.storage.queries.report_changes import changes
from finder.storage.queries.runs import some_runs
from finder.storage.tables import look, run_share, scheduled_job, scheduled_task, target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.campaign.notices import Expect
    from finder.storage.queries.leads import Record


def notice_of(connection: Connection, campaign_id: int, task: str, expect: Expect) -> Notice:
    """What came of a task that was begun at least once; ``expect`` judges its runs."""
    ours = (scheduled_task.c.campaign_id == campaign_id, scheduled_task.c.task == task)
    row = connection.execute(select(scheduled_task).where(*ours)).one()
    runs = [judged(run, expect) for run in _runs(connection, campaign_id, task, row.begun_at)]
    changed = changes(connection, campaign_id, row.begun_at, first=False)
    suspected = select(func.count()).where(
        target.c.campaign_id == campaign_id, target.c.failures > 0, target.c.outcome == "uncertain"
    )
    return Notice(
        task=task,
        state=row.state,
        detail=row.detail,
        leads=changed.came,
        died=_died(connection, [run["id"] for run in runs]),
        won=changed.statuses.get("won", 0),
        lost=changed.statuses.get("lost", 0),
        second_looks=sum(_counted(run, "targets") for run in runs if run["spider"] == "second_looks"),
        suspected=int(connection.execute(suspected).scalar_one()),
        errors=sum(_counted(run, "errors") for run in runs),
        unmet=[f"{run['spider']}: {missed}" for run in runs for missed in run["unmet"]],
    )


def _runs(connection: Connection, campaign_id: int, task: str, begun_at: str) -> list[Record]:
    """The runs that the task's spiders worked at since then."""
    posted = (
        select(run_share.c.run_id)
        .join(scheduled_job, scheduled_job.c.job == run_share.c.job)
        .where(
            scheduled_job.c.campaign_id == campaign_id,
            scheduled_job.c.task == task,
            scheduled_job.c.posted_at >= begun_at,
        )
    )
    return some_runs(connection, campaign_id, posted)


def _died(connection: Connection, runs: Sequence[int]) -> int:
    """How many targets a look of these runs found dead that no look before could tell to be.

    When they died will not do: that is when they failed first, which was days ago for most.
    """
    earlier = look.alias()
    before = (
        select(earlier.c.outcome)
        .where(
            earlier.c.target_id == look.c.target_id,
            earlier.c.id < look.c.id,
            earlier.c.outcome != "uncertain",
        )
        .order_by(earlier.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    died = select(func.count(look.c.target_id.distinct())).where(
        look.c.run_id.in_(runs), look.c.outcome == "dead", func.coalesce(before, "") != "dead"
    )
    return int(connection.execute(died).scalar_one())


def _counted(run: Record, name: str) -> int:
    return int(run["counters"].get(name, 0))
