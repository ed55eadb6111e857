"""Judged leads as the finds they were, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.items import ArchivedCopy, Lead, Suggestion
from finder.storage import copies, tables
from finder.storage.batches import Batch
from finder.storage.queries.judged import judged_leads, unjudged_leads
from tests.storage.test_gaps import change
from tests.storage.undertaking import ALWAYS, Undertaking, link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.items import Find
    from finder.storage.queries.judged import JudgedLead

TIDES, KNOTS = "https://tides.example/tables", "https://knots.example/bowline"
ONE, TWO = "https://one.example/", "https://two.example/"
OURS = Suggestion("https://acme.example/tides", "Tides", 0.9, {"anchor": 0.9})
HOME = Suggestion("https://acme.example/", "Acme", 0.5, {"home page": 0.5})


def crawl(acme: Undertaking) -> None:
    """Three leads: on the first page one of ours is offered for the tides and none for the knots."""
    acme.read(ONE, link(TIDES, "Tide tables", context="All tides.", heading="Sea"), link(KNOTS, "Knots"))
    acme.read(TWO, link(TIDES, "here"), linked_own=("https://acme.example/x",), fresh=ALWAYS)
    acme.look("dead", TIDES, KNOTS)
    acme.store(Batch(leads=[_to_lead(find) for find in acme.claim()]))


def _to_lead(find: Find) -> Find:
    why = find.opportunity
    offer = HOME if why.page_url == TWO else OURS if why.dead_url == TIDES else None
    find.lead = Lead(why, why.page_url.split("/")[2], 60, {}, offer)
    return find


def judged(acme: Undertaking, statuses: Sequence[str], ids: Sequence[int] = ()) -> list[JudgedLead]:
    return acme.database.read(judged_leads, acme.campaign, statuses, ids)


def test_a_judged_lead_comes_with_all_that_the_matcher_was_asked(acme: Undertaking) -> None:
    crawl(acme)
    copy = ArchivedCopy(TIDES, "good", h1="All tides", text="High and low water.")
    acme.database.write(copies.keep, copy)
    acme.database.write(copies.keep, ArchivedCopy(KNOTS, "only_bad", title="404"))
    change(acme, ONE, status="won")
    change(acme, TWO, status="rejected", rejected_because="wrong_page")
    first, second = judged(acme, ("won", "wrong_page"))
    why = first.opportunity
    assert (first.status, first.prospect, first.offered, first.matched) == (
        "won",
        "one.example",
        OURS.url,
        True,
    )
    assert (why.dead_url, why.anchor, why.context, why.heading) == (TIDES, "Tide tables", "All tides.", "Sea")
    assert (why.page_title, why.page_language) == ("A page", "en")
    assert (why.archived_title, why.archived_text) == ("All tides", "High and low water.")
    assert first.anchors == ("Tide tables", "here")
    assert (second.status, second.matched) == ("wrong_page", False)
    assert second.opportunity.linked_own == ("https://acme.example/x",)


def test_leads_without_an_offer_count_only_when_they_are_named(acme: Undertaking) -> None:
    crawl(acme)
    assert len(judged(acme, ("new",))) == 2
    ids = acme.rows(tables.lead, "id")
    every = judged(acme, ("new",), [*ids, *range(10_000, 11_000), 10**17])
    assert [lead.id for lead in every] == sorted(ids)
    bad = next(lead for lead in every if not lead.offered)
    assert (bad.opportunity.dead_url, bad.opportunity.archived_title) == (KNOTS, "")
    assert judged(acme, ()) == []


def test_leads_that_nobody_judged_are_the_newest_without_an_offer(acme: Undertaking) -> None:
    crawl(acme)
    (only,) = acme.database.read(unjudged_leads, acme.campaign, set(), 5)
    assert only.opportunity.dead_url == KNOTS
    assert acme.database.read(unjudged_leads, acme.campaign, {only.id}, 5) == []
    assert acme.database.read(unjudged_leads, acme.campaign, set(), 0) == []


def test_another_campaign_has_its_own(acme: Undertaking) -> None:
    crawl(acme)
    other = Undertaking(acme.database, "other")
    ids = acme.rows(tables.lead, "id")
    assert judged(other, ("new",), ids) == []
    assert other.database.read(unjudged_leads, other.campaign, set(), 5) == []
