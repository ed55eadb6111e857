"""Archives that were gone through: each file written down with its hints, and which pages wait for a look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Select, and_, case, func, or_, select

from finder.addresses import is_front_page
from finder.hints import Hint, What
from finder.storage.database import upsert
from finder.storage.listings import FAILURES_IN_A_ROW, GONE, RESOURCE_PAGES, Listing
from finder.storage.runs import lock, now
from finder.storage.tables import archive_file, archive_hint, campaign, lead, source_page, target
from finder.urls import hostname, key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

# As what pages are listed that archives led to, and by whom those are read that need no look at their links.
ARCHIVE: Final = "archive"
MENTIONS: Final = "mentions"
# Where all of a host is dead, not one page of it; and where that is so if its front page is.
_HOST_REASONS: Final = ("no_such_host", "parked", "for_sale", "expired")
_FRONT_PAGE_REASONS: Final = ("suspended",)
_AT_ONCE: Final = 500
_HINT: Final = Hint._fields


@dataclass(frozen=True, slots=True)
class GoneThrough:
    """A file that was gone through, what for (``Sought.digest``), and with what result."""

    address: str
    mark: str
    sought: int
    problem: str
    records: int
    pages: int
    broken: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many hints of each sort are known, and how their pages stand.

    Pages are ``waiting``, ``read``, ``failed``, or ``passed_over``: what they hint at gives no lead.
    """

    hints: dict[str, int]
    pages: dict[str, int]


def known_files(connection: Connection, campaign_id: int, sought: int) -> dict[str, str]:
    """The files that were read to their end for what is sought, with their marks."""
    query = select(archive_file.c.address, archive_file.c.mark).where(
        archive_file.c.campaign_id == campaign_id,
        archive_file.c.sought == sought,
        archive_file.c.state == "read",
    )
    return {row.address: row.mark for row in connection.execute(query)}


def write_file(connection: Connection, campaign_id: int, file: GoneThrough, hints: Sequence[Hint]) -> int:
    """Write down a file with its hints, each of which is of another page or about something else.

    Returns how many of the hints are new; of one that is known the last capture is kept.
    """
    lock(connection, campaign_id)
    file_id = _write_file(connection, campaign_id, file, len(hints))
    new = 0
    for start in range(0, len(hints), _AT_ONCE):
        new += _write_hints(connection, campaign_id, file_id, file.address, hints[start : start + _AT_ONCE])
    return new


def dead_targets(connection: Connection, campaign_id: int) -> tuple[list[str], list[str]]:
    """The targets that are dead, and those of them of which all of the host is."""
    query = (
        select(target.c.url, target.c.reason, target.c.final_url)
        .where(target.c.campaign_id == campaign_id, target.c.outcome == "dead")
        .order_by(target.c.id)
    )
    rows = connection.execute(query).all()
    return [row.url for row in rows], [row.url for row in rows if _is_dead_host(*row)]


def _is_dead_host(url: str, reason: str, final_url: str) -> bool:
    """Whether what a dead target says holds for all of its host, and not for where it is redirected to."""
    if reason not in _HOST_REASONS and (reason not in _FRONT_PAGE_REASONS or not is_front_page(url)):
        return False
    return bool(final_url) and hostname(final_url) == hostname(url)


def pages_to_read(
    connection: Connection, campaign_id: int, spider: str, min_rivals: int, looked_for: int, limit: int
) -> list[Listing]:
    """The pages that a spider has to read for what archives hint at, and those it has to read again.

    Pages with a dead link are for the resource pages, which look at links; others for the mentions. A page
    that links to fewer than ``min_rivals`` rivals, and nothing else, gives no lead and is left out.
    """
    wanted = pages_with_hints(campaign_id, min_rivals)
    unread = (
        select(wanted.c.page_url, wanted.c.found_at)
        .outerjoin(source_page, same_page(campaign_id, wanted.c.page_key))
        .where(wanted.c.spider == spider, or_(source_page.c.id.is_(None), ~_is_settled(wanted.c.found_at)))
        .order_by(wanted.c.first_id)
        .limit(limit)
    )
    found = [
        Listing(row.page_url, ARCHIVE, 0, ARCHIVE, once_for=looked_for, changed=row.found_at)
        for row in connection.execute(unread)
    ]
    open_leads = select(lead.c.source_page_id).where(
        lead.c.campaign_id == campaign_id, lead.c.withdrawn_at.is_(None)
    )
    again = (
        select(source_page.c.url)
        .where(source_page.c.campaign_id == campaign_id, source_page.c.spider == spider)
        .where(source_page.c.origin == ARCHIVE, source_page.c.id.in_(open_leads))
        .order_by(source_page.c.id)
    )
    found += [Listing(url, ARCHIVE, 0, ARCHIVE) for url in connection.execute(again).scalars()]
    return found


def has_hints(connection: Connection, name: str, what: Collection[What]) -> bool:
    """Whether archives gave a campaign any hint of these sorts."""
    query = (
        select(archive_hint.c.id)
        .join(campaign, campaign.c.id == archive_hint.c.campaign_id)
        .where(campaign.c.name == name, archive_hint.c.what.in_([each.value for each in what]))
    )
    return connection.execute(query.limit(1)).first() is not None


