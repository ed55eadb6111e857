"""What later looks at leads concluded, written down with all that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, insert, select, update

from finder.items import JudgedLink
from finder.lifecycle import Actor, Status, may_become, status_of
from finder.storage import batches
from finder.storage.batches import Batch
from finder.storage.copies import copy_of
from finder.storage.finds import add_finds
from finder.storage.lifecycle import change, lives
from finder.storage.source_pages import give_back
from finder.storage.tables import PENDING, archived_copy, lead, lead_event, target
from finder.storage.verifying import MISSING, WON_LINK
from finder.storage.withdrawing import explain_alive, withdraw

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from finder.items import Link, Opportunity, PageFacts, Verdict
    from finder.storage.finds import OnLink
    from finder.verification import Finding

AUTHOR: Final = "finder verify"
_WON: Final = ("url", "anchor", "rel", "placement")


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What one page gave: a finding for each lead, and the opportunities that hold.

    ``page`` is ``None`` if it was not read; ``dead_links`` are its links that are still dead, with the row of
    their target and the verdict; ``opportunities`` are those of the page itself and of links that were lost.
    """

    page_id: int
    moment: str
    findings: Sequence[Finding]
    page: PageFacts | None = None
    dead_links: Sequence[tuple[int, Link, Verdict]] = ()
    opportunities: Sequence[Opportunity] = ()


def record_findings(
    connection: Connection, campaign_id: int, run_id: int, report: VerifyReport, on_link: OnLink
) -> int:
    """Stamp, close and move on the leads of a page; returns how many finds there are for the pipelines.

    What a person changed since the page was claimed stays as it is.
    """
    rows = {row["id"]: row for row in lives(connection, [each.lead.id for each in report.findings])}
    events: list[dict[str, Any]] = []
    for each in report.findings:
        _stamp(connection, each, report.moment)
        if status_of(rows[each.lead.id]["status"]) == each.lead.status:
            events += _follow(connection, each, report.moment)
    if events:
        connection.execute(insert(lead_event), events)
    give_back(connection, report.page_id)
    found: list[tuple[int, int | None, Opportunity]] = [
        (report.page_id, None, opportunity) for opportunity in report.opportunities
    ]
    if report.page:
        for number, link, verdict in report.dead_links:
            judged = judged_link(connection, number, link, verdict)
            found += [(report.page_id, number, each) for each in on_link(report.page, judged)]
    return add_finds(connection, campaign_id, run_id, found)


def store_looks(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    worker_id: int,
    batch: Batch,
    on_link: OnLink,
    max_leads_per_page: int = 0,
) -> tuple[int, int]:
    """As :func:`finder.storage.batches.store_batch`; what a crawl still has to look at it will."""
    ids = [each.target.id for each in batch.looks]
    query = select(target.c.id).where(target.c.id.in_(ids), target.c.state == PENDING)
    waiting = list(connection.execute(query).scalars()) if ids else []
    looks, rest = Batch(looks=batch.looks), Batch([], batch.hosts, batch.leads, batch.dismissed, batch.kept)
    store = (campaign_id, run_id, worker_id)
    _, found = batches.store_batch(connection, *store, looks, on_link)
    if waiting:
        connection.execute(update(target).where(target.c.id.in_(waiting)).values(state="pending"))
    new, more = batches.store_batch(connection, *store, rest, on_link, max_leads_per_page)
    return new, found + more


def _stamp(connection: Connection, finding: Finding, moment: str) -> None:
    values = {"verified_at": moment, "verified": finding.verified.value, "verified_detail": finding.detail}
    connection.execute(update(lead).where(lead.c.id == finding.lead.id).values(values))


def _follow(connection: Connection, finding: Finding, moment: str) -> Iterator[dict[str, Any]]:
    """Do what follows for a lead; yields the events that are not of its life."""
    number, told = finding.lead.id, {"lead_id": finding.lead.id, "at": moment, "author": AUTHOR}
    if finding.won:
        yield from ({**told, **event} for event in _won(connection, finding, moment))
    if finding.missing:
        until = finding.lead.seen_until or finding.lead.verified_at or finding.lead.won_at
        yield {**told, "field": WON_LINK, "before": until, "after": MISSING, "why": finding.detail}
    if finding.there:
        yield {**told, "field": WON_LINK, "before": MISSING, "after": moment, "why": finding.detail}
    if finding.status and finding.status in may_become(finding.lead.status, Actor.LOOK):
        change(connection, [number], {"status": finding.status.value}, AUTHOR, finding.detail)
        # How it ended is told by its status, and such leads are to be seen.
        back = {"withdrawn_at": None, "withdrawn_reason": ""}
        connection.execute(update(lead).where(lead.c.id == number).values(back))
    why = finding.detail
    # The look at its target may have been written down before this.
    if finding.closes and (
        withdraw(connection, why, lead.c.id == number) or explain_alive(connection, number, why)
    ):
        yield {**told, "field": "withdrawn", "before": "", "after": finding.verified.value, "why": why}


def _won(connection: Connection, finding: Finding, moment: str) -> Iterator[dict[str, str]]:
    """Write down the link that is there, and what is not as it was, if one was known."""
    before, after = finding.lead.won, finding.won
    values = {f"won_{name}": getattr(after, name) for name in _WON}
    first = finding.status is Status.WON or not before.url or not finding.lead.won_at
    at = {"won_at": moment} if first else {}
    connection.execute(update(lead).where(lead.c.id == finding.lead.id).values(values | at))
    for name in _WON if before.url and not finding.status else ():
        was, now_is = getattr(before, name), getattr(after, name)
        if was != now_is:
            yield {"field": f"won_{name}", "before": was, "after": now_is, "why": finding.detail}


def judged_link(connection: Connection, target_id: int, link: Link, verdict: Verdict) -> JudgedLink:
    """A link with the verdict on its target and what is known of that one's death."""
    query = select(target.c.dead_since, target.c.alive_at, archived_copy.c.copy).where(
        target.c.id == target_id
    )
    query = query.outerjoin(archived_copy, archived_copy.c.url_key == target.c.url_key)
    row = connection.execute(query).one()
    since, alive_at = row.dead_since or "", row.alive_at or ""
    return JudgedLink(link, verdict, dead_since=since, alive_at=alive_at, copy=copy_of(row.copy))
