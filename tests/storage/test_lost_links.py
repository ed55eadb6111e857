"""What a crawl does with leads about lost links, and with those whose end is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from finder.items import Fetch, Link, LinksToRivals, LostLink, PageFacts, Placement, RivalLink
from finder.opportunities import KINDS, lost_link, on_page
from finder.opportunities.link_intersect import may_hold
from finder.storage import source_pages, tables
from finder.storage.listings import GONE
from tests.storage.undertaking import Undertaking, mention

PAGE = "https://blog.example/post"
OURS = "https://ours.example/guide"
LOST = LostLink(
    OURS, "Our guide", (), Placement.MAIN, "2026-01-01", "2026-02-01", ("2026-02-08", "2026-02-10")
)


def withdrawn(acme: Undertaking) -> list[str]:
    """Why each lead is withdrawn, in their order; empty: it is not."""
    return acme.rows(tables.lead, "withdrawn_reason")


def gone(acme: Undertaking) -> None:
    """The page answers that it is gone."""
    acme.next_run()
    acme.list_pages(PAGE)
    (number,) = acme.rows(tables.source_page, "id")
    fetch = Fetch(PAGE, final_url=PAGE, status=GONE[0])
    acme.database.write(source_pages.page_failed, acme.run, number, fetch, "it answers 404")


def test_a_lost_link_holds_until_the_page_has_that_link_again(acme: Undertaking) -> None:
    acme.read(PAGE, opportunities=[lost_link(PageFacts(PAGE), LOST), mention(PAGE)])
    acme.qualify()
    acme.next_run()
    assert acme.read(PAGE, opportunities=[mention(PAGE)], linked_own=["https://ours.example/"]).withdrawn == 0
    gone(acme)
    assert withdrawn(acme) == ["", "The page itself is gone."], "a page that is gone has no link either"
    acme.next_run()
    assert acme.read(PAGE, linked_own=[OURS]).withdrawn == 1
    assert withdrawn(acme) == ["The link is back.", "The page itself is gone."]


@pytest.mark.parametrize("status", ["won", "lost", "fixed"])
def test_a_lead_whose_end_is_known_is_not_withdrawn(acme: Undertaking, status: str) -> None:
    acme.read(PAGE, opportunities=[mention(PAGE)])
    acme.qualify()
    acme.database.write(lambda connection: connection.execute(update(tables.lead).values(status=status)))
    acme.next_run()
    assert acme.read(PAGE).withdrawn == 0
    gone(acme)
    assert withdrawn(acme) == [""]


def test_which_links_to_us_a_page_had_is_kept_from_when_somebody_works_on_its_lead(acme: Undertaking) -> None:
    seen = []
    for status, linked in (("new", "a"), ("new", "b"), ("accepted", "c"), ("contacted", "d")):
        found = replace(mention(PAGE), linked_own=(f"https://ours.example/{linked}",))
        acme.database.write(
            lambda connection, to=status: connection.execute(update(tables.lead).values(status=to))
        )
        acme.next_run()
        acme.read(PAGE, opportunities=[found])
        acme.qualify()
        seen += acme.rows(tables.lead, "linked_own")
    assert [each[0][-1] for each in seen] == ["a", "b", "b", "b"]


def test_rivals_across_a_site_hold_without_being_found_again_as_long_as_the_page_links_to_one(
    acme: Undertaking,
) -> None:
    rakes = RivalLink("rakes.example", Link("https://rakes.example/", "", "Rakes"))
    facts = PageFacts(PAGE, linked_rivals=(rakes,), min_rivals=2, rivals_elsewhere=("hoes.example",))
    acme.read(PAGE, opportunities=on_page(facts, KINDS))
    acme.qualify()
    assert acme.rows(tables.lead, "reason", "rivals") == [("rivals_across_site", "rakes.example")]
    for kept, withdrawn_now in (((LinksToRivals.ACROSS_SITE,), 0), ((LinksToRivals.IN_LIST,), 1)):
        acme.next_run()
        assert acme.read(PAGE, kept_reasons=kept).withdrawn == withdrawn_now
    assert (may_hold(facts), may_hold(replace(facts, linked_own=(OURS,)))) == (True, False)
