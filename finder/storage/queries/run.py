"""What one run of a crawl did, whichever processes did it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from finder.storage.source_pages import NEEDS_BROWSER
from finder.storage.tables import crawl_run, find, lead, look, place, sighting, source_page


@dataclass(frozen=True, slots=True)
class RunTotals:
    """Counts of a run. ``verdicts``: looks by outcome and reason; ``finds_kept``: set aside by a fault.

    ``pages_unseen`` are those read that need a browser; ``places``: feeds, sitemaps and archives by state.
    """

    pages_read: int = 0
    pages_failed: int = 0
    pages_unseen: int = 0
    links: int = 0
    leads: int = 0
    leads_new: int = 0
    leads_withdrawn: int = 0
    finds_kept: int = 0
    places: dict[str, int] = field(default_factory=dict)
    verdicts: dict[tuple[str, str], int] = field(default_factory=dict)

    @property
    def looks(self) -> int:
        """How many targets were looked at."""
        return sum(self.verdicts.values())


def run_totals(connection: Connection, run_id: int) -> RunTotals:
    """What the run has done so far."""
    run = connection.execute(select(crawl_run).where(crawl_run.c.id == run_id)).one()
    pages = connection.execute(
        select(source_page.c.state, func.count(), func.coalesce(func.sum(source_page.c.links), 0))
        .where(source_page.c.campaign_id == run.campaign_id, source_page.c.read_run == run_id)
        .group_by(source_page.c.state)
    ).all()
    by_state = {state: (count, links) for state, count, links in pages}
    verdicts = connection.execute(
        select(look.c.outcome, look.c.reason, func.count())
        .where(look.c.run_id == run_id)
        .group_by(look.c.outcome, look.c.reason)
    )
    unseen = select(func.count()).where(
        source_page.c.campaign_id == run.campaign_id,
        source_page.c.read_run == run_id,
        source_page.c.detail == NEEDS_BROWSER,
    )
    places = connection.execute(
        select(place.c.state, func.count())
        .where(place.c.campaign_id == run.campaign_id, place.c.listed_run == run_id)
        .group_by(place.c.state)
    )
    seen = select(func.count()).select_from(sighting).where(sighting.c.run_id == run_id)
    earlier = select(sighting.c.lead_id).where(sighting.c.run_id < run_id)
    ours = lead.c.campaign_id == run.campaign_id
    withdrawn = select(func.count()).where(ours, lead.c.withdrawn_at >= run.started_at)
    kept = select(func.count()).where(find.c.campaign_id == run.campaign_id, find.c.kept)
    return RunTotals(
        pages_read=by_state.get("read", (0, 0))[0],
        pages_failed=by_state.get("failed", (0, 0))[0],
        links=by_state.get("read", (0, 0))[1],
        pages_unseen=int(connection.execute(unseen).scalar_one()),
        leads=int(connection.execute(seen).scalar_one()),
        leads_new=int(connection.execute(seen.where(sighting.c.lead_id.not_in(earlier))).scalar_one()),
        leads_withdrawn=int(connection.execute(withdrawn).scalar_one()),
        finds_kept=int(connection.execute(kept).scalar_one()),
        places={state: number for state, number in places},  # noqa: C416 - rows are no pairs
        verdicts={(outcome, reason): count for outcome, reason, count in verdicts},
    )
