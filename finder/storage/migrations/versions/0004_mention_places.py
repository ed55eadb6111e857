"""Places that list pages to look for mentions on; which spider reads a page, and what it was read for"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("source_page") as source_page:
        source_page.add_column(sa.Column("spider", sa.Text(), server_default="", nullable=False))
        source_page.add_column(sa.Column("looked_for", sa.BigInteger()))
        source_page.add_column(sa.Column("failures", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE source_page SET spider = 'resource_pages'")
    op.drop_index("ix_source_page_pending", "source_page")
    pending = sa.text("state = 'pending'")
    op.create_index(
        "ix_source_page_pending",
        "source_page",
        ["campaign_id", "spider", "host", "id"],
        sqlite_where=pending,
        postgresql_where=pending,
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("address_key", sa.BigInteger(), nullable=False),
        sa.Column("named_by", sa.Text(), server_default="", nullable=False),
        sa.Column("seed", sa.Text(), server_default="", nullable=False),
        sa.Column("seed_limit", sa.Integer(), server_default="0", nullable=False),
        sa.Column("depth_left", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("listed_run", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.Text(), nullable=True),
        sa.Column("looked_for", sa.BigInteger(), nullable=True),
        sa.Column("etag", sa.Text(), server_default="", nullable=False),
        sa.Column("last_modified", sa.Text(), server_default="", nullable=False),
        sa.Column("entries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("passed_over", sa.Integer(), server_default="0", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_place_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_place_worker_id_worker")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("campaign_id", "address_key", name=op.f("uq_place_campaign_id_address_key")),
    )
    op.create_index("ix_place_listed", "place", ["campaign_id", "listed_run", "state"])
    claimed = sa.text("worker_id IS NOT NULL")
    op.create_index(
        "ix_place_claimed", "place", ["worker_id"], sqlite_where=claimed, postgresql_where=claimed
    )
