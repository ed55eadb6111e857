"""Verdicts over time: streaks of failures, further looks, archived copies"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("target") as target:
        target.add_column(sa.Column("alive_at", sa.Text()))
        target.add_column(sa.Column("failures", sa.Integer(), server_default="0", nullable=False))
        target.add_column(sa.Column("failing_since", sa.Text(), server_default="", nullable=False))
        target.add_column(sa.Column("failed_at", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("look") as look:
        look.add_column(sa.Column("said_by", sa.Text(), server_default="", nullable=False))
        look.add_column(sa.Column("seconds", sa.JSON()))
    op.create_table(
        "archived_copy",
        sa.Column("url_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("captured_at", sa.Text(), server_default="", nullable=False),
        sa.Column("snapshot_url", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("copy", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("url_key", name=op.f("pk_archived_copy")),
    )
