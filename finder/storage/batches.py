"""What a crawl writes at once: each function is one transaction, so nothing is ever half done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, func, literal, select

from finder.items import Fetch, Find, Link, Opportunity, Outcome, SourcePage
from finder.storage import finds, leads, links, places, runs, source_pages, targets
from finder.storage.listings import RESOURCE_PAGES, SECOND_LOOKS, list_pages
from finder.storage.tables import PENDING, find, place, source_page, target, target_host

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.storage.links import Freshness
    from finder.storage.listings import Listing
    from finder.storage.places import Place
    from finder.storage.targets import Settled

# A bound all the same: without one SQLite would not mind the order that a query asks for.
_ALL: Final = 2**62


@dataclass(frozen=True, slots=True)
class PageReport:
    """What one source page gave: its reading, the links to record, its opportunities, what follows it.

    ``links`` is ``None`` where only the page itself is looked at: what is known of its links stays as it is.
    ``looked_for``: see ``Campaign.looked_for``. ``kept_reasons``: leads with these may hold although this
    reading does not give them.
    """

    page_id: int
    page: SourcePage
    fetch: Fetch
    links: Sequence[Link] | None
    linked_own: Sequence[str]
    opportunities: Sequence[Opportunity]
    next_pages: Sequence[Listing]
    standing: str = ""
    next_places: Sequence[Place] = ()
    looked_for: int = 0
    kept_reasons: Sequence[str] = ()


@dataclass(slots=True)
class Batch:
    """Looks, hosts to give back, and finds that went through the pipelines (or not: ``kept``)."""

    looks: list[Settled] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    leads: list[Find] = field(default_factory=list)
    dismissed: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        finds_done = len(self.leads) + len(self.dismissed) + len(self.kept)
        return len(self.looks) + len(self.hosts) + finds_done


@dataclass(frozen=True, slots=True)
class Recorded:
    """What writing a page report changed: ``new_targets`` came in, ``waiting`` wait for a look now."""

    new_targets: int
    waiting: int
    finds: int
    listed: int
    withdrawn: int


def record_pages(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    reports: Sequence[PageReport],
    on_link: finds.OnLink,
    fresh: Freshness,
    max_targets: int,
    max_pages: int,
) -> Recorded:
    """Settle source pages together with everything that follows from them; what that changed in all.

    ``max_targets`` bounds the targets of the campaign that are looked at, ``max_pages`` the list of the run.
    """
    # Here all pages that are recorded wait for those before, in whatever process: the bounds are exact.
    room = max(0, max_targets - runs.lock(connection, campaign_id))
    reports = _still_listed(connection, run_id, reports)
    if not reports:
        return Recorded(0, 0, 0, 0, 0)
    pages = {report.page_id: report.links for report in reports if report.links is not None}
    finds.drop_of_pages(connection, list(pages))
    finds.drop_of_pages(connection, [each.page_id for each in reports if each.links is None], links=False)
    linked = links.record_links(connection, campaign_id, run_id, pages, fresh, room)
    source_pages.settle(connection, run_id, [_reading(report) for report in reports])
    new = linked.new + linked.revived
    runs.count_targets(connection, campaign_id, new)
    listed = 0
    for report in reports:
        listed += list_pages(connection, campaign_id, run_id, report.next_pages, max_pages)
        places.list_places(connection, campaign_id, run_id, report.next_places)
    withdrawn = _withdraw_missing(connection, run_id, reports)
    about_pages = [(report.page_id, None, each) for report in reports for each in report.opportunities]
    found = finds.add_finds(connection, campaign_id, run_id, about_pages)
    if linked.dead:
        found += finds.link_finds(connection, campaign_id, run_id, on_link, page_ids=list(pages))
    return Recorded(new, new + linked.due, found, listed, withdrawn)


def _still_listed(connection: Connection, run_id: int, reports: Sequence[PageReport]) -> Sequence[PageReport]:
    """The resource pages may have taken over pages that are looked at alone; these are given back."""
    alone = [report.page_id for report in reports if report.links is None]
    lost = {number for number in alone if not source_pages.is_listed(connection, run_id, number)}
    for number in sorted(lost):
        source_pages.give_back(connection, number)
    return [report for report in reports if report.page_id not in lost]


def _reading(report: PageReport) -> source_pages.Reading:
    return source_pages.Reading(
        report.page_id,
        report.page,
        report.linked_own,
        report.fetch,
        report.looked_for,
        report.standing,
        None if report.links is None else len(report.links),
    )


def _withdraw_missing(connection: Connection, run_id: int, reports: Sequence[PageReport]) -> int:
    # What was not seen on a part of a page may be on the rest of it.
    whole = {report.page_id: report for report in reports if not report.fetch.truncated}
    leads = links.with_leads(connection, list(whole))
    return sum(_withdraw_missing_of(connection, run_id, whole[number]) for number in leads)


def _withdraw_missing_of(connection: Connection, run_id: int, report: PageReport) -> int:
    kinds = [opportunity.kind for opportunity in report.opportunities]
    return links.withdraw_missing(
        connection,
        run_id,
        report.page_id,
        kinds,
        report.linked_own,
        links_seen=report.links is not None,
        kept_reasons=report.kept_reasons,
    )


def store_batch(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    worker_id: int,
    batch: Batch,
    on_link: finds.OnLink,
    max_leads_per_page: int = 0,
) -> tuple[int, int]:
    """Settle looks, keep what they give, store leads, give hosts back. Returns new leads and new finds.

    ``max_leads_per_page`` bounds the leads of the campaign that offer one page of ours; 0: it does not.
    """
    ours = (campaign_id, run_id, worker_id)
    return _store(connection, *ours, batch, on_link, max_leads_per_page, as_last_read=False)


def store_second_looks(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    worker_id: int,
    batch: Batch,
    on_link: finds.OnLink,
    max_leads_per_page: int = 0,
) -> tuple[int, int]:
    """As :func:`store_batch`, for a run that reads no pages: links are those that each page had last."""
    ours = (campaign_id, run_id, worker_id)
    return _store(connection, *ours, batch, on_link, max_leads_per_page, as_last_read=True)


def _store(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    worker_id: int,
    batch: Batch,
    on_link: finds.OnLink,
    max_leads_per_page: int,
    *,
    as_last_read: bool,
) -> tuple[int, int]:
    found = 0
    if batch.leads and max_leads_per_page:
        # Before anything else is locked, as where a page is recorded.
        runs.lock(connection, campaign_id)
    if batch.looks:
        targets.settle(connection, run_id, batch.looks)
        alive = [each.target.id for each in batch.looks if each.verdict.outcome is Outcome.ALIVE]
        finds.drop_of_targets(connection, alive)
        dead = [each.target.id for each in batch.looks if each.verdict.outcome is Outcome.DEAD]
        found = finds.link_finds(
            connection, campaign_id, run_id, on_link, target_ids=dead, as_last_read=as_last_read
        )
    if batch.hosts:
        targets.release_hosts(connection, campaign_id, worker_id, batch.hosts)
    new = (
        leads.store_leads(connection, campaign_id, run_id, batch.leads, max_leads_per_page)
        if batch.leads
        else 0
    )
    finds.dismiss(connection, batch.dismissed)
    finds.keep(connection, batch.kept)
    return new, found


def work_left(connection: Connection, campaign_id: int, spider: str = RESOURCE_PAGES) -> bool:
    """Whether any place, page, target or find is still pending that a spider has to wait for.

    Asked in the order in which work goes on: what moves meanwhile is seen at the next station.
    """
    pages = (source_page, and_(source_page.c.spider == spider, source_page.c.state == PENDING))
    all_finds = (find, ~find.c.kept)
    queries: Sequence[tuple[Table, ColumnElement[bool]]] = (
        (pages, (target_host, target_host.c.pending), all_finds)
        if spider in (RESOURCE_PAGES, SECOND_LOOKS)
        # A page may name further places, as a place lists pages.
        else (pages, (place, place.c.state == PENDING), pages, all_finds)
    )
    return any(
        connection.execute(select(exists().where(table.c.campaign_id == campaign_id, still))).scalar()
        for table, still in queries
    )


def is_enough_free(connection: Connection, campaign_id: int, spider: str, enough: int) -> bool:
    """Whether at least so many pages of a spider and hosts of targets wait that no process has in hand.

    A web archive file that waits is enough: reading it is long work for one processor.
    """
    page = source_page.c
    free: list[tuple[Table, Sequence[ColumnElement[bool]]]] = [
        (source_page, (page.spider == spider, page.state == PENDING, page.worker_id.is_(None)))
    ]
    if spider == RESOURCE_PAGES:
        free.append((target_host, (target_host.c.pending, target_host.c.worker_id.is_(None))))
    else:
        archives = (place.c.kind == "archive", place.c.state == PENDING, place.c.worker_id.is_(None))
        query = select(exists().where(place.c.campaign_id == campaign_id, *archives))
        if connection.execute(query).scalar():
            return True
    found = 0
    for table, conditions in free:
        some = select(literal(1)).where(table.c.campaign_id == campaign_id, *conditions).limit(enough)
        found += connection.execute(select(func.count()).select_from(some.subquery())).scalar_one()
    return found >= enough


def count_waiting(connection: Connection, campaign_id: int, most: int = _ALL) -> int:
    """How many targets wait for a look; counted up to ``most``."""
    waiting = (
        select(target.c.id)
        .where(target.c.campaign_id == campaign_id, target.c.state == PENDING)
        # In the order of the index of those that wait, or SQLite would take that of all there are.
        .order_by(target.c.host)
        .limit(most)
    )
    return int(connection.execute(select(func.count()).select_from(waiting.subquery())).scalar_one())
