"""Source pages: which there are, which are still to be read, and what was read on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, and_, func, or_, select, update

from finder.storage.database import upsert
from finder.storage.runs import now
from finder.storage.tables import lead, link, source_page, target, target_host
from finder.urls import host, identity, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from finder.items import Fetch, Link, SourcePage

_KEYS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Listing:
    """A page to be read: where it was listed (``list``, ``pagination``, ``site``), and how far to go from it.

    ``depth_left``: link steps (on a site) or continued pages (of a list) that may still follow.
    ``seed``: the address in the campaign that led here; ``limit``: how many pages of one seed are listed in
    a run (0: no bound of its own).
    """

    url: str
    origin: str
    depth_left: int
    seed: str
    limit: int = 0


@dataclass(frozen=True, slots=True)
class PageJob:
    """A listed page that this process has claimed."""

    id: int
    url: str
    origin: str
    depth_left: int
    seed: str


@dataclass(frozen=True, slots=True)
class Freshness:
    """Settled targets looked at before these moments (ISO text) are looked at again."""

    settled_before: str
    uncertain_before: str


def list_pages(
    connection: Connection, campaign_id: int, run_id: int, pages: Iterable[Listing], max_pages: int
) -> int:
    """Put pages on the list of a run; those it has already stay as they are. Returns how many came new.

    ``max_pages`` bounds the list of a run.
    """
    wanted = {key(page.url): page for page in pages}
    known = _listed_runs(connection, campaign_id, list(wanted))
    fresh = {number: page for number, page in wanted.items() if known.get(number) != run_id}
    fresh = _within_limits(connection, campaign_id, run_id, fresh)
    room = max(0, max_pages - count_listed(connection, campaign_id, run_id))
    rows = [
        {
            "campaign_id": campaign_id,
            "url": page.url,
            "url_key": number,
            "origin": page.origin,
            "depth_left": page.depth_left,
            "seed": page.seed,
            "state": "pending",
            "listed_run": run_id,
            "linked_own": [],
        }
        for number, page in list(fresh.items())[:room]
    ]
    if rows:
        statement = upsert(connection, source_page)
        kept = ("origin", "depth_left", "seed", "state", "listed_run")
        statement = statement.on_conflict_do_update(
            index_elements=["campaign_id", "url_key"],
            set_={name: statement.excluded[name] for name in kept},
        )
        connection.execute(statement, rows)
    return len(rows)


def count_listed(connection: Connection, campaign_id: int, run_id: int, seed: str | None = None) -> int:
    """How many pages a run has listed, of one seed or of all."""
    query = select(func.count()).where(
        source_page.c.campaign_id == campaign_id, source_page.c.listed_run == run_id
    )
    return int(
        connection.execute(query if seed is None else query.where(source_page.c.seed == seed)).scalar_one()
    )


def drop_unlisted(connection: Connection, campaign_id: int, seeds: Iterable[str]) -> int:
    """Take pending pages off the list whose seed is no longer in the campaign. Returns how many."""
    pending = and_(source_page.c.campaign_id == campaign_id, source_page.c.state == "pending")
    known = connection.execute(select(source_page.c.seed).where(pending).distinct()).scalars()
    gone = sorted(set(known) - set(seeds))
    dropped = 0
    for start in range(0, len(gone), _KEYS_AT_ONCE):
        some = gone[start : start + _KEYS_AT_ONCE]
        statement = update(source_page).where(pending, source_page.c.seed.in_(some))
        dropped += connection.execute(statement.values(state="dropped")).rowcount
    return dropped


def claim_pages(connection: Connection, campaign_id: int, worker_id: int, limit: int) -> list[PageJob]:
    """Claim up to ``limit`` pending pages for a worker."""
    free = (
        select(source_page.c.id)
        .where(
            source_page.c.campaign_id == campaign_id,
            source_page.c.state == "pending",
            source_page.c.worker_id.is_(None),
        )
        .order_by(source_page.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = connection.execute(
        update(source_page)
        .where(source_page.c.id.in_(free))
        .values(worker_id=worker_id)
        .returning(*(source_page.c[name] for name in ("id", "url", "origin", "depth_left", "seed")))
    )
    return sorted((PageJob(*row) for row in rows), key=lambda job: job.id)


def page_failed(connection: Connection, run_id: int, page_id: int, fetch: Fetch, detail: str) -> None:
    """Write down why a page could not be read; it is not asked again in this run."""
    connection.execute(
        update(source_page)
        .where(source_page.c.id == page_id)
        .values(
            state="failed",
            read_run=run_id,
            worker_id=None,
            status=fetch.status,
            failure=fetch.failure.value if fetch.failure else "",
            detail=detail,
            final_url=fetch.final_url,
            read_at=now(),
        )
    )


def page_read(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    page_id: int,
    page: SourcePage,
    links: Sequence[Link],
    linked_own: Sequence[str],
    fetch: Fetch,
    room: int,
) -> int:
    """Settle a page: what it says, and every outbound link with its target. Returns how many targets are new.

    Only ``room`` of the new targets will be looked at; the others are written down as left out.
    """
    targets, new = _target_ids(connection, campaign_id, links, room)
    _insert_links(connection, run_id, page_id, links, targets)
    connection.execute(
        update(source_page)
        .where(source_page.c.id == page_id)
        .values(
            state="read",
            read_run=run_id,
            worker_id=None,
            status=fetch.status,
            failure="",
            detail="the page was longer than we read" if fetch.truncated else "",
            final_url=page.url,
            title=page.title,
            language=page.language,
            linked_own=list(linked_own),
            links=len(links),
            read_at=fetch.fetched_at,
        )
    )
    return new


def make_due(connection: Connection, campaign_id: int, page_id: int, fresh: Freshness) -> int:
    """Make the page's targets pending that were not looked at lately; returns how many of all wait."""
    on_page = select(link.c.target_id).where(link.c.source_page_id == page_id)
    old = or_(
        target.c.checked_at < fresh.settled_before,
        and_(target.c.outcome == "uncertain", target.c.checked_at < fresh.uncertain_before),
    )
    connection.execute(
        update(target)
        .where(target.c.id.in_(on_page), target.c.state == "settled", old)
        .values(state="pending")
    )
    waiting = select(target.c.host).where(target.c.id.in_(on_page), target.c.state == "pending")
    hosts = list(connection.execute(waiting).scalars())
    if hosts:
        statement = upsert(connection, target_host).on_conflict_do_update(
            index_elements=["campaign_id", "host"], set_={"pending": True}
        )
        rows = [{"campaign_id": campaign_id, "host": name, "pending": True} for name in sorted(set(hosts))]
        connection.execute(statement, rows)
    return len(hosts)


