"""From links to leads: what reading a page and looking at a target write down."""

from __future__ import annotations

import pytest

from finder.items import Link, Placement
from finder.storage import tables
from finder.storage.batches import Batch
from finder.storage.links import Freshness
from finder.storage.promises import anchors_elsewhere
from tests.storage.undertaking import ALWAYS, NEVER, Undertaking, link, mention, to_lead

PAGE = "https://list.example/links"
OTHER = "https://other.example/links"
GONE = "https://gone.example/page"
FINE = "https://fine.example/"


def states(acme: Undertaking) -> dict[str, str]:
    """The state of every target."""
    return dict(acme.rows(tables.target, "url", "state"))


def withdrawn(acme: Undertaking) -> list[bool]:
    """Which leads are withdrawn, in the order in which they came."""
    return [moment is not None for moment in acme.rows(tables.lead, "withdrawn_at")]


def a_lead(acme: Undertaking) -> None:
    """The page's dead link becomes a lead."""
    acme.read(PAGE, GONE)
    acme.look("dead", GONE)
    assert acme.qualify() == 1


# --- links and targets ------------------------------------------------------------------------------------


def test_each_link_is_recorded_once_and_counted_by_target(acme: Undertaking) -> None:
    acme.read(PAGE, link(GONE, "first"), link(FINE), link(f"{GONE}?utm_source=x", "second"))
    links = acme.rows(tables.link, "target_id", "occurrence", "anchor")
    gone, fine = acme.target(GONE).id, acme.target(FINE).id
    assert sorted(links) == sorted([(gone, 0, "first"), (gone, 1, "second"), (fine, 0, "a link")])


def test_reading_a_page_again_renews_its_links(acme: Undertaking) -> None:
    acme.read(PAGE, link(GONE, "before"))
    acme.next_run()
    acme.read(PAGE, link(GONE, "after", placement=Placement.FOOTER))
    assert acme.rows(tables.link, "anchor", "placement", "seen_run") == [("after", "footer", acme.run)]


def test_two_pages_share_a_target_and_spellings_of_one_address_are_one(acme: Undertaking) -> None:
    assert acme.read(PAGE, GONE, f"{GONE}?utm_source=list").new_targets == 1
    again = acme.read(OTHER, GONE)
    assert (again.new_targets, again.waiting) == (0, 0)
    assert acme.rows(tables.target, "url", "host") == [(GONE, "gone.example")]


def test_targets_beyond_the_bound_are_left_out_until_it_is_raised(acme: Undertaking) -> None:
    acme.max_targets = 1
    assert acme.read(PAGE, GONE, FINE).new_targets == 1
    assert sorted(states(acme).values()) == ["left_out", "pending"]
    assert len(acme.rows(tables.target_host, "host")) == 1
    assert acme.read(OTHER, GONE, FINE).waiting == 0
    acme.max_targets = 2
    acme.next_run()
    assert acme.read(PAGE, GONE, FINE).new_targets == 1
    assert set(states(acme).values()) == {"pending"}
    assert len(acme.rows(tables.target_host, "host")) == 2


def test_a_target_is_due_again_after_its_freshness(acme: Undertaking) -> None:
    acme.read(PAGE, GONE)
    acme.look("alive", GONE, at="2026-01-10T00:00:00Z")
    for before, waiting in (("2026-01-09T23:59:59Z", 0), ("2026-01-10T00:00:00Z", 1)):
        acme.next_run()
        assert acme.read(PAGE, GONE, fresh=Freshness(before, "2000-01-01T00:00:00Z")).waiting == waiting


def test_an_uncertain_target_is_due_sooner(acme: Undertaking) -> None:
    acme.read(PAGE, GONE, FINE)
    acme.look("uncertain", GONE, at="2026-01-10T00:00:00Z")
    acme.look("alive", FINE, at="2026-01-10T00:00:00Z")
    acme.next_run()
    sooner = Freshness("2026-01-05T00:00:00Z", "2026-01-11T00:00:00Z")
    assert acme.read(PAGE, GONE, FINE, fresh=sooner).waiting == 1
    assert states(acme) == {GONE: "pending", FINE: "settled"}


def test_a_target_is_looked_at_once_in_a_run_however_short_its_freshness(acme: Undertaking) -> None:
    acme.read(PAGE, GONE)
    acme.look("uncertain", GONE)
    assert acme.read(OTHER, GONE, fresh=ALWAYS).waiting == 0
    acme.next_run()
    assert acme.read(OTHER, GONE, fresh=ALWAYS).waiting == 1


