"""What is concluded of own pages when their run is finished, and what stays known of their addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from finder.items import SourcePage
from finder.storage import own_addresses, own_pages, runs, tables, workers
from finder.storage.own_pages import OwnListing
from finder.urls import identity

if TYPE_CHECKING:
    from finder.storage import Database

HOME, GUIDE, OLD = (f"https://ours.example/{name}" for name in ("", "guide", "old"))


@dataclass(slots=True)
class OwnSite:
    """Our site as runs of the own content read it."""

    database: Database

    def run(self, *pages: SourcePage, min_words: int = 0, lastmod: str = "", **moved: str) -> dict[str, str]:
        """Read pages to the end of a run; ``moved`` says where names lead. Returns the states by address."""
        run = self.database.write(runs.begin, "acme", "digest", "own_content")
        worker = self.database.write(workers.register)
        answers = {identity(page.url): page for page in pages}
        answers |= {f"https://ours.example/{name}": SourcePage(url) for name, url in moved.items()}
        listed = [OwnListing(url, lastmod) for url in answers]
        self.database.write(own_pages.list_own, run.campaign_id, run.id, listed, 100)
        for job in self.database.write(own_pages.claim_own, run.campaign_id, run.id, worker, 100):
            page = answers[job.url]
            state = "redirected" if page.url != job.url else "duplicate" if page.canonical else "ok"
            self.database.write(own_pages.own_read, run.id, job.id, state, page, 200, {})
        self.database.write(
            own_pages.finish_own, run.campaign_id, run.id, (), complete=True, min_words=min_words
        )
        self.campaign = run.campaign_id
        return dict(self.rows("url", "state"))

    campaign: int = 0

    def rows(self, *names: str) -> list[Any]:
        """Columns of the own pages."""
        query = select(*(tables.own_page.c[name] for name in names)).order_by(tables.own_page.c.id)
        return [tuple(row) for row in self.database.read(lambda connection: connection.execute(query).all())]

    def meant(self, *links: str) -> set[str]:
        """The pages that links to us mean."""
        found = self.database.read(own_addresses.aliases, self.campaign).pages_at(links)
        offered = {page.url for page in self.database.read(own_pages.offerable, self.campaign)}
        return set(found & offered)


def page(url: str, text: str = "", words: int = 100, **more: str) -> SourcePage:
    """A page of ours."""
    return SourcePage(url, title="A guide", text=text or f"All about {url}.", words=words, **more)  # type: ignore[arg-type]


@pytest.fixture
def site(database: Database) -> OwnSite:
    return OwnSite(database)


def test_another_bound_of_words_needs_no_reading(site: OwnSite) -> None:
    pages = (page(HOME, words=10), page(GUIDE, words=80))
    assert site.run(*pages, min_words=50) == {HOME: "thin", GUIDE: "ok"}
    assert site.rows("detail")[0] == ("says only 10 words (own.min_words is 50)",)
    assert site.run(*pages, lastmod="2026-01-01") == {HOME: "ok", GUIDE: "ok"}
    read = site.rows("checked_at")
    assert site.run(*pages, lastmod="2026-01-01", min_words=90) == {HOME: "thin", GUIDE: "thin"}
    assert site.run(*pages, lastmod="2026-01-01", min_words=60) == {HOME: "thin", GUIDE: "ok"}
    assert site.rows("checked_at") == read


def test_an_address_that_was_redirected_is_remembered_when_it_is_listed_no_more(site: OwnSite) -> None:
    site.run(page(GUIDE), old=GUIDE)
    assert site.run(page(GUIDE))[OLD] == "unlisted"
    assert site.meant("http://www.ours.example/old/?utm_source=x") == {GUIDE}


def test_a_page_that_moved_and_says_the_same_is_known_under_its_old_address(site: OwnSite) -> None:
    site.run(page(OLD, "All about knots."))
    assert site.run(page(GUIDE, "All about knots.")) == {OLD: "unlisted", GUIDE: "ok"}
    assert site.meant(OLD) == {GUIDE}


def test_what_is_gone_leads_nowhere_and_what_fails_leads_where_it_led(site: OwnSite) -> None:
    for state, meant in (("failed", {GUIDE}), ("gone", set())):
        site.run(page(GUIDE), old=GUIDE)
        [number] = [row[0] for row in site.rows("id", "url") if row[1] == OLD]
        site.database.write(own_pages.own_failed, 1, number, state, 410, "why")
        assert site.meant(OLD) == meant


def test_a_home_page_is_found_wherever_it_moved_and_however_little_it_says(site: OwnSite) -> None:
    moved = "https://www.ours.example/"
    site.run(page(moved, words=3), **{"": moved}, min_words=50)
    found = site.database.read(own_addresses.page_at, site.campaign, HOME)
    assert found is not None
    assert found.url == moved


@pytest.mark.parametrize("other", [HOME, OLD, "https://ours.example/unknown"])
def test_a_page_that_is_in_a_circle_or_unknown_is_not_found(site: OwnSite, other: str) -> None:
    site.run(**{"": OLD, "old": HOME})
    assert site.database.read(own_addresses.page_at, site.campaign, other) is None


def test_a_note_about_a_canonical_goes_with_it_and_one_about_a_failure_stays(site: OwnSite) -> None:
    site.run(page(GUIDE, canonical=OLD), page(OLD))
    [row] = site.rows("id")[1:]
    site.database.write(own_pages.own_failed, 1, row[0], "gone", 410, "the page answers 410")
    conclude(site)
    assert site.rows("state", "detail")[0] == ("ok", f"names {OLD} as canonical, which cannot be offered")
    site.run(page(GUIDE))
    assert site.rows("state", "detail", "leads_to")[0] == ("ok", "", "")
    [row] = site.rows("id")[:1]
    site.database.write(own_pages.own_failed, 1, row[0], "failed", 503, "the page answers 503")
    conclude(site)
    note = "the page answers 503; it was fine at the last look"
    assert site.rows("state", "detail")[0] == ("ok", note)


def conclude(site: OwnSite) -> None:
    """Settle what is offered, as at the end of a run."""
    site.database.write(own_addresses.conclude, site.campaign, 0)
