"""Where the rows of a file wait until all of it is read: tables of one connection, gone with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, Boolean, Column, Integer, MetaData, Table, Text

from finder.suppliers.row import SuppliedLink

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

TIMES: Final = ("first_seen", "last_seen", "lost_at")
# What a witness says of a link, in the order of SuppliedLink.
SAID: Final = SuppliedLink._fields[3:-1]
FLAGS: Final = frozenset({"nofollow", "sponsored", "ugc", "sitewide"})
NUMBERS: Final = frozenset({"source_http", "target_http", "external_links"})

_temporary = MetaData()


def _column(name: str) -> Column[Any]:
    sort: type[TypeEngine[Any]] = Boolean if name in FLAGS else Integer if name in NUMBERS else Text
    return Column(name, sort, nullable=sort is not Text)


staged_link = Table(
    "staged_link",
    _temporary,
    Column("n", Integer, primary_key=True),
    Column("line", Integer, nullable=False),
    Column("link_key", BigInteger, nullable=False),
    Column("source_url", Text, nullable=False),
    Column("source_key", BigInteger, nullable=False),
    Column("source_domain", Text, nullable=False),
    Column("target_url", Text, nullable=False),
    Column("target_key", BigInteger, nullable=False),
    Column("target_domain", Text, nullable=False),
    *map(_column, SAID),
    Column("metrics", Text),
    prefixes=["TEMPORARY"],
)

# Of each link the first of its rows that does not call it lost, else the first; when any of them saw it.
staged_first = Table(
    "staged_first",
    _temporary,
    Column("n", Integer, primary_key=True),
    Column("first_seen", Text),
    Column("last_seen", Text),
    prefixes=["TEMPORARY"],
)

staged_count = Table(
    "staged_count",
    _temporary,
    Column("n", Integer, primary_key=True),
    Column("line", Integer, nullable=False),
    Column("sort", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("subject_domain", Text, nullable=False),
    Column("subject_key", BigInteger, nullable=False),
    Column("target_site", Text, nullable=False),
    *(Column(name, Text, nullable=False) for name in TIMES),
    Column("metrics", Text),
    prefixes=["TEMPORARY"],
)
STAGING: Final = (staged_link, staged_first, staged_count)
