"""Which leads are due for another look, and the pages that have to be read for it, claimed by a worker."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, select, update

from finder.lifecycle import TO_WRITE, Status, status_of
from finder.storage.queries.leads import LeadFilter, count_each, leads
from finder.storage.revisiting import Claimed, pages_in_hand
from finder.storage.runs import lock
from finder.storage.tables import lead, lead_event, source_page
from finder.verification import WATCHED, Looked, Verified, WonLink

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from finder.storage.queries.leads import Record

# Events of this field say when a link that was won was not there, and when it was there again.
WON_LINK: Final = "won_link"
MISSING: Final = "missing"
_IDS_AT_ONCE: Final = 500
_OPEN: Final = tuple(status.value for status in TO_WRITE)
_WATCHED: Final = tuple(sorted(each.value for each in WATCHED))
_OVER: Final = frozenset({Status.LOST, Status.FIXED, Status.REJECTED})
_MISSED: Final = frozenset({Verified.LINK_MISSING, Verified.PAGE_GONE})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which leads are to be looked at again.

    Without a status in the filter: those that are open, and those that are watched. ``limit`` bounds those
    that are due. ``exported``: the first ``limit`` leads of the filter, all of them fresh at the end.
    """

    leads: LeadFilter = field(default_factory=LeadFilter)
    order: str = "score"
    limit: int | None = None
    exported: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """A lead is due that was last looked at up to then (ISO text), by what it is."""

    open: str
    watched: str
    missed: str


@dataclass(frozen=True, slots=True)
class VerifyJob:
    """A page that this process has claimed, with the leads to look at."""

    id: int
    url: str
    leads: tuple[Looked, ...]


@dataclass(frozen=True, slots=True)
class DuePage:
    """A page with leads that are due: by lead, up to when its last look is too old."""

    id: int
    host: str
    leads: Mapping[int, str]


def due_pages(connection: Connection, campaign_id: int, wanted: Wanted, before: Before) -> list[DuePage]:
    """The pages with leads that are due, in the order of these."""
    bounds = {record["lead_id"]: bound for record, bound in _due(connection, campaign_id, wanted, before)}
    pages: dict[int, DuePage] = {}
    ids = list(bounds)
    for start in range(0, len(ids), _IDS_AT_ONCE):
        some = ids[start : start + _IDS_AT_ONCE]
        query = select(lead.c.id, source_page.c.id.label("page_id"), source_page.c.host)
        query = query.join(source_page, source_page.c.id == lead.c.source_page_id).where(lead.c.id.in_(some))
        rows = {row.id: row for row in connection.execute(query)}
        for each in some:
            page = pages.setdefault(rows[each].page_id, DuePage(rows[each].page_id, rows[each].host, {}))
            pages[page.id] = replace(page, leads={**page.leads, each: bounds[each]})
    return list(pages.values())


def count_wanted(connection: Connection, campaign_id: int, wanted: Wanted) -> int:
    """How many leads are like those that are to be looked at, due or not."""
    return sum(count_each(connection, campaign_id, *_filters(wanted.leads)))


def claim_due(
    connection: Connection, campaign_id: int, worker_id: int, pages: Sequence[DuePage]
) -> Claimed[VerifyJob]:
    """Claim for a worker those of some pages that are free and on which something is still due."""
    # One process after the other, so that of a host only one of them has pages.
    lock(connection, campaign_id)
    busy, mine = pages_in_hand(connection, campaign_id, worker_id)
    jobs, done = [], []
    for page in pages:
        if page.host in busy or page.id in mine:
            continue
        if leads := _still_due(connection, page.leads):
            taken = update(source_page).where(source_page.c.id == page.id).values(worker_id=worker_id)
            url = connection.execute(taken.returning(source_page.c.url)).scalar_one()
            jobs.append(VerifyJob(page.id, url, tuple(leads)))
        else:
            done.append(page.id)
    return Claimed(jobs, [*done, *(job.id for job in jobs)], busy)


def _due(
    connection: Connection, campaign_id: int, wanted: Wanted, before: Before
) -> Iterator[tuple[Record, str]]:
    if wanted.exported:
        found = leads(connection, campaign_id, wanted.leads, wanted.order, wanted.limit)
        due = ((record, before.open) for record in found if record["status"] not in _OVER)
        yield from (each for each in due if _is_old(each[0]["verified_at"], each[1]))
        return
    found = chain.from_iterable(
        leads(connection, campaign_id, each, wanted.order) for each in _filters(wanted.leads)
    )
    due = ((record, _bound(record, before)) for record in found)
    yield from islice((each for each in due if _is_old(each[0]["verified_at"], each[1])), wanted.limit)


def _filters(given: LeadFilter) -> Iterator[LeadFilter]:
    """What was asked for; by default the open leads, then those that are watched, withdrawn or not."""
    if given.statuses:
        yield given
        return
    yield replace(given, statuses=_OPEN)
    yield replace(given, statuses=_WATCHED, withdrawn=True, risky=True)


def _bound(record: Record, before: Before) -> str:
    if record["status"] == Status.WON and record["verified"] in _MISSED:
        return before.missed
    return before.watched if record["status"] in WATCHED else before.open


def _is_old(verified_at: str | None, bound: str) -> bool:
    return verified_at is None or verified_at <= bound


def _still_due(connection: Connection, bounds: Mapping[int, str]) -> list[Looked]:
    """What is known of those leads that another process has not looked at meanwhile."""
    names = (
        *("id", "kind", "status", "page_url", "target_id", "dead_url", "replacement_url", "linked_own"),
        *("won_url", "won_anchor", "won_rel", "won_placement", "won_at", "verified_at"),
    )
    query = (
        select(*(lead.c[name] for name in names), source_page.c.linked_own.label("page_linked_own"))
        .join(source_page, source_page.c.id == lead.c.source_page_id)
        .where(lead.c.id.in_(bounds))
        .order_by(lead.c.id)
    )
    rows = [row for row in connection.execute(query) if _is_old(row.verified_at, bounds[row.id])]
    missed = _missed(connection, [row.id for row in rows if row.status == Status.WON])
    return [_looked(row, missed.get(row.id, [])) for row in rows]


def _missed(connection: Connection, lead_ids: Sequence[int]) -> dict[int, list[Any]]:
    """The events of looks that missed the won link of a lead, since it was last there."""
    found: dict[int, list[Any]] = defaultdict(list)
    names = ("lead_id", "at", "before", "after")
    query = select(*(lead_event.c[name] for name in names)).where(
        lead_event.c.lead_id.in_(lead_ids), lead_event.c.field == WON_LINK
    )
    for row in connection.execute(query.order_by(lead_event.c.id)) if lead_ids else ():
        if row.after == MISSING:
            found[row.lead_id].append(row)
        else:
            found.pop(row.lead_id, None)
    return found


def _looked(row: Any, missed: Sequence[Any]) -> Looked:
    return Looked(
        id=row.id,
        kind=row.kind,
        status=status_of(row.status),
        page_url=row.page_url,
        target_id=row.target_id,
        dead_url=row.dead_url,
        replacement_url=row.replacement_url,
        linked_own=frozenset(row.page_linked_own if row.linked_own is None else row.linked_own),
        won=WonLink(row.won_url, row.won_anchor, row.won_rel, row.won_placement),
        won_at=row.won_at or "",
        verified_at=row.verified_at or "",
        missed=tuple(each.at for each in missed),
        seen_until=missed[0].before if missed else "",
    )
