"""Which leads: what a person may ask for, as conditions on lead records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, Text, and_, cast, func, not_, or_, select

from finder.lifecycle import PUT_AWAY, Status
from finder.storage.queries.lead_records import ORGANISATION, contacted_since, only, record_query
from finder.storage.tables import contact, lead, lead_export, prospect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.sql.elements import ColumnElement

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
    Those that are withdrawn, and those that something speaks against (``risk``), are kept apart unless asked
    for.

    ``requires`` names fields of the record that must say something. With ``suppressed`` off, nobody who must
    not be written to is among them. Of those that are left, ``per_prospect`` keeps the so many best of each
    organisation, and ``unexported`` those of them that were not yet exported with a profile of that name.
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
    risky: bool = False
    requires: tuple[str, ...] = ()
    suppressed: bool = True
    per_prospect: int | None = None
    unexported: str = ""


def conditions_of(campaign_id: int, wanted: LeadFilter) -> list[ColumnElement[bool]]:
    """What must hold for the leads of a campaign, on what :func:`record_query` selects from."""
    conditions = [lead.c.campaign_id == campaign_id, *_of_one_lead(wanted)]
    fields = record_query().selected_columns
    conditions += [func.coalesce(cast(fields[name], Text), "") != "" for name in wanted.requires]
    if not wanted.suppressed:
        conditions += _nobody_suppressed(campaign_id)
    if wanted.per_prospect is not None:
        conditions.append(lead.c.id.in_(best(wanted, conditions)))
    if wanted.unexported:
        conditions.append(lead.c.id.not_in(exported(wanted.unexported)))
    return conditions


def _of_one_lead(wanted: LeadFilter) -> list[ColumnElement[bool]]:
    # Of a link in the template of a site one lead counts, and what people have begun to work on.
    conditions = [or_(lead.c.sitewide_of.is_(None), lead.c.status != Status.NEW.value)]
    if not wanted.withdrawn:
        conditions.append(lead.c.withdrawn_at.is_(None))
    if not wanted.risky:
        conditions.append(lead.c.risk == "")
    if wanted.kinds:
        conditions.append(lead.c.kind.in_(wanted.kinds))
    if wanted.statuses:
        conditions.append(lead.c.status.in_(wanted.statuses))
    if wanted.prospects:
        conditions.append(prospect.c.name.in_(wanted.prospects))
    if wanted.min_score is not None:
        conditions.append(lead.c.score >= wanted.min_score)
    if wanted.match is not None:
        # The key is in the index of open leads, the address is not.
        offered = lead.c.replacement_key
        conditions.append(offered.is_not(None) if wanted.match else offered.is_(None))
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
        conditions.append(ORGANISATION.not_in(select(contacted.c.organisation)))
    return conditions


def _open_on(day: str) -> tuple[ColumnElement[bool], ...]:
    asleep = and_(lead.c.status == Status.SNOOZED.value, lead.c.snoozed_until > day)
    return lead.c.status.not_in([status.value for status in sorted(PUT_AWAY)]), not_(asleep)


def _nobody_suppressed(campaign_id: int) -> tuple[ColumnElement[bool], ...]:
    """Neither the address nor the organisation under any of its names."""
    refused = suppressed_organisations(campaign_id)
    return func.coalesce(contact.c.suppressed, "") == "", ORGANISATION.not_in(refused)


def suppressed_organisations(campaign_id: int) -> Select[Any]:
    """The organisations (``prospect_group`` of a record) to one of whose names nobody may write."""
    other = prospect.alias("other")
    return select(func.coalesce(other.c.same_as, other.c.id)).where(
        other.c.campaign_id == campaign_id, other.c.suppressed != ""
    )


def best(wanted: LeadFilter, conditions: list[ColumnElement[bool]]) -> Select[Any]:
    """The numbers of the best leads of each organisation: ``wanted.per_prospect`` of them, or one."""
    place = func.row_number().over(partition_by=ORGANISATION, order_by=ORDERS["score"]).label("place")
    placed = only(lead.c.id, place, every_field=bool(wanted.requires)).where(*conditions).subquery("placed")
    return select(placed.c.id).where(placed.c.place <= (wanted.per_prospect or 1))


def exported(profile: str) -> Select[Any]:
    """The numbers of the leads that were exported with a profile."""
    return select(lead_export.c.lead_id).where(lead_export.c.profile == profile)


_SEARCHED: Final = (
    *(
        lead.c[name]
        for name in (
            "page_title",
            "page_url",
            "anchor",
            "context",
            "dead_url",
            "brand",
            "image_url",
            "rivals",
        )
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
