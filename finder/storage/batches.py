"""What a crawl writes at once: each function is one transaction, so nothing is ever half done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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


def record_page(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    report: PageReport,
    on_link: finds.OnLink,
    fresh: Freshness,
    max_targets: int,
    max_pages: int,
) -> Recorded:
    """Settle a source page together with everything that follows from it.

    ``max_targets`` bounds the targets of the campaign that are looked at, ``max_pages`` the list of the run.
    """
    # Here every page that is recorded waits for the one before, in whatever process: the bounds are exact.
    room = max(0, max_targets - runs.lock(connection, campaign_id))
    if report.links is None:
        return _record_page_alone(connection, campaign_id, run_id, report, max_pages)
    finds.drop_of_page(connection, report.page_id)
    new = source_pages.page_read(
        connection,
        campaign_id,
        run_id,
        report.page_id,
        report.page,
        report.links,
        report.linked_own,
        report.fetch,
        room,
        report.looked_for,
        report.standing,
    )
    due, revived = links.make_due(connection, campaign_id, run_id, report.page_id, fresh, room - new)
    runs.count_targets(connection, campaign_id, new + revived)
    listed = list_pages(connection, campaign_id, run_id, report.next_pages, max_pages)
    withdrawn = _withdraw_missing(connection, run_id, report)
    about_page = [(report.page_id, None, opportunity) for opportunity in report.opportunities]
    found = finds.add_finds(connection, campaign_id, run_id, about_page)
    found += finds.link_finds(connection, campaign_id, run_id, on_link, page_id=report.page_id)
    return Recorded(new + revived, new + revived + due, found, listed, withdrawn)


def _record_page_alone(
    connection: Connection, campaign_id: int, run_id: int, report: PageReport, max_pages: int
) -> Recorded:
    """Settle a page and what it gives itself; links, and what they gave, are not touched."""
    page_id = report.page_id
    if not source_pages.is_listed(connection, run_id, page_id):
        source_pages.give_back(connection, page_id)
        return Recorded(0, 0, 0, 0, 0)
    finds.drop_of_page(connection, page_id, links=False)
    source_pages.settle(
        connection,
        run_id,
        page_id,
        report.page,
        report.linked_own,
        report.fetch,
        report.looked_for,
        report.standing,
    )
    listed = list_pages(connection, campaign_id, run_id, report.next_pages, max_pages)
    places.list_places(connection, campaign_id, run_id, report.next_places)
    withdrawn = _withdraw_missing(connection, run_id, report)
    about_page = [(page_id, None, opportunity) for opportunity in report.opportunities]
    found = finds.add_finds(connection, campaign_id, run_id, about_page)
    return Recorded(0, 0, found, listed, withdrawn)


def _withdraw_missing(connection: Connection, run_id: int, report: PageReport) -> int:
    if report.fetch.truncated:
        # What was not seen on a part of a page may be on the rest of it.
        return 0
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


@dataclass(frozen=True, slots=True)
class Work:
    """What is still to be done for a campaign, whoever does it."""

    pages: int
    targets: int
    finds: int

    def __bool__(self) -> bool:
        return bool(self.pages or self.targets or self.finds)


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


def count_work(connection: Connection, campaign_id: int) -> Work:
    """How many pages, targets and finds are pending."""

    def count(table: object, *conditions: object) -> int:
        query = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
        return int(connection.execute(query).scalar_one())

    return Work(
        count(source_page, source_page.c.campaign_id == campaign_id, source_page.c.state == PENDING),
        count(target, target.c.campaign_id == campaign_id, target.c.state == PENDING),
        count(find, find.c.campaign_id == campaign_id),
    )
