"""Which linking pages are due, who gets them, and what a look at one writes down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import insert, update

from finder.backlinks import Known, OwnLink, PageLook, Why, conclude, lost_link_of, pair
from finder.items import Confidence, Fetch, Link, Outcome, PageFacts, SourcePage, TargetLook, Verdict
from finder.opportunities import lost_link
from finder.storage import Database, backlink_looks, backlink_pages, tables, workers
from finder.storage.backlink_looks import BacklinkReport, Recorded
from finder.storage.backlink_pages import BacklinkJob, Before, DuePage
from finder.urls import key, prospect
from finder.verification import LossRule
from tests.storage.undertaking import Undertaking, judge_link

if TYPE_CHECKING:
    from finder.storage.revisiting import Claimed

OWN: Final = ["ours.example"]
OURS: Final = "https://ours.example/guide"
OTHER: Final = "https://ours.example/other"
PAGE: Final = "https://blog.example/post"
NOW: Final = "2026-11-20T08:00:00Z"
BEFORE: Final = Before("2026-11-13T08:00:00Z", "2026-11-19T08:00:00Z")
RULE: Final = LossRule(2, timedelta(days=1))
ALIVE: Final = TargetLook(Verdict(Outcome.ALIVE, "ok", "It answers.", Confidence.HIGH), 200, OURS)
DEAD: Final = TargetLook(Verdict(Outcome.DEAD, "gone", "It is gone.", Confidence.HIGH), 410, OURS)


@pytest.fixture
def acme(database: Database) -> Undertaking:
    """A campaign with a run in progress that looks at linking pages."""
    return Undertaking(database, spider=backlink_pages.BACKLINKS)


def name_link(acme: Undertaking, source: str = PAGE, target: str = OURS, **more: Any) -> int:
    """A backlink in the table."""
    values = {
        "campaign_id": acme.campaign,
        "link_key": key(f"{source} {target}"),
        "source_url": source,
        "source_key": key(source),
        "source_domain": prospect(source),
        "target_url": target,
        "target_key": key(target) if target else 0,
        "target_domain": prospect(target or OURS),
    }
    statement = insert(tables.backlink).values(values | more).returning(tables.backlink.c.id)
    return acme.database.write(lambda connection: int(connection.execute(statement).scalar_one()))


def due(acme: Undertaking, max_pages: int = 100) -> list[DuePage]:
    """The pages that are due."""
    given = (acme.campaign, acme.run, OWN, BEFORE, max_pages)
    return acme.database.read(backlink_pages.due_pages, *given)


def claim(acme: Undertaking, *pages: DuePage, worker: int = 0) -> Claimed[BacklinkJob]:
    """Claim pages, those that are due if none are named."""
    given = (acme.campaign, acme.run, worker or acme.worker, OWN, BEFORE, pages or due(acme))
    return acme.database.write(backlink_pages.claim, *given)


def look(
    acme: Undertaking,
    *links: str,
    at: TargetLook = ALIVE,
    moment: str = NOW,
    absence: tuple[Why, str] | None = None,
) -> Recorded:
    """Claim the page that is due, see these links on it, and write down what follows."""
    (job,) = claim(acme).jobs
    found = tuple(Link(url, url, "Our guide") for url in links)
    seen = PageLook(PAGE, 200, tuple(OwnLink(each, each.url) for each in found), absence=absence)
    given = (acme.campaign, acme.run, job.id, found)
    targets = acme.database.write(backlink_looks.targets_of, *given)
    pairing = pair(job.knowns, seen)
    pairs = [(known, pairing.links.get(known.id)) for known in job.knowns]
    pairs += [(Known(0, PAGE, own.url), own) for own in pairing.new]
    conclusions = [conclude(known, own, seen, at if own else None, RULE, moment) for known, own in pairs]
    facts = PageFacts(PAGE, "A post", "en", links)
    report = BacklinkReport(
        page_id=job.id,
        url=PAGE,
        moment=moment,
        look=seen,
        fetch=Fetch(PAGE, status=200, fetched_at=moment),
        conclusions=conclusions,
        targets=targets,
        page=SourcePage(PAGE, "A post", language="en", links=found),
        facts=facts,
        opportunities=[lost_link(facts, lost) for each in conclusions if (lost := lost_link_of(each))],
    )
    return acme.database.write(backlink_looks.record, acme.campaign, acme.run, report, judge_own_link)


def judge_own_link(page: PageFacts, judged: Any) -> list[Any]:
    """As in the crawl: what a dead page of ours gives."""
    return judge_link(page, replace(judged, own=True))


def grow_old(acme: Undertaking) -> None:
    """The last look was long ago."""
    old = update(tables.backlink).values(looked_at="2026-01-01T00:00:00Z")
    acme.database.write(lambda connection: connection.execute(old))


def events(acme: Undertaking) -> list[tuple[str, str]]:
    """What happened, with what changed or why."""
    rows = acme.rows(tables.backlink_event, "event", "field", "why")
    return [(event, field or why) for event, field, why in rows]


def test_the_first_pages_are_those_that_miss_a_link_then_those_never_seen_then_the_oldest(
    acme: Undertaking,
) -> None:
    for name, state, looked_at in (
        ("old", "live", "2026-11-02T08:00:00Z"),
        ("older", "lost", "2026-11-01T08:00:00Z"),
        ("never", "", None),
        ("fresh", "live", "2026-11-13T08:00:01Z"),
        ("missing", "missing", "2026-11-18T08:00:00Z"),
        ("just-missed", "missing", "2026-11-20T07:00:00Z"),
    ):
        name_link(acme, f"https://{name}.example/", state=state, looked_at=looked_at)
    name_link(acme, "https://fresh.example/", OTHER)
    name_link(acme, "https://elsewhere.example/", "https://rival.example/")
    name_link(acme, "https://www.ours.example/news", OURS)
    hosts = ["missing.example", "never.example", "fresh.example", "older.example", "old.example"]
    assert [page.host for page in due(acme)] == hosts
    assert [page.host for page in due(acme, 2)] == hosts[:2]


def test_the_bound_of_a_run_counts_what_it_has_looked_at_before_it_was_killed(acme: Undertaking) -> None:
    for number in range(5):
        name_link(acme, f"https://site{number}.example/")
    first = claim(acme, *due(acme, 2))
    assert len(first.jobs) == 2
    assert len(due(acme, 3)) == 1


def test_of_one_host_only_one_process_has_pages_and_nothing_is_looked_at_twice(acme: Undertaking) -> None:
    for page in ("one.example/a", "one.example/b", "two.example/"):
        name_link(acme, f"https://{page}")
    other, pages = acme.database.write(workers.register), due(acme)
    mine = claim(acme, pages[0])
    theirs = claim(acme, *pages, worker=other)
    assert [job.url for job in theirs.jobs] == ["https://two.example/"]
    assert theirs.busy == {"one.example"}
    assert set(theirs.settled) == {pages[2].id}
    done = update(tables.backlink).values(looked_at=NOW)
    acme.database.write(lambda connection: connection.execute(done))
    acme.database.write(workers.leave, acme.worker)
    again = claim(acme, *pages[:2], worker=other)
    assert (again.jobs, set(again.settled)) == ([], {pages[0].id, pages[1].id})
    assert len(mine.jobs) == 1


def test_a_job_has_all_that_is_known_of_the_links_of_its_page(acme: Undertaking) -> None:
    one = name_link(acme, missed=[NOW], state="missing", why="link_removed", anchor="Ours")
    name_link(acme, target="")
    name_link(acme, target="https://rival.example/")
    file = insert(tables.backlink_file).values(
        campaign_id=acme.campaign, rows=0, accepted=0, refused=0, duplicate=0
    )
    witness = {
        "backlink_id": one,
        "supplier": "moz",
        "ugc": True,
        "nofollow": True,
        "last_seen": "2026-01-01",
    }

    def add(connection: Any) -> None:
        number = connection.execute(file.returning(tables.backlink_file.c.id)).scalar_one()
        connection.execute(insert(tables.backlink_witness).values(witness | {"file_id": number}))

    acme.database.write(add)
    (job,) = claim(acme).jobs
    first, second = job.knowns
    assert (first.target_url, first.missed, first.found.anchor, second.target_url) == (
        OURS,
        (NOW,),
        "Ours",
        "",
    )
    assert [(each.supplier, each.rel, each.last_seen) for each in first.witnesses] == [
        ("moz", "nofollow ugc", "2026-01-01")
    ]


def test_a_candidate_is_read_whatever_links_it_has_until_that_was_done(acme: Undertaking) -> None:
    candidate = DuePage(key(PAGE), PAGE, candidate=True)
    (job,) = claim(acme, candidate).jobs
    assert job.knowns == ()
    read = update(tables.source_page).values(read_at=NOW, worker_id=None)
    acme.database.write(lambda connection: connection.execute(read))
    assert not claim(acme, candidate).jobs
    assert not claim(acme, replace(candidate, candidate=False)).jobs


def test_a_link_that_is_live_is_written_down_with_its_page_and_ours(acme: Undertaking) -> None:
    name_link(acme)
    assert look(acme, OURS, OTHER) == Recorded(finds=0, new=1, closed=0)
    names = ("target_url", "state", "anchor", "target_status", "live_since", "live_at", "missed")
    assert acme.rows(tables.backlink, *names) == [
        (OURS, "live", "Our guide", 200, NOW, NOW, None),
        (OTHER, "live", "Our guide", 200, NOW, NOW, None),
    ]
    assert acme.rows(tables.source_page, "state", "title", "worker_id") == [("read", "A post", None)]
    assert acme.rows(tables.target, "state") == ["left_out", "left_out"], "no crawl looks at them for it"
    assert events(acme) == [("new", ""), ("new", "")]
    grow_old(acme)
    look(acme, OURS, OTHER, moment="2026-12-01T08:00:00Z")
    assert events(acme) == [("new", ""), ("new", "")], "nothing changed"
    assert acme.rows(tables.backlink, "live_since", "live_at")[0] == (NOW, "2026-12-01T08:00:00Z")


def test_a_lost_link_gives_one_find_which_closes_when_it_is_back(acme: Undertaking) -> None:
    name_link(acme, live_since=NOW, live_at=NOW)
    found = []
    for day in ("01", "03", "05"):
        found.append(look(acme, moment=f"2026-12-{day}T08:00:00Z").finds)
        grow_old(acme)
    assert found == [0, 1, 0]
    assert acme.qualify() == 1
    assert acme.rows(tables.backlink, "state", "lost_at", "missed") == [
        ("lost", "2026-12-03T08:00:00Z", ["2026-12-01T08:00:00Z", "2026-12-03T08:00:00Z"])
    ]
    assert look(acme, absence=(Why.PART_OF_PAGE, "A part.")).closed == 0
    grow_old(acme)
    assert look(acme, f"{OURS}/".replace("https", "http")).closed == 1
    assert acme.rows(tables.lead, "kind", "withdrawn_reason") == [("lost_link", "The link is back.")]
    assert acme.rows(tables.backlink, "state", "lost_at", "missed") == [("live", None, None)]
    assert events(acme) == [("missed", "link_removed"), ("lost", "link_removed"), ("back", "link_removed")]


@pytest.mark.parametrize(
    ("links", "at", "reason"),
    [((OURS,), ALIVE, "The target is alive again."), ((), ALIVE, "The page no longer links to it.")],
)
def test_a_broken_backlink_holds_until_our_page_is_mended_or_the_link_is_gone(
    acme: Undertaking, links: tuple[str, ...], at: TargetLook, reason: str
) -> None:
    name_link(acme)
    assert look(acme, OURS, at=DEAD).finds == 1
    acme.qualify()
    assert acme.rows(tables.lead, "kind", "dead_url", "dead_since") == [("broken_backlink", OURS, NOW)]
    uncertain = replace(ALIVE, verdict=replace(ALIVE.verdict, outcome=Outcome.UNCERTAIN))
    for seen, target, closed in ((((OURS,)), uncertain, 0), (links, at, 1)):
        grow_old(acme)
        assert look(acme, *seen, at=target).closed == closed
    assert acme.rows(tables.lead, "withdrawn_reason") == [reason]


def test_a_page_of_another_spider_stays_as_that_one_has_it(acme: Undertaking) -> None:
    name_link(acme)
    acme.list_pages(PAGE)
    theirs = update(tables.source_page).values(spider="mentions", title="Theirs")
    acme.database.write(lambda connection: connection.execute(theirs))
    assert look(acme).new == 0
    names = ("spider", "state", "title", "worker_id")
    assert acme.rows(tables.source_page, *names) == [("mentions", "pending", "Theirs", None)]
    assert acme.rows(tables.backlink, "state") == ["missing"]
