"""Web archives that were gone through, and what their pages hinted at"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default="0", nullable=False)


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "archive_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        _text("address"),
        sa.Column("address_key", sa.BigInteger(), nullable=False),
        _text("mark"),
        sa.Column("sought", sa.BigInteger(), nullable=False),
        *map(_text, ("state", "detail")),
        *map(_count, ("records", "pages", "broken", "hints")),
        _text("read_at"),
        _reference("archive_file", "campaign_id", "campaign"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_file")),
        sa.UniqueConstraint(
            "campaign_id", "address_key", name=op.f("uq_archive_file_campaign_id_address_key")
        ),
    )
    op.create_table(
        "archive_hint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("hint_key", sa.BigInteger(), nullable=False),
        _text("page_url"),
        sa.Column("page_key", sa.BigInteger(), nullable=False),
        *map(_text, ("what", "subject", "anchor", "snippet", "placement", "link_url", "captured_at")),
        sa.Column("found_at", sa.Text(), nullable=False),
        _reference("archive_hint", "campaign_id", "campaign"),
        _reference("archive_hint", "file_id", "archive_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_hint")),
        sa.UniqueConstraint("campaign_id", "hint_key", name=op.f("uq_archive_hint_campaign_id_hint_key")),
    )
    op.create_index("ix_archive_hint_page", "archive_hint", ["campaign_id", "page_key"])
