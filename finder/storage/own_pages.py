"""Own pages: what our sites have to offer, and what of it must not be offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, func, or_, select, update

from finder.items import OwnPage, SourcePage
from finder.storage.database import upsert
from finder.storage.runs import now
from finder.storage.tables import own_page
from finder.urls import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_KEYS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class OwnListing:
    """An own address: where the sitemap dates its last change, and how many link steps may still follow."""

    url: str
    lastmod: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class OwnJob:
    """An own page that is to be asked for, with what its last answer said for a conditional request."""

    id: int
    url: str
    depth: int
    etag: str
    last_modified: str
    known: bool


def list_own(
    connection: Connection, campaign_id: int, run_id: int, pages: Iterable[OwnListing], max_pages: int
) -> int:
    """Put own addresses on the list of a run; returns how many came new to it.

    A page that was fine and whose sitemap date has not changed counts as read.
    """
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


def due_own(
    connection: Connection, campaign_id: int, run_id: int, skip: Sequence[int], limit: int
) -> list[OwnJob]:
    """Listed pages that this run has not read yet, without those in hand (``skip``)."""
    unread = or_(own_page.c.read_run.is_(None), own_page.c.read_run != run_id)
    rows = connection.execute(
        select(own_page)
        .where(own_page.c.campaign_id == campaign_id, own_page.c.listed_run == run_id, unread)
        .where(own_page.c.id.not_in(skip))
        .order_by(own_page.c.id)
        .limit(limit)
    )
    return [
        OwnJob(row.id, row.url, row.depth, row.etag, row.last_modified, known=row.state == "ok")
        for row in rows
    ]


def own_read(
    connection: Connection,
    run_id: int,
    page_id: int,
    state: str,
    page: SourcePage,
    status: int | None,
    headers: dict[str, str],
) -> None:
    """Write down what an own page says and whether it can be offered (``state``)."""
    connection.execute(
        update(own_page)
        .where(own_page.c.id == page_id)
        .values(
            state=state,
            status=status,
            detail=""
            if state in ("ok", "noindex")
            else page.url
            if state == "redirected"
            else page.canonical,
            title=page.title,
            h1=page.h1,
            headings=list(page.headings),
            summary=page.summary,
            text=page.text[:2000],
            canonical=page.canonical,
            language=page.language,
            etag=headers.get("etag", ""),
            last_modified=headers.get("last-modified", ""),
            read_run=run_id,
            checked_at=now(),
        )
    )


def own_unchanged(connection: Connection, run_id: int, page_id: int) -> None:
    """The server says that the page is as it was."""
    connection.execute(
        update(own_page).where(own_page.c.id == page_id).values(read_run=run_id, checked_at=now())
    )


def own_failed(
    connection: Connection, run_id: int, page_id: int, state: str, status: int | None, detail: str
) -> None:
    """An own page that cannot be offered: ``gone``, ``not_html`` or ``failed``, and why."""
    connection.execute(
        update(own_page)
        .where(own_page.c.id == page_id)
        .values(
            state=state,
            status=status,
            detail=detail,
            etag="",
            last_modified="",
            read_run=run_id,
            checked_at=now(),
        )
    )


def unlist_missing(connection: Connection, campaign_id: int, run_id: int) -> int:
    """Pages that a finished run no longer found listed are not offered any more. Returns how many."""
    missing = or_(own_page.c.listed_run.is_(None), own_page.c.listed_run != run_id)
    statement = update(own_page).where(
        own_page.c.campaign_id == campaign_id, missing, own_page.c.state != "unlisted"
    )
    return connection.execute(statement.values(state="unlisted")).rowcount


def offerable(connection: Connection, campaign_id: int) -> list[OwnPage]:
    """The own pages that can be offered."""
    columns = ("url", "title", "h1", "headings", "summary", "text", "language")
    rows = connection.execute(
        select(*(own_page.c[name] for name in columns))
        .where(own_page.c.campaign_id == campaign_id, own_page.c.state == "ok")
        .order_by(own_page.c.url)
    )
    return [
        OwnPage(row.url, row.title, row.h1, tuple(row.headings), row.summary, row.text, row.language)
        for row in rows
    ]


def count_offerable(connection: Connection, campaign_id: int) -> int:
    """How many own pages can be offered."""
    query = select(func.count()).where(own_page.c.campaign_id == campaign_id, own_page.c.state == "ok")
    return int(connection.execute(query).scalar_one())


def _known(connection: Connection, campaign_id: int, keys: list[int]) -> dict[int, Any]:
    columns = ("url_key", "state", "listed_run", "sitemap_lastmod")
    found: dict[int, Any] = {}
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = keys[start : start + _KEYS_AT_ONCE]
        query = select(*(own_page.c[name] for name in columns)).where(
            own_page.c.campaign_id == campaign_id, own_page.c.url_key.in_(some)
        )
        found.update((row.url_key, row) for row in connection.execute(query))
    return found


def _listed_row(campaign_id: int, run_id: int, number: int, page: OwnListing, known: Any) -> dict[str, Any]:
    unchanged = bool(known and known.state == "ok" and page.lastmod and page.lastmod == known.sitemap_lastmod)
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
