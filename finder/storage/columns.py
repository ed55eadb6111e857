"""Sorts of columns and indexes that the tables share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sqlalchemy import BigInteger, Column, ForeignKey, Index, MetaData, Text, TypeDecorator
from sqlalchemy import text as sql

if TYPE_CHECKING:
    from sqlalchemy import Dialect

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def any_text(value: str) -> str:
    """A text with what a database refuses (NUL, halves of surrogate pairs) as U+FFFD."""
    whole = value.replace("\0", "\ufffd") if "\0" in value else value
    return whole if whole.isascii() else _SURROGATES.sub("\ufffd", whole)


class AnyText(TypeDecorator[str]):
    """Text from anywhere, see :func:`any_text`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """See :class:`sqlalchemy.TypeDecorator`."""
        return None if value is None else any_text(value)


def text(name: str) -> Column[str]:
    """Text, empty where nothing is known."""
    return Column(name, AnyText, nullable=False, server_default="")


def reference(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    """The row of another table (``table.column``)."""
    return Column(name, ForeignKey(target), nullable=nullable)


def claims(table: str, *more: str) -> Index:
    """Finds what a worker has claimed, which is little of all."""
    claimed = sql("worker_id IS NOT NULL")
    return Index(f"ix_{table}_claimed", "worker_id", *more, sqlite_where=claimed, postgresql_where=claimed)


def big(name: str) -> Column[int]:
    """A key of 64 bits."""
    return Column(name, BigInteger, nullable=False)
