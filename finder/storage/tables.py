"""The tables. Times are ISO 8601 text in UTC; addresses are identities with their 64-bit key beside them.

What is still to be done is a state in a row, never only in memory: a page or target is ``pending`` until
what it gave is written in the same transaction that settles it, and a find stays until it is a lead.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    literal_column,
    text,
)

if TYPE_CHECKING:
    from sqlalchemy import Dialect

# Spelled out in every query: a database does not use a partial index for a value it is told separately.
PENDING: Final = literal_column("'pending'", Text)

_SURROGATES: Final = re.compile("[\ud800-\udfff]")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class AnyText(TypeDecorator[str]):
    """Text from anywhere: what a database refuses (NUL, halves of surrogate pairs) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """See :class:`sqlalchemy.TypeDecorator`."""
        if value is None:
            return None
        if value.isascii():
            return value.replace("\0", "\ufffd")
        return _SURROGATES.sub("\ufffd", value.replace("\0", "\ufffd"))


def _text(name: str) -> Column[str]:
    return Column(name, AnyText, nullable=False, server_default="")


def _reference(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, ForeignKey(target), nullable=nullable)


def _claims(table: str, *more: str) -> Index:
    claimed = text("worker_id IS NOT NULL")
    return Index(f"ix_{table}_claimed", "worker_id", *more, sqlite_where=claimed, postgresql_where=claimed)