def count_hints(connection: Connection, campaign_id: int, min_rivals: int) -> Waiting:
    """How many hints there are, and how the pages stand that they led to."""
    of_campaign = archive_hint.c.campaign_id == campaign_id
    by_sort = select(archive_hint.c.what, func.count()).where(of_campaign).group_by(archive_hint.c.what)
    wanted = pages_with_hints(campaign_id, min_rivals)
    states = (
        select(page_state(wanted).label("state"))
        .select_from(wanted)
        .outerjoin(source_page, same_page(campaign_id, wanted.c.page_key))
        .subquery()
    )
    by_state = select(states.c.state, func.count()).group_by(states.c.state)
    return Waiting(
        {str(what): int(number) for what, number in connection.execute(by_sort)},
        {str(state): int(number) for state, number in connection.execute(by_state)},
    )


def page_state(wanted: Any) -> Any:
    """How a page with hints stands, beside the source page if there is one."""
    looked_at = and_(source_page.c.id.is_not(None), _is_settled(wanted.c.found_at))
    return case((looked_at, source_page.c.state), (wanted.c.spider == "", "passed_over"), else_="waiting")


def pages_with_hints(campaign_id: int, min_rivals: int) -> Any:
    """Each page with its hints together: who is to read it (empty: nobody), and since when it is known."""
    columns = archive_hint.c
    dead, named = (
        func.max(case((columns.what == what.value, 1), else_=0)) for what in (What.DEAD_LINK, What.MENTION)
    )
    rivals = func.sum(case((columns.what == What.RIVAL.value, 1), else_=0))
    spider = case((dead == 1, RESOURCE_PAGES), (or_(named == 1, rivals >= min_rivals), MENTIONS), else_="")
    return (
        select(
            columns.page_key,
            func.min(columns.page_url).label("page_url"),
            func.min(columns.id).label("first_id"),
            func.max(columns.found_at).label("found_at"),
            spider.label("spider"),
        )
        .where(columns.campaign_id == campaign_id)
        .group_by(columns.page_key)
        .subquery("wanted")
    )


def same_page(campaign_id: int, page_key: Any) -> Any:
    """Whether a source page is that of a key."""
    return and_(source_page.c.campaign_id == campaign_id, source_page.c.url_key == page_key)


def _is_settled(found_at: Any) -> Any:
    """Whether a page was looked at since the hint was found, with a result that stands."""
    failed = or_(source_page.c.status.in_(GONE), source_page.c.failures >= FAILURES_IN_A_ROW)
    return and_(
        func.coalesce(source_page.c.read_at, "") >= found_at,
        or_(
            source_page.c.state == "read", and_(source_page.c.state == "failed", func.coalesce(failed, False))
        ),
    )


def _write_file(connection: Connection, campaign_id: int, file: GoneThrough, hints: int) -> int:
    values = {
        "mark": file.mark,
        "sought": file.sought,
        "state": "failed" if file.problem else "read",
        "detail": file.problem,
        "records": file.records,
        "pages": file.pages,
        "broken": file.broken,
        "hints": hints,
        "read_at": now(),
    }
    ours = {"campaign_id": campaign_id, "address": file.address, "address_key": key(file.address)}
    statement = upsert(connection, archive_file).values(ours | values)
    statement = statement.on_conflict_do_update(index_elements=["campaign_id", "address_key"], set_=values)
    return int(connection.execute(statement.returning(archive_file.c.id)).scalar_one())


def _write_hints(
    connection: Connection, campaign_id: int, file_id: int, address: str, hints: Iterable[Hint]
) -> int:
    keyed = {_hint_key(hint): hint for hint in hints}
    known = {row.hint_key: row for row in connection.execute(_known_hints(campaign_id, list(keyed)))}
    rows = [
        _row(campaign_id, file_id, number, hint)
        for number, hint in keyed.items()
        if number not in known or _is_better(hint, address, known[number])
    ]
    if rows:
        statement = upsert(connection, archive_hint)
        renewed = ("file_id", "anchor", "snippet", "placement", "link_url", "captured_at")
        statement = statement.on_conflict_do_update(
            index_elements=["campaign_id", "hint_key"],
            set_={name: statement.excluded[name] for name in renewed},
        )
        connection.execute(statement, rows)
    return len(keyed.keys() - known.keys())


def _known_hints(campaign_id: int, keys: list[int]) -> Select[Any]:
    columns = archive_hint.c
    return (
        select(columns.hint_key, *(columns[name] for name in _HINT), archive_file.c.address)
        .join(archive_file, archive_file.c.id == columns.file_id)
        .where(columns.campaign_id == campaign_id, columns.hint_key.in_(keys))
    )


def _is_better(hint: Hint, address: str, known: Any) -> bool:
    before = Hint(*(getattr(known, name) for name in _HINT)).rank
    return hint.rank > before or (hint.rank == before and address < known.address)


def _row(campaign_id: int, file_id: int, number: int, hint: Hint) -> dict[str, Any]:
    return {
        "campaign_id": campaign_id,
        "file_id": file_id,
        "hint_key": number,
        "page_key": key(hint.page_url),
        "found_at": now(),
        **hint._asdict(),
        "what": hint.what.value,
    }


def _hint_key(hint: Hint) -> int:
    return key(f"{hint.what.value} {hint.page_url} {hint.subject}")
