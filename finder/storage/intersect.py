"""Pages of others that link to our rivals by what suppliers say, and not to us: where to look first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import (
    CTE,
    Connection,
    Subquery,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)

from finder.storage.tables import backlink, backlink_witness, reports_it, source_page, supplier_count

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement

_PAGES_OF_A_PROSPECT: Final = 3
# A list with more links is no better a place for one more.
_ENOUGH_LINKS: Final = 100
# No domain has one; those of users have slashes.
_BETWEEN: Final = " "


class Candidate(NamedTuple):
    """A page to look at, an identity; ``prospect``: whose it is.

    ``rivals`` are those that it links to, ``elsewhere`` those to which only other pages of the prospect do.
    ``linked_from``: another page of the prospect that links to us, empty: none is known.
    """

    url: str
    prospect: str
    rivals: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()
    linked_from: str = ""


def candidates(
    connection: Connection,
    campaign_id: int,
    rivals: Collection[str],
    own_domains: Collection[str],
    min_rivals: int,
    limit: int,
) -> list[Candidate]:
    """Up to ``limit`` pages that link to ``min_rivals`` of the ``rivals`` or more, or to one of them while
    their prospect links to so many; the most promising first.

    A page that links to us is none. Of prospects that do so on another page only those pages count that link
    to enough rivals themselves. Most rivals on the page come first, then most at the prospect, then most
    outbound links; of one prospect there are three pages at most. What suppliers or we know to be lost, and
    what they know to be sponsored, is no link.
    """
    if not rivals or limit <= 0:
        return []
    linked = _links(campaign_id, rivals, own_domains)
    known = _known(campaign_id, rivals, own_domains, linked)
    of_prospect = (known.c.total, known.c.of_prospect, known.c.linked_from)
    told = select(
        *(known.c[name] for name in ("prospect", "url", "number", "rivals", "links", "ours")),
        *(
            func.max(each).over(partition_by=known.c.prospect).label(f"all_{each.key}")
            for each in of_prospect
        ),
    ).subquery("told")
    enough = or_(
        told.c.number >= min_rivals,
        and_(told.c.number > 0, told.c.all_total >= min_rivals, told.c.all_linked_from == ""),
    )
    order = (told.c.number.desc(), told.c.all_total.desc(), told.c.links.desc(), told.c.url)
    place = func.row_number().over(partition_by=told.c.prospect, order_by=order)
    found = select(told, place.label("place")).where(told.c.ours == 0, enough).subquery("found")
    query = (
        select(found)
        .where(found.c.place <= _PAGES_OF_A_PROSPECT)
        .order_by(found.c.number.desc(), found.c.all_total.desc(), found.c.links.desc(), found.c.url)
        .limit(limit)
    )
    return [_candidate(row) for row in connection.execute(query)]


def _links(campaign_id: int, rivals: Collection[str], own_domains: Collection[str]) -> CTE:
    """Each page with each site, of ours or a rival, that it links to for all that is known, once.

    Our own look comes before what suppliers say.
    """
    there = and_(
        backlink.c.state != "lost",
        reports_it,
        func.coalesce(backlink_witness.c.sponsored, false()).is_(false()),
    )
    return (
        select(
            *(backlink.c.source_key, backlink.c.source_domain, backlink.c.target_domain),
            func.min(backlink.c.source_url).label("url"),
            func.coalesce(func.max(backlink_witness.c.external_links), 0).label("links"),
        )
        .outerjoin(backlink_witness, backlink_witness.c.backlink_id == backlink.c.id)
        .where(
            backlink.c.campaign_id == campaign_id,
            backlink.c.target_domain.in_(sorted({*rivals, *own_domains})),
            backlink.c.source_domain.not_in(sorted({*rivals, *own_domains})),
            or_(backlink.c.state == "live", there),
        )
        .group_by(backlink.c.source_key, backlink.c.source_domain, backlink.c.target_domain)
        .cte("linked")
    )


def _known(campaign_id: int, rivals: Collection[str], own_domains: Collection[str], linked: CTE) -> Subquery:
    """Three sorts of rows: pages, what a prospect links to, and from where it links to us.

    Together in one, to be spread over the rows of a prospect: joined, they would take a database that knows
    nothing of their sizes very long.
    """
    of_rival = linked.c.target_domain.in_(sorted(rivals))
    most = func.max(linked.c.links)
    pages = select(
        *(func.min(linked.c.source_domain).label("prospect"), func.min(linked.c.url).label("url")),
        func.count(case((of_rival, 1))).label("number"),
        func.coalesce(func.aggregate_strings(case((of_rival, linked.c.target_domain)), _BETWEEN), "").label(
            "rivals"
        ),
        case((most > _ENOUGH_LINKS, _ENOUGH_LINKS), else_=most).label("links"),
        func.count(case((~of_rival, 1))).label("ours"),
        *(literal(0).label("total"), literal("").label("of_prospect"), literal("").label("linked_from")),
    ).group_by(linked.c.source_key)
    each = _rivals_of_prospects(campaign_id, rivals, linked)
    blank = (literal(""), literal(0), literal(""), literal(0), literal(0))
    prospects = select(
        each.c.prospect, *blank, func.count(), func.aggregate_strings(each.c.rival, _BETWEEN), literal("")
    ).group_by(each.c.prospect)
    ours = _linking_to_us(campaign_id, own_domains, linked)
    linking = select(ours.c.prospect, *blank, literal(0), literal(""), func.min(ours.c.url)).group_by(
        ours.c.prospect
    )
    return union_all(pages, prospects, linking).subquery("known")


def _rivals_of_prospects(campaign_id: int, rivals: Collection[str], linked: CTE) -> Subquery:
    """Each prospect with each rival that its pages link to, those included that suppliers only count."""
    named = select(linked.c.source_domain.label("prospect"), linked.c.target_domain.label("rival"))
    counted = select(supplier_count.c.subject_domain, supplier_count.c.target_site)
    return union(
        named.where(linked.c.target_domain.in_(sorted(rivals))),
        counted.where(*_counted(campaign_id, rivals)),
    ).subquery("rivals_of")


def _linking_to_us(campaign_id: int, own_domains: Collection[str], linked: CTE) -> Subquery:
    """Each prospect that links to us, with pages or else the site on which it does."""
    named = select(linked.c.source_domain.label("prospect"), linked.c.url.label("url"))
    counted = select(supplier_count.c.subject_domain, supplier_count.c.subject)
    seen = select(source_page.c.linking_prospect, source_page.c.final_url)
    return union_all(
        named.where(linked.c.target_domain.in_(sorted(own_domains))),
        counted.where(*_counted(campaign_id, own_domains)),
        seen.where(source_page.c.campaign_id == campaign_id, source_page.c.linking_prospect != ""),
    ).subquery("linking")


def _counted(campaign_id: int, sites: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return (
        supplier_count.c.campaign_id == campaign_id,
        supplier_count.c.sort == "site",
        supplier_count.c.target_site.in_(sorted(sites)),
        supplier_count.c.lost_at == "",
    )


def _candidate(row: Any) -> Candidate:
    here = sorted(row.rivals.split(_BETWEEN))
    elsewhere = sorted(set(row.all_of_prospect.split(_BETWEEN)) - set(here))
    return Candidate(row.url, row.prospect, tuple(here), tuple(elsewhere), row.all_linked_from)
