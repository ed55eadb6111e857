"""Targets are counted by verdict and state in their index; those of a host that wait are read in order"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.drop_index("ix_target_outcome", "target")
    op.create_index("ix_target_outcome", "target", ["campaign_id", "outcome", "reason", "state"])
    op.drop_index("ix_target_pending", "target")
    pending = sa.text("state = 'pending'")
    op.create_index(
        "ix_target_pending",
        "target",
        ["campaign_id", "host", "id"],
        sqlite_where=pending,
        postgresql_where=pending,
    )
