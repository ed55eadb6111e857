"""One own page is offered in so many leads at most, whoever stores them, and those that have it keep it."""

from __future__ import annotations

import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder.storage import Connection, Database, batches, tables
from finder.storage.batches import Batch
from tests.storage.undertaking import Undertaking, judge_link, mention, to_lead

if TYPE_CHECKING:
    from finder.items import Find

GUIDE, BOOK = "https://ours.example/guide", "https://ours.example/book"


def url_of(number: int) -> str:
    """A page of somebody who names us."""
    return f"https://blog{number}.example/"


def read(acme: Undertaking, *numbers: int) -> None:
    """Pages name us, each on a page of its own."""
    for number in numbers:
        acme.read(url_of(number), opportunities=[mention(url_of(number))])


def offers(acme: Undertaking, *, withdrawn: bool = False) -> list[str]:
    """What the leads of each campaign offer, in the order of their pages."""
    rows = sorted(acme.rows(tables.lead, "campaign_id", "page_url", "replacement_url", "withdrawn_at"))
    return [offer for _, _, offer, moment in rows if withdrawn or moment is None]


@pytest.fixture
def bounded(acme: Undertaking) -> Undertaking:
    """A campaign in which one page may be offered twice."""
    acme.max_leads_per_page = 2
    return acme


def test_why_nothing_is_offered_is_kept(acme: Undertaking) -> None:
    read(acme, 1, 2)
    finds = [to_lead(each) for each in acme.claim()]
    assert finds[0].lead
    finds[0].lead = replace(finds[0].lead, why_none=f"{GUIDE} fits, and the page links to it already")
    acme.store(Batch(leads=finds))
    assert sorted(acme.rows(tables.lead, "why_match", "match_score")) == [
        (f"{GUIDE} fits, and the page links to it already", None),
        ("no good match among our pages", None),
    ]


def test_when_the_best_page_is_taken_the_next_is_offered_and_then_none(bounded: Undertaking) -> None:
    read(bounded, *range(5))
    bounded.qualify(GUIDE, BOOK)
    assert offers(bounded) == [GUIDE, GUIDE, BOOK, BOOK, ""]
    rows = sorted(bounded.rows(tables.lead, "page_url", "score", "match_score", "why_match"))
    said = [row[1:] for row in rows]
    assert said[0] == (90, 0.9, "It fits")
    better = f'"About {GUIDE}" fits better, but is already offered in 2 leads'
    assert said[2] == (80, 0.8, f"It fits; {better}")
    none = f'"About {GUIDE}" fits, but is already offered in 2 leads (matching.max_leads_per_page)'
    assert said[4] == (50, 0.9, none)


def test_without_a_bound_a_page_is_offered_to_all(acme: Undertaking) -> None:
    read(acme, *range(5))
    acme.qualify(GUIDE, BOOK)
    assert offers(acme) == [GUIDE] * 5


def test_in_later_batches_and_runs_every_lead_keeps_what_it_offers(bounded: Undertaking) -> None:
    for number in range(4):
        read(bounded, number)
        bounded.qualify(GUIDE, BOOK)
    before = bounded.rows(tables.lead, "id", "replacement_url", "why_match", "score")
    for _ in range(2):
        bounded.next_run()
        read(bounded, 3, 1, 2, 0)
        bounded.qualify(GUIDE, BOOK)
    assert bounded.rows(tables.lead, "id", "replacement_url", "why_match", "score") == before


def test_a_lead_that_is_withdrawn_makes_room(bounded: Undertaking) -> None:
    read(bounded, *range(3))
    bounded.qualify(GUIDE)
    assert offers(bounded) == [GUIDE, GUIDE, ""]
    bounded.next_run()
    bounded.read(url_of(0))
    read(bounded, 2)
    bounded.qualify(GUIDE)
    assert offers(bounded, withdrawn=True) == [GUIDE, GUIDE, GUIDE]
    read(bounded, 0)
    bounded.qualify(GUIDE)
    assert offers(bounded) == ["", GUIDE, GUIDE]


