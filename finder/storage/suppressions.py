"""Rules of whom never to write to, for all campaigns of a database, and what they mean for one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, bindparam, delete, select, update

from finder.contacts import ContactKind
from finder.storage import contacts
from finder.storage.database import upsert
from finder.storage.runs import now
from finder.storage.tables import campaign, contact, lead, prospect, source_page, suppression
from finder.suppression import Rule, Rules, Sort
from finder.urls import prospect as prospect_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_AT_ONCE: Final = 500


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


def apply_everywhere(
    connection: Connection, campaign_id: int | None = None, of_files: Iterable[Rule] = ()
) -> int:
    """As :func:`apply` for one campaign, of which the files are known; others only get what came new."""
    every = list(connection.execute(select(campaign.c.id).order_by(campaign.c.id)).scalars())
    changed = 0
    for each in every:
        if each == campaign_id:
            changed += apply(connection, each, of_files)
        else:
            changed += apply(connection, each, lift=False)
    return changed


def apply(
    connection: Connection, campaign_id: int, of_files: Iterable[Rule] = (), *, lift: bool = True
) -> int:
    """Write down at prospects and contacts of a campaign why nobody may write to them.

    The rules are those of the database and ``of_files``. Without ``lift`` nobody is let off: files of the
    campaign may say more. What was forgotten is deleted wherever it came up again, and leads get another
    contact or none. Returns how many prospects and contacts differ.
    """
    known = Rules([*rules(connection), *of_files])
    rows = connection.execute(
        select(prospect.c.id, prospect.c.name, prospect.c.suppressed).where(
            prospect.c.campaign_id == campaign_id
        )
    ).all()
    changed = {row.id: why for row in rows if (why := known.against_prospect(row.name)) != row.suppressed}
    number = _write(connection, prospect, changed, lift=lift)
    found = _contacts(connection, campaign_id)
    _forget(connection, campaign_id, [row for row in found if _is_forgotten(row, known)], known)
    kept = [row for row in found if not _is_forgotten(row, known)]
    against = {row.id: why for row in kept if (why := _against(row, known)) != row.suppressed}
    number += _write(connection, contact, against, lift=lift)
    touched = {row.prospect_id for row in found if row.id in against or _is_forgotten(row, known)}
    contacts.choose(connection, sorted(touched))
    return number + len(found) - len(kept)


def _contacts(connection: Connection, campaign_id: int) -> Sequence[Any]:
    names = ("id", "prospect_id", "kind", "value", "suppressed")
    query = select(*(contact.c[name] for name in names)).join(prospect)
    return connection.execute(query.where(prospect.c.campaign_id == campaign_id)).all()


def _against(row: Any, known: Rules) -> str:
    if row.kind == ContactKind.EMAIL.value:
        return known.against_address(row.value)
    if row.value.startswith(("http://", "https://")):
        return known.against_prospect(prospect_of(row.value))
    return ""


def _is_forgotten(row: Any, known: Rules) -> bool:
    return bool(row.kind == ContactKind.EMAIL.value and known.is_forgotten(row.value))


def _write(connection: Connection, table: Any, changes: Mapping[int, str], *, lift: bool) -> int:
    rows = [{"row": number, "why": why} for number, why in changes.items() if why or lift]
    if rows:
        statement = update(table).where(table.c.id == bindparam("row"))
        connection.execute(statement.values(suppressed=bindparam("why")), rows)
    return len(rows)


def _forget(connection: Connection, campaign_id: int, rows: Sequence[Any], known: Rules) -> None:
    """Delete contacts that were forgotten, and take them out of what pages said that is not used yet."""
    drop(connection, [row.id for row in rows])
    waiting = select(source_page.c.id, source_page.c.contacts).where(
        source_page.c.campaign_id == campaign_id, source_page.c.contacts.is_not(None)
    )
    for row in connection.execute(waiting).all():
        said = row.contacts["contacts"]
        kept = [each for each in said if not known.is_forgotten(each["value"])]
        if len(kept) < len(said):
            values = {"contacts": row.contacts | {"contacts": kept}}
            connection.execute(update(source_page).where(source_page.c.id == row.id).values(values))


def drop(connection: Connection, contact_ids: Sequence[int]) -> None:
    """Delete contacts; leads that had one have none."""
    for start in range(0, len(contact_ids), _AT_ONCE):
        some = contact_ids[start : start + _AT_ONCE]
        connection.execute(update(lead).where(lead.c.contact_id.in_(some)).values(contact_id=None))
        connection.execute(delete(contact).where(contact.c.id.in_(some)))
