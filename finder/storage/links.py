"""Links of source pages, their targets, and which of these are due for a look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, and_, bindparam, or_, select, update

from finder.storage.columns import any_text
from finder.storage.database import renewal
from finder.storage.rows import ManyRows
from finder.storage.tables import lead, link, target
from finder.storage.targets import wake_hosts
from finder.storage.withdrawing import ABOUT_ABSENCE, withdraw
from finder.urls import host, identity, key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from finder.items import Link

_KEYS_AT_ONCE: Final = 500
_LINK_KEYS: Final = ("source_page_id", "target_id", "occurrence")
_LINK_CHANGING: Final = ("spelling", "anchor", "context", "heading", "rel", "placement", "image", "seen_run")
_LINKS: Final = ManyRows(
    lambda dialect: renewal(dialect, link, _LINK_KEYS, _LINK_CHANGING), (*_LINK_KEYS, *_LINK_CHANGING)
)
_TARGETS: Final = ManyRows(
    lambda dialect: renewal(dialect, target, ("campaign_id", "url_key"), ()),
    ("campaign_id", "url", "url_key", "host", "state"),
)
_KNOWN: Final = select(target.c.url_key, target.c.id).where(
    target.c.campaign_id == bindparam("campaign"), target.c.url_key.in_(bindparam("keys", expanding=True))
)
# Locked until the links are written: a look that settles one of them sees the links, or we see the look.
_STATES: Final = (
    select(*(target.c[name] for name in ("id", "host", "state", "outcome", "checked_at", "looked_run")))
    .where(target.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(target.c.id)
    .with_for_update(key_share=True)
)


@dataclass(frozen=True, slots=True)
class Freshness:
    """Settled targets looked at up to these moments (ISO text) are looked at again."""

    settled_before: str
    uncertain_before: str


@dataclass(frozen=True, slots=True)
class Linked:
    """Targets of pages that wait now: ``new`` ones, ``revived`` that were left out, ``due`` again.

    ``dead``: whether others are known to be dead.
    """

    new: int
    revived: int
    due: int
    dead: bool


def record_links(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    pages: Mapping[int, Sequence[Link]],
    fresh: Freshness,
    room: int,
) -> Linked:
    """Write down the links of pages (by their rows) and their targets, and which of these wait for a look.

    Of targets that are new or were left out only ``room`` will be looked at.
    """
    found = _find_targets(connection, campaign_id, [each for some in pages.values() for each in some], room)
    insert_links(connection, run_id, pages, found.ids)
    due, revived, waiting, dead = _make_due(connection, run_id, found.known, fresh, room - found.new)
    wake_hosts(connection, campaign_id, sorted(waiting | found.waiting))
    return Linked(found.new, revived, due, dead)


def target_ids(connection: Connection, campaign_id: int, links: Sequence[Link]) -> dict[str, int]:
    """The target row of each link by the link's address; those that are not there yet are left out."""
    return _find_targets(connection, campaign_id, links, 0).ids


def insert_links(
    connection: Connection, run_id: int, pages: Mapping[int, Sequence[Link]], targets: Mapping[str, int]
) -> None:
    """Write down the links of pages as they stand now; those that a former reading saw are renewed."""
    rows = []
    for page_id, links in pages.items():
        seen: dict[int, int] = {}
        for each in links:
            target_id = targets[each.url]
            seen[target_id] = occurrence = seen.get(target_id, -1) + 1
            rows.append((page_id, target_id, occurrence, *_link_row(each), run_id))
    _LINKS.run(connection, rows)


def _link_row(each: Link) -> tuple[Any, ...]:
    """The values of what may change, but for the run."""
    said = (each.spelling, each.anchor, each.context, each.heading, " ".join(each.rel))
    return (*map(any_text, said), each.placement.value, each.image)


@dataclass(frozen=True, slots=True)
class _Found:
    """Targets of links: their rows by the link's address, and those that were ``known`` before.

    So many are ``new`` and wait for a look, at the hosts of ``waiting``.
    """

    ids: dict[str, int]
    known: list[int]
    new: int
    waiting: set[str]