def test_every_look_stays_in_the_history(acme: Undertaking) -> None:
    acme.read(PAGE, GONE)
    for day, outcome in enumerate(("dead", "uncertain", "alive"), 1):
        acme.look(outcome, GONE, at=f"2026-01-0{day}T00:00:00Z")
        acme.next_run()
    looks = acme.rows(tables.look, "outcome", "looked_at", "run_id")
    assert [outcome for outcome, _, _ in looks] == ["dead", "uncertain", "alive"]
    assert len({run for _, _, run in looks}) == 3
    assert acme.rows(tables.target, "looks", "outcome", "checked_at") == [
        (3, "alive", "2026-01-03T00:00:00Z")
    ]
    assert [fetch["status"] for fetch in acme.rows(tables.look, "fetch")] == [404, 200, 200]


def test_dead_since_lasts_through_uncertain_looks_and_ends_with_an_alive_one(acme: Undertaking) -> None:
    acme.read(PAGE, GONE)
    seen = []
    for day, outcome in enumerate(("dead", "dead", "uncertain", "dead", "alive", "uncertain", "dead"), 1):
        acme.look(outcome, GONE, at=f"2026-01-0{day}T00:00:00Z")
        seen += acme.rows(tables.target, "dead_since")
    first, last = "2026-01-01T00:00:00Z", "2026-01-07T00:00:00Z"
    assert seen == [first, first, first, first, None, None, last]


# --- finds ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page_first", [True, False])
def test_a_dead_target_gives_a_find_whether_its_page_or_its_look_comes_first(
    acme: Undertaking, page_first: bool
) -> None:
    acme.read(OTHER, GONE)
    if page_first:
        assert acme.read(PAGE, GONE).finds == 0
        assert acme.look("dead", GONE) == 2
    else:
        assert acme.look("dead", GONE) == 1
        assert acme.read(PAGE, GONE).finds == 1
    assert sorted(find.opportunity.page_url for find in acme.claim()) == [PAGE, OTHER]
    assert acme.claim() == []


def test_a_page_and_a_target_give_one_find_in_a_run(acme: Undertaking) -> None:
    acme.read(PAGE, GONE, GONE)
    assert acme.look("dead", GONE) == 1
    acme.read(PAGE, GONE)
    assert len(acme.claim()) == 1


def test_dead_links_of_an_earlier_run_give_nothing_until_their_page_is_read(acme: Undertaking) -> None:
    acme.read(PAGE, GONE)
    acme.read(OTHER, GONE)
    acme.next_run()
    acme.read(PAGE, GONE)
    assert acme.look("dead", GONE) == 1


@pytest.mark.parametrize("outcome", ["alive", "uncertain"])
def test_only_a_dead_target_gives_a_find(acme: Undertaking, outcome: str) -> None:
    acme.read(PAGE, GONE)
    assert acme.look(outcome, GONE) == 0


def test_the_best_of_several_links_is_the_one_that_counts(acme: Undertaking) -> None:
    acme.read(
        PAGE,
        link(GONE, "in the footer", placement=Placement.FOOTER),
        link(GONE, "", image=True),
        link(GONE, "the best", context="Read the best.", heading="Guides", rel=("nofollow", "ugc")),
        link(GONE, "too late"),
    )
    acme.look("dead", GONE)
    [found] = [find.opportunity for find in acme.claim()]
    assert (found.anchor, found.context, found.heading) == ("the best", "Read the best.", "Guides")
    assert (found.rel, found.placement, found.dead_url) == (("nofollow", "ugc"), Placement.MAIN, GONE)
    assert found.dead_since == "2026-01-01T00:00:00Z"


def test_dead_links_to_our_own_pages_are_no_finds(acme: Undertaking) -> None:
    acme.read(PAGE, "https://example.org/old")
    assert acme.look("dead", "https://example.org/old") == 0


def test_a_find_knows_which_of_our_pages_its_page_links_to(acme: Undertaking) -> None:
    acme.read(PAGE, GONE, linked_own=("https://example.org/",))
    acme.look("dead", GONE)
    assert [find.opportunity.linked_own for find in acme.claim()] == [("https://example.org/",)]


def test_a_find_that_comes_to_nothing_is_let_go(acme: Undertaking) -> None:
    acme.read(PAGE, opportunities=[mention(PAGE)])
    acme.store(Batch(dismissed=[find.id for find in acme.claim()]))
    assert acme.rows(tables.find, "id") == []


