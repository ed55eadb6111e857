"""Rules of whom never to write to, for all campaigns of a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, or_, select

from finder.storage.database import upsert
from finder.storage.runs import now
from finder.storage.tables import suppression
from finder.suppression import Rule, Rules, Sort, address_of, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable


def rules(connection: Connection) -> list[Rule]:
    """The rules of the database, the oldest first."""
    query = select(suppression.c.sort, suppression.c.value, suppression.c.why).order_by(suppression.c.id)
    return [Rule(Sort(row.sort), row.value, row.why) for row in connection.execute(query)]


def listed(connection: Connection) -> list[dict[str, Any]]:
    """The rules with the day and author of each, the oldest first."""
    columns = [suppression.c[name] for name in ("sort", "value", "why", "added_at", "author")]
    return [dict(row) for row in connection.execute(select(*columns).order_by(suppression.c.id)).mappings()]


def add(connection: Connection, new: Iterable[Rule], author: str) -> int:
    """Add rules; those that are there already keep their reason. Returns how many are new."""
    known = {rule[:2] for rule in rules(connection)}
    wanted = {rule[:2]: rule for rule in new if rule[:2] not in known}
    moment = now()
    rows = [
        {"sort": rule.sort.value, "value": rule.value, "why": rule.why, "added_at": moment, "author": author}
        for rule in wanted.values()
    ]
    if rows:
        connection.execute(upsert(connection, suppression).on_conflict_do_nothing(), rows)
    return len(rows)


def remove(connection: Connection, old: Iterable[Rule]) -> int:
    """Take rules away; returns how many were there."""
    number = 0
    for rule in old:
        mine = (suppression.c.sort == rule.sort.value, suppression.c.value == rule.value)
        number += connection.execute(delete(suppression).where(*mine)).rowcount
    return number


def about(connection: Connection, addresses: Iterable[str]) -> Rules:
    """The rules that name some e-mail addresses themselves, or their digests."""
    spelt = set()
    for address in addresses:
        try:
            spelt.add(address_of(address))
        except ValueError:
            continue
    digests = sorted(map(digest_of, spelt))
    query = select(suppression.c.sort, suppression.c.value, suppression.c.why).where(
        or_(
            (suppression.c.sort == Sort.ADDRESS.value) & suppression.c.value.in_(sorted(spelt)),
            (suppression.c.sort == Sort.DIGEST.value) & suppression.c.value.in_(digests),
        )
    )
    return Rules(Rule(Sort(row.sort), row.value, row.why) for row in connection.execute(query))
