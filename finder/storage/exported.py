"""Which leads were exported with which profile, and when last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Text, literal, select

from finder.storage.database import upsert
from finder.storage.runs import now
from finder.storage.tables import lead, lead_export

if TYPE_CHECKING:
    from collections.abc import Sequence

_AT_ONCE: Final = 500


def mark_exported(connection: Connection, profile: str, lead_ids: Sequence[int]) -> None:
    """Note that leads were exported with a profile just now. Of what is no more, nothing is noted."""
    moment = now()
    ids = sorted(lead_ids)
    for first in range(0, len(ids), _AT_ONCE):
        rows = select(lead.c.id, literal(profile, Text), literal(moment, Text)).where(
            lead.c.id.in_(ids[first : first + _AT_ONCE])
        )
        statement = upsert(connection, lead_export).from_select(["lead_id", "profile", "exported_at"], rows)
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["lead_id", "profile"], set_={"exported_at": moment}
            )
        )
