"""Links of source pages, their targets, and which of these are due for a look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, and_, or_, select, update

from finder.storage.database import renewal
from finder.storage.tables import lead, link, target
from finder.storage.targets import wake_hosts
from finder.storage.withdrawing import ABOUT_ABSENCE, withdraw
from finder.urls import host, identity, key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.items import Link

_KEYS_AT_ONCE: Final = 500
_LINK_KEYS: Final = ("source_page_id", "target_id", "occurrence")
_LINK_CHANGING: Final = ("spelling", "anchor", "context", "heading", "rel", "placement", "image", "seen_run")


@dataclass(frozen=True, slots=True)
class Freshness:
    """Settled targets looked at up to these moments (ISO text) are looked at again."""

    settled_before: str
    uncertain_before: str


def target_ids(
    connection: Connection, campaign_id: int, links: Sequence[Link], room: int
) -> tuple[dict[str, int], int]:
    """The target row of each link by the link's address, new ones made; and how many of these wait.

    The new ones beyond ``room`` are written down as left out.
    """
    identities = {each.url: identity(each.url) for each in links}
    wanted = {key(url): url for url in identities.values()}
    ids = _known_targets(connection, campaign_id, sorted(wanted))
    # Sorted, so that two processes that write the same targets lock them in the same order.
    missing = sorted(wanted.keys() - ids.keys())
    if missing:
        rows = [
            {
                "campaign_id": campaign_id,
                "url": wanted[number],
                "url_key": number,
                "host": host(wanted[number]),
                "state": "pending" if place < room else "left_out",
            }
            for place, number in enumerate(missing)
        ]
        statement = renewal(connection.dialect.name, target, ("campaign_id", "url_key"), ())
        connection.execute(statement, rows)
        ids |= _known_targets(connection, campaign_id, missing)
    return {url: ids[key(name)] for url, name in identities.items()}, min(room, len(missing))


def insert_links(
    connection: Connection, run_id: int, page_id: int, links: Sequence[Link], targets: dict[str, int]
) -> None:
    """Write down a page's links as they stand now; those that a former reading saw are renewed."""
    seen: dict[int, int] = {}
    rows = []
    for each in links:
        target_id = targets[each.url]
        seen[target_id] = occurrence = seen.get(target_id, -1) + 1
        rows.append(
            {
                "source_page_id": page_id,
                "target_id": target_id,
                "occurrence": occurrence,
                "spelling": each.spelling,
                "anchor": each.anchor,
                "context": each.context,
                "heading": each.heading,
                "rel": " ".join(each.rel),
                "placement": each.placement.value,
                "image": each.image,
                "seen_run": run_id,
            }
        )
    if not rows:
        return
    statement = renewal(connection.dialect.name, link, _LINK_KEYS, _LINK_CHANGING)
    connection.execute(statement, rows)


def make_due(
    connection: Connection, campaign_id: int, run_id: int, page_id: int, fresh: Freshness, room: int
) -> tuple[int, int]:
    """Make the page's targets pending that were not looked at lately, nor in this run.

    Up to ``room`` targets that were left out come in as well. Returns how many are due again, and how many
    came in.
    """
    on_page = select(link.c.target_id).where(link.c.source_page_id == page_id, link.c.seen_run == run_id)
    names = ("id", "host", "state", "outcome", "checked_at", "looked_run")
    # Locked until the links are written: a look that settles one of them sees the links, or we see the look.
    rows = connection.execute(
        select(*(target.c[name] for name in names))
        .where(target.c.id.in_(on_page))
        .order_by(target.c.id)
        .with_for_update(key_share=True)
    ).all()
    due = [row for row in rows if row.looked_run != run_id and _is_old(row, fresh)]
    revived = [row for row in rows if row.state == "left_out"][: max(0, room)]
    for start in range(0, len(due) + len(revived), _KEYS_AT_ONCE):
        some = [row.id for row in (*due, *revived)[start : start + _KEYS_AT_ONCE]]
        connection.execute(update(target).where(target.c.id.in_(some)).values(state="pending"))
    waiting = [row.host for row in (*due, *revived, *(row for row in rows if row.state == "pending"))]
    wake_hosts(connection, campaign_id, sorted(set(waiting)))
    return len(due), len(revived)


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
        some = keys[start : start + _KEYS_AT_ONCE]
        query = select(target.c.url_key, target.c.id).where(
            target.c.campaign_id == campaign_id, target.c.url_key.in_(some)
        )
        found.update((row.url_key, row.id) for row in connection.execute(query))
    return found


def _is_old(row: Any, fresh: Freshness) -> bool:
    if row.state != "settled":
        return False
    uncertain_long = row.outcome == "uncertain" and row.checked_at <= fresh.uncertain_before
    return bool(uncertain_long or row.checked_at <= fresh.settled_before)
