"""Source pages: which there are, which are still to be read, and what was read on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, and_, bindparam, func, literal, or_, select, update

from finder.storage.database import upsert
from finder.storage.finds import drop_of_page
from finder.storage.links import insert_links, target_ids
from finder.storage.runs import lock, now
from finder.storage.tables import PENDING, lead, source_page
from finder.urls import host, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, ScalarSelect
    from sqlalchemy.sql.dml import ReturningUpdate

    from finder.items import Fetch, Link, SourcePage

_KEYS_AT_ONCE: Final = 500
_PARTLY: Final = {
    "limit": "the page was longer than we read",
    "broken_off": "the page broke off while we read it",
}
_GONE: Final = (404, 410)
_PAGES_OF_A_HOST: Final = 4


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


def list_pages(
    connection: Connection, campaign_id: int, run_id: int, pages: Iterable[Listing], max_pages: int
) -> int:
    """Put pages on the list of a run; those it has already stay as they are. Returns how many came new.

    ``max_pages`` bounds the list of a run, however many processes make it longer.
    """
    wanted = {key(page.url): page for page in pages}
    if not wanted:
        return 0
    lock(connection, campaign_id)
    known = _listed_runs(connection, campaign_id, list(wanted))
    fresh = {number: page for number, page in wanted.items() if known.get(number) != run_id}
    fresh = _within_limits(connection, campaign_id, run_id, fresh)
    room = max(0, max_pages - count_listed(connection, campaign_id, run_id))
    rows = [
        {
            "campaign_id": campaign_id,
            "url": page.url,
            "url_key": number,
            "host": host(page.url),
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
            # Another process may have listed it meanwhile, and even read it.
            where=source_page.c.listed_run.is_distinct_from(statement.excluded.listed_run),
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
    pending = and_(source_page.c.campaign_id == campaign_id, source_page.c.state == PENDING)
    known = connection.execute(select(source_page.c.seed).where(pending).distinct()).scalars()
    gone = sorted(set(known) - set(seeds))
    dropped = 0
    for start in range(0, len(gone), _KEYS_AT_ONCE):
        some = gone[start : start + _KEYS_AT_ONCE]
        statement = update(source_page).where(pending, source_page.c.seed.in_(some))
        dropped += connection.execute(statement.values(state="dropped", listed_run=None)).rowcount
    return dropped


def claim_pages(connection: Connection, campaign_id: int, worker_id: int, limit: int) -> list[PageJob]:
    """Claim up to ``limit`` pending pages for a worker, of as many hosts as there are.

    A worker has at most four pages of one host in hand, and none of a host of which another worker has some.
    """
    # One process after the other, so that of a host only one of them claims pages.
    lock(connection, campaign_id)
    claimed: list[PageJob] = []
    for most in range(1, _PAGES_OF_A_HOST + 1):
        if len(claimed) < limit:
            values = {"campaign": campaign_id, "me": worker_id, "most": most, "room": limit - len(claimed)}
            claimed += [PageJob(*row) for row in connection.execute(_CLAIM, values)]
    return sorted(claimed, key=lambda job: job.id)


def _claim_one_of_each_host() -> ReturningUpdate[Any]:
    """Claim the first free page of each host of which ``me`` has fewer than ``most`` pages in hand."""
    free = source_page.alias("free")
    first = source_page.alias("first")
    another = source_page.alias("another")

    def first_after(name: ColumnElement[str]) -> ScalarSelect[int]:
        return (
            select(free.c.id)
            .where(
                free.c.campaign_id == bindparam("campaign"),
                free.c.state == PENDING,
                free.c.worker_id.is_(None),
                free.c.host > name,
            )
            .order_by(free.c.host, free.c.id)
            .limit(1)
            .scalar_subquery()
        )

    # Goes from host to host in the index, and no further than the limit below: however many pages are
    # pending, it reads a few rows for each page that is claimed.
    firsts = (
        select(first.c.id, first.c.host).where(first.c.id == first_after(literal(""))).cte(recursive=True)
    )
    next_host = select(another.c.id, another.c.host).join(firsts, another.c.id == first_after(firsts.c.host))
    firsts = firsts.union_all(next_host)
    busy = (
        select(source_page.c.host)
        .where(source_page.c.worker_id.is_not(None))
        .group_by(source_page.c.host)
        .having(
            or_(
                func.count() >= bindparam("most"),
                func.min(source_page.c.worker_id) != bindparam("me"),
                func.max(source_page.c.worker_id) != bindparam("me"),
            )
        )
    )
    # A common table expression is computed once; a subquery might be again for each row, beyond the limit.
    some = select(firsts.c.id).where(firsts.c.host.not_in(busy)).limit(bindparam("room")).cte()
    return (
        update(source_page)
        .where(source_page.c.id.in_(select(some.c.id)))
        .values(worker_id=bindparam("me"))
        .returning(*(source_page.c[name] for name in ("id", "url", "origin", "depth_left", "seed")))
    )


_CLAIM: Final = _claim_one_of_each_host()


def page_failed(connection: Connection, run_id: int, page_id: int, fetch: Fetch, detail: str) -> None:
    """Write down why a page could not be read; it is not asked again in this run.

    The leads of a page that is gone (404, 410) are withdrawn; a page with a bad moment keeps its own.
    """
    if fetch.status in _GONE:
        drop_of_page(connection, page_id)
        connection.execute(
            update(lead)
            .where(lead.c.source_page_id == page_id, lead.c.withdrawn_at.is_(None))
            .values(withdrawn_at=now(), withdrawn_reason="The page itself is gone.")
        )
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
    standing: str = "",
) -> int:
    """Settle a page: what it says, and every outbound link with its target.

    ``standing``: how it stands to our brands. Only ``room`` of the new targets will be looked at; the others
    are written down as left out. Returns how many new targets wait for a look.
    """
    targets, new = target_ids(connection, campaign_id, links, room)
    insert_links(connection, run_id, page_id, links, targets)
    connection.execute(
        update(source_page)
        .where(source_page.c.id == page_id)
        .values(
            state="read",
            read_run=run_id,
            worker_id=None,
            status=fetch.status,
            failure="",
            detail=_PARTLY.get(fetch.cut, ""),
            final_url=page.url,
            title=page.title,
            language=page.language,
            published=page.published,
            modified=page.modified,
            authors=", ".join(page.authors),
            linked_own=list(linked_own),
            standing=standing,
            links=len(links),
            read_at=fetch.fetched_at,
        )
    )
    return new


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
