"""Web archives that were gone through for a campaign, and what their pages hinted at."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, UniqueConstraint

from finder.storage.columns import big, metadata, reference, text

# A file, by its path or URL. It is gone through again when its mark changes (of a file of this machine its
# size and the time of its last change), or what is sought (Sought.digest).
archive_file = Table(
    "archive_file",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("campaign_id", "campaign.id"),
    text("address"),
    big("address_key"),
    text("mark"),
    Column("sought", BigInteger, nullable=False),
    text("state"),
    text("detail"),
    Column("records", Integer, nullable=False, server_default="0"),
    Column("pages", Integer, nullable=False, server_default="0"),
    Column("broken", Integer, nullable=False, server_default="0"),
    Column("hints", Integer, nullable=False, server_default="0"),
    text("read_at"),
    UniqueConstraint("campaign_id", "address_key"),
)

# See finder.hints.Hint. Of a page and what it hints at the last capture is kept.
archive_hint = Table(
    "archive_hint",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("campaign_id", "campaign.id"),
    reference("file_id", "archive_file.id"),
    # That of "what page subject".
    big("hint_key"),
    text("page_url"),
    big("page_key"),
    text("what"),
    text("subject"),
    text("anchor"),
    text("snippet"),
    text("placement"),
    text("link_url"),
    text("captured_at"),
    Column("found_at", Text, nullable=False),
    UniqueConstraint("campaign_id", "hint_key"),
    Index("ix_archive_hint_page", "campaign_id", "page_key"),
)
