"""Campaigns and their runs."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from finder.storage import shares
from finder.storage.database import upsert
from finder.storage.shares import NO_JOB, Job, now
from finder.storage.tables import campaign, crawl_run

__all__ = [
    "Run",
    "begin",
    "campaign_id",
    "count_targets",
    "enrol",
    "finish",
    "join",
    "last_finished",
    "lock",
    "now",
]


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl of a campaign from beginning to end, however often it was killed in between.

    ``campaign_changed``: the campaign file is not what it was when the run was begun or last gone on with.
    """

    id: int
    campaign_id: int
    resumed: bool
    campaign_changed: bool


def campaign_id(connection: Connection, name: str) -> int | None:
    """The row of a campaign, or ``None`` when it was never crawled."""
    return connection.execute(select(campaign.c.id).where(campaign.c.name == name)).scalar()


def some_names(connection: Connection, most: int = 5) -> list[str]:
    """The names of the first campaigns that there are."""
    return list(connection.execute(select(campaign.c.name).order_by(campaign.c.id).limit(most)).scalars())


def enrol(connection: Connection, name: str) -> int:
    """The row of a campaign, made if it is not there."""
    connection.execute(
        upsert(connection, campaign)
        .values(name=name, created_at=now())
        .on_conflict_do_nothing(index_elements=["name"])
    )
    # Locked, so that of several processes that start at once only one begins a run.
    ours = select(campaign.c.id).where(campaign.c.name == name).with_for_update()
    return int(connection.execute(ours).scalar_one())


def join(connection: Connection, run_id: int, job: Job = NO_JOB) -> Run | None:
    """Take part in an unfinished run, as ``job``; ``None`` if it is finished."""
    unfinished = select(crawl_run.c.campaign_id).where(
        crawl_run.c.id == run_id, crawl_run.c.finished_at.is_(None)
    )
    number = connection.execute(unfinished).scalar()
    if number is None:
        return None
    shares.enter(connection, run_id, job)
    return Run(run_id, number, resumed=False, campaign_changed=False)


def begin(connection: Connection, name: str, digest: str, spider: str, job: Job = NO_JOB) -> Run:
    """Join the unfinished run of ``spider`` for the campaign, or begin a new one, as ``job``."""
    run = _begin(connection, name, digest, spider)
    shares.enter(connection, run.id, job)
    return run


def _begin(connection: Connection, name: str, digest: str, spider: str) -> Run:
    campaign_id = enrol(connection, name)
    unfinished = connection.execute(
        select(crawl_run.c.id, crawl_run.c.digest)
        .where(
            crawl_run.c.campaign_id == campaign_id,
            crawl_run.c.spider == spider,
            crawl_run.c.finished_at.is_(None),
        )
        .order_by(crawl_run.c.id.desc())
        .limit(1)
    ).first()
    if unfinished:
        connection.execute(update(crawl_run).where(crawl_run.c.id == unfinished.id).values(digest=digest))
        return Run(unfinished.id, campaign_id, resumed=True, campaign_changed=unfinished.digest != digest)
    values = {"campaign_id": campaign_id, "spider": spider, "digest": digest, "started_at": now()}
    statement = insert(crawl_run).values(values).returning(crawl_run.c.id)
    number = int(connection.execute(statement).scalar_one())
    return Run(number, campaign_id, resumed=False, campaign_changed=False)


def lock(connection: Connection, campaign_id: int) -> int:
    """Keep all others that call this for the campaign waiting until the transaction ends.

    Returns how many targets of the campaign are looked at.
    """
    ours = select(campaign.c.targets).where(campaign.c.id == campaign_id)
    # Rows that refer to the campaign may be written meanwhile.
    return int(connection.execute(ours.with_for_update(key_share=True)).scalar_one())


def count_targets(connection: Connection, campaign_id: int, number: int) -> None:
    """Count targets that came in; the campaign is locked."""
    if number:
        more = update(campaign).where(campaign.c.id == campaign_id)
        connection.execute(more.values(targets=campaign.c.targets + number))


def finish(connection: Connection, run_id: int, reason: str) -> None:
    """Mark a run as done; the first worker that sees nothing left does it."""
    connection.execute(
        update(crawl_run)
        .where(crawl_run.c.id == run_id, crawl_run.c.finished_at.is_(None))
        .values(finished_at=now(), finish_reason=reason)
    )


def last_finished(connection: Connection, campaign_id: int, spider: str) -> tuple[str, str] | None:
    """When the last run that did its work ended, and the digest of the campaign file that it followed."""
    row = connection.execute(
        select(crawl_run.c.finished_at, crawl_run.c.digest)
        .where(
            crawl_run.c.campaign_id == campaign_id,
            crawl_run.c.spider == spider,
            crawl_run.c.finish_reason == "finished",
        )
        .order_by(crawl_run.c.id.desc())
        .limit(1)
    ).first()
    return (row.finished_at, row.digest) if row else None
