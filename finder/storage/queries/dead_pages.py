"""Dead pages of ours that others link to: by what the leads say, and by our looks at backlinks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Select, and_, literal, or_, select

from finder.storage.copies import copy_of
from finder.storage.tables import archived_copy, backlink, lead, prospect, target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from finder.items import ArchivedCopy

_MOST_KEPT: Final = 50


@dataclass(slots=True)
class DeadPage:
    """A dead page of ours: what it answers, since when, what an archive has of it, and who links to it.

    ``links`` are the first few of them as (anchor, context, heading, title and language of the page).
    """

    url: str
    reason: str = ""
    dead_since: str = ""
    copy: ArchivedCopy | None = None
    pages: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)
    links: Counter[tuple[str, str, str, str, str]] = field(default_factory=Counter)


def dead_pages(connection: Connection, campaign_id: int, own_domains: Collection[str]) -> list[DeadPage]:
    """Every dead page of ours that others link to, by address."""
    found: dict[str, DeadPage] = {}
    for row in _rows(connection, campaign_id, own_domains):
        page = found.setdefault(row.dead_url, DeadPage(row.dead_url))
        page.reason = page.reason or row.reason
        page.dead_since = min(filter(None, (page.dead_since, row.dead_since)), default="")
        page.copy = page.copy or copy_of(row.copy)
        page.pages.add(row.page_url)
        page.domains.add(row.domain)
        said = (row.anchor, row.context, row.heading, row.page_title, row.page_language)
        if said in page.links or len(page.links) < _MOST_KEPT:
            page.links[said] += 1
    return [found[url] for url in sorted(found)]


def _rows(connection: Connection, campaign_id: int, own_domains: Collection[str]) -> Iterator[Any]:
    for query in (_by_leads(campaign_id), _by_backlinks(campaign_id, own_domains)):
        yield from connection.execute(query)


def _by_leads(campaign_id: int) -> Select[Any]:
    about = or_(
        lead.c.kind == "broken_backlink",
        and_(lead.c.kind == "mention_wrong_link", lead.c.reason == "our_page_is_dead"),
    )
    names = ("dead_url", "dead_since", "page_url", "page_title", "page_language", "anchor", "context")
    return (
        select(
            *(lead.c[name] for name in (*names, "heading")),
            *(target.c.reason, prospect.c.name.label("domain"), archived_copy.c.copy),
        )
        .join(prospect, prospect.c.id == lead.c.prospect_id)
        .outerjoin(target, target.c.id == lead.c.target_id)
        .outerjoin(archived_copy, archived_copy.c.url_key == target.c.url_key)
        .where(lead.c.campaign_id == campaign_id, lead.c.withdrawn_at.is_(None), about)
        .order_by(lead.c.id)
    )


def _by_backlinks(campaign_id: int, own_domains: Collection[str]) -> Select[Any]:
    blank = (literal("").label(name) for name in ("page_title", "page_language"))
    return (
        select(
            # What the link leads to now, which may be another form of what suppliers name, or another page.
            *(backlink.c.found_url.label("dead_url"), backlink.c.target_reason.label("reason")),
            *(backlink.c.source_url.label("page_url"), backlink.c.source_domain.label("domain")),
            *(backlink.c.anchor, backlink.c.context, backlink.c.heading, *blank),
            *(target.c.dead_since, archived_copy.c.copy),
        )
        .outerjoin(target, target.c.id == backlink.c.target_id)
        .outerjoin(archived_copy, archived_copy.c.url_key == target.c.url_key)
        .where(
            backlink.c.campaign_id == campaign_id,
            backlink.c.target_domain.in_(sorted(own_domains)),
            backlink.c.why == "target_dead",
            backlink.c.target_url != "",
            # Somebody else's link may have shown since that it is alive again.
            or_(target.c.outcome.is_(None), target.c.outcome != "alive"),
        )
        .order_by(backlink.c.id)
    )
