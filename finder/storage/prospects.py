"""Prospects that are one organisation, and links that stand in the template of a whole site."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Select, and_, bindparam, or_, select, update

from finder.contacts import ContactKind, Whereabouts
from finder.items import Placement
from finder.storage.queries.lead_records import ORGANISATION
from finder.storage.tables import contact, lead, prospect, source_page
from finder.urls import hostname, resolve
from finder.urls import prospect as prospect_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TEMPLATE: Final = tuple(
    place.value for place in (Placement.NAVIGATION, Placement.HEADER, Placement.FOOTER, Placement.SIDEBAR)
)
_HOW_TO_REACH: Final = (Whereabouts.CONTACT.value, Whereabouts.IMPRESSUM.value)
# An address that so many prospects have is that of an agency or a platform, not of one organisation.
_MOST_SHARING: Final = 5


def note_move(connection: Connection, campaign_id: int, name: str, moved_to: str) -> None:
    """Write down that pages of one prospect lead to another, if that is a prospect, too."""
    other = select(prospect.c.id).where(prospect.c.campaign_id == campaign_id, prospect.c.name == moved_to)
    number = connection.execute(other).scalar()
    if number is not None:
        connection.execute(
            update(prospect)
            .where(prospect.c.campaign_id == campaign_id, prospect.c.name == name)
            .values(same_as=number, same_because=f"{name} leads to {moved_to}")
        )


@dataclass(slots=True)
class _Groups:
    """Which prospects are the same: each is led to the first of its group, with the reason that was told."""

    first: dict[int, int] = field(default_factory=dict)
    why: dict[int, str] = field(default_factory=dict)

    def of(self, number: int) -> int:
        while (up := self.first.get(number, number)) != number:
            number = up
        return number

    def join(self, one: int, other: int, why: str) -> None:
        first, later = sorted((self.of(one), self.of(other)))
        if first != later:
            self.first[later] = first
            for each in (one, other):
                if each != first:
                    self.why.setdefault(each, why)
            self.why.setdefault(later, why)


def group(connection: Connection, campaign_id: int) -> int:
    """Find the prospects that are one organisation; returns how many are another one's.

    That are those whose domains lead to one another (a page to the one of the same path, or to which the
    search for contacts was led) and those that share an e-mail address.
    """
    rows = connection.execute(
        select(prospect.c.id, prospect.c.name, prospect.c.same_as, prospect.c.same_because)
        .where(prospect.c.campaign_id == campaign_id)
        .order_by(prospect.c.id)
    ).all()
    groups = _Groups()
    for one, other, why in (
        *_led_on(rows),
        *_redirects(connection, campaign_id, {row.name: row.id for row in rows}),
        *_shared_addresses(connection, campaign_id),
    ):
        groups.join(one, other, why)
    changes = [
        {"row": row.id, "first": first, "because": groups.why.get(row.id, "") if first else ""}
        for row in rows
        if (first := _other(groups.of(row.id), row.id)) != row.same_as
    ]
    if changes:
        connection.execute(
            update(prospect)
            .where(prospect.c.id == bindparam("row"))
            .values(same_as=bindparam("first"), same_because=bindparam("because")),
            changes,
        )
    return sum(groups.of(row.id) != row.id for row in rows)


def note_sitewide(connection: Connection, campaign_id: int) -> int:
    """Let one lead stand for a link that the template of a site has on many pages; returns how many it does.

    The one that people have begun to work on, else the best. The others keep what they are, and count again
    when the page, the placement or the target says otherwise.
    """
    members: dict[tuple[int, int], list[int]] = defaultdict(list)
    was: dict[int, tuple[int | None, int]] = {}
    for row in connection.execute(_template_links(campaign_id)):
        was[row.id] = (row.sitewide_of, row.sitewide)
        if row.stands:
            members[row.organisation, row.target_id].append(row.id)
    wanted: dict[int, tuple[int | None, int]] = {}
    for first, *others in members.values():
        if others:
            wanted |= {first: (None, 1 + len(others))} | dict.fromkeys(others, (first, 0))
    changes = [
        {"row": number, "first": first, "pages": pages}
        for number, before in was.items()
        for first, pages in (wanted.get(number, (None, 0)),)
        if (first, pages) != before
    ]
    if changes:
        connection.execute(
            update(lead)
            .where(lead.c.id == bindparam("row"))
            .values(sitewide_of=bindparam("first"), sitewide=bindparam("pages")),
            changes,
        )
    return sum(first is not None for first, _ in wanted.values())


def _template_links(campaign_id: int) -> Select[Any]:
    """The leads about links in templates that ``stand``, and those that were counted as such before."""
    stands = and_(
        lead.c.target_id.is_not(None), lead.c.placement.in_(_TEMPLATE), lead.c.withdrawn_at.is_(None)
    )
    return (
        select(
            lead.c.id,
            lead.c.target_id,
            lead.c.sitewide_of,
            lead.c.sitewide,
            stands.label("stands"),
            ORGANISATION.label("organisation"),
        )
        .join(prospect, prospect.c.id == lead.c.prospect_id)
        .where(
            lead.c.campaign_id == campaign_id,
            or_(stands, lead.c.sitewide > 0, lead.c.sitewide_of.is_not(None)),
        )
        .order_by(lead.c.status == "new", lead.c.score.desc(), lead.c.id)
    )


def _other(first: int, number: int) -> int | None:
    return None if first == number else first


def _led_on(rows: Iterable[Any]) -> Iterator[tuple[int, int, str]]:
    """What the search for contacts noted, which no table says again."""
    for row in rows:
        # Of pages that lead elsewhere their table says whether they still do.
        if row.same_as is not None and " leads to " in row.same_because and "://" not in row.same_because:
            yield row.id, row.same_as, row.same_because


def _redirects(
    connection: Connection, campaign_id: int, numbers: dict[str, int]
) -> Iterator[tuple[int, int, str]]:
    """Pages of one prospect that lead to the page of the same path at another."""
    pages = connection.execute(
        select(source_page.c.url, source_page.c.final_url).where(
            source_page.c.campaign_id == campaign_id,
            source_page.c.state == "read",
            source_page.c.final_url != source_page.c.url,
        )
    )
    for url, final_url in pages:
        if hostname(url) == hostname(final_url) or _path(url) != _path(final_url):
            continue
        one, other = prospect_of(url), prospect_of(final_url)
        if one != other and one in numbers and other in numbers:
            yield numbers[one], numbers[other], f"{url} leads to {final_url}"


def _path(url: str) -> str:
    return (resolve(url) or url).split("/", 3)[-1].rstrip("/")


def _shared_addresses(connection: Connection, campaign_id: int) -> Iterator[tuple[int, int, str]]:
    rows = connection.execute(
        select(contact.c.value, contact.c.prospect_id)
        .join(prospect, prospect.c.id == contact.c.prospect_id)
        .where(
            prospect.c.campaign_id == campaign_id,
            contact.c.kind == ContactKind.EMAIL.value,
            # Any page may name the address of somebody else; those that say how to reach the site do not.
            or_(contact.c.own_site, contact.c.whereabouts.in_(_HOW_TO_REACH)),
        )
        .order_by(contact.c.value, contact.c.prospect_id)
    )
    having: dict[str, list[int]] = defaultdict(list)
    for value, number in rows:
        having[value].append(number)
    for numbers in having.values():
        if 1 < len(numbers) <= _MOST_SHARING:
            for number in numbers[1:]:
                yield numbers[0], number, "they share an e-mail address"
