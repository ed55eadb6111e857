"""Mentions: how many, where they link to; the dates and authors of pages"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_PAGE = ("published", "modified", "authors", "standing", "linking_prospect")
_LEAD = ("linked_url", "image_url", "linked_from", "page_published", "page_modified", "page_authors")


def upgrade() -> None:
    with op.batch_alter_table("source_page") as source_page:
        for name in _PAGE:
            source_page.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("lead") as lead:
        lead.add_column(sa.Column("mentions", sa.Integer(), server_default="0", nullable=False))
        for name in _LEAD:
            lead.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
    linking = sa.text("linking_prospect != ''")
    op.create_index(
        "ix_source_page_linking",
        "source_page",
        ["campaign_id", "linking_prospect"],
        sqlite_where=linking,
        postgresql_where=linking,
    )
