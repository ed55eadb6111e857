"""Which linking pages are due for a look, and what is known of their links to us; claimed by a worker."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, and_, case, func, or_, select, update

from finder.backlinks import FoundLink, Known, State, Why, Witness, only_rendered
from finder.storage.database import renewal
from finder.storage.listings import count_listed
from finder.storage.revisiting import Claimed, pages_in_hand
from finder.storage.runs import lock
from finder.storage.tables import backlink, backlink_witness, source_page
from finder.urls import host

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement

BACKLINKS: Final = "backlinks"
ORIGIN: Final = "backlink"
_IDS_AT_ONCE: Final = 500
_WITNESS: Final = (
    *("anchor", "nofollow", "sponsored", "ugc", "placement", "first_seen", "last_seen"),
    *("link_type", "metrics"),
)
_REL: Final = ("nofollow", "sponsored", "ugc")


@dataclass(frozen=True, slots=True)
class Before:
    """A page is due that was last looked at up to ``fresh`` (ISO text).

    Where a link is missing, up to ``missed``.
    """

    fresh: str
    missed: str


@dataclass(frozen=True, slots=True)
class DuePage:
    """A page that is due; ``id`` is the key of its address.

    A ``candidate`` is read whatever links to us it is known to have; ``elsewhere`` are the rivals to which
    other pages of its prospect link by what suppliers say.
    """

    id: int
    url: str
    candidate: bool = False
    elsewhere: tuple[str, ...] = ()

    @property
    def host(self) -> str:
        """Its host."""
        return host(self.url)


@dataclass(frozen=True, slots=True)
class BacklinkJob:
    """A page that this process has claimed, with its links to us as far as they are known: maybe none.

    ``elsewhere``: see :class:`DuePage`.
    """

    id: int
    url: str
    knowns: tuple[Known, ...] = ()
    elsewhere: tuple[str, ...] = ()


def due_pages(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    own_domains: Collection[str],
    before: Before,
    max_pages: int,
) -> list[DuePage]:
    """The pages with links to us that are due, at most so many in a run.

    The first are those where a link is missing, then those that were never looked at, then the others, those
    whose look is oldest first.
    """
    missing = backlink.c.state == State.MISSING.value
    rank = case((missing, 0), (backlink.c.looked_at.is_(None), 1), else_=2)
    query = (
        select(backlink.c.source_key, func.min(backlink.c.source_url).label("url"))
        .where(*_to_us(campaign_id, own_domains), _is_due(before))
        .group_by(backlink.c.source_key)
        .order_by(func.min(rank), func.min(backlink.c.looked_at), func.min(backlink.c.id))
        .limit(max(0, max_pages - count_listed(connection, campaign_id, run_id)))
    )
    return [DuePage(row.source_key, row.url) for row in connection.execute(query)]


def claim(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    worker_id: int,
    own_domains: Collection[str],
    before: Before,
    pages: Sequence[DuePage],
) -> Claimed[BacklinkJob]:
    """Claim for a worker those of some pages that are free and still due.

    Pages that have no row get one. One that another spider has listed stays that one's all the same.
    """
    # One process after the other, so that of a host only one of them has pages.
    lock(connection, campaign_id)
    busy, mine = pages_in_hand(connection, campaign_id, worker_id)
    free = {page.id: page for page in pages if page.host not in busy}
    knowns = _known(connection, campaign_id, own_domains, free)
    due = {
        number: page
        for number, page in free.items()
        if page.candidate or any(_is_old(row, before) for row in knowns.get(number, ()))
    }
    rows = _rows(connection, campaign_id, run_id, due)
    witnesses = _witnesses(connection, [row.id for number in due for row in knowns.get(number, ())])
    jobs = [
        BacklinkJob(
            row.id,
            due[row.url_key].url,
            tuple(_as_known(one, witnesses[one.id]) for one in knowns.get(row.url_key, ())),
            due[row.url_key].elsewhere,
        )
        for row in rows
        if row.id not in mine and not (due[row.url_key].candidate and _is_fresh(row, before))
    ]
    taken = update(source_page).where(source_page.c.id.in_([job.id for job in jobs]))
    connection.execute(taken.values(worker_id=worker_id))
    ours = taken.where(source_page.c.spider == BACKLINKS)
    connection.execute(ours.values(listed_run=run_id))
    return Claimed(jobs, set(free), busy)


def _to_us(campaign_id: int, own_domains: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Of a campaign, from others to us."""
    return (
        backlink.c.campaign_id == campaign_id,
        backlink.c.target_domain.in_(own_domains),
        backlink.c.source_domain.not_in(own_domains),
    )


