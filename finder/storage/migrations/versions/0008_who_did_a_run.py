"""Who did a run: the processes that shared it, and how each ended; what the schedule has started"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "run_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        _text("node"),
        sa.Column("pid", sa.Integer(), nullable=False),
        *map(_text, ("process_started", "job", "log_file", "started_at")),
        sa.Column("heartbeat_at", sa.Float(), nullable=False),
        sa.Column("ended_at", sa.Text()),
        *map(_text, ("finish_reason", "error")),
        sa.Column("counters", sa.JSON(), nullable=False),
        _reference("run_share", "run_id", "crawl_run"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_share")),
    )
    op.create_index("ix_run_share_run_id", "run_share", ["run_id"])
    op.create_index("ix_run_share_job", "run_share", ["job"])
    unended = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_run_share_unended", "run_share", ["pid"], sqlite_where=unended, postgresql_where=unended
    )
    op.create_table(
        "scheduled_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        *map(_text, ("task", "expression", "considered_at", "state", "detail", "begun_at", "ended_at")),
        sa.Column("waiting", sa.JSON(), nullable=False),
        _text("job"),
        _reference("scheduled_task", "campaign_id", "campaign"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_task")),
        sa.UniqueConstraint("campaign_id", "task", name=op.f("uq_scheduled_task_campaign_id_task")),
    )
    op.create_table(
        "scheduled_job",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        *map(_text, ("task", "spider", "node", "log_url", "posted_at")),
        _reference("scheduled_job", "campaign_id", "campaign"),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_scheduled_job")),
    )
