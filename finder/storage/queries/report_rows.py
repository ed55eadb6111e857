"""Which leads a report speaks of, and how they are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, and_, func, select

from finder.lifecycle import TO_WRITE
from finder.storage.tables import lead, prospect

if TYPE_CHECKING:
    from sqlalchemy.sql.elements import ColumnElement

# See finder.report.facts for both words.
HOLDS: Final = and_(lead.c.withdrawn_at.is_(None), lead.c.sitewide_of.is_(None))
# A query that asks for these joins the prospect.
OPEN: Final = and_(HOLDS, lead.c.status.in_(TO_WRITE), lead.c.risk == "", prospect.c.suppressed == "")


def numbers(connection: Connection, by: ColumnElement[Any], *conditions: Any) -> dict[str, int]:
    """How many rows there are of each value of a column, the most frequent first."""
    number = func.count()
    rows = connection.execute(select(by, number).where(*conditions).group_by(by).order_by(number.desc(), by))
    return {name: count for name, count in rows}  # noqa: C416 - rows are no pairs to a type checker
