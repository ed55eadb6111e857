"""What a report tells of a campaign, see :class:`finder.report.Facts`: counted by the database."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, func, select

from finder.backlink_profile import Profile
from finder.report.facts import SCORE_STEPS, Crawl, Facts, LeadCount, Place, Run, Unreadable, VerdictCount
from finder.storage.queries.backlinks import profile
from finder.storage.queries.lead_records import ORGANISATION
from finder.storage.queries.leads import record_query
from finder.storage.queries.report_changes import changes
from finder.storage.queries.report_prospects import prospects
from finder.storage.queries.report_rows import HOLDS, OPEN
from finder.storage.queries.status import status
from finder.storage.tables import crawl_run, lead, prospect

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from finder.brands import Brand
    from finder.storage.queries.leads import Record

# Runs that look for nothing to write about, and so are no crawl since which something may have changed.
BESIDE: Final = ("own_content", "contacts", "verify", "backlinks")
# Runs of one crawl follow on one another.
_PAUSE: Final = timedelta(minutes=10)
_MOST_RUNS: Final = 100
_BETWEEN_RISKS: Final = ", "


def report(
    connection: Connection,
    campaign_id: int,
    best: int,
    since: str = "",
    own: Collection[str] = (),
    brands: Iterable[Brand] = (),
) -> Facts:
    """The facts of a campaign with so many ``best`` leads, and what changed ``since`` a time.

    Without a time it is the beginning of the last crawl. Of each prospect one lead comes before any has a
    second. Backlinks are those to the ``own`` domains, ``brands`` are ours.
    """
    counted = status(connection, campaign_id)
    begun, first = _last_crawl(connection, campaign_id)
    leads, scores, risks = _leads(connection, campaign_id)
    totals, top = prospects(connection, campaign_id)
    return Facts(
        leads=leads,
        scores=scores,
        withdrawn=counted["withdrawn"],
        risks=risks,
        verdicts=[VerdictCount(row["outcome"], row["reason"], row["count"]) for row in counted["verdicts"]],
        prospects=totals,
        top_prospects=top,
        changes=changes(connection, campaign_id, since or begun, first=first and not since),
        crawl=_crawl(counted),
        best=_best(connection, campaign_id, best),
        backlinks=profile(connection, campaign_id, own, brands) if own else Profile(),
    )


def _last_crawl(connection: Connection, campaign_id: int) -> tuple[str, bool]:
    """When the last crawl began, and whether it is the first.

    A crawl is runs of different spiders, each begun soon after the one before had finished.
    """
    query = (
        select(crawl_run)
        .where(crawl_run.c.campaign_id == campaign_id, crawl_run.c.spider.not_in(BESIDE))
        .order_by(crawl_run.c.id.desc())
        .limit(_MOST_RUNS)
    )
    rows = connection.execute(query).all()
    crawl: list[Any] = []
    for row in rows:
        if crawl and not _leads_on(row, crawl):
            break
        crawl.append(row)
    return (crawl[-1].started_at if crawl else ""), len(rows) == len(crawl)


def _leads_on(earlier: Any, crawl: list[Any]) -> bool:
    if earlier.finished_at is None or earlier.spider in {run.spider for run in crawl}:
        return False
    pause = datetime.fromisoformat(crawl[-1].started_at) - datetime.fromisoformat(earlier.finished_at)
    return pause <= _PAUSE


def _leads(connection: Connection, campaign_id: int) -> tuple[list[LeadCount], list[int], dict[str, int]]:
    """Leads that hold by kind and status, by score and by risk, in one look at the table."""
    columns = [lead.c[name] for name in ("kind", "status", "score", "risk")]
    query = select(*columns, func.count()).where(lead.c.campaign_id == campaign_id, HOLDS)
    kinds: Counter[tuple[str, str]] = Counter()
    risks: Counter[str] = Counter()
    steps = [0] * SCORE_STEPS
    rows: Iterable[Any] = connection.execute(query.group_by(*columns))
    for kind, state, score, risk, number in rows:
        kinds[kind, state] += number
        risks.update(dict.fromkeys(filter(None, risk.split(_BETWEEN_RISKS)), number))
        steps[max(0, min(score // SCORE_STEPS, SCORE_STEPS - 1))] += number
    counts = [LeadCount(kind, state, number) for (kind, state), number in sorted(kinds.items())]
    return counts, steps, dict(risks.most_common())


def _best(connection: Connection, campaign_id: int, most: int) -> list[Record]:
    """Records of the best open leads: the first of each prospect, then the second ones, and so on."""
    order = (lead.c.score.desc(), lead.c.last_seen.desc(), lead.c.id)
    place = func.row_number().over(partition_by=ORGANISATION, order_by=order).label("place")
    placed = (
        select(lead.c.id, lead.c.score, place)
        .join(prospect, prospect.c.id == lead.c.prospect_id)
        .where(lead.c.campaign_id == campaign_id, OPEN)
        .subquery()
    )
    chosen = select(placed.c.id).order_by(placed.c.place, placed.c.score.desc(), placed.c.id).limit(most)
    ids = list(connection.execute(chosen).scalars())
    found = connection.execute(record_query().where(lead.c.id.in_(ids))).mappings()
    records = {record["lead_id"]: dict(record) for record in found}
    return [records[number] for number in ids]


def _crawl(counted: Mapping[str, Any]) -> Crawl:
    return Crawl(
        source_pages=counted["source_pages"],
        unreadable=[
            Unreadable(
                row["detail"] or row["failure"] or f"status {row['status']}", row["count"], row["example"]
            )
            for row in counted["source_pages_failed"]
        ],
        places=counted["places"],
        place_problems=[
            Place(row["kind"], row["address"], row["detail"]) for row in counted["places_with_problems"]
        ],
        links=counted["links"],
        targets_waiting=counted["targets"].get("pending", 0),
        runs=[_run(row) for row in counted["runs"]],
    )


def _run(row: Record) -> Run:
    return Run(
        row["id"],
        row["spider"],
        row["started_at"],
        row["ended_at"] or "",
        row["state"],
        row["finish_reason"],
    )