def withdraw_missing(connection: Connection, run_id: int, page_id: int, kept_kinds: Sequence[str]) -> int:
    """Withdraw leads of a page that its newest reading no longer supports; returns how many.

    That is: the link is not on the page any more, or a kind about the page itself (``kept_kinds`` are those
    that it still gives) does not hold any more.
    """
    still = select(link.c.target_id).where(link.c.source_page_id == page_id, link.c.seen_run == run_id)
    without_link = and_(lead.c.target_id.is_not(None), lead.c.target_id.not_in(still))
    without_reason = and_(lead.c.target_id.is_(None), lead.c.kind.not_in(kept_kinds))
    statement = update(lead).where(
        lead.c.source_page_id == page_id, lead.c.withdrawn_at.is_(None), or_(without_link, without_reason)
    )
    reason = "The page no longer shows it."
    return connection.execute(statement.values(withdrawn_at=now(), withdrawn_reason=reason)).rowcount


def _within_limits(
    connection: Connection, campaign_id: int, run_id: int, pages: dict[int, Listing]
) -> dict[int, Listing]:
    limits = {page.seed: page.limit for page in pages.values() if page.limit}
    room = {
        seed: limit - count_listed(connection, campaign_id, run_id, seed) for seed, limit in limits.items()
    }
    kept = {}
    for number, page in pages.items():
        if page.seed in room:
            room[page.seed] -= 1
            if room[page.seed] < 0:
                continue
        kept[number] = page
    return kept


def _listed_runs(connection: Connection, campaign_id: int, keys: list[int]) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        rows = connection.execute(
            select(source_page.c.url_key, source_page.c.listed_run).where(
                source_page.c.campaign_id == campaign_id,
                source_page.c.url_key.in_(keys[start : start + _KEYS_AT_ONCE]),
            )
        )
        found.update((row.url_key, row.listed_run) for row in rows)
    return found


def _target_ids(
    connection: Connection, campaign_id: int, links: Sequence[Link], room: int
) -> tuple[dict[str, int], int]:
    """The target row of each link by the link's address, new ones made; and how many are new."""
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
        statement = upsert(connection, target).on_conflict_do_nothing(
            index_elements=["campaign_id", "url_key"]
        )
        connection.execute(statement, rows)
        ids |= _known_targets(connection, campaign_id, missing)
    return {url: ids[key(name)] for url, name in identities.items()}, len(missing)


def _known_targets(connection: Connection, campaign_id: int, keys: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = keys[start : start + _KEYS_AT_ONCE]
        query = select(target.c.url_key, target.c.id).where(
            target.c.campaign_id == campaign_id, target.c.url_key.in_(some)
        )
        found.update((row.url_key, row.id) for row in connection.execute(query))
    return found


def _insert_links(
    connection: Connection, run_id: int, page_id: int, links: Sequence[Link], targets: dict[str, int]
) -> None:
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
    statement = upsert(connection, link)
    changing = ("spelling", "anchor", "context", "heading", "rel", "placement", "image", "seen_run")
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["source_page_id", "target_id", "occurrence"],
            set_={name: statement.excluded[name] for name in changing},
        ),
        rows,
    )
