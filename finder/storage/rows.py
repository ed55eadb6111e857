"""Rows written many at a time: plain tuples to a statement that was put into SQL once.

What SQLAlchemy does for each value of each row costs more than the database's work. A statement is written as
everywhere else and compiled for the dialect at its first use; after that tuples go straight to the driver. So
whoever makes them does what the types of the columns would: hostile text through
:func:`finder.storage.columns.any_text`, JSON as text.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, Dialect


class ManyRows:
    """A statement for many rows. ``build`` makes it for the name of a dialect; ``names`` are its parameters.

    The rows given to :meth:`run` are tuples of values in the order of ``names``.
    """

    def __init__(self, build: Callable[[str], Any], names: Sequence[str]) -> None:
        self._build = build
        self._names = tuple(names)
        self._compiled: dict[str, tuple[str, Callable[[Any], Any]]] = {}

    def run(self, connection: Connection, rows: Sequence[tuple[Any, ...]]) -> int:
        """Execute the statement for each row; returns how many rows of the table that wrote."""
        if not rows:
            return 0
        if connection.dialect.name not in self._compiled:
            self._compiled[connection.dialect.name] = self._compile(connection.dialect)
        sql, in_order = self._compiled[connection.dialect.name]
        return connection.exec_driver_sql(sql, [in_order(row) for row in rows]).rowcount

    def _compile(self, dialect: Dialect) -> tuple[str, Callable[[Any], Any]]:
        # (Without inline() an INSERT asks for the new row.)
        style = "qmark" if dialect.name == "sqlite" else "format"
        kind: Callable[..., Dialect] = type(dialect)
        positional = kind(paramstyle=style)
        statement = self._build(dialect.name)
        if statement.is_insert:
            statement = statement.inline()
        compiled = statement.compile(dialect=positional, column_keys=self._names)
        # Constants of the statement are parameters as well.
        constants = {name: value for name, value in compiled.params.items() if name not in self._names}
        all_names, fixed = (*self._names, *constants), tuple(constants.values())
        places = [all_names.index(name) for name in compiled.positiontup or ()]
        if places == list(range(len(self._names))):
            return str(compiled), lambda row: row
        pick = itemgetter(*places)
        return str(compiled), lambda row: pick(row + fixed)
