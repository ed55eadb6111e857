"""The links to us as a stream, a row each, with what all that report it say as one."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, and_, case, func, literal, not_, or_, select, true

from finder.backlink_profile import KnownLink
from finder.storage.tables import backlink, backlink_file, backlink_witness, reports_it, source_page

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy.sql.elements import ColumnElement

_AT_ONCE: Final = 5_000
_DAY: Final = len("2026-11-23")
_ANCHOR: Final = 500
_B, _W = backlink.c, backlink_witness.c
# Our own look found the link, so that what it saw counts before what others say.
FOUND: Final = _B.found_url != ""
# How many suppliers name a link, and how many of them do not say that it is lost.
_NAMED: Final = func.count(_W.supplier)
_HELD: Final = func.sum(case((reports_it, 1), else_=0))
# Our own look decides; where it could not tell, a link is gone when all that name it say so.
_SAID_LOST: Final = and_(_B.state.in_(("", "uncertain")), _NAMED > 0, _HELD == 0)


def to_us(campaign_id: int, own: Collection[str]) -> ColumnElement[bool]:
    """Whether a backlink is of a campaign and leads to one of the ``own`` domains."""
    # The sum keeps the index out of it: nearly all rows are wanted, and they are read in their order.
    return and_(_B.campaign_id + 0 == campaign_id, _B.target_domain.in_(sorted(own)))


def suppliers(connection: Connection, campaign_id: int) -> list[str]:
    """The suppliers of which files were imported, by name."""
    query = select(backlink_file.c.supplier).where(backlink_file.c.campaign_id == campaign_id).distinct()
    return sorted(connection.execute(query).scalars())


def ours(
    connection: Connection, campaign_id: int, own: Collection[str], names: Sequence[str]
) -> Iterator[KnownLink]:
    """Every link to us, by the domain it comes from; ``names`` are the suppliers, the first is bit 0."""
    query = (
        select(
            _B.source_domain,
            _B.source_key,
            _B.target_url,
            case((_B.target_final_url != "", _B.target_final_url), else_=_B.target_url),
            _earliest(func.min(func.nullif(_W.first_seen, "")), _B.live_since),
            _lost_at(),
            func.coalesce(func.nullif(func.max(source_page.c.language), ""), func.max(_W.language), ""),
            func.substr(_seen_or_said(_B.anchor, _W.anchor), 1, _ANCHOR),
            _B.state,
            _B.why,
            case((_B.state == "lost", "finder"), (_SAID_LOST, "supplier"), else_=""),
            _bits(names, reports_it),
            _bits(names, not_(reports_it)),
            case((FOUND, 1), else_=0),
            _rel(),
            _link_type(),
            _seen_or_said(_B.placement, _W.placement),
            _flag(_W.sitewide),
        )
        .select_from(backlink)
        .outerjoin(backlink_witness, _W.backlink_id == _B.id)
        .outerjoin(source_page, source_page.c.id == _B.source_page_id)
        .where(to_us(campaign_id, own))
        .group_by(_B.id)
        .order_by(_B.source_domain)
    )
    return starmap(KnownLink, connection.execute(query.execution_options(yield_per=_AT_ONCE)))


def _seen_or_said(ours: ColumnElement[Any], theirs: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((FOUND, ours), else_=func.coalesce(func.max(theirs), ""))


def _bits(names: Sequence[str], condition: ColumnElement[bool]) -> ColumnElement[Any]:
    bits = [(and_(_W.supplier == name, condition), 1 << place) for place, name in enumerate(names)]
    return func.coalesce(func.sum(case(*bits, else_=0)), 0) if bits else literal(0)


def _earliest(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    """The earlier of two days, either of which may be unknown."""
    one, other = func.substr(one, 1, _DAY), func.substr(other, 1, _DAY)
    return func.coalesce(case((or_(other.is_(None), one <= other), one), else_=other), "")


def _lost_at() -> ColumnElement[Any]:
    ours = func.substr(func.coalesce(_B.lost_at, ""), 1, _DAY)
    return case(
        (_B.state == "lost", ours), (_SAID_LOST, func.substr(func.max(_W.lost_at), 1, _DAY)), else_=""
    )


def _rel() -> ColumnElement[str]:
    """What a link asks of search engines; of several such words the one that says most."""
    said = func.max(
        case((_W.sponsored, 4), (_W.ugc, 3), (_W.nofollow, 2), (_W.nofollow.is_(False), 1), else_=0)
    )
    theirs = case(
        (said == 4, "sponsored"), (said == 3, "ugc"), (said == 2, "nofollow"), (said == 1, "followed")
    )
    ours = ((and_(FOUND, _B.rel.contains(word)), word) for word in ("sponsored", "ugc", "nofollow"))
    return case(*ours, (FOUND, "followed"), else_=func.coalesce(theirs, ""))


def _link_type() -> ColumnElement[str]:
    seen = case((_B.image == true(), "image"), else_="text")
    return case((FOUND, seen), else_=func.coalesce(func.max(_W.link_type), ""))


def _flag(column: ColumnElement[Any]) -> ColumnElement[str]:
    said = func.max(case((column, 2), (column.is_(False), 1), else_=0))
    return case((said == 2, "yes"), (said == 1, "no"), else_="")
