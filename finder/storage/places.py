"""Places that list pages (feeds, sitemaps, web archive files): which are still to be read, what they gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, and_, func, select, update

from finder.storage.database import upsert
from finder.storage.listings import count_listed, list_pages
from finder.storage.runs import lock, now
from finder.storage.tables import PENDING, place
from finder.urls import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from finder.storage.listings import Listing

_MOST_OF_A_SEED: Final = 1000
_CLAIMED: Final = (
    place.c.id,
    place.c.kind,
    place.c.address,
    place.c.seed,
    place.c.seed_limit,
    place.c.depth_left,
    place.c.etag,
    place.c.last_modified,
    place.c.looked_for,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place that lists pages: a ``feed``, ``sitemap`` or ``archive``, by its address or path.

    ``seed``: what in the campaign led here; ``limit``: how many pages of it are listed in a run (0: no bound
    of its own). ``depth_left``: how many places may follow from it. ``named_by``: the place that names it.
    """

    kind: str
    address: str
    seed: str
    limit: int = 0
    depth_left: int = 0
    named_by: str = ""


@dataclass(frozen=True, slots=True)
class PlaceJob:
    """A place that this process has claimed; ``etag`` and ``last_modified`` of what it listed before.

    Both are empty where all of it has to be seen again, because other names are looked for by now.
    """

    id: int
    kind: str
    address: str
    seed: str
    limit: int
    depth_left: int
    etag: str
    last_modified: str


@dataclass(frozen=True, slots=True)
class PlaceReport:
    """What one place gave. ``problem``: why it, or the rest of it, could not be read.

    ``pages`` are those of its ``entries`` that are still to be listed; ``passed_over`` could not be read.
    ``unchanged``: it is as it was, and names the places that it named then.
    """

    pages: Sequence[Listing] = ()
    places: Sequence[Place] = ()
    etag: str = ""
    last_modified: str = ""
    entries: int = 0
    passed_over: int = 0
    unchanged: bool = False
    problem: str = ""


def list_places(connection: Connection, campaign_id: int, run_id: int, places: Iterable[Place]) -> int:
    """Put places on the list of a run; those it has already stay as they are. Returns how many came new."""
    wanted = {_key(each.kind, each.address): each for each in places}
    if not wanted:
        return 0
    lock(connection, campaign_id)
    on_list = and_(place.c.campaign_id == campaign_id, place.c.listed_run == run_id)
    known = set(connection.execute(select(place.c.address_key).where(on_list)).scalars())
    query = select(place.c.seed, func.count()).where(on_list).group_by(place.c.seed)
    counts = {seed: number for seed, number in connection.execute(query)}  # noqa: C416 - rows are no pairs
    rows = []
    for number, each in wanted.items():
        counts[each.seed] = counts.get(each.seed, 0) + (number not in known)
        if number not in known and counts[each.seed] <= _MOST_OF_A_SEED:
            rows.append(_row(campaign_id, run_id, number, each))
    if rows:
        statement = upsert(connection, place)
        kept = ("named_by", "seed", "seed_limit", "depth_left", "state", "listed_run")
        statement = statement.on_conflict_do_update(
            index_elements=["campaign_id", "address_key"],
            set_={name: statement.excluded[name] for name in kept},
        )
        connection.execute(statement, rows)
    return len(rows)


def drop_places(connection: Connection, campaign_id: int, seeds: Iterable[str]) -> None:
    """Take pending places off the list whose seed is no longer in the campaign."""
    pending = and_(place.c.campaign_id == campaign_id, place.c.state == PENDING)
    known = connection.execute(select(place.c.seed).where(pending).distinct()).scalars()
    for seed in set(known) - set(seeds):
        dropped = update(place).where(pending, place.c.seed == seed)
        connection.execute(dropped.values(state="dropped", listed_run=None))


def claim_place(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    worker_id: int,
    kinds: Sequence[str],
    looked_for: int,
) -> PlaceJob | None:
    """Claim a pending place of some kinds for a worker; ``looked_for``: see ``Campaign.looked_for``."""
    free = (
        select(place.c.id)
        .where(
            place.c.campaign_id == campaign_id,
            place.c.listed_run == run_id,
            place.c.state == PENDING,
            place.c.worker_id.is_(None),
            place.c.kind.in_(kinds),
        )
        .order_by(place.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .cte("free")
    )
    claimed = connection.execute(
        update(place)
        .where(place.c.id.in_(select(free.c.id)))
        .values(worker_id=worker_id)
        .returning(*_CLAIMED)
    ).first()
    if claimed is None:
        return None
    *values, etag, last_modified, before = claimed
    return PlaceJob(*values, *((etag, last_modified) if before == looked_for else ("", "")))


def place_read(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    job: PlaceJob,
    report: PlaceReport,
    looked_for: int,
    max_pages: int,
) -> int:
    """Settle a place together with the pages and places that it lists. Returns how many pages came new."""
    listed = list_pages(connection, campaign_id, run_id, report.pages, max_pages)
    places = report.places
    if report.unchanged or report.problem:
        places = (*places, *_named_before(connection, campaign_id, job))
    list_places(connection, campaign_id, run_id, places)
    values: dict[str, Any] = {
        "state": "failed" if report.problem else "unchanged" if report.unchanged else "read",
        "worker_id": None,
        "read_at": now(),
    }
    if not report.unchanged:
        # What found no room on the list is listed the next time, so it has to be seen again.
        broken = f"{report.passed_over} broken records were passed over" if report.passed_over else ""
        whole = not report.problem and not _is_full(connection, campaign_id, run_id, job, max_pages)
        values |= {
            "etag": report.etag if whole else "",
            "last_modified": report.last_modified if whole else "",
            "looked_for": looked_for,
            "entries": report.entries,
            "passed_over": report.passed_over,
            "detail": report.problem or broken,
        }
    ours = and_(place.c.id == job.id, place.c.listed_run == run_id)
    connection.execute(update(place).where(ours).values(values))
    return listed


def _is_full(connection: Connection, campaign_id: int, run_id: int, job: PlaceJob, max_pages: int) -> bool:
    of_seed = job.limit and count_listed(connection, campaign_id, run_id, job.seed) >= job.limit
    return bool(of_seed or count_listed(connection, campaign_id, run_id) >= max_pages)


def _named_before(connection: Connection, campaign_id: int, job: PlaceJob) -> list[Place]:
    names = ("kind", "address", "seed", "seed_limit", "depth_left", "named_by")
    query = select(*(place.c[name] for name in names)).where(
        place.c.campaign_id == campaign_id, place.c.named_by == job.address, place.c.seed == job.seed
    )
    return [Place(*row) for row in connection.execute(query.order_by(place.c.id))]


def _row(campaign_id: int, run_id: int, number: int, each: Place) -> dict[str, Any]:
    return {
        "campaign_id": campaign_id,
        "kind": each.kind,
        "address": each.address,
        "address_key": number,
        "named_by": each.named_by,
        "seed": each.seed,
        "seed_limit": each.limit,
        "depth_left": each.depth_left,
        "state": "pending",
        "listed_run": run_id,
    }


def _key(kind: str, address: str) -> int:
    return key(f"{kind} {address}")
