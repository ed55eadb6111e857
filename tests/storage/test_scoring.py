"""Leads scored anew when a run has ended, with what only the database knows by then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from finder.items import Failure, Fetch, Lead, SourcePage
from finder.markers import Dealing, Marker
from finder.qualify import Scored, Scoring, score
from finder.quality import Facts, Field
from finder.ranks import Rank
from finder.storage import scoring, tables
from finder.storage.batches import Batch
from finder.storage.finds import claim_finds
from finder.storage.source_pages import page_failed
from tests.storage.undertaking import link, mention

if TYPE_CHECKING:
    from tests.storage.undertaking import Undertaking

PAGE = "https://list.example/links"
OTHER = "https://other.example/links"
DEAD = [f"https://gone{number}.example/" for number in range(3)]
FINE = [f"https://fine{number}.example/" for number in range(5)]
SELLS = Marker(Dealing.SELLS_LINKS, "We sell links.")


class Heard:
    """A way to score that keeps what it was told."""

    def __init__(self) -> None:
        self.facts: list[Facts] = []

    def __call__(self, facts: Facts) -> Scored:
        self.facts.append(facts)
        return score(facts, Scoring({"source": 1.0}, Field()))


def score_all(acme: Undertaking) -> list[Facts]:
    """Score all leads anew; what was known of them."""
    heard = Heard()
    leads = acme.database.read(scoring.open_leads, acme.campaign)
    acme.database.write(scoring.score_some, acme.campaign, leads, heard)
    return heard.facts


def read(acme: Undertaking, **page: Any) -> None:
    """Read a page that says something of itself."""
    acme.read(PAGE, DEAD[0], page=SourcePage(url=PAGE, title="A page", **page))
    acme.look("dead", DEAD[0])
    assert acme.qualify() == 1


def test_what_else_is_dead_on_a_page_is_known_at_the_end(acme: Undertaking) -> None:
    acme.read(PAGE, *(link(url) for url in (*DEAD, *FINE, "https://silent.example/", FINE[0])))
    acme.look("dead", *DEAD)
    acme.look("alive", *FINE)
    acme.look("uncertain", "https://silent.example/")
    acme.qualify()
    assert {(facts.links, facts.looked, facts.dead) for facts in score_all(acme)} == {(10, 8, 3)}
    assert acme.rows(tables.lead, "score_why") == [
        "sure; no page of ours to offer; main text; followed; "
    ] or all("3 of 8 links dead" in why for why in acme.rows(tables.lead, "score_why"))


def test_links_of_an_earlier_reading_do_not_count(acme: Undertaking) -> None:
    acme.read(PAGE, *DEAD, *FINE)
    acme.look("dead", *DEAD)
    acme.look("alive", *FINE)
    acme.next_run()
    acme.read(PAGE, DEAD[0], *FINE)
    acme.qualify()
    assert {(facts.looked, facts.dead) for facts in score_all(acme)} == {(6, 1)}


def test_only_what_changes_is_written_and_leads_that_hold_no_more_are_left_alone(acme: Undertaking) -> None:
    acme.read(PAGE, *DEAD)
    acme.look("dead", *DEAD)
    assert acme.qualify() == 3
    leads = acme.database.read(scoring.open_leads, acme.campaign)
    changed = [acme.database.write(scoring.score_some, acme.campaign, leads, Heard()) for _ in range(2)]
    assert changed == [3, 0]
    acme.next_run()
    acme.read(PAGE, DEAD[0])
    assert len(acme.database.read(scoring.open_leads, acme.campaign)) == 1


def test_a_page_that_sells_links_makes_its_lead_a_risk_and_one_that_stopped_takes_it_away(
    acme: Undertaking,
) -> None:
    read(acme, markers=(SELLS,), noindex=True, canonical="https://list.example/all")
    [facts] = score_all(acme)
    assert (facts.markers, facts.noindex, facts.canonical) == ((SELLS,), True, "https://list.example/all")
    assert acme.rows(tables.lead, "risk", "risk_evidence") == [("sells_links", "We sell links.")]
    acme.next_run()
    acme.read(PAGE, DEAD[0], page=SourcePage(url=PAGE, title="A page", markers=()))
    score_all(acme)
    assert acme.rows(tables.lead, "risk", "risk_evidence") == [("", "")]


def test_of_a_page_that_nobody_looked_through_nothing_is_known(acme: Undertaking) -> None:
    read(acme)
    assert score_all(acme)[0].markers is None


def test_a_page_that_cannot_be_read_any_more_says_why(acme: Undertaking) -> None:
    read(acme)
    acme.next_run()
    acme.list_pages(PAGE)
    [page_id] = acme.rows(tables.source_page, "id")
    fetch = Fetch(PAGE, failure=Failure.ROBOTS_DISALLOWED)
    acme.database.write(page_failed, acme.run, page_id, fetch, "robots.txt forbids it")
    assert score_all(acme)[0].failure == "robots disallowed"


def test_what_a_find_is_scored_with_is_what_its_page_said(acme: Undertaking) -> None:
    acme.read(PAGE, DEAD[0], page=SourcePage(url=PAGE, title="A page", markers=(SELLS,), noindex=True))
    acme.look("dead", DEAD[0])
    [found] = acme.database.write(claim_finds, acme.campaign, acme.worker, 10)
    known = acme.database.read(scoring.background_of, found.id, "list.example")
    assert (known.markers, known.noindex, known.links) == ((SELLS,), True, 1)
    assert (known.rank, known.rank_source, known.linked_from) == (None, "", "")


def test_ranks_are_kept_and_asked_for_again_only_for_new_prospects_or_lists(acme: Undertaking) -> None:
    read(acme)
    assert acme.database.read(scoring.unranked, acme.campaign, "0000aaaa")
    names = acme.database.read(scoring.prospect_names, acme.campaign)
    assert names == {"prospect.example"}

    def keep(ranks: dict[str, Rank], state: str) -> None:
        given = (acme.campaign, sorted(names), ranks, "tranco.csv", state)
        acme.database.write(scoring.keep_ranks, *given)

    keep({"prospect.example": Rank(12_345, "tranco.csv")}, "0000aaaa")
    assert not acme.database.read(scoring.unranked, acme.campaign, "0000aaaa")
    assert acme.database.read(scoring.unranked, acme.campaign, "0000bbbb")
    [facts] = score_all(acme)
    assert (facts.rank, facts.rank_source) == (12_345, "tranco.csv")
    assert "rank 12,345 in tranco.csv" in acme.rows(tables.lead, "score_why")[0]
    keep({}, "0000bbbb")
    assert replace(score_all(acme)[0], today="") == replace(facts, today="", rank=None)
    acme.database.write(scoring.forget_ranks, acme.campaign)
    assert score_all(acme)[0].rank_source == ""


def test_a_lead_about_a_mention_is_told_of_a_page_that_links_to_us_and_counts_less_once(
    acme: Undertaking,
) -> None:
    named = replace(mention(PAGE), brand="Acme", mention_worth=0.8)
    acme.read(PAGE, opportunities=(named,))
    [found] = acme.claim()
    found.lead = Lead(named, "list.example", 50, {"mention": 0.8})
    acme.store(Batch(leads=[found]))
    linking = "https://list.example/2"
    acme.read(linking, "https://www.example.org/", linked_own=("https://www.example.org/",))
    for _ in range(2):
        score_all(acme)
        [(parts, linked_from)] = acme.rows(tables.lead, "score_parts", "linked_from")
        assert (parts["mention"], linked_from) == (0.4, linking)
