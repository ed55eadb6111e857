"""Leads by what they are, best first or by another order, as a stream."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Select, and_, case, func, literal, not_, or_, select

from finder.lifecycle import PUT_AWAY, Status
from finder.storage.tables import archived_copy, campaign, contact, lead, prospect, sighting, target

if TYPE_CHECKING:
    from sqlalchemy import Subquery
    from sqlalchemy.sql.elements import ColumnElement

Record = Mapping[str, Any]

_ROWS_AT_ONCE: Final = 500
# Prospects that are one organisation have this in common.
_GROUP: Final = func.coalesce(prospect.c.same_as, prospect.c.id)
_INNER: Final = frozenset(
    {
        "id",
        "campaign_id",
        "lead_key",
        "prospect_id",
        "source_page_id",
        "target_id",
        "contact_id",
        "sitewide_of",
    }
)

ORDERS: Final[Mapping[str, tuple[ColumnElement[Any], ...]]] = {
    "score": (lead.c.score.desc(), lead.c.last_seen.desc(), lead.c.id),
    "first_seen": (lead.c.first_seen.desc(), lead.c.score.desc(), lead.c.id),
    "last_seen": (lead.c.last_seen.desc(), lead.c.score.desc(), lead.c.id),
    "prospect": (prospect.c.name, lead.c.score.desc(), lead.c.id),
}


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Which leads: everything that is set must hold.

    ``since`` is the start of an ISO time (``2026-11-23``) that ``first_seen`` must have reached. ``match``
    says whether one of our pages must (``True``) or must not be offered. Each word of ``text`` must occur in
    the page's title or address, anchor, context, dead address, brand, image, prospect or the offered page.
    ``owner`` is the whole name. ``due`` and ``open_on`` are days (``2026-11-23``): the follow-up is on that
    day or before; without ``statuses``, leads that were put away (rejected, lost) or sleep on that day are
    left out. Since ``lately`` (a moment) an organisation was written to lately, in whichever campaign of the
    database: records tell of it, and without ``contacted_lately`` such leads are left out.
    """

    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    prospects: tuple[str, ...] = ()
    min_score: int | None = None
    match: bool | None = None
    since: str = ""
    text: str = ""
    withdrawn: bool = False
    owner: str = ""
    due: str = ""
    open_on: str = ""
    lately: str = ""
    contacted_lately: bool = True


def leads(
    connection: Connection,
    campaign_id: int,
    wanted: LeadFilter,
    order: str = "score",
    limit: int | None = None,
) -> Iterator[Record]:
    """The leads as records, read a few hundred at a time.

    A record has the columns of ``lead`` (``id`` as ``lead_id``), the ``prospect``'s name, the number of
    ``sightings``, ``seen_at``, the time at which what the evidence says was seen, ``alive_at``, when the dead
    page was last known to live, and ``archive_url``, where an archive shows it. Whom to write to is in
    ``contact_email`` with ``contact_name``, ``contact_type`` and ``contact_found_on`` and in ``contact_url``;
    ``suppressed`` says why nobody may, ``contacted_lately`` when and in which campaign somebody did. Leads of
    one ``prospect_group`` are for the same organisation.
    """
    records = record_query(wanted.lately).where(*_conditions(campaign_id, wanted))
    query = records.order_by(*ORDERS[order]).limit(limit)
    rows = connection.execute(query.execution_options(yield_per=_ROWS_AT_ONCE))
    for row in rows.mappings():
        yield dict(row)


def count_leads(connection: Connection, campaign_id: int, wanted: LeadFilter) -> int:
    """How many leads there are."""
    query = select(func.count()).select_from(lead).join(prospect).where(*_conditions(campaign_id, wanted))
    return int(connection.execute(query).scalar_one())


def lead_ids(connection: Connection, campaign_id: int, wanted: LeadFilter) -> list[int]:
    """The numbers of the leads, in their order."""
    query = select(lead.c.id).select_from(lead).join(prospect).where(*_conditions(campaign_id, wanted))
    return list(connection.execute(query.order_by(lead.c.id)).scalars())


def statuses(connection: Connection, campaign_id: int) -> list[str]:
    """The statuses that leads of a campaign have."""
    query = select(lead.c.status).where(lead.c.campaign_id == campaign_id).distinct().order_by(lead.c.status)
    return list(connection.execute(query).scalars())


