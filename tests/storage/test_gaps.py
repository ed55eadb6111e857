"""Gaps as the database has them: which leads count, what comes with them, by which indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finder.items import ArchivedCopy, Lead, Suggestion
from finder.storage import copies, tables
from finder.storage.batches import Batch
from finder.storage.queries.gaps import GapFilter, gaps, leads_about
from tests.storage.test_query_plans import WHOLE, asked, plan
from tests.storage.undertaking import ALWAYS, Undertaking, link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.gaps import GapTarget
    from finder.items import Find, Link

TIDES, KNOTS = "https://tides.example/tables", "https://knots.example/bowline"
OURS = Suggestion("https://acme.example/tides", "Tides", 0.8)
EVERY = GapFilter()


def crawl(acme: Undertaking, pages: dict[str, Sequence[Link | str]], offer_at: Sequence[str] = ()) -> None:
    """Read pages, find every target dead, and make leads of it, with an offer on some pages."""
    for url, links in pages.items():
        acme.read(url, *links, fresh=ALWAYS)
    targets = {each.url if not isinstance(each, str) else each for links in pages.values() for each in links}
    acme.look("dead", *sorted(targets))
    acme.store(Batch(leads=[_to_lead(find, find.opportunity.page_url in offer_at) for find in acme.claim()]))


def _to_lead(find: Find, offered: bool) -> Find:
    page = find.opportunity.page_url
    find.lead = Lead(find.opportunity, page.split("/")[2], 60, {}, OURS if offered else None)
    return find


def found(acme: Undertaking, wanted: GapFilter = EVERY) -> list[GapTarget]:
    return acme.database.read(gaps, acme.campaign, wanted)


def change(acme: Undertaking, url: str, **values: Any) -> None:
    """What a person, or another crawl, wrote into the leads of a page."""
    statement = tables.lead.update().where(tables.lead.c.page_url == url).values(**values)
    acme.database.write(lambda connection: connection.execute(statement))


def test_a_gap_comes_with_what_its_leads_say_and_who_has_them(acme: Undertaking) -> None:
    crawl(
        acme,
        {
            "https://one.example/": [link(TIDES, "Tide tables", heading="Tides"), link(TIDES, "")],
            "https://two.example/": [link(TIDES, "here", context="Tides are here."), link(KNOTS, "Knots")],
        },
    )
    tides, knots = found(acme)
    assert (tides.url, tides.leads, tides.score, list(tides.ids)) == (TIDES, 2, 120, [acme.target(TIDES).id])
    assert len(set(tides.prospects)) == len(set(tides.source_pages)) == 2
    assert (tides.anchors, tides.headings) == ((("Tide tables", 1),), (("Tides", 1),))
    assert (tides.contexts, tides.languages) == ((("Tides are here.", 1),), (("en", 2),))
    assert (knots.url, knots.leads) == (KNOTS, 1)


def test_targets_that_one_of_our_pages_fits_anywhere_are_left_out(acme: Undertaking) -> None:
    pages = {"https://one.example/": [TIDES, KNOTS], "https://two.example/": [TIDES]}
    crawl(acme, pages, offer_at=["https://two.example/"])
    assert [gap.url for gap in found(acme)] == [KNOTS]


def test_leads_that_hold_no_more_do_not_count(acme: Undertaking) -> None:
    crawl(acme, {"https://one.example/": [TIDES, KNOTS], "https://two.example/": [TIDES]})
    acme.next_run()
    acme.read("https://one.example/", KNOTS, fresh=ALWAYS)
    assert sorted((gap.url, gap.leads) for gap in found(acme)) == [(KNOTS, 1), (TIDES, 1)]
    acme.look("alive", KNOTS)
    assert [gap.url for gap in found(acme)] == [TIDES]


def test_a_target_that_is_uncertain_for_now_is_still_a_gap_as_its_lead_is_a_lead(acme: Undertaking) -> None:
    crawl(acme, {"https://one.example/": [TIDES]})
    acme.next_run()
    acme.read("https://one.example/", TIDES, fresh=ALWAYS)
    acme.look("uncertain", TIDES)
    assert [gap.url for gap in found(acme)] == [TIDES]


def test_only_leads_in_the_language_and_with_the_status_count(acme: Undertaking) -> None:
    crawl(acme, {"https://one.example/": [TIDES], "https://two.example/": [TIDES, KNOTS]})
    change(acme, "https://one.example/", page_language="de", status="rejected")
    assert [(gap.url, gap.leads) for gap in found(acme, GapFilter("de"))] == [(TIDES, 1)]
    assert len(found(acme, GapFilter("en"))) == 2
    assert [(gap.url, gap.leads) for gap in found(acme, GapFilter(statuses=("rejected", "won")))] == [
        (TIDES, 1)
    ]
    assert found(acme, GapFilter("de", ("new",))) == []


def test_an_offer_in_another_language_still_covers_a_target(acme: Undertaking) -> None:
    pages = {"https://one.example/": [TIDES], "https://two.example/": [TIDES]}
    crawl(acme, pages, offer_at=["https://two.example/"])
    change(acme, "https://one.example/", page_language="de")
    assert found(acme, GapFilter("de")) == []


def test_the_last_good_copy_of_an_archive_comes_with_a_gap(acme: Undertaking) -> None:
    crawl(acme, {"https://one.example/": [TIDES, KNOTS]})
    good = ArchivedCopy(TIDES, "good", snapshot_url="https://archive.example/1", title="All tides")
    bad = ArchivedCopy(KNOTS, "only_bad", snapshot_url="https://archive.example/2", title="404")
    for copy in (good, bad):
        acme.database.write(copies.keep, copy)
    copied = {gap.url: (gap.archive_url, gap.archived_title) for gap in found(acme)}
    assert copied == {TIDES: ("https://archive.example/1", "All tides"), KNOTS: ("", "")}


def test_another_campaign_has_its_own_gaps(acme: Undertaking) -> None:
    crawl(acme, {"https://one.example/": [TIDES]})
    other = Undertaking(acme.database, "other")
    crawl(other, {"https://two.example/": [KNOTS]})
    assert [gap.url for gap in found(acme)] == [TIDES]
    assert [gap.url for gap in found(other)] == [KNOTS]


def test_the_leads_about_targets_come_by_prospect(acme: Undertaking) -> None:
    crawl(
        acme, {"https://two.example/": [TIDES, KNOTS], "https://one.example/": [link(TIDES, "Tide tables")]}
    )
    change(acme, "https://two.example/", status="won")
    ids = [number for gap in found(acme) for number in gap.ids]
    leads = acme.database.read(leads_about, acme.campaign, EVERY, [*range(10_000, 11_000), *ids])
    assert [lead["prospect"] for lead in leads] == ["one.example", "two.example", "two.example"]
    assert {lead["dead_url"] for lead in leads} == {TIDES, KNOTS}
    assert leads[0]["anchor"] == "Tide tables"
    only_new = acme.database.read(leads_about, acme.campaign, GapFilter(statuses=("new",)), ids)
    assert [lead["page_url"] for lead in only_new] == ["https://one.example/"]


def test_gaps_are_read_by_indexes_without_sorting_the_leads(acme: Undertaking) -> None:
    crawl(acme, {"https://one.example/": [TIDES, KNOTS]})
    with asked() as statements:
        ids = [number for gap in found(acme) for number in gap.ids]
        acme.database.read(leads_about, acme.campaign, EVERY, ids)
    selects = [one for one in statements if one[0].startswith("SELECT") and " lead" in one[0]]
    assert len(selects) == 2
    for statement, parameters in selects:
        steps = acme.database.write(plan, statement, parameters)
        assert not WHOLE.search(steps), steps
        assert "TEMP B-TREE" not in steps
    first = acme.database.write(plan, *selects[0])
    assert "ix_target_outcome" in first
    assert "ix_lead_target_id" in first
