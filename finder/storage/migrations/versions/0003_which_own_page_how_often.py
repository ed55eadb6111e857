"""Own pages: what an address stands for, how much it says; leads by the page that they offer"""

import sqlalchemy as sa
from alembic import op

from finder.urls import key

revision = "0003"
down_revision = "0002"

_ROWS_AT_ONCE = 10_000


def upgrade() -> None:
    with op.batch_alter_table("own_page") as own_page:
        own_page.add_column(sa.Column("leads_to", sa.Text(), server_default="", nullable=False))
        own_page.add_column(sa.Column("words", sa.Integer()))
        own_page.add_column(sa.Column("content_key", sa.BigInteger()))
    op.execute("UPDATE own_page SET leads_to = detail WHERE state IN ('redirected', 'duplicate')")
    with op.batch_alter_table("lead") as lead:
        lead.add_column(sa.Column("replacement_key", sa.BigInteger()))
    _fill_keys(op.get_bind())
    offered = sa.text("replacement_key IS NOT NULL AND withdrawn_at IS NULL")
    op.create_index(
        "ix_lead_offer",
        "lead",
        ["campaign_id", "replacement_key", "id"],
        sqlite_where=offered,
        postgresql_where=offered,
    )


def _fill_keys(connection: sa.Connection) -> None:
    lead = sa.table("lead", sa.column("id"), sa.column("replacement_url"), sa.column("replacement_key"))
    some = sa.select(lead.c.id, lead.c.replacement_url).order_by(lead.c.id).limit(_ROWS_AT_ONCE)
    fill = (
        sa.update(lead)
        .where(lead.c.id == sa.bindparam("row"))
        .values(replacement_key=sa.bindparam("number", type_=sa.BigInteger()))
    )
    last = 0
    while rows := connection.execute(some.where(lead.c.id > last)).all():
        last = rows[-1].id
        offers = [{"row": row.id, "number": key(row.replacement_url)} for row in rows if row.replacement_url]
        if offers:
            connection.execute(fill, offers)
