"""Campaigns and their runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, select, update

from finder.storage.database import upsert
from finder.storage.tables import campaign, crawl_run


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl of a campaign from beginning to end, however often it was killed in between."""

    id: int
    campaign_id: int
    resumed: bool
    campaign_changed: bool


def now() -> str:
    """This moment as the tables write it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def campaign_id(connection: Connection, name: str) -> int | None:
    """The row of a campaign, or ``None`` when it was never crawled."""
    return connection.execute(select(campaign.c.id).where(campaign.c.name == name)).scalar()


def begin(connection: Connection, name: str, digest: str, spider: str) -> Run:
    """Join the unfinished run of ``spider`` for the campaign, or begin a new one."""
    connection.execute(
        upsert(connection, campaign)
        .values(name=name, digest=digest, created_at=now())
        .on_conflict_do_nothing(index_elements=["name"])
    )
    # Locked, so that of several processes that start at once only one begins a run.
    row = connection.execute(select(campaign).where(campaign.c.name == name).with_for_update()).one()
    unfinished = connection.execute(
        select(func.max(crawl_run.c.id)).where(
            crawl_run.c.campaign_id == row.id,
            crawl_run.c.spider == spider,
            crawl_run.c.finished_at.is_(None),
        )
    ).scalar()
    connection.execute(update(campaign).where(campaign.c.id == row.id).values(digest=digest))
    changed = row.digest != digest
    if unfinished:
        return Run(unfinished, row.id, resumed=True, campaign_changed=changed)
    values = {"campaign_id": row.id, "spider": spider, "started_at": now()}
    statement = insert(crawl_run).values(values).returning(crawl_run.c.id)
    number = int(connection.execute(statement).scalar_one())
    return Run(number, row.id, resumed=False, campaign_changed=changed)


def finish(connection: Connection, run_id: int, reason: str) -> None:
    """Mark a run as done; the first worker that sees nothing left does it."""
    connection.execute(
        update(crawl_run)
        .where(crawl_run.c.id == run_id, crawl_run.c.finished_at.is_(None))
        .values(finished_at=now(), finish_reason=reason)
    )


def last_finished(connection: Connection, campaign_id: int, spider: str) -> str | None:
    """When the last finished run of a spider ended."""
    return connection.execute(
        select(func.max(crawl_run.c.finished_at)).where(
            crawl_run.c.campaign_id == campaign_id, crawl_run.c.spider == spider
        )
    ).scalar()


def digest_of(connection: Connection, campaign_id: int) -> str:
    """The digest of the campaign file as the last run saw it."""
    return str(connection.execute(select(campaign.c.digest).where(campaign.c.id == campaign_id)).scalar_one())
