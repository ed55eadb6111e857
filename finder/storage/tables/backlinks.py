"""Backlinks: who says that there is a link, what our own looks found, and what became of it."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, and_

from finder.storage.columns import big, metadata, reference, text

# A file that was taken in, by what is in it: the same one again changes nothing.
backlink_file = Table(
    "backlink_file",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("campaign_id", "campaign.id"),
    text("name"),
    text("digest"),
    text("supplier"),
    text("report"),
    # The site that the file is about, where its rows do not say.
    text("of_site"),
    Column("rows", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("duplicate", Integer, nullable=False),
    text("imported_at"),
    Index("ix_backlink_file_digest", "campaign_id", "digest"),
)

# A link from a page to an address: of ours, of a rival or of others. Addresses are identities; an empty
# target is "some page of target_domain". What our own looks saw stands beside.
backlink = Table(
    "backlink",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("campaign_id", "campaign.id"),
    # That of "source target".
    big("link_key"),
    text("source_url"),
    big("source_key"),
    # The organisation behind each, see finder.urls.prospect.
    text("source_domain"),
    text("target_url"),
    big("target_key"),
    text("target_domain"),
    text("added_at"),
    # See finder.backlinks.State and Why; empty: never looked at.
    text("state"),
    text("why"),
    text("detail"),
    reference("source_page_id", "source_page.id", nullable=True),
    reference("target_id", "target.id", nullable=True),
    # The page as it was found: what it answered, where it was read, whether search engines may list it.
    Column("page_status", Integer),
    text("page_final_url"),
    Column("noindex", Boolean),
    text("canonical"),
    # The link as it was last found.
    text("found_url"),
    text("anchor"),
    text("context"),
    text("heading"),
    text("rel"),
    text("placement"),
    Column("image", Boolean),
    # The page of ours at its end: what it answered at last, where, and the verdict on it.
    Column("target_status", Integer),
    text("target_final_url"),
    text("target_outcome"),
    text("target_reason"),
    Column("looked_at", Text),
    # First and last seen live by us; looks in a row that missed it, as [time, ...]; when it counted as lost.
    Column("live_since", Text),
    Column("live_at", Text),
    Column("missed", JSON(none_as_null=True)),
    Column("lost_at", Text),
    UniqueConstraint("campaign_id", "link_key"),
    Index("ix_backlink_target_domain", "campaign_id", "target_domain", "source_key"),
)

# What one supplier says of a backlink. Numbers on a scale of its own stay under its own names.
backlink_witness = Table(
    "backlink_witness",
    metadata,
    Column("backlink_id", ForeignKey("backlink.id"), primary_key=True),
    Column("supplier", Text, primary_key=True),
    reference("file_id", "backlink_file.id"),
    text("source_title"),
    text("anchor"),
    text("context_left"),
    text("context_right"),
    Column("nofollow", Boolean),
    Column("sponsored", Boolean),
    Column("ugc", Boolean),
    text("link_type"),
    text("placement"),
    Column("sitewide", Boolean),
    Column("source_http", Integer),
    Column("target_http", Integer),
    Column("external_links", Integer),
    text("language"),
    text("first_seen"),
    text("last_seen"),
    text("lost_at"),
    text("lost_reason"),
    Column("metrics", JSON(none_as_null=True)),
)

# Whether a witness reports its link. One that calls it lost gives a day or a reason: some have no day.
reports_it = and_(backlink_witness.c.lost_at == "", backlink_witness.c.lost_reason == "")

# What happened to a backlink, as our own looks saw it: see finder.backlinks.Event.
backlink_event = Table(
    "backlink_event",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("backlink_id", "backlink.id"),
    reference("run_id", "crawl_run.id"),
    text("at"),
    text("event"),
    text("field"),
    text("before"),
    text("after"),
    text("why"),
    Index("ix_backlink_event_backlink_id", "backlink_id"),
)

# What suppliers count of links without naming them: per linking site, per linked page, per anchor.
supplier_count = Table(
    "supplier_count",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("campaign_id", "campaign.id"),
    reference("file_id", "backlink_file.id"),
    text("supplier"),
    text("report"),
    text("sort"),
    text("subject"),
    # The organisation behind a site or page.
    text("subject_domain"),
    # That of "sort subject target_site".
    big("subject_key"),
    text("target_site"),
    text("first_seen"),
    text("last_seen"),
    text("lost_at"),
    Column("metrics", JSON(none_as_null=True)),
    UniqueConstraint("campaign_id", "supplier", "report", "subject_key"),
)
