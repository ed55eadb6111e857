"""Who works at runs, and what the schedule has started."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, Index, Integer, Table, Text, UniqueConstraint
from sqlalchemy import text as sql

from finder.storage.columns import metadata, reference, text

_UNENDED = sql("ended_at IS NULL")

# One process's share of a run: a run that was killed has several, and so has one that several share.
run_share = Table(
    "run_share",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("run_id", "crawl_run.id"),
    text("node"),
    Column("pid", Integer, nullable=False),
    text("process_started"),
    # As Scrapyd calls it, and where it logs to.
    text("job"),
    text("log_file"),
    text("started_at"),
    Column("heartbeat_at", Float, nullable=False),
    Column("ended_at", Text),
    text("finish_reason"),
    text("error"),
    Column("counters", JSON, nullable=False),
    Index("ix_run_share_run_id", "run_id"),
    Index("ix_run_share_job", "job"),
    Index("ix_run_share_unended", "pid", sqlite_where=_UNENDED, postgresql_where=_UNENDED),
)

# A task of the schedule: up to when its times were considered, and what it does now or did last.
scheduled_task = Table(
    "scheduled_task",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("campaign_id", "campaign.id"),
    text("task"),
    text("expression"),
    text("considered_at"),
    text("state"),
    text("detail"),
    text("begun_at"),
    text("ended_at"),
    # The spiders that are still to run, and the job of the one that does.
    Column("waiting", JSON, nullable=False),
    text("job"),
    UniqueConstraint("campaign_id", "task"),
)

# What the schedule has started: a spider on a node (empty: as a process of its own).
scheduled_job = Table(
    "scheduled_job",
    metadata,
    Column("job", Text, primary_key=True),
    reference("campaign_id", "campaign.id"),
    text("task"),
    text("spider"),
    text("node"),
    text("log_url"),
    text("posted_at"),
)
