"""The runs of a campaign: what became of each, who worked at it, how far they came."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Select, func, select

from finder.expectations import UNHEALTHY
from finder.storage.clock import silent_for
from finder.storage.shares import CRASHED, FAILED, FINISHED, RUNNING, state_of
from finder.storage.tables import crawl_run, run_share, scheduled_job

if TYPE_CHECKING:
    from finder.storage.queries.leads import Record

INTERRUPTED: Final = "interrupted"
# What a person has to see to.
BAD: Final = (FAILED, CRASHED, UNHEALTHY)


def list_runs(connection: Connection, campaign_id: int, limit: int) -> list[Record]:
    """The newest ``limit`` runs of a campaign, the newest first."""
    return _records(connection, _runs(campaign_id).order_by(crawl_run.c.id.desc()).limit(limit))


def one_run(connection: Connection, campaign_id: int, number: int) -> Record | None:
    """A run with the shares of every process that worked at it, ``None`` if the campaign has no such run."""
    found = _records(connection, _runs(campaign_id).where(crawl_run.c.id == number))
    return found[0] if found else None


def last_runs(connection: Connection, campaign_id: int) -> list[Record]:
    """The last run of each spider."""
    newest = (
        select(func.max(crawl_run.c.id))
        .where(crawl_run.c.campaign_id == campaign_id)
        .group_by(crawl_run.c.spider)
    )
    return some_runs(connection, campaign_id, newest)


def some_runs(connection: Connection, campaign_id: int, numbers: Select[tuple[int]]) -> list[Record]:
    """The runs of a campaign that a query gives the ids of, in their order."""
    return _records(
        connection, _runs(campaign_id).where(crawl_run.c.id.in_(numbers)).order_by(crawl_run.c.id)
    )


def _runs(campaign_id: int) -> Select[Any]:
    return select(crawl_run).where(crawl_run.c.campaign_id == campaign_id)


def _records(connection: Connection, runs: Select[Any]) -> list[Record]:
    """The runs that a query gives, in its order. Their number has no bound: no list of them is sent."""
    shares: dict[int, list[Record]] = {}
    query = (
        select(run_share, silent_for(connection, run_share), scheduled_job.c.log_url)
        .outerjoin(scheduled_job, scheduled_job.c.job == run_share.c.job)
        .where(run_share.c.run_id.in_(select(runs.subquery().c.id)))
        .order_by(run_share.c.id)
    )
    for row in connection.execute(query):
        shares.setdefault(row.run_id, []).append(_share(row))
    return [_record(run, shares.get(run.id, [])) for run in connection.execute(runs).all()]


def _share(row: Any) -> Record:
    state = state_of(row)
    last = datetime.fromtimestamp(row.heartbeat_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "state": state,
        "node": row.node.partition(" ")[0],
        "pid": row.pid,
        "job": row.job,
        "log": row.log_url or row.log_file,
        "started_at": row.started_at,
        "heartbeat_at": last,
        "ended_at": row.ended_at or (last if state == CRASHED else None),
        "finish_reason": row.finish_reason,
        "error": row.error,
        "counters": row.counters,
    }


def _record(run: Any, shares: list[Record]) -> Record:
    last = shares[-1] if shares else {}
    counters: Counter[str] = Counter()
    for share in shares:
        counters.update(share["counters"])
    state = _state(run, shares)
    ended = run.finished_at or (None if state == RUNNING else last.get("ended_at"))
    return {
        "id": run.id,
        "spider": run.spider,
        "state": state,
        "started_at": run.started_at,
        "ended_at": ended,
        "seconds": round(_moment(ended) - _moment(run.started_at)),
        "finish_reason": run.finish_reason or last.get("finish_reason", ""),
        "crashes": sum(share["state"] == CRASHED for share in shares),
        "counters": dict(counters),
        "error": next((share["error"] for share in reversed(shares) if share["error"]), ""),
        "node": last.get("node", ""),
        "job": last.get("job", ""),
        "log": last.get("log", ""),
        "shares": shares,
    }


def _state(run: Any, shares: list[Record]) -> str:
    """A run is what its last process came to, unless one still works at it or it is done."""
    if run.finished_at:
        return FINISHED
    states = [share["state"] for share in shares]
    if RUNNING in states:
        return RUNNING
    return INTERRUPTED if not states or states[-1] == FINISHED else states[-1]


def _moment(said: str | None) -> float:
    return datetime.fromisoformat(said).timestamp() if said else time.time()
