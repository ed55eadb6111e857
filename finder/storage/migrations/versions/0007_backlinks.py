"""Backlinks: files of suppliers, who says what of a link, and what our own looks found"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _id(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _reference(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.add_column("lead", _text("rivals"))
    _file()
    _backlink()
    _witness()
    _event()
    _count()


def _file() -> None:
    op.create_table(
        "backlink_file",
        _id(),
        _id("campaign_id"),
        *map(_text, ("name", "digest", "supplier", "report", "of_site")),
        *map(_id, ("rows", "accepted", "refused", "duplicate")),
        _text("imported_at"),
        _reference("backlink_file", "campaign_id", "campaign"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backlink_file")),
    )
    op.create_index("ix_backlink_file_digest", "backlink_file", ["campaign_id", "digest"])


def _backlink() -> None:
    op.create_table(
        "backlink",
        _id(),
        _id("campaign_id"),
        sa.Column("link_key", sa.BigInteger(), nullable=False),
        _text("source_url"),
        sa.Column("source_key", sa.BigInteger(), nullable=False),
        _text("source_domain"),
        _text("target_url"),
        sa.Column("target_key", sa.BigInteger(), nullable=False),
        *map(_text, ("target_domain", "added_at", "state", "why", "detail")),
        *(sa.Column(name, sa.Integer()) for name in ("source_page_id", "target_id", "page_status")),
        _text("page_final_url"),
        sa.Column("noindex", sa.Boolean()),
        *map(_text, ("canonical", "found_url", "anchor", "context", "heading", "rel", "placement")),
        sa.Column("image", sa.Boolean()),
        sa.Column("target_status", sa.Integer()),
        *map(_text, ("target_final_url", "target_outcome", "target_reason")),
        *(sa.Column(name, sa.Text()) for name in ("looked_at", "live_since", "live_at")),
        sa.Column("missed", sa.JSON()),
        sa.Column("lost_at", sa.Text()),
        _reference("backlink", "campaign_id", "campaign"),
        _reference("backlink", "source_page_id", "source_page"),
        _reference("backlink", "target_id", "target"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backlink")),
        sa.UniqueConstraint("campaign_id", "link_key", name=op.f("uq_backlink_campaign_id_link_key")),
    )
    op.create_index("ix_backlink_target_domain", "backlink", ["campaign_id", "target_domain", "source_key"])


def _witness() -> None:
    op.create_table(
        "backlink_witness",
        _id("backlink_id"),
        sa.Column("supplier", sa.Text(), nullable=False),
        _id("file_id"),
        *map(_text, ("source_title", "anchor", "context_left", "context_right")),
        *(sa.Column(name, sa.Boolean()) for name in ("nofollow", "sponsored", "ugc")),
        *map(_text, ("link_type", "placement")),
        sa.Column("sitewide", sa.Boolean()),
        *(sa.Column(name, sa.Integer()) for name in ("source_http", "target_http", "external_links")),
        *map(_text, ("language", "first_seen", "last_seen", "lost_at", "lost_reason")),
        sa.Column("metrics", sa.JSON()),
        _reference("backlink_witness", "backlink_id", "backlink"),
        _reference("backlink_witness", "file_id", "backlink_file"),
        sa.PrimaryKeyConstraint("backlink_id", "supplier", name=op.f("pk_backlink_witness")),
    )


def _event() -> None:
    op.create_table(
        "backlink_event",
        _id(),
        *map(_id, ("backlink_id", "run_id")),
        *map(_text, ("at", "event", "field", "before", "after", "why")),
        _reference("backlink_event", "backlink_id", "backlink"),
        _reference("backlink_event", "run_id", "crawl_run"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backlink_event")),
    )
    op.create_index("ix_backlink_event_backlink_id", "backlink_event", ["backlink_id"])


def _count() -> None:
    op.create_table(
        "supplier_count",
        _id(),
        *map(_id, ("campaign_id", "file_id")),
        *map(_text, ("supplier", "report", "sort", "subject", "subject_domain")),
        sa.Column("subject_key", sa.BigInteger(), nullable=False),
        *map(_text, ("target_site", "first_seen", "last_seen", "lost_at")),
        sa.Column("metrics", sa.JSON()),
        _reference("supplier_count", "campaign_id", "campaign"),
        _reference("supplier_count", "file_id", "backlink_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_count")),
        sa.UniqueConstraint(
            *("campaign_id", "supplier", "report", "subject_key"),
            name=op.f("uq_supplier_count_campaign_id_supplier_report_subject_key"),
        ),
    )
