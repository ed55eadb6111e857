"""The profile of the backlinks of a campaign, see :class:`finder.backlink_profile.Profile`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, exists, func, select

from finder.backlink_profile import (
    Anchors,
    Counts,
    CountsOnly,
    ImportedFile,
    LinkCounts,
    LinkedPage,
    PageNames,
    Profile,
    ReferringDomain,
    SaidOfDomain,
    notes,
    supplier_counts,
)
from finder.backlink_profile.authority import authority
from finder.storage.queries.backlinks_ours import ours, suppliers, to_us
from finder.storage.tables import backlink, backlink_file, backlink_witness, own_page, supplier_count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from finder.brands import Brand

MOST_DEAD: Final = 50
MOST_FILES: Final = 200
_B, _W = backlink.c, backlink_witness.c
# The page links to us still, as far as is known; only what it links to is dead.
_STILL_LINKED: Final = _B.why.in_(("", "target_dead", "page_noindex"))


def profile(
    connection: Connection, campaign_id: int, own: Collection[str], brands: Iterable[Brand]
) -> Profile:
    """The profile of the links to the ``own`` domains; ``brands`` are ours."""
    counts = LinkCounts(
        suppliers(connection, campaign_id), Anchors(brands, own, _own_pages(connection, campaign_id))
    )
    counts.count(ours(connection, campaign_id, own, counts.suppliers))
    known, current = counts.totals()
    domains, used = counts.domains(), counts.anchors.used()
    dead, dead_targets = _dead(connection, campaign_id, own)
    parts = counts.parts()
    return Profile(
        known=known,
        current=current,
        states=counts.states(),
        suppliers=supplier_counts(counts, _spans(connection, campaign_id, own)),
        files=_files(connection, campaign_id),
        agreement=counts.agreement(),
        changes=counts.changes(),
        rel=parts["rel"],
        link_types=parts["link_type"],
        placements=parts["placement"],
        sitewide=parts["sitewide"],
        languages=counts.languages(),
        anchor_sorts=counts.anchors.sorts(),
        anchors=used,
        notes=notes(used, counts.anchors.domains, domains, current),
        targets=_with_outcomes(connection, campaign_id, own, counts.targets()),
        dead_targets=dead_targets,
        dead=dead,
        domains=_with_authority(connection, campaign_id, own, domains),
        counts_only=_counts_only(connection, campaign_id, own),
    )


def _own_pages(connection: Connection, campaign_id: int) -> dict[str, PageNames]:
    columns = (own_page.c.url, own_page.c.title, own_page.c.h1)
    rows = connection.execute(select(*columns).where(own_page.c.campaign_id == campaign_id))
    return {url: PageNames(title, h1) for url, title, h1 in rows if title or h1}


def _spans(connection: Connection, campaign_id: int, own: Collection[str]) -> dict[str, tuple[str, str]]:
    """When each supplier saw a link to us first and last."""
    earliest, latest = func.min(func.nullif(_W.first_seen, "")), func.max(_W.last_seen)
    query = (
        select(_W.supplier, func.coalesce(earliest, ""), latest)
        .where(exists().where(_B.id == _W.backlink_id, to_us(campaign_id, own)))
        .group_by(_W.supplier)
    )
    return {supplier: (first, last) for supplier, first, last in connection.execute(query)}


def _files(connection: Connection, campaign_id: int) -> list[ImportedFile]:
    """The files that were taken in, the newest first."""
    names = ("name", "supplier", "report", "imported_at", "rows", "accepted", "refused", "duplicate")
    query = (
        select(*(backlink_file.c[name] for name in names))
        .where(backlink_file.c.campaign_id == campaign_id)
        .order_by(backlink_file.c.id.desc())
        .limit(MOST_FILES)
    )
    return [ImportedFile(*row) for row in connection.execute(query)]


def _dead(connection: Connection, campaign_id: int, own: Collection[str]) -> tuple[Counts, list[LinkedPage]]:
    """How much leads to dead pages of ours, and the ones that most domains link to.

    A page is named as links have it now: suppliers may name another form of it that is alive.
    """
    dead = (to_us(campaign_id, own), _B.target_outcome == "dead", _STILL_LINKED, _B.target_url != "")
    domains = func.count(_B.source_domain.distinct())
    whole = select(func.count(), func.count(_B.source_key.distinct()), domains).where(*dead)
    status = func.max(_B.target_status)
    query = (
        select(_B.found_url, func.count(), domains, func.max(_B.target_reason), status)
        .where(*dead)
        .group_by(_B.found_url)
        .order_by(domains.desc(), func.count().desc(), _B.found_url)
        .limit(MOST_DEAD)
    )
    found = [
        LinkedPage(url, links, number, 0, "dead", reason, answered)
        for url, links, number, reason, answered in connection.execute(query)
    ]
    return Counts(*connection.execute(whole).one()), found


def _with_outcomes(
    connection: Connection, campaign_id: int, own: Collection[str], pages: Sequence[LinkedPage]
) -> list[LinkedPage]:
    """Pages with what our own looks found at them, where links lead there in so many letters."""
    columns = (_B.target_outcome, _B.target_reason, _B.target_status)
    wanted = _B.found_url.in_([page.url for page in pages])
    query = (
        select(_B.found_url, *columns, func.max(_B.looked_at).label("at"))
        .where(to_us(campaign_id, own), wanted, _B.target_outcome != "")
        .group_by(_B.found_url, *columns)
        .order_by("at")
    )
    told = {url: (outcome, reason, status) for url, outcome, reason, status, _ in connection.execute(query)}
    return [
        replace(page, outcome=outcome, reason=reason, status=status)
        for page in pages
        for outcome, reason, status in (told.get(page.url, ("", "", None)),)
    ]


def _with_authority(
    connection: Connection, campaign_id: int, own: Collection[str], domains: Sequence[ReferringDomain]
) -> list[ReferringDomain]:
    """Domains with the numbers of suppliers: from one link of each, and from what is counted by site."""
    names = [domain.domain for domain in domains]
    newest = (
        select(_B.source_domain, _W.supplier, func.max(_W.backlink_id).label("id"))
        .join(backlink, _B.id == _W.backlink_id)
        .where(to_us(campaign_id, own), _B.source_domain.in_(names), _W.metrics.is_not(None))
        .group_by(_B.source_domain, _W.supplier)
        .subquery()
    )
    of_links = select(newest.c.source_domain, _W.supplier, _W.metrics).join(
        newest, (_W.backlink_id == newest.c.id) & (_W.supplier == newest.c.supplier)
    )
    counted = supplier_count.c
    of_sites = select(counted.subject_domain, counted.supplier, counted.metrics).where(
        counted.campaign_id == campaign_id, counted.sort == "site", counted.subject_domain.in_(names)
    )
    said: dict[str, dict[tuple[str, str], SaidOfDomain]] = {name: {} for name in names}
    for query in (of_links, of_sites):
        for name, supplier, metrics in connection.execute(query):
            for each in authority(supplier, metrics):
                said[name].setdefault((each.supplier, each.name), each)
    return [
        replace(each, authority=[said[each.domain][key] for key in sorted(said[each.domain])])
        for each in domains
    ]


def _counts_only(connection: Connection, campaign_id: int, own: Collection[str]) -> list[CountsOnly]:
    """The reports that name no links; what is about other sites than ours is left out."""
    c = supplier_count.c
    about = (c.campaign_id == campaign_id, c.target_site.in_(("", *sorted(own))))
    query = (
        select(c.supplier, c.report, c.sort, func.count())
        .where(*about)
        .group_by(c.supplier, c.report, c.sort)
        .order_by(c.supplier, c.report, c.sort)
    )
    known = dict(_known_sites(connection, about, to_us(campaign_id, own)))
    return [
        CountsOnly(supplier, name, sort, number, known.get((supplier, name), 0) if sort == "site" else None)
        for supplier, name, sort, number in connection.execute(query)
    ]


def _known_sites(
    connection: Connection, about: Sequence[Any], ours: Any
) -> Iterable[tuple[tuple[str, str], int]]:
    """By supplier and report: how many of the counted sites are among the referring domains."""
    c = supplier_count.c
    linking = select(_B.source_domain).where(ours)
    query = (
        select(c.supplier, c.report, func.count())
        .where(*about, c.sort == "site", c.subject_domain.in_(linking))
        .group_by(c.supplier, c.report)
    )
    return [((supplier, report), number) for supplier, report, number in connection.execute(query)]
