"""Hints are kept each once, in whatever order files are read; their pages wait until they were looked at."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest

from finder.hints import Hint, What, each_once
from finder.items import Confidence, Fetch, Outcome, Verdict
from finder.storage import archives, source_pages, tables
from finder.storage.archives import GoneThrough
from finder.storage.batches import Batch
from finder.storage.queries.hints import hints
from finder.storage.targets import Settled

if TYPE_CHECKING:
    from finder.storage.listings import Listing
    from tests.storage.undertaking import Undertaking

BLOG: Final = "http://blog.example"
MENTION: Final = Hint(
    f"{BLOG}/a", What.MENTION, "Acme", snippet="of Acme", captured_at="2024-01-01T00:00:00Z"
)
LATER: Final = MENTION._replace(snippet="of old Acme", captured_at="2025-01-01T00:00:00Z")
DEAD: Final = Hint(f"{BLOG}/b", What.DEAD_LINK, "http://gone.example/", snippet="x")
RIVAL: Final = Hint(f"{BLOG}/c", What.RIVAL, "rival.example", snippet="x")
OTHER_RIVAL: Final = RIVAL._replace(subject="other.example")
FILE: Final = GoneThrough("/a.warc", "1 2", 77, "", 10, 8, 0)


def write(acme: Undertaking, address: str, *found: Hint, **more: Any) -> int:
    """How many hints of a file are new."""
    file = replace(FILE, address=address, **more)
    return acme.database.write(archives.write_file, acme.campaign, file, found)


def waiting(acme: Undertaking, spider: str, min_rivals: int = 2, limit: int = 100) -> list[Listing]:
    """The pages that a spider is to read."""
    return acme.database.read(archives.pages_to_read, acme.campaign, spider, min_rivals, 1, limit)


def test_the_last_capture_is_kept_whatever_comes_first() -> None:
    for order in itertools.permutations((MENTION, LATER, DEAD, LATER)):
        assert each_once(order) == [LATER, DEAD]


@pytest.mark.parametrize("order", list(itertools.permutations(("/a.warc", "/b.warc", "/c.warc"))))
def test_the_order_of_files_makes_no_difference(acme: Undertaking, order: tuple[str, ...]) -> None:
    found = {"/a.warc": [MENTION, DEAD], "/b.warc": [LATER], "/c.warc": [LATER, RIVAL]}
    assert sum(write(acme, address, *found[address]) for address in order) == 3
    kept = acme.database.read(lambda connection: list(hints(connection, acme.campaign, 2)))
    told = [(row["page_url"], row["snippet"], row["file"], row["page_state"]) for row in kept]
    assert told == [
        (f"{BLOG}/a", "of old Acme", "/b.warc", "waiting"),
        (f"{BLOG}/b", "x", "/a.warc", "waiting"),
        (f"{BLOG}/c", "x", "/c.warc", "passed_over"),
    ]


def test_a_file_is_known_for_what_was_sought_when_it_was_read_to_its_end(acme: Undertaking) -> None:
    write(acme, "/a.warc")
    write(acme, "/b.warc", problem="cannot be read")
    known = acme.database.read(archives.known_files, acme.campaign, 77)
    assert known == {"/a.warc": "1 2"}
    assert acme.database.read(archives.known_files, acme.campaign, 78) == {}
    write(acme, "/b.warc", mark="3 4")
    assert acme.database.read(archives.known_files, acme.campaign, 77) == {"/a.warc": "1 2", "/b.warc": "3 4"}


def test_links_are_for_the_resource_pages_and_names_for_the_mentions(acme: Undertaking) -> None:
    write(acme, "/a.warc", MENTION, DEAD, DEAD._replace(what=What.MENTION, subject="Acme"), RIVAL)
    assert [page.url for page in waiting(acme, "resource_pages")] == [f"{BLOG}/b"]
    assert [page.url for page in waiting(acme, "mentions")] == [f"{BLOG}/a"]
    assert [page.url for page in waiting(acme, "mentions", min_rivals=1)] == [f"{BLOG}/a", f"{BLOG}/c"]
    assert [page.url for page in waiting(acme, "mentions", min_rivals=1, limit=1)] == [f"{BLOG}/a"]
    write(acme, "/b.warc", OTHER_RIVAL)
    assert [page.url for page in waiting(acme, "mentions")] == [f"{BLOG}/a", f"{BLOG}/c"]
    assert waiting(acme, "second_looks") == []


def test_a_page_waits_until_it_was_looked_at_or_failed_for_good(acme: Undertaking) -> None:
    write(acme, "/a.warc", DEAD)
    acme.list_pages(DEAD.page_url)
    for failures in (1, 2, 3):
        fail(acme, DEAD.page_url, 503)
        assert bool(waiting(acme, "resource_pages")) is (failures < 3)
    write(acme, "/b.warc", DEAD._replace(page_url=f"{BLOG}/gone"))
    acme.list_pages(f"{BLOG}/gone")
    fail(acme, f"{BLOG}/gone", 404)
    assert waiting(acme, "resource_pages") == []
    write(acme, "/c.warc", DEAD._replace(page_url=f"{BLOG}/read"))
    assert len(waiting(acme, "resource_pages")) == 1
    acme.read(f"{BLOG}/read", fetch=Fetch("", fetched_at="2999-01-01T00:00:00Z"))
    known = acme.database.read(archives.count_hints, acme.campaign, 2)
    assert known.hints == {"dead_link": 3}
    assert sum(known.pages.values()) == 3


def test_a_host_is_dead_by_what_it_shows_itself_and_not_by_where_it_sends_people(acme: Undertaking) -> None:
    dead = [
        ("http://a.example/deep", "parked", "https://a.example/"),
        ("http://short.example/x", "parked", "http://parked.example/"),
        ("http://b.example/user", "suspended", "http://b.example/user"),
        ("http://c.example/", "suspended", "http://c.example/"),
        ("http://d.example/", "not_found", "http://d.example/"),
        ("http://e.example/y", "no_such_host", "http://nowhere.example/"),
        ("http://f.example/z", "no_such_host", "http://f.example/z"),
    ]
    acme.read(f"{BLOG}/list", *(url for url, _, _ in dead))
    for url, reason, final_url in dead:
        verdict = Verdict(Outcome.DEAD, reason, "It is dead.", Confidence.HIGH)
        fetch = Fetch(url, final_url=final_url, fetched_at="2026-01-01T00:00:00Z")
        acme.store(Batch(looks=[Settled(acme.target(url), fetch, verdict)]))
    urls, hosts = acme.database.read(archives.dead_targets, acme.campaign)
    assert sorted(urls) == sorted(url for url, _, _ in dead)
    assert sorted(hosts) == ["http://a.example/deep", "http://c.example/", "http://f.example/z"]


def fail(acme: Undertaking, url: str, status: int) -> None:
    """A look at a page of the list that came to nothing."""
    rows = acme.rows(tables.source_page, "id", "url")
    (number,) = [number for number, known in rows if known == url]
    acme.database.write(source_pages.page_failed, acme.run, number, Fetch(url, status=status), "no")
