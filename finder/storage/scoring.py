"""What the database knows for the scores of leads, and scores written anew when a run has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Select, and_, bindparam, case, func, select, update

from finder.items import Confidence, LinksToRivals, Placement
from finder.markers import Dealing, Marker
from finder.qualify import Background, has_link
from finder.quality import Facts
from finder.quality.finding import SITE_LINKS
from finder.storage.runs import now
from finder.storage.tables import find, lead, link, prospect, source_page, target

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from finder.qualify import Scored
    from finder.ranks import Rank

# A target of which the newest look could not tell says nothing of its page.
_TELLING: Final = ("alive", "dead")
_ROWS_AT_ONCE: Final = 500


def background_of(connection: Connection, find_id: int, prospect_name: str) -> Background:
    """What is known of the page of a find and of its prospect."""
    row = connection.execute(_BACKGROUND, {"number": find_id, "of": prospect_name}).first()
    if row is None:
        return Background()
    return Background(
        markers=_markers(row.markers),
        noindex=row.noindex,
        canonical=row.canonical,
        links=row.links or None,
        linked_from=str(row.elsewhere or ""),
        rank=row.rank,
        rank_source=list_name(row.rank_source or ""),
    )


def open_leads(connection: Connection, campaign_id: int) -> list[int]:
    """The leads of a campaign that hold, by their ids."""
    ours = (lead.c.campaign_id == campaign_id, lead.c.withdrawn_at.is_(None))
    return list(connection.execute(select(lead.c.id).where(*ours).order_by(lead.c.id)).scalars())


def score_some(
    connection: Connection, campaign_id: int, lead_ids: Sequence[int], score: Callable[[Facts], Scored]
) -> int:
    """Score leads anew, a few hundred at once; returns how many have changed.

    Leads about mentions and rivals are told of a page of their prospect that links to us, if one is known by
    now: pages are read in any order.
    """
    rows = connection.execute(_leads(lead_ids)).all()
    dead = _dead_links(connection, {row.page_id for row in rows})
    asking = {row.prospect_name for row in rows if row.brand or row.rivals}
    linking = _linking(connection, campaign_id, asking)
    today, changes = now()[:10], []
    for row in rows:
        linked_from = _linked_from(row, linking)
        scored = score(_facts(row, today, linked_from, *dead.get(row.page_id, (0, 0))))
        new = (*scored[:3], *scored.risk, linked_from)
        if new != tuple(getattr(row, name) for name in _WRITTEN):
            names = (f"new_{name}" for name in _WRITTEN)
            changes.append({"row": row.lead_id, **dict(zip(names, new, strict=True))})
    if changes:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _WRITTEN}
        connection.execute(update(lead).where(lead.c.id == bindparam("row")).values(values), changes)
    return len(changes)


def unranked(connection: Connection, campaign_id: int, state: str) -> bool:
    """Whether there are prospects that were not looked up in the lists as they are in this ``state``."""
    query = select(prospect.c.id).where(
        prospect.c.campaign_id == campaign_id, ~prospect.c.rank_source.endswith(f" {state}", autoescape=True)
    )
    return connection.execute(query.limit(1)).first() is not None


def prospect_names(connection: Connection, campaign_id: int) -> set[str]:
    """The names of all prospects of a campaign."""
    return set(
        connection.execute(select(prospect.c.name).where(prospect.c.campaign_id == campaign_id)).scalars()
    )


def keep_ranks(
    connection: Connection,
    campaign_id: int,
    names: Sequence[str],
    ranks: Mapping[str, Rank],
    lists: str,
    state: str,
) -> None:
    """Write down the ranks of prospects, and of all others that ``lists`` do not have them.

    ``rank_source`` is the name of a list with the ``state`` in which it was read.
    """
    rows = [
        {
            "name_of": name,
            "new_rank": rank.place if (rank := ranks.get(name)) else None,
            "new_source": f"{rank.source if rank else lists} {state}",
        }
        for name in sorted(names)
    ]
    statement = (
        update(prospect)
        .where(prospect.c.campaign_id == campaign_id, prospect.c.name == bindparam("name_of"))
        .values(rank=bindparam("new_rank"), rank_source=bindparam("new_source"))
    )
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        connection.execute(statement, rows[start : start + _ROWS_AT_ONCE])


def forget_ranks(connection: Connection, campaign_id: int) -> None:
    """Take the ranks off: the campaign names no list any more."""
    ours = update(prospect).where(prospect.c.campaign_id == campaign_id, prospect.c.rank_source != "")
    connection.execute(ours.values(rank=None, rank_source=""))


def list_name(rank_source: str) -> str:
    """The name of a list without the state in which it was read."""
    return rank_source.rpartition(" ")[0]


_WRITTEN: Final = ("score", "score_parts", "score_why", "risk", "risk_evidence", "linked_from")
_PAGE_COLUMNS: Final = (
    source_page.c.id.label("page_id"),
    *(source_page.c[name] for name in ("campaign_id", "markers", "noindex", "canonical", "links")),
)
_LEAD_COLUMNS: Final = (
    *("confidence", "page_url", "page_title", "anchor", "context", "heading", "placement", "rel", "dead_url"),
    *("linked_url", "brand", "rivals", "reason", "match_score", "replacement_url", "replacement_title"),
    *("page_published", "page_modified", *_WRITTEN),
)


def _background() -> Select[Any]:
    """What :func:`background_of` asks for each find: one statement, made once."""
    other = source_page.alias("other")
    elsewhere = select(func.min(other.c.final_url)).where(
        other.c.campaign_id == source_page.c.campaign_id,
        other.c.linking_prospect == bindparam("of"),
        other.c.linking_prospect != "",
        other.c.id != source_page.c.id,
    )
    here = and_(prospect.c.campaign_id == source_page.c.campaign_id, prospect.c.name == bindparam("of"))
    return (
        select(
            *_PAGE_COLUMNS,
            elsewhere.scalar_subquery().label("elsewhere"),
            prospect.c.rank,
            prospect.c.rank_source,
        )
        .select_from(find.join(source_page, find.c.source_page_id == source_page.c.id))
        .outerjoin(prospect, here)
        .where(find.c.id == bindparam("number"))
    )


_BACKGROUND: Final = _background()


def _leads(lead_ids: Sequence[int]) -> Select[Any]:
    page = (source_page.c[name] for name in ("state", "failure", "detail", "linking_prospect"))
    return (
        select(
            lead.c.id.label("lead_id"),
            *(lead.c[name] for name in _LEAD_COLUMNS),
            *_PAGE_COLUMNS,
            *page,
            *(prospect.c.rank, prospect.c.rank_source, prospect.c.name.label("prospect_name")),
        )
        .join(prospect, prospect.c.id == lead.c.prospect_id)
        .join(source_page, source_page.c.id == lead.c.source_page_id)
        .where(lead.c.id.in_(lead_ids))
        # In one order everywhere, so that two processes never wait for each other.
        .order_by(lead.c.id)
    )


def _linking(connection: Connection, campaign_id: int, names: set[str]) -> dict[str, str]:
    """Of prospects that link to us the first page that does."""
    if not names:
        return {}
    rows = connection.execute(
        select(source_page.c.linking_prospect, func.min(source_page.c.final_url))
        .where(
            source_page.c.campaign_id == campaign_id,
            source_page.c.linking_prospect != "",
            source_page.c.linking_prospect.in_(sorted(names)),
        )
        .group_by(source_page.c.linking_prospect)
    )
    return {name: url for name, url in rows}  # noqa: C416 - rows are no pairs to the type checker


def _linked_from(row: Any, linking: Mapping[str, str]) -> str:
    """Of a lead about a mention or rivals another page of its site that links to us; else what it has."""
    if (row.brand or row.rivals) and not row.linking_prospect:
        return linking.get(row.prospect_name, row.linked_from)
    return str(row.linked_from)


def _dead_links(connection: Connection, page_ids: set[int]) -> dict[int, tuple[int, int]]:
    """Of each page how many of its targets are known to live or to be dead, and how many are dead.

    By the newest reading of its links: those of an earlier one are kept, too.
    """
    is_dead = case((target.c.outcome == "dead", link.c.target_id))
    query = (
        select(
            link.c.source_page_id,
            link.c.seen_run,
            func.count(link.c.target_id.distinct()),
            func.count(is_dead.distinct()),
        )
        .join(target, target.c.id == link.c.target_id)
        .where(link.c.source_page_id.in_(sorted(page_ids)), target.c.outcome.in_(_TELLING))
        .group_by(link.c.source_page_id, link.c.seen_run)
    )
    found: dict[int, tuple[int, int, int]] = {}
    for page_id, run, looked, dead in connection.execute(query):
        found[page_id] = max(found.get(page_id, (0, 0, 0)), (run, looked, dead))
    return {page_id: (looked, dead) for page_id, (_, looked, dead) in found.items()}


def _facts(row: Any, today: str, linked_from: str, looked: int, dead: int) -> Facts:
    return Facts(
        confidence=Confidence(row.confidence),
        page_url=row.page_url,
        today=today,
        match=(row.match_score or 0.0) if row.replacement_url else 0.0,
        mention_worth=_mention_worth(row),
        linked_from=linked_from,
        rivals=len(row.rivals.split(", ")) if row.rivals else 0,
        lists_sites=row.reason == LinksToRivals.IN_LIST,
        has_link=has_link(row.dead_url, row.linked_url),
        anchor=row.anchor,
        context=row.context,
        heading=row.heading,
        placement=Placement(row.placement),
        rel=tuple(row.rel.split()),
        page_title=row.page_title,
        offer_title=row.replacement_title,
        published=row.page_published,
        modified=row.page_modified,
        markers=_markers(row.markers),
        noindex=row.noindex,
        canonical=row.canonical,
        failure=(row.failure.replace("_", " ") or row.detail) if row.state == "failed" else "",
        links=row.links or None,
        looked=looked,
        dead=dead,
        rank=row.rank,
        rank_source=list_name(row.rank_source),
    )


def _mention_worth(row: Any) -> float | None:
    """What a mention was worth before its site was known to link to us."""
    part: float | None = row.score_parts.get("mention")
    return part / SITE_LINKS if part is not None and row.linked_from else part


def _markers(told: Any) -> tuple[Marker, ...] | None:
    return None if told is None else tuple(Marker(Dealing(what), snippet) for what, snippet in told)