def _find_targets(connection: Connection, campaign_id: int, links: Sequence[Link], room: int) -> _Found:
    """The targets of links, new ones made; those beyond ``room`` are written down as left out."""
    keys, wanted = {}, {}
    for each in links:
        if each.url not in keys:
            name = identity(each.url)
            keys[each.url] = number = key(name)
            wanted[number] = name
    ids = _known_targets(connection, campaign_id, sorted(wanted))
    known, waiting = sorted(ids.values()), set()
    missing = [number for number in wanted if number not in ids]
    if missing:
        chosen = set(missing[:room])
        waiting = {host(wanted[number]) for number in chosen}
        rows = [
            (
                campaign_id,
                any_text(wanted[number]),
                number,
                any_text(host(wanted[number])),
                "pending" if number in chosen else "left_out",
            )
            # Sorted, so that two processes that write the same targets lock them in the same order.
            for number in sorted(missing)
        ]
        made = _TARGETS.run(connection, rows)
        ids |= _known_targets(connection, campaign_id, sorted(missing))
        if made < len(missing):
            # Another process was faster with some.
            known = sorted(ids.values())
    return _Found({url: ids[number] for url, number in keys.items()}, known, min(room, len(missing)), waiting)


def _make_due(
    connection: Connection, run_id: int, target_ids: Sequence[int], fresh: Freshness, room: int
) -> tuple[int, int, set[str], bool]:
    """Make those of some targets pending that were not looked at lately, nor in this run.

    Up to ``room`` that were left out come in as well. Returns how many are due again, how many came in, the
    hosts of all that wait, and whether any of the others is known to be dead.
    """
    rows: list[Any] = []
    for start in range(0, len(target_ids), _KEYS_AT_ONCE):
        some = {"ids": target_ids[start : start + _KEYS_AT_ONCE]}
        rows += connection.execute(_STATES, some).all()
    due = [row for row in rows if row.looked_run != run_id and _is_old(row, fresh)]
    revived = [row for row in rows if row.state == "left_out"][: max(0, room)]
    for start in range(0, len(due) + len(revived), _KEYS_AT_ONCE):
        ids = [row.id for row in (*due, *revived)[start : start + _KEYS_AT_ONCE]]
        connection.execute(update(target).where(target.c.id.in_(ids)).values(state="pending"))
    waiting = {row.host for row in (*due, *revived, *(row for row in rows if row.state == "pending"))}
    dead = {row.id for row in rows if row.state == "settled" and row.outcome == "dead"}
    return len(due), len(revived), waiting, bool(dead - {row.id for row in due})


def with_leads(connection: Connection, page_ids: Sequence[int]) -> list[int]:
    """Those of some pages that have leads which were not withdrawn."""
    mine = select(lead.c.source_page_id).where(
        lead.c.source_page_id.in_(page_ids), lead.c.withdrawn_at.is_(None)
    )
    return sorted(connection.execute(mine.distinct()).scalars())


def withdraw_missing(
    connection: Connection,
    run_id: int,
    page_id: int,
    kept_kinds: Sequence[str],
    linked_own: Sequence[str] = (),
    *,
    links_seen: bool = True,
    kept_reasons: Sequence[str] = (),
) -> int:
    """Withdraw leads of a page that its newest reading no longer supports; returns how many.

    That is: the link is not on the page any more (if its links were looked at), or a kind about the page
    itself (``kept_kinds`` are those that it still gives, ``kept_reasons`` those that hold without) does not
    hold any more. One about a link to us that
    was lost holds until the page has that link again (``linked_own``: those to us that it has).
    """
    still = select(link.c.target_id).where(link.c.source_page_id == page_id, link.c.seen_run == run_id)
    without_link = and_(lead.c.target_id.is_not(None), lead.c.target_id.not_in(still))
    lasting = (*kept_kinds, ABOUT_ABSENCE)
    without_reason = and_(
        lead.c.target_id.is_(None), lead.c.kind.not_in(lasting), lead.c.reason.not_in(kept_reasons)
    )
    gone = or_(without_link, without_reason) if links_seen else without_reason
    here = lead.c.source_page_id == page_id
    back = and_(lead.c.kind == ABOUT_ABSENCE, lead.c.linked_url.in_(linked_own))
    return withdraw(connection, "The page no longer shows it.", here, gone) + (
        withdraw(connection, "The link is back.", here, back) if linked_own else 0
    )


def _known_targets(connection: Connection, campaign_id: int, keys: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        values = {"campaign": campaign_id, "keys": keys[start : start + _KEYS_AT_ONCE]}
        found.update(connection.execute(_KNOWN, values).all())
    return found


def _is_old(row: Any, fresh: Freshness) -> bool:
    if row.state != "settled":
        return False
    uncertain_long = row.outcome == "uncertain" and row.checked_at <= fresh.uncertain_before
    return bool(uncertain_long or row.checked_at <= fresh.settled_before)
