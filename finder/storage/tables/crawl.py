"""What a crawl has to do and what it saw.

What is still to be done is a state in a row, never only in memory: a page or target is ``pending`` until
what it gave is written in the same transaction that settles it, and a find stays until it is a lead.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
    literal_column,
)
from sqlalchemy import text as sql

from finder.storage.columns import big, claims, metadata, reference, text

# Spelled out in every query: a database does not use a partial index for a value it is told separately.
PENDING: Final = literal_column("'pending'", Text)

campaign = Table(
    "campaign",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    text("created_at"),
    # How many targets are looked at: all but those left out. Whoever adds some locks the row first.
    Column("targets", Integer, nullable=False, server_default="0"),
)

# A process at work. Its claims hold as long as its heartbeat does.
worker = Table(
    "worker",
    metadata,
    Column("id", Integer, primary_key=True),
    text("node"),
    Column("pid", Integer, nullable=False),
    text("process_started"),
    Column("heartbeat_at", Float, nullable=False),
    # After so many seconds of silence it is taken for dead, where nobody can see whether it runs.
    Column("stale_after", Float, nullable=False, server_default="90"),
    sqlite_autoincrement=True,
)

# Which process may ask a host, whatever for and for whichever campaign; when it may be asked again, in
# seconds by the database's clock, and the delay that is kept there. A host without a row is free.
host_lease = Table(
    "host_lease",
    metadata,
    Column("host", Text, primary_key=True),
    reference("worker_id", "worker.id", nullable=True),
    # Who gets it next.
    reference("wanted_by", "worker.id", nullable=True),
    Column("next_at", Float, nullable=False),
    Column("delay", Float, nullable=False),
    claims("host_lease"),
    Index(
        "ix_host_lease_wanted",
        "wanted_by",
        sqlite_where=sql("wanted_by IS NOT NULL"),
        postgresql_where=sql("wanted_by IS NOT NULL"),
    ),
)

crawl_run = Table(
    "crawl_run",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("campaign_id", "campaign.id"),
    text("spider"),
    text("digest"),
    text("started_at"),
    Column("finished_at", Text),
    text("finish_reason"),
    Index("ix_crawl_run_campaign_spider", "campaign_id", "spider"),
)

own_page = Table(
    "own_page",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("campaign_id", "campaign.id"),
    text("url"),
    big("url_key"),
    text("state"),
    Column("status", Integer),
    text("detail"),
    # The address that this one stands for, if another.
    text("leads_to"),
    text("title"),
    text("h1"),
    Column("headings", JSON, nullable=False),
    text("summary"),
    text("text"),
    text("canonical"),
    text("language"),
    # Of title, headings and main text; and a number that pages have in common that say the same.
    Column("words", Integer),
    Column("content_key", BigInteger),
    text("etag"),
    text("last_modified"),
    text("sitemap_lastmod"),
    # Where the page leads among our own, as [address, link steps]; NULL: not taken down.
    Column("onward", JSON(none_as_null=True)),
    Column("depth", Integer, nullable=False, server_default="0"),
    # Runs in a row in which it did not answer.
    Column("failures", Integer, nullable=False, server_default="0"),
    reference("worker_id", "worker.id", nullable=True),
    Column("listed_run", Integer),
    Column("read_run", Integer),
    Column("checked_at", Text),
    UniqueConstraint("campaign_id", "url_key"),
    Index("ix_own_page_listed", "campaign_id", "listed_run", "read_run"),
    claims("own_page"),
)

source_page = Table(
    "source_page",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("campaign_id", "campaign.id"),
    text("url"),
    big("url_key"),
    text("host"),
    # The spider that reads it, and as what it was listed.
    text("spider"),
    text("origin"),
    Column("depth_left", Integer, nullable=False, server_default="0"),
    text("seed"),
    text("state"),
    reference("worker_id", "worker.id", nullable=True),
    Column("listed_run", Integer),
    Column("read_run", Integer),
    Column("status", Integer),
    text("failure"),
    text("detail"),
    text("final_url"),
    text("title"),
    text("language"),
    text("published"),
    text("modified"),
    text("authors"),
    # Whether search engines may list it, and which address it gives as its own, if another.
    Column("noindex", Boolean, nullable=False, server_default=false()),
    text("canonical"),
    # What it says of its dealings with links, see finder.items.Marker, as [what, snippet].
    Column("markers", JSON(none_as_null=True)),
    # How it stands to our brands, see finder.standing; empty: named no brand, or was not looked at for them.
    text("standing"),
    # Whose page it is, if it links to us; empty otherwise.
    text("linking_prospect"),
    Column("linked_own", JSON, nullable=False),
    Column("links", Integer, nullable=False, server_default="0"),
    Column("read_at", Text),
    # What it was looked at for (Campaign.looked_for), and how often in a row it could not be read.
    Column("looked_for", BigInteger),
    Column("failures", Integer, nullable=False, server_default="0"),
    UniqueConstraint("campaign_id", "url_key"),
    Index(
        "ix_source_page_linking",
        "campaign_id",
        "linking_prospect",
        sqlite_where=sql("linking_prospect != ''"),
        postgresql_where=sql("linking_prospect != ''"),
    ),
    Index("ix_source_page_listed", "campaign_id", "listed_run", "seed"),
    claims("source_page", "host"),
    # In the order in which pages are claimed: from each host one.
    Index(
        "ix_source_page_pending",
        "campaign_id",
        "spider",
        "host",
        "id",
        sqlite_where=sql("state = 'pending'"),
        postgresql_where=sql("state = 'pending'"),
    ),
)

# A feed, sitemap or web archive file that lists pages. What it listed when it was last read is on the list;
# etag and last_modified (of a file its size and the time of its last change) tell whether it is as it was.
place = Table(
    "place",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("campaign_id", "campaign.id"),
    text("kind"),
    text("address"),
    big("address_key"),
    # The place that names it, if one does; and what in the campaign led here, with the bound on its pages.
    text("named_by"),
    text("seed"),
    Column("seed_limit", Integer, nullable=False, server_default="0"),
    # How many further places it may name, one after another.
    Column("depth_left", Integer, nullable=False, server_default="0"),
    text("state"),
    reference("worker_id", "worker.id", nullable=True),
    Column("listed_run", Integer),
    Column("read_at", Text),
    Column("looked_for", BigInteger),
    text("etag"),
    text("last_modified"),
    Column("entries", Integer, nullable=False, server_default="0"),
    Column("passed_over", Integer, nullable=False, server_default="0"),
    text("detail"),
    UniqueConstraint("campaign_id", "address_key"),
    Index("ix_place_listed", "campaign_id", "listed_run", "state"),
    claims("place"),
)

target = Table(
    "target",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("campaign_id", "campaign.id"),
    text("url"),
    big("url_key"),
    text("host"),
    text("state"),
    text("outcome"),
    text("reason"),
    text("confidence"),
    text("evidence"),
    Column("status", Integer),
    text("final_url"),
    Column("checked_at", Text),
    Column("dead_since", Text),
    # When it was last seen alive, by us or in an archive: with dead_since the bounds of its death.
    Column("alive_at", Text),
    Column("looks", Integer, nullable=False, server_default="0"),
    Column("looked_run", Integer),
    # Failures in a row that a bad week could explain, far enough apart; see finder.items.Streak.
    Column("failures", Integer, nullable=False, server_default="0"),
    text("failing_since"),
    text("failed_at"),
    UniqueConstraint("campaign_id", "url_key"),
    Index(
        "ix_target_pending",
        "campaign_id",
        "host",
        "id",
        sqlite_where=sql("state = 'pending'"),
        postgresql_where=sql("state = 'pending'"),
    ),
    # How many there are of which verdict, without a look into the rows.
    Index("ix_target_outcome", "campaign_id", "outcome", "reason", "state"),
)

# Which hosts have pending targets, and which worker has claimed them: a host belongs to one at a time.
target_host = Table(
    "target_host",
    metadata,
    Column("campaign_id", ForeignKey("campaign.id"), primary_key=True),
    Column("host", Text, primary_key=True),
    Column("pending", Boolean, nullable=False),
    reference("worker_id", "worker.id", nullable=True),
    claims("target_host"),
    Index(
        "ix_target_host_pending",
        "campaign_id",
        "worker_id",
        sqlite_where=sql("pending = 1"),
        postgresql_where=sql("pending"),
    ),
)

link = Table(
    "link",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("source_page_id", "source_page.id"),
    reference("target_id", "target.id"),
    Column("occurrence", Integer, nullable=False),
    text("spelling"),
    text("anchor"),
    text("context"),
    text("heading"),
    text("rel"),
    text("placement"),
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
    reference("target_id", "target.id"),
    reference("run_id", "crawl_run.id"),
    text("looked_at"),
    text("outcome"),
    text("reason"),
    text("confidence"),
    text("evidence"),
    # The check that answered, and the further looks it took.
    text("said_by"),
    Column("fetch", JSON, nullable=False),
    Column("seconds", JSON(none_as_null=True)),
    Index("ix_look_target_id", "target_id"),
)

# What an archive knows of an address, whichever campaign asked: archives are asked as seldom as can be.
archived_copy = Table(
    "archived_copy",
    metadata,
    Column("url_key", BigInteger, primary_key=True, autoincrement=False),
    text("url"),
    text("state"),
    text("captured_at"),
    text("snapshot_url"),
    text("title"),
    Column("copy", JSON, nullable=False),
    text("asked_at"),
)

# Opportunities on their way through the pipelines; one is ``kept`` for the next time when a step failed.
# The number of a find that is gone is never given to another: a process may still hold it.
find = Table(
    "find",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("campaign_id", "campaign.id"),
    reference("run_id", "crawl_run.id"),
    reference("source_page_id", "source_page.id"),
    reference("target_id", "target.id", nullable=True),
    reference("worker_id", "worker.id", nullable=True),
    Column("opportunity", JSON, nullable=False),
    Column("kept", Boolean, nullable=False, server_default=false()),
    Index("ix_find_campaign_id_worker_id", "campaign_id", "worker_id"),
    claims("find"),
    Index("ix_find_source_page_id", "source_page_id"),
    Index("ix_find_target_id", "target_id"),
    sqlite_autoincrement=True,
)