def test_text_that_a_database_refuses_does_no_harm(acme: Undertaking) -> None:
    hostile = "a\x00b\ud800c é"
    page = Link(GONE, hostile, hostile, hostile, hostile)
    acme.read(PAGE, page, opportunities=[mention(hostile)])
    acme.look("dead", GONE)
    assert acme.qualify() == 2
    assert acme.rows(tables.link, "anchor") == ["a\ufffdb\ufffdc é"]
    assert "a\ufffdb\ufffdc é" in acme.rows(tables.lead, "context")


# --- leads ------------------------------------------------------------------------------------------------


def test_a_lead_is_withdrawn_when_its_target_lives_again_and_comes_back_with_it(acme: Undertaking) -> None:
    a_lead(acme)
    seen = []
    for outcome in ("uncertain", "alive", "dead"):
        acme.next_run()
        acme.read(PAGE, GONE, fresh=ALWAYS)
        acme.look(outcome, GONE)
        acme.qualify()
        seen += withdrawn(acme)
    assert seen == [False, True, False]
    assert acme.rows(tables.lead, "withdrawn_reason") == [""]


def test_a_lead_is_withdrawn_when_its_link_is_gone_and_comes_back_with_it(acme: Undertaking) -> None:
    a_lead(acme)
    acme.next_run()
    assert acme.read(PAGE, FINE).withdrawn == 1
    assert withdrawn(acme) == [True]
    acme.next_run()
    assert acme.read(PAGE, GONE).withdrawn == 0
    assert acme.qualify() == 0
    assert withdrawn(acme) == [False]


def test_a_lead_about_the_page_is_withdrawn_when_the_page_no_longer_gives_it(acme: Undertaking) -> None:
    acme.read(PAGE, GONE, opportunities=[mention(PAGE)])
    acme.qualify()
    acme.next_run()
    assert acme.read(PAGE, GONE, opportunities=[mention(PAGE)]).withdrawn == 0
    acme.next_run()
    assert acme.read(PAGE, GONE).withdrawn == 1


def test_a_late_lead_does_not_bring_back_what_lives_again_or_is_gone(acme: Undertaking) -> None:
    acme.read(PAGE, GONE)
    acme.read(OTHER, GONE, opportunities=[mention(OTHER)])
    acme.look("dead", GONE)
    late = acme.claim()
    acme.next_run()
    acme.read(OTHER, FINE)
    acme.look("alive", GONE)
    acme.store(Batch(leads=[to_lead(find) for find in late]))
    assert acme.rows(tables.lead, "id") == []
    assert acme.rows(tables.find, "id") == []


def test_status_and_note_are_a_persons_and_stay(acme: Undertaking) -> None:
    a_lead(acme)
    mine = tables.lead.update().values(status="contacted", note="wrote to Jane")
    acme.database.write(lambda connection: connection.execute(mine))
    acme.next_run()
    acme.read(PAGE, link(GONE, "a new anchor"))
    assert acme.qualify() == 0
    assert acme.rows(tables.lead, "status", "note", "anchor") == [
        ("contacted", "wrote to Jane", "a new anchor")
    ]


def test_a_lead_has_one_sighting_in_each_run_that_saw_it(acme: Undertaking) -> None:
    a_lead(acme)
    runs = [acme.run]
    for _ in range(2):
        acme.next_run()
        acme.read(PAGE, GONE)
        acme.qualify()
        acme.read(PAGE, GONE)
        acme.qualify()
        runs.append(acme.run)
    assert acme.rows(tables.sighting, "run_id") == runs
    assert len(acme.rows(tables.lead, "id")) == 1


def test_campaigns_in_one_database_do_not_share_targets_or_leads(acme: Undertaking) -> None:
    a_lead(acme)
    other = Undertaking(acme.database, name="umbrella")
    assert other.read(PAGE, GONE, fresh=NEVER).new_targets == 1
    assert other.claim() == []


def test_a_find_knows_what_other_pages_call_its_dead_target(acme: Undertaking) -> None:
    acme.read(PAGE, link(GONE, "here"))
    acme.read(OTHER, link(GONE, "Tide tables"), link(FINE, "Another thing"))
    acme.look("dead", GONE)
    said = [acme.database.read(anchors_elsewhere, find.id) for find in acme.claim()]
    assert sorted(said) == [("Tide tables",), ("here",)]


def test_a_find_about_a_page_itself_has_no_anchors_elsewhere(acme: Undertaking) -> None:
    acme.read(PAGE, link(GONE, "here"), opportunities=[mention(PAGE)])
    (find,) = acme.claim()
    assert acme.database.read(anchors_elsewhere, find.id) == ()