def _is_due(before: Before) -> ColumnElement[bool]:
    missing = and_(backlink.c.state == State.MISSING.value, backlink.c.looked_at <= before.missed)
    return or_(backlink.c.looked_at.is_(None), missing, backlink.c.looked_at <= before.fresh)


def _is_old(row: Any, before: Before) -> bool:
    """As :func:`_is_due`: another process may have looked meanwhile."""
    if row.looked_at is None or row.looked_at <= before.fresh:
        return True
    return bool(row.state == State.MISSING and row.looked_at <= before.missed)


def _is_fresh(page: Any, before: Before) -> bool:
    return page.read_at is not None and page.read_at > before.fresh


def _rows(
    connection: Connection, campaign_id: int, run_id: int, pages: Mapping[int, DuePage]
) -> Sequence[Any]:
    """The rows of some pages, made for those that have none."""
    if not pages:
        return []
    statement = renewal(connection.dialect.name, source_page, ("campaign_id", "url_key"), ())
    shared: dict[str, Any] = {"spider": BACKLINKS, "origin": ORIGIN, "state": "pending", "linked_own": []}
    shared |= {"campaign_id": campaign_id, "listed_run": run_id}
    made = [
        {**shared, "url": page.url, "url_key": number, "host": page.host}
        for number, page in sorted(pages.items())
    ]
    connection.execute(statement, made)
    columns = (source_page.c.id, source_page.c.url_key, source_page.c.read_at)
    query = select(*columns).where(source_page.c.campaign_id == campaign_id, source_page.c.url_key.in_(pages))
    by_key = {row.url_key: row for row in connection.execute(query)}
    return [by_key[number] for number in pages]


def _known(
    connection: Connection, campaign_id: int, own_domains: Collection[str], keys: Collection[int]
) -> dict[int, list[Any]]:
    """The rows of the links to us of some pages, by the key of their page."""
    query = select(backlink).where(*_to_us(campaign_id, own_domains), backlink.c.source_key.in_(keys))
    rows = connection.execute(query.order_by(backlink.c.id)).all()
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.source_key].append(row)
    return found


def _witnesses(connection: Connection, backlink_ids: Sequence[int]) -> dict[int, list[Witness]]:
    found: dict[int, list[Witness]] = defaultdict(list)
    columns = [backlink_witness.c[name] for name in ("backlink_id", "supplier", *_WITNESS)]
    for start in range(0, len(backlink_ids), _IDS_AT_ONCE):
        some = backlink_witness.c.backlink_id.in_(backlink_ids[start : start + _IDS_AT_ONCE])
        query = (
            select(*columns).where(some).order_by(backlink_witness.c.backlink_id, backlink_witness.c.supplier)
        )
        for row in connection.execute(query):
            rel = " ".join(name for name in _REL if getattr(row, name))
            said = (row.supplier, row.anchor, rel, row.placement, row.first_seen, row.last_seen)
            kind = (row.link_type, only_rendered(row.metrics))
            found[row.backlink_id].append(Witness(*said, *kind))
    return found


def _as_known(row: Any, witnesses: Sequence[Witness]) -> Known:
    return Known(
        id=row.id,
        source_url=row.source_url,
        target_url=row.target_url,
        state=State(row.state),
        why=Why(row.why),
        found=FoundLink(
            row.found_url, row.anchor, row.context, row.heading, row.rel, row.placement, bool(row.image)
        ),
        live_since=row.live_since or "",
        live_at=row.live_at or "",
        missed=tuple(row.missed or ()),
        witnesses=tuple(witnesses),
    )