def test_when_the_bound_is_lowered_the_first_leads_keep_the_page(bounded: Undertaking) -> None:
    bounded.max_leads_per_page = 0
    for number in range(4):
        read(bounded, number)
        bounded.qualify(GUIDE)
    bounded.max_leads_per_page = 2
    bounded.next_run()
    read(bounded, 3, 2)
    bounded.qualify(GUIDE)
    read(bounded, 1, 0)
    bounded.qualify(GUIDE)
    assert offers(bounded) == [GUIDE, GUIDE, "", ""]


def test_campaigns_in_one_database_have_bounds_of_their_own(bounded: Undertaking) -> None:
    read(bounded, 0, 1)
    bounded.qualify(GUIDE)
    other = Undertaking(bounded.database, name="other", max_leads_per_page=1)
    read(other, 0, 1)
    other.qualify(GUIDE)
    assert offers(bounded) == [GUIDE, GUIDE, GUIDE, ""]


def test_two_finds_of_one_lead_count_once(bounded: Undertaking) -> None:
    for url in (url_of(0), url_of(1), url_of(2)):
        bounded.read(url, opportunities=[mention(url_of(0)), mention(url_of(0))])
    read(bounded, 3)
    bounded.qualify(GUIDE)
    assert offers(bounded) == [GUIDE, GUIDE]


def test_processes_that_store_at_once_keep_to_the_bound_together(bounded: Undertaking) -> None:
    bounded.max_leads_per_page = 5
    read(bounded, *range(32))
    found = bounded.claim()

    def store(part: list[Find]) -> None:
        database = Database(bounded.database.url)
        for find in part:
            batch = Batch(leads=[to_lead(find, GUIDE, BOOK)])
            database.write(
                batches.store_batch, bounded.campaign, bounded.run, bounded.worker, batch, judge_link, 5
            )
        database.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(store, [found[place::8] for place in range(8)]))
    assert Counter(offers(bounded)) == {GUIDE: 5, BOOK: 5, "": 22}


def test_what_a_killed_process_had_chosen_is_free_again(bounded: Undertaking) -> None:
    read(bounded, *range(4))
    found = bounded.claim()

    def killed(connection: Connection) -> None:
        batch = Batch(leads=[to_lead(find, GUIDE) for find in found])
        batches.store_batch(connection, bounded.campaign, bounded.run, bounded.worker, batch, judge_link, 2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bounded.database.write(killed)
    bounded.store(Batch(leads=[to_lead(find, GUIDE) for find in reversed(found)]))
    assert sorted(offers(bounded)) == ["", "", GUIDE, GUIDE]


PAGES = [GUIDE, BOOK, "https://ours.example/third"]
FITTING = st.lists(st.sampled_from(PAGES), unique=True, max_size=3)
RUNS = st.lists(st.dictionaries(st.integers(0, 7), FITTING, min_size=1), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=RUNS, most=st.integers(1, 3))
def test_whatever_fits_and_is_seen_again_no_page_is_offered_more_often(
    migrated_file: Path, runs: list[dict[int, list[str]]], most: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "finder.sqlite3"
        path.write_bytes(migrated_file.read_bytes())
        acme = Undertaking(Database(f"sqlite:///{path}"), max_leads_per_page=most)
        for fitting in (*runs, runs[-1]):
            before = dict(acme.rows(tables.lead, "page_url", "replacement_url"))
            read(acme, *fitting)
            by_page = {url_of(number): pages for number, pages in fitting.items()}
            acme.store(
                Batch(leads=[to_lead(find, *by_page[find.opportunity.page_url]) for find in acme.claim()])
            )
            counts = Counter(offers(acme))
            assert all(number <= most for offer, number in counts.items() if offer)
            acme.next_run()
        after = dict(acme.rows(tables.lead, "page_url", "replacement_url"))
        for url, pages in by_page.items():
            # The same again: what is offered is what was, or a better page that has become free.
            places = {page: place for place, page in enumerate([*pages, ""])}
            assert places[after[url]] <= places[before[url]]
        acme.database.close()
