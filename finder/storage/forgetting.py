"""Personal data goes: at once where somebody asks for it, by itself where nothing came of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import JSON, Connection, Text, and_, cast, func, or_, select, update

from finder.contacts import ContactKind, Role
from finder.lifecycle import DEALT_WITH
from finder.storage import contacts, suppressing, suppressions
from finder.storage.columns import AnyText
from finder.storage.tables import contact, find, lead, metadata, prospect, source_page, suppression
from finder.suppression import FORGOTTEN, Rule, Sort, digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Column, Table

IN_PLACE: Final = "(forgotten)"
# What tells pages and hosts apart is kept as it is: an address in it is how somebody publishes a page.
_NAMES_OF_PAGES: Final = frozenset(
    {"host", "address", "spelling", "seed", "named_by", "canonical", "leads_to", "found_on", "digest"}
)
_ROWS_AT_ONCE: Final = 500


class Forgotten(NamedTuple):
    """What was removed: contacts, and texts in which an address was blotted out."""

    contacts: int
    texts: int


def forget(connection: Connection, rule: Rule, author: str) -> Forgotten:
    """Remove an address, or all of a domain, from every campaign, and let nobody write to it again.

    Contacts go, with the names of those who go as authors of pages; where else the address stands in a text
    (notes, history, context, finds under way) it is blotted out. Of an address only a digest is kept.
    """
    if connection.dialect.name == "sqlite":
        # What is deleted is overwritten in the file, too.
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
    rows = [row for row in connection.execute(_theirs(rule)).all() if _is_meant(row, rule)]
    names = _names(rows)
    every = sorted({row.id for row in rows} | _of_the_same(connection, names))
    suppressing.drop(connection, every)
    _strike_authors(connection, names)
    texts = sum(
        _blot_out(connection, table, rule) for table in metadata.sorted_tables if table is not suppression
    )
    _suppress(connection, rule, author)
    contacts.choose(connection, sorted({row.prospect_id for row in rows}))
    return Forgotten(len(every), texts)


def retain(connection: Connection, campaign_id: int, seen_since: str) -> int:
    """Delete the contacts of a campaign that were last seen before a moment; returns how many.

    Those stay that were chosen for a lead which was written about.
    """
    dealt_with = select(lead.c.contact_id).where(
        lead.c.contact_id.is_not(None), lead.c.status.in_([status.value for status in sorted(DEALT_WITH)])
    )
    query = (
        select(contact.c.id, contact.c.prospect_id)
        .join(prospect)
        .where(
            prospect.c.campaign_id == campaign_id,
            contact.c.seen_at < seen_since,
            contact.c.id.not_in(dealt_with),
        )
        .order_by(contact.c.id)
    )
    rows = connection.execute(query).all()
    suppressing.drop(connection, [row.id for row in rows])
    contacts.choose(connection, sorted({row.prospect_id for row in rows}))
    return len(rows)


def _suppress(connection: Connection, rule: Rule, author: str) -> None:
    kept = Rule(Sort.DIGEST, digest_of(rule.value), FORGOTTEN) if rule.sort is Sort.ADDRESS else rule
    suppressions.remove(connection, [rule])
    suppressions.add(connection, [kept], author)
    suppressing.apply_everywhere(connection)


def _theirs(rule: Rule) -> Any:
    names = ("id", "prospect_id", "kind", "value", "name", "address_type")
    query = select(*(contact.c[name] for name in names), prospect.c.name.label("prospect")).join(prospect)
    if rule.sort is Sort.ADDRESS:
        return query.where(func.lower(contact.c.value) == rule.value)
    host = rule.value.partition("/")[0]
    at_prospect = or_(prospect.c.name == rule.value, prospect.c.name.endswith(f".{host}", autoescape=True))
    return query.where(or_(at_prospect, func.lower(contact.c.value).endswith(host, autoescape=True)))


def _is_meant(row: Any, rule: Rule) -> bool:
    if rule.sort is Sort.ADDRESS:
        return True
    host = row.value.lower().rpartition("@")[2]
    if row.kind == ContactKind.EMAIL.value and (host == rule.value or host.endswith(f".{rule.value}")):
        return True
    return bool(row.prospect == rule.value or row.prospect.endswith(f".{rule.value}"))


def _names(rows: Iterable[Any]) -> set[tuple[int, str]]:
    """The people who go, by prospect; the mailbox of a department bears the name of nobody."""
    persons = (row for row in rows if row.name and row.address_type != Role.ROLE.value)
    return {(row.prospect_id, row.name) for row in persons}


def _of_the_same(connection: Connection, names: Iterable[tuple[int, str]]) -> set[int]:
    """Other contacts of people who go."""
    found: set[int] = set()
    for prospect_id, name in sorted(names):
        query = select(contact.c.id).where(contact.c.prospect_id == prospect_id, contact.c.name == name)
        found.update(connection.execute(query).scalars())
    return found


def _strike_authors(connection: Connection, names: Iterable[tuple[int, str]]) -> None:
    for prospect_id, name in sorted(names):
        pages = select(lead.c.source_page_id).where(lead.c.prospect_id == prospect_id)
        _strike(connection, lead, lead.c.page_authors, name, lead.c.prospect_id == prospect_id)
        _strike(connection, source_page, source_page.c.authors, name, source_page.c.id.in_(pages))
        under_way = select(find.c.id, find.c.opportunity).where(find.c.source_page_id.in_(pages))
        for row in connection.execute(under_way).all():
            authors = [each for each in row.opportunity.get("page_authors") or () if each != name]
            values = {"opportunity": row.opportunity | {"page_authors": authors}}
            connection.execute(update(find).where(find.c.id == row.id).values(values))


def _strike(connection: Connection, table: Table, column: Column[str], name: str, where: Any) -> None:
    query = select(table.c.id, column).where(where, column.contains(name, autoescape=True))
    for number, authors in connection.execute(query).all():
        kept = ", ".join(each for each in authors.split(", ") if each != name)
        connection.execute(update(table).where(table.c.id == number).values({column.name: kept}))


def _blot_out(connection: Connection, table: Table, rule: Rule) -> int:
    columns = [column for column in table.columns if _may_hold_text(column)]
    if not columns:
        return 0
    needle, pattern = rule.value.partition("/")[0], _pattern(rule)
    keys = list(table.primary_key.columns)
    holds = or_(*(func.lower(cast(each, Text)).contains(needle, autoescape=True) for each in columns))
    number = 0
    rows = connection.execute(select(*keys, *columns).where(holds)).all()
    for row in rows:
        values = {each.name: without(getattr(row, each.name), pattern) for each in columns}
        values = {name: value for name, value in values.items() if value != getattr(row, name)}
        if values:
            mine = and_(*(each == getattr(row, each.name) for each in keys))
            connection.execute(update(table).where(mine).values(values))
            number += len(values)
    return number


def without(value: Any, pattern: re.Pattern[str]) -> Any:
    """A text, or a JSON value, without what a pattern matches; contacts in it go as a whole."""
    if isinstance(value, str):
        return pattern.sub(IN_PLACE, value)
    if isinstance(value, list):
        return [without(each, pattern) for each in value if not _is_contact(each, pattern)]
    if isinstance(value, dict):
        return {key: without(each, pattern) for key, each in value.items()}
    return value


def _is_contact(value: Any, pattern: re.Pattern[str]) -> bool:
    named = value.get("value") if isinstance(value, dict) else None
    return isinstance(named, str) and pattern.fullmatch(named) is not None


def _pattern(rule: Rule) -> re.Pattern[str]:
    if rule.sort is Sort.ADDRESS:
        return re.compile(rf"(?<![\w.+-]){re.escape(rule.value)}(?![\w-]|\.\w)", re.IGNORECASE)
    host = re.escape(rule.value.partition("/")[0])
    return re.compile(
        rf"(?<![\w.+-])[\w.+-]{{1,64}}@(?:[\w-]{{1,63}}\.){{0,8}}{host}(?![\w-]|\.\w)", re.IGNORECASE
    )


def _may_hold_text(column: Column[Any]) -> bool:
    if column.name in _NAMES_OF_PAGES or column.name.endswith("url") or column.primary_key:
        return False
    if column.name == "name" and column.table.name in ("prospect", "campaign"):
        return False
    return isinstance(column.type, (Text, AnyText, JSON))
