"""What looks at linking pages concluded, written down with all that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, insert, select, update

from finder.backlinks import State
from finder.items import Outcome
from finder.storage import findings, links, source_pages
from finder.storage.backlink_pages import BACKLINKS
from finder.storage.database import renewal, upsert
from finder.storage.finds import add_finds
from finder.storage.tables import backlink, backlink_event, lead, source_page, target_host
from finder.storage.withdrawing import ABOUT_ABSENCE, withdraw
from finder.urls import host, key, prospect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from finder.backlinks import Conclusion, PageLook
    from finder.items import Fetch, Link, Opportunity, PageFacts, SourcePage
    from finder.storage.batches import Batch
    from finder.storage.finds import OnLink

BROKEN: Final = "broken_backlink"


@dataclass(frozen=True, slots=True)
class BacklinkReport:
    """What a look at one page gave.

    ``conclusions`` are about its links to us, those among them whose ``known.id`` is 0 about links that no
    row is about yet; ``targets`` are the rows of our pages by the address that is linked to. ``page`` and
    ``facts`` are ``None`` if it was not read, ``failed`` says why. ``opportunities`` are those of the page
    itself and of links that were lost. ``kept_reasons``: see :class:`finder.storage.batches.PageReport`.
    """

    page_id: int
    url: str
    moment: str
    look: PageLook
    fetch: Fetch
    conclusions: Sequence[Conclusion] = ()
    targets: Mapping[str, int] = field(default_factory=dict)
    page: SourcePage | None = None
    facts: PageFacts | None = None
    failed: str = ""
    opportunities: Sequence[Opportunity] = ()
    looked_for: int = 0
    standing: str = ""
    kept_reasons: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What writing a report changed: finds for the pipelines, links nobody knew of, leads closed."""

    finds: int
    new: int
    closed: int


def targets_of(
    connection: Connection, campaign_id: int, run_id: int, page_id: int, found: Sequence[Link]
) -> dict[str, int]:
    """The row of the target of each link, by its address, ready to be looked at.

    What the links promise is written down with them, for the checks.
    """
    ids = links.target_ids(connection, campaign_id, found)
    links.insert_links(connection, run_id, {page_id: found}, ids)
    hosts = sorted({host(each.url) for each in found})
    statement = renewal(connection.dialect.name, target_host, ("campaign_id", "host"), ())
    if hosts:
        rows = [{"campaign_id": campaign_id, "host": name, "pending": False} for name in hosts]
        connection.execute(statement, rows)
    return ids


def store_looks(
    connection: Connection,
    campaign_id: int,
    run_id: int,
    worker_id: int,
    batch: Batch,
    on_link: OnLink,  # noqa: ARG001 - what links give is told where their page is recorded
    max_leads_per_page: int = 0,
) -> tuple[int, int]:
    """See :func:`finder.storage.findings.store_looks`."""
    return findings.store_looks(
        connection, campaign_id, run_id, worker_id, batch, lambda *_: [], max_leads_per_page
    )


def record(
    connection: Connection, campaign_id: int, run_id: int, report: BacklinkReport, on_link: OnLink
) -> Recorded:
    """Write down what a look at a page says of its links to us, and all that follows."""
    new = 0
    for each in report.conclusions:
        number = each.known.id or _add(connection, campaign_id, report, each)
        if number is None:
            continue
        new += not each.known.id
        values = _seen(report, each)
        connection.execute(update(backlink).where(backlink.c.id == number).values(values))
        events = [
            {"backlink_id": number, "run_id": run_id, "at": report.moment, **happened._asdict()}
            for happened in each.events
        ]
        if events:
            connection.execute(insert(backlink_event), events)
    _settle_page(connection, run_id, report)
    closed = _close_leads(connection, report)
    source_pages.give_back(connection, report.page_id)
    found = add_finds(connection, campaign_id, run_id, _finds(connection, report, on_link))
    return Recorded(found, new, closed)


def _add(connection: Connection, campaign_id: int, report: BacklinkReport, each: Conclusion) -> int | None:
    """The row of a link that nobody knew of; ``None`` if somebody named it meanwhile."""
    source, url = report.url, each.known.target_url
    values = {
        "campaign_id": campaign_id,
        "link_key": key(f"{source} {url}"),
        "source_url": source,
        "source_key": key(source),
        "source_domain": prospect(source),
        "target_url": url,
        "target_key": key(url),
        "target_domain": prospect(url),
        "added_at": report.moment,
    }
    statement = upsert(connection, backlink).values(values)
    made = statement.on_conflict_do_nothing(index_elements=["campaign_id", "link_key"])
    return connection.execute(made.returning(backlink.c.id)).scalar_one_or_none()