def _big(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


campaign = Table(
    "campaign",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    _text("created_at"),
    # How many targets are looked at: all but those left out. Whoever adds some locks the row first.
    Column("targets", Integer, nullable=False, server_default="0"),
)

# A process at work. Its claims hold as long as its heartbeat does.
worker = Table(
    "worker",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("node"),
    Column("pid", Integer, nullable=False),
    _text("process_started"),
    Column("heartbeat_at", Float, nullable=False),
    sqlite_autoincrement=True,
)

crawl_run = Table(
    "crawl_run",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("campaign_id", "campaign.id"),
    _text("spider"),
    _text("digest"),
    _text("started_at"),
    Column("finished_at", Text),
    _text("finish_reason"),
    Index("ix_crawl_run_campaign_spider", "campaign_id", "spider"),
)

own_page = Table(
    "own_page",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("campaign_id", "campaign.id"),
    _text("url"),
    _big("url_key"),
    _text("state"),
    Column("status", Integer),
    _text("detail"),
    _text("title"),
    _text("h1"),
    Column("headings", JSON, nullable=False),
    _text("summary"),
    _text("text"),
    _text("canonical"),
    _text("language"),
    _text("etag"),
    _text("last_modified"),
    _text("sitemap_lastmod"),
    Column("depth", Integer, nullable=False, server_default="0"),
    Column("listed_run", Integer),
    Column("read_run", Integer),
    Column("checked_at", Text),
    UniqueConstraint("campaign_id", "url_key"),
)

source_page = Table(
    "source_page",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("campaign_id", "campaign.id"),
    _text("url"),
    _big("url_key"),
    _text("host"),
    _text("origin"),
    Column("depth_left", Integer, nullable=False, server_default="0"),
    _text("seed"),
    _text("state"),
    _reference("worker_id", "worker.id", nullable=True),
    Column("listed_run", Integer),
    Column("read_run", Integer),
    Column("status", Integer),
    _text("failure"),
    _text("detail"),
    _text("final_url"),
    _text("title"),
    _text("language"),
    Column("linked_own", JSON, nullable=False),
    Column("links", Integer, nullable=False, server_default="0"),
    Column("read_at", Text),
    UniqueConstraint("campaign_id", "url_key"),
    Index("ix_source_page_listed", "campaign_id", "listed_run", "seed"),
    _claims("source_page", "host"),
    # In the order in which pages are claimed: from each host one.
    Index(
        "ix_source_page_pending",
        "campaign_id",
        "host",
        "id",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
)

target = Table(
    "target",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("campaign_id", "campaign.id"),
    _text("url"),
    _big("url_key"),
    _text("host"),
    _text("state"),
    _text("outcome"),
    _text("reason"),
    _text("confidence"),
    _text("evidence"),
    Column("status", Integer),
    _text("final_url"),
    Column("checked_at", Text),
    Column("dead_since", Text),
    Column("looks", Integer, nullable=False, server_default="0"),
    Column("looked_run", Integer),
    UniqueConstraint("campaign_id", "url_key"),
    Index(
        "ix_target_pending",
        "campaign_id",
        "host",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index("ix_target_outcome", "campaign_id", "outcome"),
)

# Which hosts have pending targets, and which worker has claimed them: a host belongs to one at a time.
target_host = Table(
    "target_host",
    metadata,
    Column("campaign_id", ForeignKey("campaign.id"), primary_key=True),
    Column("host", Text, primary_key=True),
    Column("pending", Boolean, nullable=False),
    _reference("worker_id", "worker.id", nullable=True),
    _claims("target_host"),
    Index(
        "ix_target_host_pending",
        "campaign_id",
        "worker_id",
        sqlite_where=text("pending = 1"),
        postgresql_where=text("pending"),
    ),
)

link = Table(
    "link",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("source_page_id", "source_page.id"),
    _reference("target_id", "target.id"),
    Column("occurrence", Integer, nullable=False),
    _text("spelling"),
    _text("anchor"),
    _text("context"),
    _text("heading"),
    _text("rel"),
    _text("placement"),
    Column("image", Boolean, nullable=False),
    Column("seen_run", Integer, nullable=False),
    UniqueConstraint("source_page_id", "target_id", "occurrence"),
    Index("ix_link_target_id", "target_id"),
)

# Every look at a target, with what it saw: the history behind a verdict.
look = Table(
    "look",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("target_id", "target.id"),
    _reference("run_id", "crawl_run.id"),
    _text("looked_at"),
    _text("outcome"),
    _text("reason"),
    _text("confidence"),
    _text("evidence"),
    Column("fetch", JSON, nullable=False),
    Index("ix_look_target_id", "target_id"),
)

# Opportunities on their way through the pipelines; one is ``kept`` for the next time when a step failed.
# The number of a find that is gone is never given to another: a process may still hold it.
find = Table(
    "find",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("campaign_id", "campaign.id"),
    _reference("run_id", "crawl_run.id"),
    _reference("source_page_id", "source_page.id"),
    _reference("target_id", "target.id", nullable=True),
    _reference("worker_id", "worker.id", nullable=True),
    Column("opportunity", JSON, nullable=False),
    Column("kept", Boolean, nullable=False, server_default=false()),
    Index("ix_find_campaign_id_worker_id", "campaign_id", "worker_id"),
    _claims("find"),
    Index("ix_find_source_page_id", "source_page_id"),
    Index("ix_find_target_id", "target_id"),
    sqlite_autoincrement=True,
)

prospect = Table(
    "prospect",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("campaign_id", "campaign.id"),
    Column("name", Text, nullable=False),
    UniqueConstraint("campaign_id", "name"),
)

lead = Table(
    "lead",
    metadata,
    Column("id", Integer, primary_key=True),
    _reference("campaign_id", "campaign.id"),
    _big("lead_key"),
    _text("kind"),
    _reference("prospect_id", "prospect.id"),
    _reference("source_page_id", "source_page.id"),
    _reference("target_id", "target.id", nullable=True),
    _text("page_url"),
    _text("page_title"),
    _text("page_language"),
    _text("dead_url"),
    Column("dead_since", Text),
    _text("reason"),
    _text("confidence"),
    _text("evidence"),
    _text("brand"),
    _text("anchor"),
    _text("context"),
    _text("heading"),
    _text("placement"),
    _text("rel"),
    _text("replacement_url"),
    _text("replacement_title"),
    Column("match_score", Float),
    Column("match_parts", JSON, nullable=False),
    _text("why_match"),
    Column("score", Integer, nullable=False),
    Column("score_parts", JSON, nullable=False),
    _text("first_seen"),
    _text("last_seen"),
    Column("withdrawn_at", Text),
    _text("withdrawn_reason"),
    # What people set; a crawl never touches it.
    Column("status", Text, nullable=False, server_default="new"),
    _text("note"),
    UniqueConstraint("campaign_id", "lead_key"),
    Index("ix_lead_source_page_id", "source_page_id"),
    Index("ix_lead_target_id", "target_id"),
)

sighting = Table(
    "sighting",
    metadata,
    Column("lead_id", ForeignKey("lead.id"), primary_key=True),
    Column("run_id", ForeignKey("crawl_run.id"), primary_key=True),
    _text("seen_at"),
)
