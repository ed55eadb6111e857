"""The clock that signs of life are told by: one for all who use a database, whatever their own clocks say."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import Float, cast, extract, func, literal

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Table


def moment(connection: Connection) -> ColumnElement[float]:
    """Now, in seconds since 1970, by PostgreSQL's clock; a SQLite file by ours, on its one machine."""
    if connection.dialect.name == "postgresql":
        return cast(extract("epoch", func.clock_timestamp()), Float)
    return literal(time.time())


def silent_for(connection: Connection, table: Table) -> ColumnElement[Any]:
    """The column ``silent_for``: how many seconds ago a process gave its last sign of life."""
    return (moment(connection) - table.c.heartbeat_at).label("silent_for")
