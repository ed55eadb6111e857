"""What the database tells a report: leads, prospects, what changed since the last crawl, the best leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finder.report import LeadCount, ProspectTotals, TopProspect, VerdictCount
from finder.storage import runs, tables
from finder.storage.queries.report import report

if TYPE_CHECKING:
    from finder.report import Facts
    from tests.storage.undertaking import Undertaking

EARLY, LATE = "2026-11-20T05:00:00Z", "2026-11-27T05:00:00Z"
GONE = [f"https://gone.example/{number}" for number in range(6)]


def told(acme: Undertaking, best: int = 50, since: str = "") -> Facts:
    return acme.database.read(report, acme.campaign, best, since)


def change(acme: Undertaking, table: Any, number: int, **values: Any) -> None:
    acme.database.write(lambda c: c.execute(table.update().where(table.c.id == number).values(values)))


def insert(acme: Undertaking, table: Any, **values: Any) -> int:
    return int(
        acme.database.write(
            lambda c: c.execute(table.insert().values(values).returning(table.c.id)).scalar_one()
        )
    )


def six_leads(acme: Undertaking) -> None:
    """Six leads with scores from 90 down: three of one prospect, then one and two of two others."""
    acme.read("https://list.example/links", *GONE)
    acme.look("dead", *GONE)
    acme.qualify()
    first = acme.rows(tables.prospect, "id")[0]
    second, third = (
        insert(acme, tables.prospect, campaign_id=acme.campaign, name=name)
        for name in ("b.example", "c.example")
    )
    for number, owner in zip(
        acme.rows(tables.lead, "id"), (first, first, first, second, third, third), strict=True
    ):
        change(acme, tables.lead, number, score=95 - 10 * number, prospect_id=owner, first_seen=EARLY)


def test_leads_are_counted_by_kind_and_status_by_score_and_by_risk(acme: Undertaking) -> None:
    six_leads(acme)
    change(acme, tables.lead, 1, status="won")
    change(acme, tables.lead, 2, risk="link_farm, paid_post")
    change(acme, tables.lead, 3, withdrawn_at=LATE, withdrawn_reason="The target is alive again.")
    change(acme, tables.lead, 4, sitewide_of=2)
    change(acme, tables.lead, 6, score=100)
    facts = told(acme)
    assert facts.leads == [LeadCount("broken_link", "new", 3), LeadCount("broken_link", "won", 1)]
    assert facts.scores == [0, 0, 0, 0, 1, 0, 0, 1, 1, 1]
    assert facts.risks == {"link_farm": 1, "paid_post": 1}
    assert facts.withdrawn == 1
    assert facts.verdicts == [VerdictCount("dead", "a_reason", 6)]
    assert facts.prospects.leads == len(facts.best) == 2


def test_of_each_prospect_one_lead_comes_before_any_has_a_second(acme: Undertaking) -> None:
    six_leads(acme)
    assert [lead["lead_id"] for lead in told(acme).best] == [1, 4, 5, 2, 6, 3]
    assert [lead["lead_id"] for lead in told(acme, best=4).best] == [1, 4, 5, 2]
    assert told(acme, best=0).best == []


def test_domains_of_one_organisation_are_one_prospect(acme: Undertaking) -> None:
    six_leads(acme)
    change(acme, tables.prospect, 2, same_as=1)
    facts = told(acme)
    assert [lead["lead_id"] for lead in facts.best] == [1, 5, 2, 6, 3, 4]
    assert facts.prospects == ProspectTotals(2, 2, 6)
    assert [(one.leads, one.best) for one in facts.top_prospects] == [(4, 85), (2, 45)]


def test_prospects_are_told_by_how_they_can_be_reached(acme: Undertaking) -> None:
    six_leads(acme)
    for number, (lead, role) in enumerate(((1, "personal"), (2, "role"))):
        written = {"kind": "email", "value": f"{number}@list.example", "address_type": role}
        made = insert(acme, tables.contact, prospect_id=1, own_site=True, **written)
        change(acme, tables.lead, lead, contact_id=made)
    change(acme, tables.prospect, 2, contact_url="https://b.example/contact")
    change(acme, tables.prospect, 3, suppressed="asked us not to")
    facts = told(acme)
    assert facts.prospects == ProspectTotals(3, 2, 4, 1, 1, 1)
    assert facts.top_prospects == [
        TopProspect("prospect.example", 3, 85, "personal and role e-mail address"),
        TopProspect("b.example", 1, 55, "page to write from"),
    ]
    assert [lead["lead_id"] for lead in facts.best] == [1, 4, 2, 3]


def test_without_any_lead_there_is_nothing_to_tell(acme: Undertaking) -> None:
    facts = told(acme)
    assert facts.prospects == ProspectTotals()
    assert not (facts.leads)
    assert not (facts.top_prospects)
    assert not (facts.best)
    assert facts.changes.first


def test_changes_are_those_since_a_time(acme: Undertaking) -> None:
    six_leads(acme)
    change(acme, tables.lead, 1, first_seen=LATE)
    change(acme, tables.lead, 2, withdrawn_at=LATE, withdrawn_reason="The target is alive again.")
    change(acme, tables.lead, 3, withdrawn_at=EARLY, withdrawn_reason="The page itself is gone.")
    for number, seen in ((1, LATE), (2, EARLY), (3, EARLY)):
        change(acme, tables.target, number, dead_since=seen, checked_at=LATE if number < 3 else EARLY)
    for at, field, after in ((EARLY, "status", "accepted"), (LATE, "status", "won"), (LATE, "note", "hello")):
        insert(acme, tables.lead_event, lead_id=1, at=at, field=field, after=after, author="finder verify")
    changes = told(acme, since="2026-11-23").changes
    assert (changes.since, changes.first) == ("2026-11-23", False)
    assert changes.came == {"broken_link": 1}
    assert [lead.lead_id for lead in changes.new_leads] == [1]
    assert changes.withdrawn == {"The target is alive again.": 1}
    assert [(lead.lead_id, lead.said) for lead in changes.withdrawn_leads] == [
        (2, "The target is alive again.")
    ]
    assert (changes.died, changes.dead_again) == (1, 1)
    assert changes.statuses == {"won": 1}
    assert [(event.after, event.prospect, event.author) for event in changes.events] == [
        ("won", "prospect.example", "finder verify")
    ]


def test_the_last_crawl_is_the_runs_that_follow_on_one_another(acme: Undertaking) -> None:
    times = (
        ("own_content", "2026-11-20T05:00:00Z", "2026-11-20T05:01:00Z"),
        ("resource_pages", "2026-11-20T05:01:00Z", "2026-11-20T06:00:00Z"),
        ("mentions", "2026-11-20T06:00:00Z", "2026-11-20T06:30:00Z"),
        ("own_content", "2026-11-27T05:00:00Z", "2026-11-27T05:01:00Z"),
        ("resource_pages", "2026-11-27T05:01:00Z", "2026-11-27T06:00:00Z"),
        ("mentions", "2026-11-27T06:00:05Z", "2026-11-27T06:30:00Z"),
        ("verify", "2026-11-28T08:00:00Z", "2026-11-28T08:01:00Z"),
    )
    for number, (spider, started, finished) in enumerate(times, acme.run):
        if number > acme.run:
            insert(acme, tables.crawl_run, campaign_id=acme.campaign, spider=spider, started_at=started)
        change(acme, tables.crawl_run, number, spider=spider, started_at=started, finished_at=finished)
        if number == acme.run + 2:
            assert told(acme).changes.first
    changes = told(acme).changes
    assert (changes.since, changes.first) == ("2026-11-27T05:01:00Z", False)


def test_runs_of_the_same_spider_are_crawls_of_their_own(acme: Undertaking) -> None:
    acme.database.write(runs.finish, acme.run, "finished")
    begun = acme.rows(tables.crawl_run, "started_at")[0]
    assert told(acme).changes.first
    acme.begin()
    changes = told(acme).changes
    assert changes.since >= begun
    assert not changes.first


def test_how_the_crawl_is_comes_with_reasons_and_examples(acme: Undertaking) -> None:
    acme.read("https://list.example/", "https://fine.example/", "https://wait.example/")
    acme.look("alive", "https://fine.example/")
    crawl = told(acme).crawl
    assert crawl.source_pages == {"read": 1}
    assert (crawl.links, crawl.targets_waiting) == (2, 1)
    assert [(run.spider, run.ended_at) for run in crawl.runs] == [("resource_pages", "")]
