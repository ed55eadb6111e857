"""Leases of hosts: one process at a time asks a host, and its clock goes from hand to hand"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def _worker(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["worker.id"], name=op.f(f"fk_host_lease_{column}_worker"))


def upgrade() -> None:
    op.add_column("worker", sa.Column("stale_after", sa.Float(), server_default="90", nullable=False))
    op.create_table(
        "host_lease",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("worker_id", sa.Integer()),
        sa.Column("wanted_by", sa.Integer()),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.Column("delay", sa.Float(), nullable=False),
        _worker("worker_id"),
        _worker("wanted_by"),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_host_lease")),
    )
    held, wanted = sa.text("worker_id IS NOT NULL"), sa.text("wanted_by IS NOT NULL")
    op.create_index(
        "ix_host_lease_claimed", "host_lease", ["worker_id"], sqlite_where=held, postgresql_where=held
    )
    op.create_index(
        "ix_host_lease_wanted", "host_lease", ["wanted_by"], sqlite_where=wanted, postgresql_where=wanted
    )