def _seen(report: BacklinkReport, each: Conclusion) -> dict[str, Any]:
    """What changes in the row of a backlink."""
    known, look, moment = each.known, report.look, report.moment
    values: dict[str, Any] = {
        "state": each.state.value,
        "why": each.why.value,
        "detail": each.detail,
        "source_page_id": report.page_id,
        "page_status": look.status,
        "page_final_url": look.final_url,
        "looked_at": moment,
        "missed": list(each.missed) or None,
    }
    if report.page:
        values |= {"noindex": look.noindex, "canonical": look.canonical}
    if each.link:
        values |= _link_seen(report, each)
    if each.link and each.state is State.LIVE:
        values |= {"live_since": known.live_since or moment, "live_at": moment, "lost_at": None}
    if each.state is State.LOST and known.state is not State.LOST:
        values["lost_at"] = moment
    return values


def _link_seen(report: BacklinkReport, each: Conclusion) -> dict[str, Any]:
    found, seen = each.found, each.target
    values: dict[str, Any] = {
        "found_url": found.url,
        "anchor": found.anchor,
        "context": found.context,
        "heading": found.heading,
        "rel": found.rel,
        "placement": found.placement,
        "image": found.image,
        "target_id": report.targets.get(found.url),
    }
    if seen:
        values |= {
            "target_status": seen.status,
            "target_final_url": seen.final_url,
            "target_outcome": seen.verdict.outcome.value,
            "target_reason": seen.verdict.reason,
        }
    return values


def _settle_page(connection: Connection, run_id: int, report: BacklinkReport) -> None:
    """Write down what a page says, or why it was not read; one of another spider stays as it is."""
    page_id, page, facts = report.page_id, report.page, report.facts
    query = select(source_page.c.spider).where(source_page.c.id == page_id).with_for_update()
    if connection.execute(query).scalar() != BACKLINKS:
        return
    if page is None or facts is None:
        source_pages.page_failed(connection, run_id, page_id, report.fetch, report.failed)
        return
    read = (page, facts.linked_own, report.fetch, report.looked_for, report.standing)
    reading = source_pages.Reading(page_id, *read, links=len(page.outbound_links))
    source_pages.settle(connection, run_id, [reading])
    if report.look.absence is None or report.look.gone:
        kinds = [each.kind for each in report.opportunities]
        kept = report.kept_reasons
        links.withdraw_missing(connection, run_id, page_id, kinds, links_seen=False, kept_reasons=kept)


def _close_leads(connection: Connection, report: BacklinkReport) -> int:
    """Withdraw leads about links to us that hold no more: the link is back, or not broken any more."""
    here = lead.c.source_page_id == report.page_id
    there = [each for each in report.conclusions if each.link]
    back = {""} if any(not each.known.target_url for each in there) else set()
    for each in there:
        back |= {each.known.target_url, each.known.found.url, each.found.url} - {""}
    lost = (here, lead.c.kind == ABOUT_ABSENCE, lead.c.linked_url.in_(sorted(back)))
    closed = withdraw(connection, "The link is back.", *lost) if back else 0
    if not report.look.told:
        return closed
    broken = (here, lead.c.kind == BROKEN)
    kept = sorted(each.found.url for each in there if not _is_alive(each))
    mended = sorted(each.found.url for each in there if _is_alive(each))
    closed += withdraw(connection, "The target is alive again.", *broken, lead.c.dead_url.in_(mended))
    gone = lead.c.dead_url.not_in(kept)
    return closed + withdraw(connection, "The page no longer links to it.", *broken, gone)


def _is_alive(each: Conclusion) -> bool:
    return each.target is not None and each.target.verdict.outcome is Outcome.ALIVE


def _finds(
    connection: Connection, report: BacklinkReport, on_link: OnLink
) -> Iterator[tuple[int, int | None, Opportunity]]:
    for opportunity in report.opportunities:
        yield report.page_id, None, opportunity
    # Several backlinks may be the same link.
    broken = {each.found.url: each for each in report.conclusions if each.broken}
    for url, each in broken.items():
        number = report.targets.get(url)
        if report.facts is None or number is None or each.link is None or each.target is None:
            continue
        link = replace(each.link.link, url=url)
        judged = findings.judged_link(connection, number, link, each.target.verdict)
        # This may be the first look that sees it dead.
        judged = replace(judged, dead_since=judged.dead_since or report.moment)
        for opportunity in on_link(report.facts, judged):
            yield report.page_id, number, opportunity
