"""What the rules of whom never to write to mean for the prospects and contacts of a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, bindparam, delete, select, update

from finder.contacts import ContactKind
from finder.storage import contacts, suppressions
from finder.storage.tables import campaign, contact, lead, prospect
from finder.suppression import Rules
from finder.urls import prospect as prospect_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from finder.suppression import Rule

_AT_ONCE: Final = 500


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
    known = Rules([*suppressions.rules(connection), *of_files])
    rows = connection.execute(
        select(prospect.c.id, prospect.c.name, prospect.c.suppressed).where(
            prospect.c.campaign_id == campaign_id
        )
    ).all()
    changed = {row.id: why for row in rows if (why := known.against_prospect(row.name)) != row.suppressed}
    number = _write(connection, prospect, changed, lift=lift)
    found = _contacts(connection, campaign_id)
    drop(connection, [row.id for row in found if _is_forgotten(row, known)])
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


def drop(connection: Connection, contact_ids: Sequence[int]) -> None:
    """Delete contacts; leads that had one have none."""
    for start in range(0, len(contact_ids), _AT_ONCE):
        some = contact_ids[start : start + _AT_ONCE]
        connection.execute(update(lead).where(lead.c.contact_id.in_(some)).values(contact_id=None))
        connection.execute(delete(contact).where(contact.c.id.in_(some)))
