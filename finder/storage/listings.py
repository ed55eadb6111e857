"""The list of a run: which source pages are to be read in it, and which not again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, and_, case, func, or_, select, update

from finder.storage.database import upsert
from finder.storage.runs import lock
from finder.storage.tables import PENDING, backlink, backlink_witness, crawl_run, lead, source_page
from finder.urls import host, key

if TYPE_CHECKING:
    from collections.abc import Iterable

RESOURCE_PAGES: Final = "resource_pages"
SECOND_LOOKS: Final = "second_looks"
# As what pages are listed that links of suppliers led to.
IMPORTED: Final = "imported"
FAILURES_IN_A_ROW: Final = 3
GONE: Final = (404, 410)
_KEYS_AT_ONCE: Final = 500
_BUSY: Final = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page to be read: where it was listed (``list``, ``pagination``, ``site`` ...), and how far to go on.

    ``depth_left``: link steps (on a site) or continued pages (of a list) that may still follow.
    ``seed``: what in the campaign led here; ``limit``: how many pages of one seed are listed in a run (0: no
    bound of its own). ``once_for``: it is not read again if it was read for that (``Campaign.looked_for``)
    and has not ``changed`` since (a time; empty: not known); 0: it is read in every run.
    """

    url: str
    origin: str
    depth_left: int
    seed: str
    limit: int = 0
    once_for: int = 0
    changed: str = ""


def list_pages(
    connection: Connection, campaign_id: int, run_id: int, pages: Iterable[Listing], max_pages: int
) -> int:
    """Put pages on the list of a run; those it has already stay as they are. Returns how many came new.

    ``max_pages`` bounds the list of a run, however many processes make it longer. What the resource pages of
    the campaign list is looked at for everything there, so other spiders leave it alone.
    """
    wanted = {key(page.url): page for page in pages}
    if not wanted:
        return 0
    lock(connection, campaign_id)
    known = _known_pages(connection, campaign_id, list(wanted))
    spider, left_alone = _spider_of(connection, campaign_id, run_id)
    fresh = {
        number: page
        for number, page in wanted.items()
        if number not in known or _is_due(known[number], page, run_id, spider, left_alone)
    }
    fresh = _within_limits(connection, campaign_id, run_id, fresh)
    room = max(0, max_pages - count_listed(connection, campaign_id, run_id))
    shared = {"campaign_id": campaign_id, "spider": spider, "listed_run": run_id}
    rows = [shared | _row(number, page) for number, page in list(fresh.items())[:room]]
    if rows:
        statement = upsert(connection, source_page)
        kept = ("spider", "origin", "depth_left", "seed", "state", "listed_run")
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


def read_again(connection: Connection, campaign_id: int, spider: str) -> list[Listing]:
    """The pages of a spider that have to be read again although nothing new is known of them.

    These have a lead that may not hold any more, or could not be read for a reason that may be gone.
    """
    leads = select(lead.c.source_page_id).where(
        lead.c.campaign_id == campaign_id, lead.c.withdrawn_at.is_(None)
    )
    failing = and_(
        source_page.c.state == "failed",
        source_page.c.failures < FAILURES_IN_A_ROW,
        or_(source_page.c.status.is_(None), source_page.c.status >= 500, source_page.c.status.in_(_BUSY)),
    )
    query = (
        select(*(source_page.c[name] for name in ("url", "origin", "depth_left", "seed")))
        .where(source_page.c.campaign_id == campaign_id, source_page.c.spider == spider)
        .where(or_(source_page.c.id.in_(leads), failing))
        .order_by(source_page.c.id)
    )
    return [Listing(*row) for row in connection.execute(query)]


def imported_pages(
    connection: Connection, campaign_id: int, own: frozenset[str], limit: int
) -> list[Listing]:
    """Pages that link to others than us by what suppliers say: the broken ones first."""
    broken = func.max(case((backlink_witness.c.target_http >= 400, 1), else_=0))
    query = (
        select(func.min(backlink.c.source_url))
        .outerjoin(backlink_witness, backlink_witness.c.backlink_id == backlink.c.id)
        .where(backlink.c.campaign_id == campaign_id, backlink.c.target_domain.not_in(own))
        .group_by(backlink.c.source_key)
        .order_by(broken.desc(), func.min(backlink.c.id))
        .limit(limit)
    )
    return [Listing(url, IMPORTED, 0, IMPORTED) for url in connection.execute(query).scalars()]


def drop_unlisted(
    connection: Connection, campaign_id: int, seeds: Iterable[str], spider: str = RESOURCE_PAGES
) -> int:
    """Take pending pages off the list whose seed is no longer in the campaign. Returns how many."""
    pending = and_(
        source_page.c.campaign_id == campaign_id,
        source_page.c.state == PENDING,
        source_page.c.spider == spider,
    )
    known = connection.execute(select(source_page.c.seed).where(pending).distinct()).scalars()
    gone = sorted(set(known) - set(seeds))
    dropped = 0
    for start in range(0, len(gone), _KEYS_AT_ONCE):
        some = gone[start : start + _KEYS_AT_ONCE]
        statement = update(source_page).where(pending, source_page.c.seed.in_(some))
        dropped += connection.execute(statement.values(state="dropped", listed_run=None)).rowcount
    return dropped


def _row(number: int, page: Listing) -> dict[str, Any]:
    return {
        "url": page.url,
        "url_key": number,
        "host": host(page.url),
        "origin": page.origin,
        "depth_left": page.depth_left,
        "seed": page.seed,
        "state": "pending",
        "linked_own": [],
    }


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


def _known_pages(connection: Connection, campaign_id: int, keys: list[int]) -> dict[int, Any]:
    names = ("url_key", "listed_run", "state", "status", "read_at", "looked_for", "failures", "spider")
    columns = [source_page.c[name] for name in names]
    found: dict[int, Any] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = source_page.c.url_key.in_(keys[start : start + _KEYS_AT_ONCE])
        rows = connection.execute(select(*columns).where(source_page.c.campaign_id == campaign_id, some))
        found.update((row.url_key, row) for row in rows)
    return found


def _spider_of(connection: Connection, campaign_id: int, run_id: int) -> tuple[str, int | None]:
    """The spider of a run, and the run whose pages it leaves alone."""
    query = select(crawl_run.c.spider).where(crawl_run.c.id == run_id)
    spider = str(connection.execute(query).scalar_one())
    if spider == RESOURCE_PAGES:
        return spider, None
    last = select(func.max(crawl_run.c.id)).where(
        crawl_run.c.campaign_id == campaign_id, crawl_run.c.spider == RESOURCE_PAGES
    )
    return spider, connection.execute(last).scalar()


def _is_due(known: Any, page: Listing, run_id: int, spider: str, left_alone: int | None) -> bool:
    if known.listed_run == run_id or (left_alone is not None and known.listed_run == left_alone):
        return False
    if not page.once_for or known.spider != spider or known.state not in ("read", "failed"):
        return True
    if page.changed > (known.read_at or ""):
        return True
    if known.state == "read":
        return bool(known.looked_for != page.once_for)
    return known.status not in GONE and known.failures < FAILURES_IN_A_ROW
