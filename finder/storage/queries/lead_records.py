"""Lead records: what is told of a lead, from all the tables that know of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, case, func, literal, select

from finder.storage.tables import archived_copy, campaign, contact, lead, prospect, sighting, target

if TYPE_CHECKING:
    from sqlalchemy import Subquery
    from sqlalchemy.sql.elements import ColumnElement

Record = Mapping[str, Any]

# Prospects that are one organisation have this in common.
ORGANISATION: Final = func.coalesce(prospect.c.same_as, prospect.c.id)
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
        "linked_own",
    }
)


def record_query(lately: str = "") -> Select[Any]:
    """The query of lead records; ``lately``: from which moment on that is.

    A record has the columns of ``lead`` (``id`` as ``lead_id``), the ``prospect``'s name, the number of
    ``sightings``, ``seen_at``, the time at which what the evidence says was seen, ``alive_at``, when the dead
    page was last known to live, and ``archive_url``, where an archive shows it. Whom to write to is in
    ``contact_email`` with ``contact_name``, ``contact_type`` and ``contact_found_on`` and in ``contact_url``;
    ``suppressed`` says why nobody may, ``contacted_lately`` when and in which campaign somebody did. Leads of
    one ``prospect_group`` are for the same organisation.
    """
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
    return (
        query if contacted is None else query.outerjoin(contacted, contacted.c.organisation == ORGANISATION)
    )


def _whom_to_write_to() -> tuple[ColumnElement[Any], ...]:
    named = {"value": "contact_email", "name": "contact_name", "address_type": "contact_type"}
    named["found_on"] = "contact_found_on"
    return (
        *(func.coalesce(contact.c[name], "").label(label) for name, label in named.items()),
        prospect.c.contact_url,
        case(
            (prospect.c.suppressed != "", prospect.c.suppressed),
            else_=func.coalesce(contact.c.suppressed, ""),
        ).label("suppressed"),
        ORGANISATION.label("prospect_group"),
    )


def only(*columns: ColumnElement[Any], every_field: bool) -> Select[Any]:
    """A query of leads for some columns of lead, prospect and contact.

    With ``every_field`` conditions on all that a record has can be put to it; otherwise it joins less.
    """
    if every_field:
        return record_query().with_only_columns(*columns, maintain_column_froms=True)
    query = select(*columns).select_from(lead).join(prospect, prospect.c.id == lead.c.prospect_id)
    return query.outerjoin(contact, contact.c.id == lead.c.contact_id)


def contacted_since(moment: str) -> Subquery:
    """The organisations that were written to since a moment, in any campaign, with the day and campaign.

    ``organisation`` is what prospects of one have in common; prospects of several campaigns are the same if
    they have one name.
    """
    written_to = prospect.alias("written_to")
    told = func.substr(written_to.c.contacted_at, 1, 10) + " in " + campaign.c.name
    return (
        select(ORGANISATION.label("organisation"), func.max(told).label("told"))
        .select_from(written_to)
        .join(campaign, campaign.c.id == written_to.c.campaign_id)
        .join(prospect, prospect.c.name == written_to.c.name)
        .where(written_to.c.contacted_at >= moment)
        .group_by(ORGANISATION)
        .subquery("contacted")
    )
