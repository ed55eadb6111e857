"""Own pages: what our sites have to offer, and what of it must not be offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, select, update

from finder.storage.database import upsert
from finder.storage.own_addresses import SAID, conclude, own_page_of
from finder.storage.runs import now
from finder.storage.tables import crawl_run, own_page
from finder.urls import identity, key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.items import OwnPage, SourcePage

_KEYS_AT_ONCE: Final = 500
_READ: Final = ("ok", "thin", "noindex", "redirected", "duplicate")
_FINE: Final = ("ok", "thin")
# A page that was fine is offered as it was until it has failed in so many runs in a row.
FAILURES_IN_A_ROW: Final = 3
NOTHING_READ: Final = "nothing_read"
# Why a page failed of which only a browser could tell what it says.
UNSEEN: Final = "its scripts write it, and no browser showed it (finder doctor, browser.max_pages)"


@dataclass(frozen=True, slots=True)
class OwnListing:
    """An own address: where the sitemap dates its last change, and how many link steps may still follow."""

    url: str
    lastmod: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class OwnJob:
    """An own page that this process has claimed, with what its last answer said.

    ``onward``: where it led, as (address, link steps), ``None`` if that was not taken down. ``known``: it was
    fine. ``failures``: runs in a row in which it did not answer.
    """

    id: int
    url: str
    depth: int
    etag: str
    last_modified: str
    onward: tuple[tuple[str, int], ...] | None
    failures: int
    known: bool


@dataclass(frozen=True, slots=True)
class OwnOutcome:
    """How a run ended: how many own pages can be offered, and whether it read any page at all."""

    offerable: int
    nothing_read: bool


def list_own(
    connection: Connection, campaign_id: int, run_id: int, pages: Iterable[OwnListing], max_pages: int
) -> int:
    """Put own addresses on the list of a run; returns how many came new to it.

    A page that was fine (however little it said) and whose sitemap date has not changed counts as read. To a
    run that another process has finished meanwhile nothing is added.
    """
    # Locked, so that processes that list at once keep within the limit, and none lists on a finished run.
    ours = select(crawl_run.c.finished_at).where(crawl_run.c.id == run_id).with_for_update()
    if connection.execute(ours).scalar_one() is not None:
        return 0
    wanted = {key(page.url): page for page in pages}
    known = _known(connection, campaign_id, list(wanted))
    listed = select(func.count()).where(
        own_page.c.campaign_id == campaign_id, own_page.c.listed_run == run_id
    )
    room = max(0, max_pages - int(connection.execute(listed).scalar_one()))
    fresh = [number for number in wanted if number not in known or known[number].listed_run != run_id][:room]
    rows = [_listed_row(campaign_id, run_id, number, wanted[number], known.get(number)) for number in fresh]
    if rows:
        statement = upsert(connection, own_page)
        changing = ("depth", "listed_run", "read_run", "sitemap_lastmod")
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["campaign_id", "url_key"],
                set_={name: statement.excluded[name] for name in changing},
            ),
            rows,
        )
    return len(rows)


def claim_own(
    connection: Connection, campaign_id: int, run_id: int, worker_id: int, limit: int
) -> list[OwnJob]:
    """Claim up to ``limit`` listed pages that this run has not read yet for a worker.

    Those that could not be read come first: where a browser may show some pages only, it is others each time.
    """
    # A common table expression is computed once; a subquery might be again for each row, beyond the limit.
    free = (
        select(own_page.c.id)
        .where(_unread(campaign_id, run_id), own_page.c.worker_id.is_(None))
        .order_by(own_page.c.failures.desc(), own_page.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("free")
    )
    names = ("id", "url", "depth", "etag", "last_modified", "onward", "failures", "state", "words")
    rows = connection.execute(
        update(own_page)
        .where(own_page.c.id.in_(select(free.c.id)))
        .values(worker_id=worker_id)
        .returning(*(own_page.c[name] for name in names))
    )
    return sorted(map(_job, rows), key=lambda job: (-job.failures, job.id))


def count_unread(connection: Connection, campaign_id: int, run_id: int) -> int:
    """How many listed pages a run has not read yet, claimed ones included."""
    query = select(func.count()).where(_unread(campaign_id, run_id))
    return int(connection.execute(query).scalar_one())


def own_read(
    connection: Connection,
    run_id: int,
    page_id: int,
    state: str,
    page: SourcePage,
    status: int | None,
    headers: dict[str, str],
    onward: Iterable[tuple[str, int]] | None = None,
    detail: str = "",
) -> None:
    """Write down what an own page says, whether it can be offered by itself (``state``), and where it leads.

    What becomes of it beside the others is concluded when the run is finished.
    """
    leads_to = {"redirected": page.url, "duplicate": page.canonical}.get(state, "")
    connection.execute(
        update(own_page)
        .where(own_page.c.id == page_id)
        .values(
            state=state,
            status=status,
            detail=leads_to or detail,
            leads_to=identity(leads_to) if leads_to else "",
            title=page.title,
            h1=page.h1,
            headings=list(page.headings),
            summary=page.summary,
            text=page.text[:2000],
            canonical=page.canonical,
            language=page.language,
            words=page.words,
            content_key=_content_key(page),
            etag=headers.get("etag", ""),
            last_modified=headers.get("last-modified", ""),
            onward=None if onward is None else [list(step) for step in onward],
            failures=0,
            **_settled(run_id),
        )
    )


def own_unchanged(connection: Connection, run_id: int, page_id: int) -> None:
    """The server says that the page is as it was."""
    connection.execute(
        update(own_page)
        .where(own_page.c.id == page_id)
        .values(status=200, detail="", failures=0, **_settled(run_id))
    )


def own_failed(
    connection: Connection, run_id: int, page_id: int, state: str, status: int | None, detail: str
) -> None:
    """An own page that cannot be read: ``gone``, ``not_html`` or ``failed``, and why.

    One that was fine stays so, with a note, until it failed in three runs in a row.
    """
    failures = own_page.c.failures + 1
    passing = and_(own_page.c.state.in_(_FINE), failures < FAILURES_IN_A_ROW, literal(state == "failed"))
    note = f"{detail}; it was fine at the last look"
    values = {"state": state, "detail": detail, "etag": "", "last_modified": ""}
    kept = {
        "state": own_page.c.state,
        "detail": note,
        "etag": own_page.c.etag,
        "last_modified": own_page.c.last_modified,
    }
    # An address that fails today leads where it led yesterday.
    moved = {} if state == "failed" else {"leads_to": ""}
    connection.execute(
        update(own_page)
        .where(own_page.c.id == page_id)
        .values(
            **{name: case((passing, kept[name]), else_=value) for name, value in values.items()},
            status=status,
            failures=failures,
            **moved,
            **_settled(run_id),
        )
    )


def finish_own(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    starts: Iterable[str],
    *,
    complete: bool,
    min_words: int = 0,
) -> OwnOutcome | None:
    """Finish a run: conclude which pages are offered, by ``min_words`` and beside each other.

    Pages that it no longer found listed are not offered any more, unless it may have missed some: its
    sitemaps were not ``complete``, a page from which it set out (``starts``) was not read, or no page was.
    ``None``: another process has finished it.
    """
    read = own_page.c.state.in_(_READ) & (own_page.c.failures == 0)
    in_run = _in_run(campaign_id, run_id)
    nothing_read = not connection.execute(select(own_page.c.id).where(in_run, read).limit(1)).first()
    finished = connection.execute(
        update(crawl_run)
        .where(crawl_run.c.id == run_id, crawl_run.c.finished_at.is_(None))
        .values(finished_at=now(), finish_reason=NOTHING_READ if nothing_read else "finished")
    )
    if not finished.rowcount:
        return None
    keys = [key(url) for url in starts]
    not_set_out = select(own_page.c.id).where(in_run, own_page.c.url_key.in_(keys), ~read).limit(1)
    if complete and not nothing_read and not connection.execute(not_set_out).first():
        missing = own_page.c.listed_run.is_distinct_from(run_id)
        statement = update(own_page).where(own_page.c.campaign_id == campaign_id, missing)
        connection.execute(statement.values(state="unlisted", onward=None))
    conclude(connection, campaign_id, min_words)
    return OwnOutcome(count_offerable(connection, campaign_id), nothing_read)


def offerable(connection: Connection, campaign_id: int) -> list[OwnPage]:
    """The own pages that can be offered."""
    query = select(*(own_page.c[name] for name in SAID))
    ours = query.where(own_page.c.campaign_id == campaign_id, own_page.c.state == "ok")
    return [own_page_of(row) for row in connection.execute(ours.order_by(own_page.c.url))]


def count_offerable(connection: Connection, campaign_id: int) -> int:
    """How many own pages can be offered."""
    return _count(connection, campaign_id, "ok")


def count_thin(connection: Connection, campaign_id: int) -> int:
    """How many own pages could be offered if they said more."""
    return _count(connection, campaign_id, "thin")


def count_unseen(connection: Connection, campaign_id: int) -> int:
    """How many own pages might be offered if a browser showed them."""
    return _count(connection, campaign_id, "failed", own_page.c.detail == UNSEEN)


def _count(connection: Connection, campaign_id: int, state: str, *more: ColumnElement[bool]) -> int:
    query = select(func.count()).where(
        own_page.c.campaign_id == campaign_id, own_page.c.state == state, *more
    )
    return int(connection.execute(query).scalar_one())


def _known(connection: Connection, campaign_id: int, keys: list[int]) -> dict[int, Any]:
    columns = ("url_key", "state", "words", "failures", "listed_run", "sitemap_lastmod")
    found: dict[int, Any] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = keys[start : start + _KEYS_AT_ONCE]
        query = select(*(own_page.c[name] for name in columns)).where(
            own_page.c.campaign_id == campaign_id, own_page.c.url_key.in_(some)
        )
        found.update((row.url_key, row) for row in connection.execute(query))
    return found


def _in_run(campaign_id: int, run_id: int) -> ColumnElement[bool]:
    return and_(own_page.c.campaign_id == campaign_id, own_page.c.listed_run == run_id)


def _unread(campaign_id: int, run_id: int) -> ColumnElement[bool]:
    return and_(_in_run(campaign_id, run_id), own_page.c.read_run.is_distinct_from(run_id))


def _settled(run_id: int) -> dict[str, Any]:
    return {"read_run": run_id, "checked_at": now(), "worker_id": None}


def _job(row: Any) -> OwnJob:
    return OwnJob(
        row.id,
        row.url,
        row.depth,
        row.etag,
        row.last_modified,
        None if row.onward is None else tuple((url, steps) for url, steps in row.onward),
        row.failures,
        known=_is_known(row),
    )


def _is_known(row: Any) -> bool:
    """Whether a page was fine, and everything is taken down that we want to know of it."""
    return row.state in _FINE and row.words is not None


def _content_key(page: SourcePage) -> int | None:
    said = (page.title, page.h1, *page.headings, page.text)
    return key("\n".join(" ".join(line.split()) for line in said)) if page.text.strip() else None


def _listed_row(campaign_id: int, run_id: int, number: int, page: OwnListing, known: Any) -> dict[str, Any]:
    fine = known and _is_known(known) and not known.failures
    unchanged = bool(fine and page.lastmod and page.lastmod == known.sitemap_lastmod)
    return {
        "campaign_id": campaign_id,
        "url": page.url,
        "url_key": number,
        "depth": page.depth,
        "state": "pending",
        "headings": [],
        "listed_run": run_id,
        "read_run": run_id if unchanged else None,
        "sitemap_lastmod": page.lastmod,
    }
