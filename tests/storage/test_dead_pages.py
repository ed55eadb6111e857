"""Dead pages of ours that others link to, by leads and by backlinks, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from finder.items import ArchivedCopy, Confidence, JudgedLink, Lead, Link, Outcome, PageFacts, Verdict
from finder.opportunities import on_link
from finder.storage import copies, tables
from finder.storage.batches import Batch
from finder.storage.queries.dead_pages import DeadPage, dead_pages
from finder.urls import key, prospect

if TYPE_CHECKING:
    from finder.items import Find
    from tests.storage.undertaking import Undertaking

DEAD = "https://ours.example/old"
OTHER = "https://ours.example/other"
VERDICT = Verdict(Outcome.DEAD, "not_found", "It answers 404.", Confidence.HIGH)


def backlink(acme: Undertaking, source: str, target: str, **more: Any) -> None:
    """A link to us that our own look saw."""
    row = {
        "campaign_id": acme.campaign,
        "link_key": key(f"{source} {target}"),
        "source_url": source,
        "source_key": key(source),
        "source_domain": prospect(source),
        "target_url": target,
        "target_key": key(target),
        "target_domain": prospect(target) if target else "ours.example",
        "found_url": target,
        **more,
    }
    acme.database.write(lambda connection: connection.execute(insert(tables.backlink).values(row)))


def look_at(acme: Undertaking, url: str, outcome: str) -> int:
    """The row of a page of ours with what the last look found; its number."""
    row = {"campaign_id": acme.campaign, "url": url, "url_key": key(url), "outcome": outcome, "state": "done"}
    made = insert(tables.target).values(**row, host="ours.example").returning(tables.target.c.id)
    return int(acme.database.write(lambda connection: connection.execute(made).scalar_one()))


def lead_about(acme: Undertaking, page: str, url: str) -> None:
    link = Link(url, url, "Old guide", "The old guide.", "Guides")
    judged = JudgedLink(link, VERDICT, own=True, dead_since="2026-01-02")
    acme.read(page, opportunities=on_link(PageFacts(page, "Links", "en"), judged, ("broken_backlink",)))
    acme.store(Batch(leads=[_to_lead(find) for find in acme.claim()]))


def _to_lead(find: Find) -> Find:
    find.lead = Lead(find.opportunity, prospect(find.opportunity.page_url), 60, {})
    return find


def found(acme: Undertaking) -> dict[str, DeadPage]:
    return {each.url: each for each in acme.database.read(dead_pages, acme.campaign, {"ours.example"})}


def test_pages_that_leads_and_backlinks_name_are_counted_once_each(acme: Undertaking) -> None:
    lead_about(acme, "https://a.example/1", DEAD)
    backlink(acme, "https://a.example/1", DEAD, why="target_dead", anchor="Old guide", target_reason="gone")
    backlink(acme, "https://a.example/2", DEAD, why="target_dead", anchor="here")
    old = look_at(acme, DEAD, "dead")
    backlink(acme, "https://b.example/", DEAD, why="target_dead", anchor="here", target_id=old)
    backlink(acme, "https://b.example/", OTHER, why="target_dead", target_reason="redirect_to_home")
    acme.database.write(copies.keep, ArchivedCopy(DEAD, "good", title="The old guide"))
    both = found(acme)
    assert sorted(both) == [DEAD, OTHER]
    assert (both[DEAD].pages, both[DEAD].domains) == (
        {"https://a.example/1", "https://a.example/2", "https://b.example/"},
        {"a.example", "b.example"},
    )
    assert both[DEAD].copy
    assert both[DEAD].copy.title == "The old guide"
    assert both[DEAD].dead_since == "2026-01-02"
    assert both[DEAD].links["Old guide", "The old guide.", "Guides", "Links", "en"] == 1
    assert both[DEAD].links["here", "", "", "", ""] == 2
    assert both[OTHER].reason == "redirect_to_home"


def test_what_lives_is_not_ours_or_names_no_page_is_none(acme: Undertaking) -> None:
    backlink(acme, "https://a.example/1", DEAD, why="")
    backlink(acme, "https://a.example/2", DEAD, why="link_removed")
    backlink(acme, "https://a.example/3", "https://rival.example/x", why="target_dead")
    backlink(acme, "https://a.example/4", "", why="target_dead")
    again = look_at(acme, OTHER, "alive")
    backlink(acme, "https://a.example/6", OTHER, why="target_dead", target_id=again)
    lead_about(acme, "https://a.example/5", DEAD)
    acme.next_run()
    acme.read("https://a.example/5")
    assert found(acme) == {}


def test_the_form_that_is_linked_is_dead_and_not_the_one_that_suppliers_name(acme: Undertaking) -> None:
    form = "https://ours.example/Other/"
    backlink(acme, "https://a.example/1", OTHER, why="target_dead", found_url=form)
    backlink(acme, "https://b.example/", OTHER, why="", found_url=OTHER)
    assert sorted(found(acme)) == [form]
