"""Whom to write to: prospects claimed for a search, what it found, and who was chosen for each lead."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, and_, delete, exists, or_, select, update

from finder import addressee
from finder.contacts import Contact, ContactKind, FurtherPage, How, PageContacts, Role, Whereabouts
from finder.storage.database import upsert
from finder.storage.runs import lock, now
from finder.storage.tables import contact, lead, prospect, source_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.sql.elements import ColumnElement

# Leads of which somebody may still want to know whom to write to.
OPEN: Final = ("new", "accepted", "snoozed")
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
class KnownPage:
    """A page with leads, and what it said of contacts when it was read (nothing, if that was used before)."""

    id: int
    url: str
    contacts: PageContacts
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProspectJob:
    """A prospect that this process has claimed; ``due``: its site is to be searched, too."""

    id: int
    name: str
    pages: tuple[KnownPage, ...]
    due: bool


def packed(page: PageContacts | None) -> dict[str, Any] | None:
    """The contacts of a page as a JSON value, ``None`` where there is nothing to keep."""
    return asdict(page) if page is not None and (page.contacts or page.further) else None


def claim_prospects(
    connection: Connection, campaign_id: int, worker_id: int, limit: int, searched_before: str
) -> list[ProspectJob]:
    """Claim up to ``limit`` prospects with open leads that have something to find out about contacts.

    Their sites were last searched before ``searched_before`` (ISO 8601), or pages of them were read since.
    """
    lock(connection, campaign_id)
    due = or_(prospect.c.contacts_at.is_(None), prospect.c.contacts_at < searched_before)
    wanted = _with_leads(or_(due, source_page.c.contacts.is_not(None)))
    rows = connection.execute(
        select(prospect.c.id, prospect.c.name, due.label("due"))
        .where(
            prospect.c.campaign_id == campaign_id,
            prospect.c.worker_id.is_(None),
            prospect.c.suppressed == "",
            wanted,
        )
        .order_by(prospect.c.id)
        .limit(limit)
    ).all()
    numbers = [row.id for row in rows]
    connection.execute(update(prospect).where(prospect.c.id.in_(numbers)).values(worker_id=worker_id))
    pages = _pages(connection, numbers)
    return [ProspectJob(row.id, row.name, tuple(pages.get(row.id, ())), bool(row.due)) for row in rows]


def work_left(connection: Connection, campaign_id: int) -> bool:
    """Whether a prospect is in the hands of any process."""
    claimed = and_(prospect.c.campaign_id == campaign_id, prospect.c.worker_id.is_not(None))
    return bool(connection.execute(select(exists().where(claimed))).scalar())


def store_contacts(
    connection: Connection,
    job: ProspectJob,
    found: Sequence[tuple[Contact, str]],
    page: str,
    requests: int = 0,
    detail: str = "",
    mail: Mapping[str, str] | None = None,
) -> int:
    """Write down what a search found, choose whom to write to, and give the prospect back.

    ``found`` are contacts with the sort of their page, ``page`` the address to write from if there is none;
    ``mail`` says of domains whether they take mail (``ok``, ``none``, ``unknown``).
    Returns how many leads have an address now.
    """
    moment = now()
    rows = [_row(job.id, each, sort, moment, mail or {}) for each, sort in found]
    if rows:
        statement = upsert(connection, contact)
        changing = {name: statement.excluded[name] for name in _VALUES}
        connection.execute(
            statement.on_conflict_do_update(index_elements=["prospect_id", "kind", "value"], set_=changing),
            rows,
        )
    _drop_what_went(connection, job, moment)
    values: dict[str, Any] = {"worker_id": None}
    if job.due:
        values |= {"contacts_at": moment, "contacts_requests": requests, "contacts_detail": detail}
    if page or job.due:
        values["contact_url"] = page
    connection.execute(update(prospect).where(prospect.c.id == job.id).values(values))
    used = [each.id for each in job.pages]
    connection.execute(update(source_page).where(source_page.c.id.in_(used)).values(contacts=None))
    return choose(connection, [job.id])


def choose(connection: Connection, prospects: Iterable[int]) -> int:
    """Choose for each lead of some prospects the address to write to; returns how many have one."""
    number = 0
    for prospect_id in prospects:
        known = _known(connection, prospect_id)
        rows = connection.execute(
            select(lead.c.id, lead.c.page_url, lead.c.page_authors, lead.c.contact_id).where(
                lead.c.prospect_id == prospect_id
            )
        )
        for row in rows.all():
            authors = tuple(name for name in row.page_authors.split(", ") if name)
            best = addressee.best_address(list(known.values()), row.page_url, authors)
            chosen = next((key for key, (each, _) in known.items() if each is best), None)
            number += chosen is not None
            if chosen != row.contact_id:
                connection.execute(update(lead).where(lead.c.id == row.id).values(contact_id=chosen))
    return number


def forget_unused(connection: Connection, campaign_id: int) -> None:
    """Drop the contacts of pages that turned out to give no lead."""
    connection.execute(
        update(source_page)
        .where(source_page.c.campaign_id == campaign_id, source_page.c.contacts.is_not(None))
        .values(contacts=None)
    )


def addresses(connection: Connection, prospect_ids: Sequence[int]) -> dict[int, set[str]]:
    """The e-mail addresses of some prospects."""
    found: dict[int, set[str]] = {}
    rows = connection.execute(
        select(contact.c.prospect_id, contact.c.value).where(
            contact.c.prospect_id.in_(prospect_ids), contact.c.kind == ContactKind.EMAIL.value
        )
    )
    for row in rows:
        found.setdefault(row.prospect_id, set()).add(row.value)
    return found


def _with_leads(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(
        select(lead.c.id)
        .join(source_page, source_page.c.id == lead.c.source_page_id)
        .where(
            lead.c.prospect_id == prospect.c.id,
            lead.c.withdrawn_at.is_(None),
            lead.c.risk == "",
            lead.c.status.in_(OPEN),
            condition,
        )
    )


def _pages(connection: Connection, prospects: Sequence[int]) -> dict[int, list[KnownPage]]:
    """The pages of prospects that their best leads are about."""
    rows = connection.execute(
        select(
            lead.c.prospect_id, source_page.c.id, lead.c.page_url, source_page.c.contacts, lead.c.page_authors
        )
        .join(source_page, source_page.c.id == lead.c.source_page_id)
        .where(lead.c.prospect_id.in_(prospects), lead.c.withdrawn_at.is_(None))
        .order_by(lead.c.score.desc(), lead.c.id)
    )
    pages: dict[int, dict[int, KnownPage]] = {}
    for row in rows:
        of_prospect = pages.setdefault(row.prospect_id, {})
        if len(of_prospect) < _PAGES_OF_A_PROSPECT and row.id not in of_prospect:
            authors = tuple(name for name in row.page_authors.split(", ") if name)
            of_prospect[row.id] = KnownPage(row.id, row.page_url, _unpacked(row.contacts), authors)
    return {number: list(of_prospect.values()) for number, of_prospect in pages.items()}


def _unpacked(value: Mapping[str, Any] | None) -> PageContacts:
    if not value:
        return PageContacts()
    further = tuple(FurtherPage(each["url"], Whereabouts(each["sort"])) for each in value["further"])
    return PageContacts(tuple(_contact(**each) for each in value["contacts"]), value["contact_page"], further)


def _contact(kind: str, role: str, how: str, **rest: Any) -> Contact:
    return Contact(kind=ContactKind(kind), role=Role(role), how=How(how), **rest)


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


def _drop_what_went(connection: Connection, job: ProspectJob, moment: str) -> None:
    """What a page that was read anew no longer says is kept no longer, unless a lead was written about."""
    pages = [each.url for each in job.pages if each.contacts.contacts]
    gone = and_(contact.c.prospect_id == job.id, contact.c.seen_at < moment)
    if not job.due:
        gone = and_(gone, contact.c.found_on.in_(pages))
    used = select(lead.c.contact_id).where(lead.c.contact_id.is_not(None), lead.c.status.not_in(OPEN))
    gone = and_(gone, contact.c.id.not_in(used))
    numbers = select(contact.c.id).where(gone)
    connection.execute(update(lead).where(lead.c.contact_id.in_(numbers)).values(contact_id=None))
    connection.execute(delete(contact).where(gone))


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
