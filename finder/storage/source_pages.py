"""Source pages: claimed, and settled with what was read on them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Integer, bindparam, func, literal, or_, select, update

from finder.storage.columns import any_text
from finder.storage.finds import drop_of_pages
from finder.storage.listings import GONE, RESOURCE_PAGES
from finder.storage.rows import ManyRows
from finder.storage.runs import lock, now
from finder.storage.tables import PENDING, lead, source_page
from finder.storage.withdrawing import ABOUT_ABSENCE, withdraw
from finder.urls import prospect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, ScalarSelect
    from sqlalchemy.sql.dml import ReturningUpdate

    from finder.items import Fetch, SourcePage

NEEDS_BROWSER: Final = "needs a browser: its scripts write what it says"
_PARTLY: Final = {
    "scripts": NEEDS_BROWSER,
    "limit": "the page was longer than we read",
    "broken_off": "the page broke off while we read it",
}
_PAGES_OF_A_HOST: Final = 4


@dataclass(frozen=True, slots=True)
class PageJob:
    """A listed page that this process has claimed."""

    id: int
    url: str
    origin: str
    depth_left: int
    seed: str


def claim_pages(
    connection: Connection, campaign_id: int, worker_id: int, limit: int, spider: str = RESOURCE_PAGES
) -> list[PageJob]:
    """Claim up to ``limit`` pending pages of a spider for a worker, of as many hosts as there are.

    A worker has at most four pages of one host in hand, and none of a host of which another worker has some.
    """
    # One process after the other, so that of a host only one of them claims pages.
    lock(connection, campaign_id)
    claimed: list[PageJob] = []
    for most in range(1, _PAGES_OF_A_HOST + 1):
        if len(claimed) < limit:
            room = limit - len(claimed)
            values = {
                "campaign": campaign_id,
                "reader": spider,
                "me": worker_id,
                "most": most,
                "room": room,
            }
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
                free.c.spider == bindparam("reader"),
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
    if fetch.status in GONE:
        drop_of_pages(connection, [page_id])
        here = lead.c.source_page_id == page_id
        withdraw(connection, "The page itself is gone.", here, lead.c.kind != ABOUT_ABSENCE)
    give_back(connection, page_id)
    connection.execute(
        update(source_page)
        .where(source_page.c.id == page_id, source_page.c.listed_run == run_id)
        .values(
            state="failed",
            read_run=run_id,
            failures=source_page.c.failures + 1,
            status=fetch.status,
            failure=fetch.failure.value if fetch.failure else "",
            detail=detail,
            final_url=fetch.final_url,
            read_at=now(),
        )
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page says, but for its links: their number, ``None`` if they were not looked at.

    ``looked_for``: see ``Campaign.looked_for``; ``standing``: how it stands to our brands.
    """

    page_id: int
    page: SourcePage
    linked_own: Sequence[str]
    fetch: Fetch
    looked_for: int
    standing: str = ""
    links: int | None = None


def settle(connection: Connection, run_id: int, readings: Sequence[Reading]) -> None:
    """Write down what pages say, but for their links."""
    _READ.run(connection, [_read_row(run_id, each) for each in readings])


def _read_row(run_id: int, each: Reading) -> tuple[Any, ...]:
    page, fetch = each.page, each.fetch
    markers = None if page.markers is None else [[one.what, one.snippet] for one in page.markers]
    said = (page.url, page.title, page.language, page.published, page.modified, ", ".join(page.authors))
    return (
        each.page_id,
        run_id,
        fetch.status,
        _PARTLY.get(fetch.cut, ""),
        *map(any_text, said),
        page.noindex,
        any_text(page.canonical),
        None if markers is None else json.dumps(markers),
        each.standing,
        prospect(page.url) if each.linked_own else "",
        json.dumps(list(each.linked_own)),
        fetch.fetched_at,
        each.looked_for,
        each.links,
    )


_READ_NAMES: Final = (
    *("page", "run", "new_status", "new_detail", "new_final_url", "new_title", "new_language"),
    *("new_published", "new_modified", "new_authors", "new_noindex", "new_canonical", "new_markers"),
    *("new_standing", "new_linking_prospect", "new_linked_own", "new_read_at", "new_looked_for", "new_links"),
)
_READ: Final = ManyRows(
    lambda _dialect: (
        update(source_page)
        .where(source_page.c.id == bindparam("page"))
        .values(
            state="read",
            read_run=bindparam("run"),
            worker_id=None,
            failure="",
            failures=0,
            links=func.coalesce(bindparam("new_links", type_=Integer), source_page.c.links),
            **{
                name.removeprefix("new_"): bindparam(name)
                for name in _READ_NAMES
                if name not in ("page", "run", "new_links")
            },
        )
    ),
    _READ_NAMES,
)


def is_listed(connection: Connection, run_id: int, page_id: int) -> bool:
    """Whether a page is on the list of a run; the resource pages may have taken it over meanwhile."""
    query = select(source_page.c.listed_run).where(source_page.c.id == page_id).with_for_update()
    return connection.execute(query).scalar() == run_id


def give_back(connection: Connection, page_id: int) -> None:
    """Let go of the claim on a page."""
    connection.execute(update(source_page).where(source_page.c.id == page_id).values(worker_id=None))
