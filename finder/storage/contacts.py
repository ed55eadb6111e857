"""Whom to write to: prospects claimed for a search, what it found, and who was chosen for each lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, and_, delete, exists, or_, select, update

from finder import addressee
from finder.contacts import Contact, ContactKind, How, Role
from finder.lifecycle import TO_WRITE, Status
from finder.storage import suppressions
from finder.storage.database import upsert
from finder.storage.runs import lock, now
from finder.storage.tables import contact, lead, prospect

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence


# Leads of which somebody may still want to know whom to write to.
OPEN: Final = tuple(status.value for status in (*TO_WRITE, Status.SNOOZED))
_OPEN_LEAD: Final = (lead.c.withdrawn_at.is_(None), lead.c.risk == "", lead.c.status.in_(OPEN))
_PAGES_OF_A_PROSPECT: Final = 20
_VALUES: Final = (
    "name",
    "found_on",
    "whereabouts",
    "how",
    "snippet",
    "own_site",
    "address_type",
    "seen_at",
    "mail",
)


@dataclass(frozen=True, slots=True)
class ProspectJob:
    """A claimed prospect, with the pages that its leads are about, best first, and their authors."""

    id: int
    name: str
    pages: tuple[tuple[str, tuple[str, ...]], ...]


def claim_prospects(
    connection: Connection,
    campaign_id: int,
    worker_id: int,
    limit: int,
    searched_before: str,
    failed_before: str = "",
) -> list[ProspectJob]:
    """Claim up to ``limit`` prospects with open leads, last searched before a moment (ISO 8601), if ever."""
    lock(connection, campaign_id)
    rows = connection.execute(
        select(prospect.c.id, prospect.c.name)
        .where(
            prospect.c.campaign_id == campaign_id,
            prospect.c.worker_id.is_(None),
            prospect.c.suppressed == "",
            or_(
                prospect.c.contacts_at.is_(None),
                prospect.c.contacts_at < searched_before,
                and_(prospect.c.contacts_failed, prospect.c.contacts_at < failed_before),
            ),
            exists().where(lead.c.prospect_id == prospect.c.id, *_OPEN_LEAD),
        )
        .order_by(prospect.c.id)
        .limit(limit)
    ).all()
    numbers = [row.id for row in rows]
    connection.execute(update(prospect).where(prospect.c.id.in_(numbers)).values(worker_id=worker_id))
    pages = _pages(connection, numbers)
    return [ProspectJob(row.id, row.name, tuple(pages[row.id].items())) for row in rows]


def work_left(connection: Connection, campaign_id: int) -> bool:
    """Whether a prospect is in the hands of any process."""
    claimed = and_(prospect.c.campaign_id == campaign_id, prospect.c.worker_id.is_not(None))
    return bool(connection.execute(select(exists().where(claimed))).scalar())


def store_contacts(
    connection: Connection,
    job: ProspectJob,
    found: Sequence[tuple[Contact, str]],
    page: str,
    *,
    requests: int = 0,
    detail: str = "",
    mail: Mapping[str, str] | None = None,
    looked: Collection[str] = (),
) -> int:
    """Write down what a search found, choose whom to write to, and give the prospect back.

    ``found`` are contacts with the sort of their page, ``page`` the address to write from if there is none;
    ``mail`` says of domains whether they take mail (``ok``, ``none``, ``unknown``). ``looked`` are the pages
    that were read or are gone: what they said before and say no longer is dropped. What was forgotten is not
    kept, and who must not be written to is not chosen. Where no page was looked at the next run tries again.
    Returns how many leads have an address now.
    """
    moment = now()
    known = suppressions.about(connection, [each.value for each, _ in found])
    found = [(each, sort) for each, sort in found if not known.is_forgotten(each.value)]
    rows = [
        _row(job.id, each, sort, moment, mail or {}) | {"suppressed": known.against_address(each.value)}
        for each, sort in found
    ]
    if rows:
        statement = upsert(connection, contact)
        changing = {name: statement.excluded[name] for name in _VALUES}
        connection.execute(
            statement.on_conflict_do_update(index_elements=["prospect_id", "kind", "value"], set_=changing),
            rows,
        )
    _drop_what_went(connection, job.id, {(row["kind"], row["value"]) for row in rows}, looked)
    searched: dict[str, Any] = {
        "contacts_at": moment,
        "contacts_requests": requests,
        "contacts_detail": detail,
        "contacts_failed": not looked,
    }
    if page or looked:
        searched["contact_url"] = page
    connection.execute(update(prospect).where(prospect.c.id == job.id).values(worker_id=None, **searched))
    return choose(connection, [job.id])


def choose(connection: Connection, prospects: Iterable[int]) -> int:
    """Choose for each lead of some prospects the address to write to; returns how many have one."""
    number = 0
    for prospect_id in prospects:
        known = _known(connection, prospect_id)
        rows = connection.execute(
            select(lead.c.id, lead.c.page_url, lead.c.page_authors, lead.c.contact_id, lead.c.status).where(
                lead.c.prospect_id == prospect_id
            )
        )
        for row in rows.all():
            if row.status not in OPEN and row.contact_id in known:
                # Whoever was written to stays the one, as long as nothing speaks against it.
                number += 1
                continue
            best = addressee.best_address(known.values(), row.page_url, _names(row.page_authors))
            chosen = next((key for key, (each, _) in known.items() if each is best), None)
            number += chosen is not None
            if chosen != row.contact_id:
                connection.execute(update(lead).where(lead.c.id == row.id).values(contact_id=chosen))
    return number


def choose_for_new(connection: Connection, campaign_id: int) -> int:
    """Choose for the leads that came in since their prospects were searched; returns how many have one."""
    waiting = connection.execute(
        select(lead.c.prospect_id)
        .join(prospect, prospect.c.id == lead.c.prospect_id)
        .where(
            prospect.c.campaign_id == campaign_id,
            prospect.c.contacts_at.is_not(None),
            lead.c.contact_id.is_(None),
            exists().where(
                contact.c.prospect_id == lead.c.prospect_id, contact.c.kind == ContactKind.EMAIL.value
            ),
            *_OPEN_LEAD,
        )
        .distinct()
    ).scalars()
    return choose(connection, waiting.all())


def _pages(connection: Connection, prospects: Sequence[int]) -> dict[int, dict[str, tuple[str, ...]]]:
    """The pages of prospects that their best leads are about, with their authors."""
    rows = connection.execute(
        select(lead.c.prospect_id, lead.c.page_url, lead.c.page_authors)
        .where(lead.c.prospect_id.in_(prospects), *_OPEN_LEAD)
        .order_by(lead.c.score.desc(), lead.c.id)
    )
    pages: dict[int, dict[str, tuple[str, ...]]] = {number: {} for number in prospects}
    for row in rows:
        if len(pages[row.prospect_id]) < _PAGES_OF_A_PROSPECT:
            pages[row.prospect_id].setdefault(row.page_url, _names(row.page_authors))
    return pages


def _names(authors: str) -> tuple[str, ...]:
    return tuple(name for name in authors.split(", ") if name)


def _row(prospect_id: int, one: Contact, sort: str, moment: str, mail: Mapping[str, str]) -> dict[str, Any]:
    return {
        "prospect_id": prospect_id,
        "kind": one.kind.value,
        "value": one.value or one.name,
        "name": one.name,
        "address_type": one.role.value,
        "own_site": one.own_site,
        "found_on": one.found_on,
        "whereabouts": sort,
        "how": one.how.value,
        "snippet": one.snippet,
        "found_at": moment,
        "seen_at": moment,
        "mail": mail.get(one.value.rpartition("@")[2], ""),
    }


def _drop_what_went(
    connection: Connection, prospect_id: int, found: Collection[tuple[str, str]], looked: Collection[str]
) -> None:
    """What a page says no longer is kept no longer, unless somebody was written to.

    A page that was not looked at this time, or did not answer, may say it still.
    """
    used = select(lead.c.contact_id).where(lead.c.contact_id.is_not(None), lead.c.status.not_in(OPEN))
    names = (contact.c[name] for name in ("id", "kind", "value", "found_on"))
    query = select(*names).where(contact.c.prospect_id == prospect_id, contact.c.id.not_in(used))
    for row in connection.execute(query).all():
        if row.found_on in looked and (row.kind, row.value) not in found:
            connection.execute(update(lead).where(lead.c.contact_id == row.id).values(contact_id=None))
            connection.execute(delete(contact).where(contact.c.id == row.id))


def _known(connection: Connection, prospect_id: int) -> dict[int, tuple[Contact, str]]:
    rows = connection.execute(
        select(contact)
        .where(
            contact.c.prospect_id == prospect_id,
            contact.c.kind == ContactKind.EMAIL.value,
            contact.c.suppressed == "",
            contact.c.mail != "none",
        )
        .order_by(contact.c.id)
    )
    return {row.id: (_stored(row), row.whereabouts) for row in rows}


def _stored(row: Any) -> Contact:
    return Contact(
        kind=ContactKind.EMAIL,
        value=row.value,
        name=row.name,
        role=Role(row.address_type),
        found_on=row.found_on,
        how=How(row.how),
        snippet=row.snippet,
        own_site=row.own_site,
    )
