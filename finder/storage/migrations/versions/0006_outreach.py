"""Outreach: whom to write to, what became of a lead, who must not be written to"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_LEAD_TEXTS = (
    "score_why",
    "risk",
    "risk_evidence",
    "owner",
    "rejected_because",
    "verified",
    "verified_detail",
    "won_url",
    "won_anchor",
    "won_rel",
    "won_placement",
)
_LEAD_TIMES = ("follow_up", "snoozed_until", "status_at", "contacted_at", "verified_at", "won_at")
_PROSPECT_TEXTS = (
    "same_because",
    "rank_source",
    "contacts_detail",
    "contact_url",
    "suppressed",
)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _add_reference(table: str, column: str, other: str) -> None:
    """In words that SQLite takes, too: it would else make the table anew, to which others refer."""
    name = f"fk_{table}_{column}_{other}"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {other} (id)")


def upgrade() -> None:
    # Not in a batch: for the default of the first column the table would be made anew.
    op.add_column(
        "source_page", sa.Column("noindex", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("source_page", _text("canonical"))
    op.add_column("source_page", sa.Column("markers", sa.JSON()))
    _prospect()
    _contact()
    _lead()
    _told_of_leads()


def _prospect() -> None:
    with op.batch_alter_table("prospect") as prospect:
        for name in _PROSPECT_TEXTS:
            prospect.add_column(_text(name))
        prospect.add_column(sa.Column("rank", sa.Integer(), nullable=True))
        prospect.add_column(sa.Column("contacts_requests", sa.Integer(), server_default="0", nullable=False))
        for name in ("contacts_at", "contacted_at"):
            prospect.add_column(sa.Column(name, sa.Text(), nullable=True))
    failed: sa.Column[bool] = sa.Column(
        "contacts_failed", sa.Boolean(), server_default=sa.false(), nullable=False
    )
    op.add_column("prospect", failed)
    _add_reference("prospect", "same_as", "prospect")
    _add_reference("prospect", "worker_id", "worker")
    op.create_index("ix_prospect_name", "prospect", ["name"])
    op.create_index("ix_prospect_same_as", "prospect", ["same_as"])
    claimed = sa.text("worker_id IS NOT NULL")
    op.create_index(
        "ix_prospect_claimed", "prospect", ["worker_id"], sqlite_where=claimed, postgresql_where=claimed
    )


def _contact() -> None:
    texts = (
        "kind",
        "value",
        "name",
        "address_type",
        "found_on",
        "whereabouts",
        "how",
        "snippet",
        "found_at",
        "seen_at",
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prospect_id", sa.Integer(), nullable=False),
        *map(_text, texts),
        sa.Column("own_site", sa.Boolean(), server_default=sa.false(), nullable=False),
        *map(_text, ("suppressed", "mail")),
        sa.ForeignKeyConstraint(
            ["prospect_id"], ["prospect.id"], name=op.f("fk_contact_prospect_id_prospect")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("prospect_id", "kind", "value", name=op.f("uq_contact_prospect_id_kind_value")),
    )
    op.create_index("ix_contact_value", "contact", ["value"])


def _lead() -> None:
    with op.batch_alter_table("lead") as lead:
        for name in _LEAD_TEXTS:
            lead.add_column(_text(name))
        for name in _LEAD_TIMES:
            lead.add_column(sa.Column(name, sa.Text(), nullable=True))
        lead.add_column(sa.Column("linked_own", sa.JSON(), nullable=True))
        lead.add_column(sa.Column("sitewide", sa.Integer(), server_default="0", nullable=False))
    _add_reference("lead", "contact_id", "contact")
    _add_reference("lead", "sitewide_of", "lead")
    op.create_index("ix_lead_prospect_id", "lead", ["prospect_id"])
    op.create_index("ix_lead_contact_id", "lead", ["contact_id"])
    op.create_index("ix_lead_sitewide_of", "lead", ["sitewide_of"])
    order = ("campaign_id", "score", "last_seen", "id")
    seen_without_the_row = ("status", "risk", "withdrawn_at", "sitewide_of", "snoozed_until", "kind")
    others = ("replacement_key", "prospect_id", "contact_id")
    op.create_index("ix_lead_worklist", "lead", [*order, *seen_without_the_row, *others])


def _told_of_leads() -> None:
    op.create_table(
        "lead_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        *map(_text, ("at", "author", "field", "before", "after", "why")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_lead_event_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_event")),
    )
    op.create_index("ix_lead_event_lead_id", "lead_event", ["lead_id"])
    op.create_table(
        "lead_export",
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        _text("exported_at"),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_lead_export_lead_id_lead")),
        sa.PrimaryKeyConstraint("lead_id", "profile", name=op.f("pk_lead_export")),
    )
    op.create_table(
        "suppression",
        sa.Column("id", sa.Integer(), nullable=False),
        *map(_text, ("sort", "value", "why", "added_at", "author")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppression")),
        sa.UniqueConstraint("sort", "value", name=op.f("uq_suppression_sort_value")),
    )
