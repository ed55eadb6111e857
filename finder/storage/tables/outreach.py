"""What is made of the finds: leads, whom to write to, and what became of them."""

from __future__ import annotations

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
)
from sqlalchemy import text as sql

from finder.storage.columns import big, claims, metadata, reference, text

prospect = Table(
    "prospect",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("campaign_id", "campaign.id"),
    Column("name", Text, nullable=False),
    # Another prospect of the campaign that is the same organisation, and how that was seen.
    reference("same_as", "prospect.id", nullable=True),
    text("same_because"),
    # Its place in a list of domains that the user brings (1: the first), and the name of that list.
    Column("rank", Integer),
    text("rank_source"),
    # When its site was last searched for contacts, with how many requests, what went wrong, and whether so
    # much that no page was seen.
    Column("contacts_at", Text),
    Column("contacts_requests", Integer, nullable=False, server_default="0"),
    text("contacts_detail"),
    Column("contacts_failed", Boolean, nullable=False, server_default=false()),
    reference("worker_id", "worker.id", nullable=True),
    # The page to write from, where there is no address: one with a form, or about contact.
    text("contact_url"),
    # Why nobody may write to it; empty: nothing is against it.
    text("suppressed"),
    Column("contacted_at", Text),
    UniqueConstraint("campaign_id", "name"),
    Index("ix_prospect_name", "name"),
    Index("ix_prospect_same_as", "same_as"),
    claims("prospect"),
)

# Whom to write to, with the page of the prospect that says so. Personal data: it goes as finder.privacy says.
contact = Table(
    "contact",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("prospect_id", "prospect.id"),
    text("kind"),
    text("value"),
    text("name"),
    # Of an e-mail address: role or personal, and whether its domain is the prospect's.
    text("address_type"),
    Column("own_site", Boolean, nullable=False, server_default=false()),
    text("found_on"),
    # What sort of page that is (finder.contacts.Whereabouts), empty: one that we write about.
    text("whereabouts"),
    text("how"),
    text("snippet"),
    text("found_at"),
    text("seen_at"),
    text("suppressed"),
    # What the DNS says of mail for its domain: ok, none, unknown; empty: not asked.
    text("mail"),
    UniqueConstraint("prospect_id", "kind", "value"),
    Index("ix_contact_value", "value"),
)

lead = Table(
    "lead",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("campaign_id", "campaign.id"),
    big("lead_key"),
    text("kind"),
    reference("prospect_id", "prospect.id"),
    reference("source_page_id", "source_page.id"),
    reference("target_id", "target.id", nullable=True),
    text("page_url"),
    text("page_title"),
    text("page_language"),
    text("dead_url"),
    Column("dead_since", Text),
    text("reason"),
    text("confidence"),
    text("evidence"),
    text("brand"),
    # Of a mention: how many the page has, where it links to instead of us, which image of ours is shown.
    Column("mentions", Integer, nullable=False, server_default="0"),
    text("linked_url"),
    text("image_url"),
    # Which rivals the page links to, of a page that was found for it.
    text("rivals"),
    # Another page of the prospect that links to us.
    text("linked_from"),
    # What the page says of itself: its dates and authors.
    text("page_published"),
    text("page_modified"),
    text("page_authors"),
    text("anchor"),
    text("context"),
    text("heading"),
    text("placement"),
    text("rel"),
    text("replacement_url"),
    text("replacement_title"),
    # That of the address of our page, NULL without one.
    Column("replacement_key", BigInteger),
    Column("match_score", Float),
    Column("match_parts", JSON, nullable=False),
    text("why_match"),
    Column("score", Integer, nullable=False),
    Column("score_parts", JSON, nullable=False),
    # What led to the parts, in words.
    text("score_why"),
    text("first_seen"),
    text("last_seen"),
    Column("withdrawn_at", Text),
    text("withdrawn_reason"),
    # What speaks against writing, in words from a closed list, and the page's own words for it.
    text("risk"),
    text("risk_evidence"),
    reference("contact_id", "contact.id", nullable=True),
    # What people set; a crawl never touches it.
    Column("status", Text, nullable=False, server_default="new"),
    text("note"),
    text("owner"),
    Column("follow_up", Text),
    Column("snoozed_until", Text),
    text("rejected_because"),
    Column("status_at", Text),
    Column("contacted_at", Text),
    # The last look before writing or after it: when, what it said, in words.
    Column("verified_at", Text),
    text("verified"),
    text("verified_detail"),
    # Our addresses that its page linked to when it was last seen before anybody worked on it; NULL: not
    # known.
    Column("linked_own", JSON(none_as_null=True)),
    # The link that was won.
    text("won_url"),
    text("won_anchor"),
    text("won_rel"),
    text("won_placement"),
    Column("won_at", Text),
    # The lead that stands for the same link in the template of a site, and on how many pages it is.
    reference("sitewide_of", "lead.id", nullable=True),
    Column("sitewide", Integer, nullable=False, server_default="0"),
    UniqueConstraint("campaign_id", "lead_key"),
    Index("ix_lead_source_page_id", "source_page_id"),
    Index("ix_lead_target_id", "target_id"),
    Index("ix_lead_prospect_id", "prospect_id"),
    Index("ix_lead_contact_id", "contact_id"),
    Index("ix_lead_sitewide_of", "sitewide_of"),
    # The open leads from the best on (read backwards), and how many, without a look into the long rows.
    Index(
        "ix_lead_worklist",
        *("campaign_id", "score", "last_seen", "id", "status", "risk", "withdrawn_at", "sitewide_of"),
        *("snoozed_until", "kind", "replacement_key", "prospect_id", "contact_id"),
    ),
    # The leads that offer a page of ours, in the order in which they came.
    Index(
        "ix_lead_offer",
        "campaign_id",
        "replacement_key",
        "id",
        sqlite_where=sql("replacement_key IS NOT NULL AND withdrawn_at IS NULL"),
        postgresql_where=sql("replacement_key IS NOT NULL AND withdrawn_at IS NULL"),
    ),
)

sighting = Table(
    "sighting",
    metadata,
    Column("lead_id", ForeignKey("lead.id"), primary_key=True),
    Column("run_id", ForeignKey("crawl_run.id"), primary_key=True),
    text("seen_at"),
)

# Every change of what people set, and of what a later look concluded. ``author`` is a person or a command.
lead_event = Table(
    "lead_event",
    metadata,
    Column("id", Integer, primary_key=True),
    reference("lead_id", "lead.id"),
    text("at"),
    text("author"),
    text("field"),
    text("before"),
    text("after"),
    text("why"),
    Index("ix_lead_event_lead_id", "lead_id"),
)

# Which leads were exported for which tool, and when last.
lead_export = Table(
    "lead_export",
    metadata,
    Column("lead_id", ForeignKey("lead.id"), primary_key=True),
    Column("profile", Text, primary_key=True),
    text("exported_at"),
)

# Who must never be written to, whichever campaign it is. Of what was forgotten only a digest is kept.
suppression = Table(
    "suppression",
    metadata,
    Column("id", Integer, primary_key=True),
    text("sort"),
    text("value"),
    text("why"),
    text("added_at"),
    text("author"),
    UniqueConstraint("sort", "value"),
)