def record_query(lately: str = "") -> Select[Any]:
    """The query of lead records, see :func:`leads`; ``lately``: from which moment on that is."""
    seen = select(func.count()).where(sighting.c.lead_id == lead.c.id).correlate(lead).scalar_subquery()
    looked = case((target.c.outcome == "dead", target.c.checked_at), else_=lead.c.last_seen)
    contacted = contacted_since(lately) if lately else None
    query = (
        select(
            lead.c.id.label("lead_id"),
            *(column for column in lead.c if column.name not in _INNER),
            prospect.c.name.label("prospect"),
            seen.label("sightings"),
            looked.label("seen_at"),
            target.c.alive_at,
            func.coalesce(archived_copy.c.snapshot_url, "").label("archive_url"),
            *_whom_to_write_to(),
            (func.coalesce(contacted.c.told, "") if contacted is not None else literal("")).label(
                "contacted_lately"
            ),
        )
        .join(prospect, prospect.c.id == lead.c.prospect_id)
        .outerjoin(contact, contact.c.id == lead.c.contact_id)
        .outerjoin(target, target.c.id == lead.c.target_id)
        .outerjoin(archived_copy, archived_copy.c.url_key == target.c.url_key)
    )
    return query if contacted is None else query.outerjoin(contacted, contacted.c.organisation == _GROUP)


def _whom_to_write_to() -> tuple[ColumnElement[Any], ...]:
    named = {"value": "contact_email", "name": "contact_name", "address_type": "contact_type"}
    named["found_on"] = "contact_found_on"
    return (
        *(func.coalesce(contact.c[name], "").label(label) for name, label in named.items()),
        prospect.c.contact_url,
        prospect.c.suppressed,
        _GROUP.label("prospect_group"),
    )


def _conditions(campaign_id: int, wanted: LeadFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [lead.c.campaign_id == campaign_id]
    if not wanted.withdrawn:
        conditions.append(lead.c.withdrawn_at.is_(None))
    if wanted.kinds:
        conditions.append(lead.c.kind.in_(wanted.kinds))
    if wanted.statuses:
        conditions.append(lead.c.status.in_(wanted.statuses))
    if wanted.prospects:
        conditions.append(prospect.c.name.in_(wanted.prospects))
    if wanted.min_score is not None:
        conditions.append(lead.c.score >= wanted.min_score)
    if wanted.match is not None:
        conditions.append((lead.c.replacement_url != "") == wanted.match)
    if wanted.since:
        conditions.append(lead.c.first_seen >= wanted.since)
    if wanted.text.split():
        conditions.append(and_(*(_says(word) for word in wanted.text.split())))
    return conditions + _work_conditions(wanted)


def _work_conditions(wanted: LeadFilter) -> list[ColumnElement[bool]]:
    """What people have made of the leads."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.owner:
        conditions.append(lead.c.owner == wanted.owner)
    if wanted.due:
        conditions.append(lead.c.follow_up <= wanted.due)
    if wanted.open_on and not wanted.statuses:
        conditions += _open_on(wanted.open_on)
    if wanted.lately and not wanted.contacted_lately:
        contacted = contacted_since(wanted.lately)
        conditions.append(_GROUP.not_in(select(contacted.c.organisation)))
    return conditions


def contacted_since(moment: str) -> Subquery:
    """The organisations that were written to since a moment, in any campaign, with the day and campaign.

    ``organisation`` is what prospects of one have in common; prospects of several campaigns are the same if
    they have one name.
    """
    written_to = prospect.alias("written_to")
    told = func.substr(written_to.c.contacted_at, 1, 10) + " in " + campaign.c.name
    return (
        select(_GROUP.label("organisation"), func.max(told).label("told"))
        .select_from(written_to)
        .join(campaign, campaign.c.id == written_to.c.campaign_id)
        .join(prospect, prospect.c.name == written_to.c.name)
        .where(written_to.c.contacted_at >= moment)
        .group_by(_GROUP)
        .subquery("contacted")
    )


def _open_on(day: str) -> tuple[ColumnElement[bool], ...]:
    asleep = and_(lead.c.status == Status.SNOOZED.value, lead.c.snoozed_until > day)
    return lead.c.status.not_in([status.value for status in sorted(PUT_AWAY)]), not_(asleep)


_SEARCHED: Final = (
    *(
        lead.c[name]
        for name in ("page_title", "page_url", "anchor", "context", "dead_url", "brand", "image_url")
    ),
    *(lead.c[name] for name in ("replacement_title", "replacement_url")),
    prospect.c.name,
)


def _says(word: str) -> ColumnElement[bool]:
    everything: ColumnElement[str] = _SEARCHED[0]
    for column in _SEARCHED[1:]:
        everything = everything + "\n" + column
    # SQLite's lower() knows ASCII only: other letters are tried in the cases that people write.
    spellings = {_ascii_lower(each) for each in (word, word.lower(), word.upper(), word.capitalize())}
    return or_(*(func.lower(everything).contains(each, autoescape=True) for each in sorted(spellings)))


def _ascii_lower(word: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in word)
