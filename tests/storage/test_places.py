"""Places that list pages: claimed once, settled with what they list; when a page is read again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest

from finder.items import Fetch
from finder.storage import batches, listings, places, source_pages, tables, workers
from finder.storage.listings import Listing
from finder.storage.places import Place, PlaceJob, PlaceReport
from tests.storage.undertaking import NEVER, Undertaking, mention

if TYPE_CHECKING:
    from finder.storage import Database

NAMES: Final = 77
OTHER_NAMES: Final = 78
FEED: Final = Place("feed", "https://blog.example/feed", "https://blog.example/feed")
INDEX: Final = Place("sitemap", "https://blog.example/map", "https://blog.example/map", depth_left=2)
PAGE: Final = "https://blog.example/post"


@pytest.fixture
def acme(database: Database) -> Undertaking:
    """A campaign with a run of the spider mentions in progress."""
    return Undertaking(database, spider="mentions")


def listing(url: str = PAGE, **more: Any) -> Listing:
    """A page that a feed lists."""
    return Listing(url, "feed", 0, FEED.seed, once_for=NAMES, **more)


def list_pages(acme: Undertaking, *pages: Listing) -> int:
    """How many of some pages come on the list of the run."""
    return acme.database.write(listings.list_pages, acme.campaign, acme.run, pages, 100)


def list_places(acme: Undertaking, *some: Place) -> int:
    """How many of some places come on the list of the run."""
    return acme.database.write(places.list_places, acme.campaign, acme.run, some)


def claim(acme: Undertaking, worker: int | None = None, looked_for: int = NAMES) -> PlaceJob | None:
    """The next place."""
    kinds = ("feed", "sitemap")
    worker = worker or acme.worker
    return acme.database.write(places.claim_place, acme.campaign, acme.run, worker, kinds, looked_for)


def settle(acme: Undertaking, report: PlaceReport, max_pages: int = 100) -> int:
    """Claim the next place and write down what it gave."""
    job = claim(acme)
    assert job is not None
    write = acme.database.write
    return write(places.place_read, acme.campaign, acme.run, job, report, NAMES, max_pages)


def read(acme: Undertaking, url: str = PAGE, **more: Any) -> batches.Recorded:
    """Read a page of a place."""
    return acme.database.write(acme.record, url, None, NEVER, **{"looked_for": NAMES, **more})


def fail(acme: Undertaking, status: int | None, url: str = PAGE) -> None:
    """A page of a place that cannot be read."""
    ids = dict(acme.rows(tables.source_page, "url", "id"))
    fetch = Fetch(url, status=status, fetched_at="2026-01-01T00:00:00Z")
    acme.database.write(source_pages.page_failed, acme.run, ids[url], fetch, "no")


def test_a_place_is_claimed_by_one_worker_and_given_back_by_one_that_leaves(acme: Undertaking) -> None:
    other = acme.database.write(workers.register)
    assert list_places(acme, FEED, INDEX, FEED) == 2
    assert list_places(acme, FEED) == 0
    first, second = claim(acme), claim(acme, other)
    assert first is not None
    assert second is not None
    assert {first.address, second.address} == {FEED.address, INDEX.address}
    assert claim(acme) is None
    assert acme.database.read(batches.work_left, acme.campaign, "mentions")
    acme.database.write(workers.leave, other)
    again = claim(acme)
    assert again == second


def test_what_a_place_lists_is_on_the_list_when_it_is_settled(acme: Undertaking) -> None:
    list_places(acme, INDEX)
    child = replace(INDEX, address="https://blog.example/posts", depth_left=1, named_by=INDEX.address)
    report = PlaceReport(
        [listing(), listing(f"{PAGE}/2")], [child], etag='"1"', last_modified="Monday", entries=2
    )
    assert settle(acme, report) == 2
    columns = ("state", "etag", "last_modified", "entries", "looked_for")
    assert acme.rows(tables.place, *columns) == [
        ("read", '"1"', "Monday", 2, NAMES),
        ("pending", "", "", 0, None),
    ]
    assert acme.rows(tables.source_page, "url", "spider", "origin", "state") == [
        (PAGE, "mentions", "feed", "pending"),
        (f"{PAGE}/2", "mentions", "feed", "pending"),
    ]


def test_a_place_that_is_as_it_was_names_what_it_named_then(acme: Undertaking) -> None:
    list_places(acme, INDEX)
    child = replace(INDEX, address="https://blog.example/posts", depth_left=1, named_by=INDEX.address)
    settle(acme, PlaceReport(places=[child], etag='"1"'))
    settle(acme, PlaceReport())
    acme.next_run()
    list_places(acme, INDEX)
    settle(acme, PlaceReport(unchanged=True))
    assert acme.rows(tables.place, "state", "etag") == [("unchanged", '"1"'), ("pending", "")]
    acme.next_run()
    list_places(acme, INDEX)
    settle(acme, PlaceReport(problem="answers 503"))
    assert acme.rows(tables.place, "state", "detail")[0] == ("failed", "answers 503")
    assert acme.rows(tables.place, "state")[1] == "pending"


def test_a_place_whose_pages_found_no_room_is_seen_as_a_whole_the_next_time(acme: Undertaking) -> None:
    list_places(acme, FEED)
    pages = [listing(f"{PAGE}/{number}") for number in range(5)]
    assert settle(acme, PlaceReport(pages, etag='"1"'), max_pages=3) == 3
    assert acme.rows(tables.place, "etag") == [""]
    for number in range(3):
        read(acme, f"{PAGE}/{number}")
    acme.next_run()
    list_places(acme, FEED)
    assert settle(acme, PlaceReport(pages, etag='"1"'), max_pages=3) == 2
    assert acme.rows(tables.place, "etag") == ['"1"']


def test_for_other_names_a_place_is_seen_as_a_whole(acme: Undertaking) -> None:
    list_places(acme, FEED)
    settle(acme, PlaceReport(etag='"1"', last_modified="Monday"))
    acme.next_run()
    list_places(acme, FEED)
    job = claim(acme, looked_for=OTHER_NAMES)
    assert job is not None
    assert (job.etag, job.last_modified) == ("", "")


def test_one_seed_lists_a_thousand_places_at_most(acme: Undertaking) -> None:
    many = [replace(INDEX, address=f"https://blog.example/{number}") for number in range(1200)]
    assert list_places(acme, FEED, *many) == 1001
    assert list_places(acme, *many) == 0


def test_places_whose_seed_left_the_campaign_are_taken_off(acme: Undertaking) -> None:
    list_places(acme, FEED, INDEX)
    acme.database.write(places.drop_places, acme.campaign, [FEED.seed])
    assert acme.rows(tables.place, "state") == ["pending", "dropped"]


def test_a_page_is_read_once_and_again_when_it_was_changed_or_for_other_names(acme: Undertaking) -> None:
    assert list_pages(acme, listing()) == 1
    assert read(acme).listed == 0
    assert list_pages(acme, listing()) == 0
    acme.next_run()
    assert list_pages(acme, listing()) == 0
    assert list_pages(acme, listing(changed="2025-12-31T00:00:00Z")) == 0
    assert list_pages(acme, listing(changed="2026-01-02T00:00:00Z")) == 1
    read(acme)
    acme.next_run()
    assert list_pages(acme, replace(listing(), once_for=OTHER_NAMES)) == 1


def test_a_page_that_fails_is_tried_three_times_and_one_that_is_gone_once(acme: Undertaking) -> None:
    list_pages(acme, listing(), listing(f"{PAGE}/gone"))
    for run in range(3):
        again = acme.database.read(listings.read_again, acme.campaign, "mentions")
        assert [page.url for page in again] == ([PAGE] if run else [])
        assert run == 0 or list_pages(acme, listing(), listing(f"{PAGE}/gone")) == 1
        fail(acme, 503)
        if run == 0:
            fail(acme, 404, f"{PAGE}/gone")
        acme.next_run()
    assert not acme.database.read(listings.read_again, acme.campaign, "mentions")
    assert list_pages(acme, listing()) == 0
    assert list_pages(acme, listing(changed="2999-01-01T00:00:00Z")) == 1
    read(acme)
    assert acme.rows(tables.source_page, "failures") == [0, 1]


def test_a_page_with_an_open_lead_is_read_again_and_loses_it_without_its_reason(acme: Undertaking) -> None:
    list_pages(acme, listing())
    read(acme, opportunities=[mention(PAGE)])
    acme.qualify()
    acme.next_run()
    (again,) = acme.database.read(listings.read_again, acme.campaign, "mentions")
    assert (again.url, again.seed, again.once_for) == (PAGE, FEED.seed, 0)
    assert list_pages(acme, again) == 1
    assert read(acme).withdrawn == 1
    acme.next_run()
    assert not acme.database.read(listings.read_again, acme.campaign, "mentions")


def test_what_the_resource_pages_list_is_left_to_them_and_its_links_stay(acme: Undertaking) -> None:
    sources = Undertaking(acme.database)
    sources.read(PAGE, "https://gone.example/", opportunities=[mention(PAGE)])
    sources.look("dead", "https://gone.example/")
    sources.qualify()
    assert list_pages(acme, listing()) == 0
    sources.next_run()
    assert list_pages(acme, listing()) == 1, "its newest run no longer lists it"
    assert read(acme, opportunities=[mention(PAGE)]).withdrawn == 0
    acme.qualify()
    open_leads = [withdrawn is None for withdrawn in acme.rows(tables.lead, "withdrawn_at")]
    assert open_leads == [True, True]
    assert acme.rows(tables.source_page, "links") == [1]


def test_a_page_that_is_taken_over_while_it_is_read_is_the_resource_pages_own(acme: Undertaking) -> None:
    list_pages(acme, listing())
    claimed = acme.database.write(source_pages.claim_pages, acme.campaign, acme.worker, 9, "mentions")
    assert [job.url for job in claimed] == [PAGE]
    sources = Undertaking(acme.database)
    assert sources.list_pages(PAGE) == 1
    assert read(acme, opportunities=[mention(PAGE)]).finds == 0
    assert acme.rows(tables.source_page, "spider", "state", "worker_id") == [
        ("resource_pages", "pending", None)
    ]
    fail(acme, 404)
    assert acme.rows(tables.source_page, "state") == ["pending"]


def test_each_spider_claims_and_waits_for_its_own_pages(acme: Undertaking) -> None:
    list_pages(acme, listing())
    assert not acme.database.read(batches.work_left, acme.campaign)
    assert acme.database.read(batches.work_left, acme.campaign, "mentions")
    assert not acme.database.write(source_pages.claim_pages, acme.campaign, acme.worker, 9)
    sources = Undertaking(acme.database)
    sources.read("https://list.example/", "https://gone.example/")
    read(acme)
    assert acme.database.read(batches.work_left, acme.campaign), "its targets wait"
    assert not acme.database.read(batches.work_left, acme.campaign, "mentions")
