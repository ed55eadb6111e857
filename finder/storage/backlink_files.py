"""Files of suppliers, taken in whole or not at all: what they say is merged with what others said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    JSON,
    Connection,
    Text,
    and_,
    case,
    cast,
    distinct,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
    update,
)

from finder.storage.database import upsert
from finder.storage.runs import lock, now
from finder.storage.tables import backlink, backlink_file, backlink_witness, campaign, supplier_count
from finder.storage.tables.staging import FLAGS, NUMBERS, SAID, staged_count, staged_first, staged_link

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Table

    from finder.storage.staging import Staged

_PLACES: Final = ("link_key", "source_url", "source_key", "source_domain")
_ENDS: Final = ("target_url", "target_key", "target_domain")
_SEEN: Final = ("first_seen", "last_seen")
_LOST: Final = ("lost_at", "lost_reason")
_COUNT: Final = ("sort", "subject", "subject_domain", "subject_key", "target_site", "lost_at")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it came: its name, a digest of what is in it, who made it, and the site it is about."""

    name: str
    digest: str
    supplier: str
    report: str
    of_site: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the rows of a file: accepted + refused + duplicate = rows.

    A duplicate says nothing new. ``known``: all of the file was taken in before, at that time.
    """

    rows: int
    accepted: int
    refused: int
    duplicate: int
    known: str = ""


def taken_before(connection: Connection, campaign_id: int, digest: str, of_site: str) -> Taken | None:
    """What became of the very same file when it was taken in, if it was."""
    query = (
        select(backlink_file.c.rows, backlink_file.c.refused, backlink_file.c.imported_at)
        .where(backlink_file.c.campaign_id == campaign_id, backlink_file.c.digest == digest)
        .where(backlink_file.c.of_site == of_site)
    )
    row = connection.execute(query).first()
    return Taken(row.rows, 0, row.refused, row.rows - row.refused, row.imported_at) if row else None


def merge(connection: Connection, campaign_id: int, file: SourceFile, staged: Staged) -> Taken:
    """Merge what :func:`finder.storage.staging.stage` laid down into what is known of backlinks.

    A link is known by its page and target. What a supplier said of it before is renewed by what it says now,
    unless it has seen the link later before; first seen is the earliest time, last seen the latest.
    """
    lock(connection, campaign_id)
    number = _add_file(connection, campaign_id, file, staged)
    accepted = 0
    if staged.links:
        _add_links(connection, campaign_id)
        accepted += _add_witnesses(connection, campaign_id, file.supplier, number, staged)
    if staged.counts:
        accepted += _add_counts(connection, campaign_id, file, number)
    duplicate = staged.rows - staged.refused - accepted
    counted = {"accepted": accepted, "duplicate": duplicate}
    connection.execute(update(backlink_file).where(backlink_file.c.id == number).values(counted))
    return Taken(staged.rows, accepted, staged.refused, duplicate)


def has_backlinks(connection: Connection, name: str) -> bool:
    """Whether suppliers named any link for a campaign."""
    query = select(backlink_file.c.id).join(campaign).where(campaign.c.name == name).limit(1)
    return connection.execute(query).first() is not None


def known_links(
    connection: Connection, campaign_id: int, own: frozenset[str], rivals: frozenset[str]
) -> dict[str, int]:
    """How many links are known: to us (``you``), to ``rivals``, and to ``others``."""
    whose = case(
        (backlink.c.target_domain.in_(own), "you"),
        (backlink.c.target_domain.in_(rivals), "rivals"),
        else_="others",
    )
    query = select(whose, func.count()).where(backlink.c.campaign_id == campaign_id).group_by(whose)
    found = {row[0]: int(row[1]) for row in connection.execute(query)}
    return {name: found.get(name, 0) for name in ("you", "rivals", "others")}


def _add_file(connection: Connection, campaign_id: int, file: SourceFile, staged: Staged) -> int:
    values = {
        "campaign_id": campaign_id,
        "name": file.name,
        "digest": file.digest,
        "supplier": file.supplier,
        "report": file.report,
        "of_site": file.of_site,
        "rows": staged.rows,
        "accepted": 0,
        "refused": staged.refused,
        "duplicate": 0,
        "imported_at": now(),
    }
    made = insert(backlink_file).values(values).returning(backlink_file.c.id)
    return int(connection.execute(made).scalar_one())


def _add_links(connection: Connection, campaign_id: int) -> None:
    # In the order of the key, so that neighbours in the index are written one after the other.
    places = (*_PLACES, *_ENDS)
    rows = (
        select(literal(campaign_id), *(staged_link.c[name] for name in places), literal(now()))
        .join(staged_first, staged_first.c.n == staged_link.c.n)
        .order_by(staged_link.c.link_key)
    )
    made = upsert(connection, backlink).from_select(["campaign_id", *places, "added_at"], rows)
    connection.execute(made.on_conflict_do_nothing(index_elements=["campaign_id", "link_key"]))


def _add_witnesses(
    connection: Connection, campaign_id: int, supplier: str, file_id: int, staged: Staged
) -> int:
    """Returns how many rows of the file said something new."""
    first_seen = func.coalesce(staged_first.c.first_seen, "")
    said = [name for name in SAID if name not in _SEEN]
    rows = (
        select(backlink.c.id, literal(supplier), literal(file_id), first_seen, staged_first.c.last_seen)
        .add_columns(*(staged_link.c[name] for name in said), _json(connection, staged_link.c.metrics))
        .select_from(staged_first)
        .join(staged_link, staged_link.c.n == staged_first.c.n)
        .join(backlink, _same_link(campaign_id))
        .order_by(backlink.c.id)
    )
    names = ["backlink_id", "supplier", "file_id", *_SEEN, *said, "metrics"]
    changed = _renew(connection, backlink_witness, names, rows, ["backlink_id", "supplier"])
    if staged.links == staged.rows - staged.refused:
        return changed
    # A row may give several links: it is new if one of them is.
    here = select(func.count(distinct(staged_link.c.line))).join(
        staged_first, staged_first.c.n == staged_link.c.n
    )
    here = here.join(backlink, _same_link(campaign_id)).join(
        backlink_witness,
        and_(backlink_witness.c.backlink_id == backlink.c.id, backlink_witness.c.supplier == supplier),
    )
    return int(connection.execute(here.where(backlink_witness.c.file_id == file_id)).scalar_one())


def _same_link(campaign_id: int) -> ColumnElement[bool]:
    return and_(backlink.c.campaign_id == campaign_id, backlink.c.link_key == staged_link.c.link_key)


def _add_counts(connection: Connection, campaign_id: int, file: SourceFile, file_id: int) -> int:
    """Returns how many rows of the file said something new."""
    firsts = select(func.min(staged_count.c.n)).group_by(staged_count.c.subject_key).scalar_subquery()
    rows = (
        select(literal(campaign_id), literal(file_id), literal(file.supplier), literal(file.report))
        .add_columns(*(staged_count.c[name] for name in (*_COUNT, *_SEEN)))
        .add_columns(_json(connection, staged_count.c.metrics))
        .where(staged_count.c.n.in_(firsts))
        .order_by(staged_count.c.n)
    )
    names = ["campaign_id", "file_id", "supplier", "report", *_COUNT, *_SEEN, "metrics"]
    keys = ["campaign_id", "supplier", "report", "subject_key"]
    return _renew(connection, supplier_count, names, rows, keys)


def _renew(connection: Connection, table: Table, names: list[str], rows: Any, keys: list[str]) -> int:
    """Insert rows, or renew those that are there; returns how many are new or changed."""
    made = upsert(connection, table).from_select(names, rows)
    ours, theirs = table.c, made.excluded
    # What says nothing of the time only adds to what does.
    newer = theirs.last_seen >= ours.last_seen
    values: dict[str, ColumnElement[Any]] = {}
    for name in names:
        if name in (*keys, "file_id"):
            continue
        if name in _LOST:
            # Found once more, it was seen later. Of two files that saw it last at one time, the one that
            # calls it lost is the newer.
            told = or_(theirs.last_seen > ours.last_seen, ours.last_seen == "", theirs[name] != "")
            values[name] = case((and_(newer, told), theirs[name]), else_=ours[name])
            continue
        values[name] = _renewed(name, ours[name], theirs[name], newer)
    changed = or_(*(_as_text(ours[name]).is_distinct_from(_as_text(value)) for name, value in values.items()))
    made = made.on_conflict_do_update(
        index_elements=keys, set_={**values, "file_id": theirs.file_id}, where=changed
    )
    return connection.execute(made, execution_options={"preserve_rowcount": True}).rowcount


def _renewed(
    name: str, ours: ColumnElement[Any], theirs: ColumnElement[Any], newer: ColumnElement[bool]
) -> ColumnElement[Any]:
    if name == "first_seen":
        return case((ours == "", theirs), (theirs == "", ours), (theirs < ours, theirs), else_=ours)
    if name == "last_seen":
        return case((theirs > ours, theirs), else_=ours)
    nothing = name == "metrics" or name in FLAGS or name in NUMBERS
    says = theirs.is_not(None) if nothing else theirs != ""
    silent = ours.is_(None) if nothing else ours == ""
    return case((and_(says, or_(newer, silent)), theirs), else_=ours)


def _json(connection: Connection, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A column of text that holds JSON, as that."""
    # SQLite has no such type: a cast to it would make a number of the text.
    return type_coerce(column, JSON) if connection.dialect.name == "sqlite" else cast(column, JSON)


def _as_text(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """JSON cannot be compared as it is."""
    return cast(value, Text) if isinstance(value.type, JSON) else value
