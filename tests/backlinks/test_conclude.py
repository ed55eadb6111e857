"""What a look says of a backlink: a table of what was known, what was seen, and what follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from finder.backlinks import Known, PageLook, State, Why, Witness, lost_link_of
from finder.items import Placement, TargetLook
from finder.verification import LossRule
from tests.backlinks.made import (
    DAY,
    FOUND,
    OTHER,
    OURS,
    absent,
    footer,
    known,
    live,
    look_at,
    lost,
    missing,
    own,
    seen,
    target,
    told,
)

CHANGED_ANCHOR = own(anchor="The guide")
LOOK_1 = missing(Why.LINK_REMOVED, DAY[5])
UNCERTAIN = known(state=State.UNCERTAIN, why=Why.BLOCKED)
SOMEWHERE = known(target_url="")

FRAME = known(witnesses=(Witness("semrush", link_type="frame"), Witness("moz")))
SCRIPT = known(witnesses=(Witness("ahrefs", link_type="text", only_rendered=True),))

# What was known, the page, our page; then state, why, events.
Row = tuple[Known, PageLook, TargetLook | None, str, str, list[str]]
TABLE: dict[str, Row] = {
    "first look, link there": (known(), seen(own()), None, "live", "", ["new"]),
    "first look, our page alive": (known(), seen(own()), target("alive"), "live", "", ["new"]),
    "first look, our page uncertain": (known(), seen(own()), target("uncertain"), "live", "", ["new"]),
    "first look, link away": (known(), seen(), None, "missing", "link_removed", ["missed link_removed"]),
    "first look, blocked": (known(), absent(Why.BLOCKED), None, "uncertain", "blocked", []),
    "first look, robots": (known(), absent(Why.ROBOTS), None, "uncertain", "robots", []),
    "first look, no answer": (known(), absent(Why.UNREACHABLE), None, "uncertain", "unreachable", []),
    "first look, part of page": (known(), absent(Why.PART_OF_PAGE), None, "uncertain", "part_of_page", []),
    "first look, gone": (known(), absent(Why.PAGE_GONE), None, "missing", "page_gone", ["missed page_gone"]),
    "a frame, not seen": (FRAME, seen(), None, "uncertain", "part_of_page", []),
    "a frame, moved": (FRAME, absent(Why.PAGE_MOVED), None, "uncertain", "part_of_page", []),
    "a frame, gone": (FRAME, absent(Why.PAGE_GONE), None, "missing", "page_gone", ["missed page_gone"]),
    "a frame, and a link": (FRAME, seen(own()), None, "live", "", ["new"]),
    "made by a script, not seen": (SCRIPT, seen(), None, "uncertain", "part_of_page", []),
    "made by a script, seen once": (
        replace(SCRIPT, state=State.LIVE, found=FOUND, live_since=DAY[1]),
        seen(),
        None,
        "missing",
        "link_removed",
        ["missed link_removed"],
    ),
    "a frame, elsewhere a link": (
        known(witnesses=(*FRAME.witnesses, Witness("moz", link_type="text"))),
        seen(),
        None,
        "missing",
        "link_removed",
        ["missed link_removed"],
    ),
    "uncertain, then there": (UNCERTAIN, seen(own()), None, "live", "", ["new"]),
    "uncertain, then away": (UNCERTAIN, seen(), None, "missing", "link_removed", ["missed link_removed"]),
    "nothing changed": (live(), seen(own()), None, "live", "", []),
    "nofollow now": (live(), seen(own(rel="nofollow")), None, "live", "", ["changed rel"]),
    "sponsored ugc now": (live(), seen(own(rel="sponsored ugc")), None, "live", "", ["changed rel"]),
    "other words": (live(), seen(CHANGED_ANCHOR), None, "live", "", ["changed anchor"]),
    "other place": (live(), seen(footer()), None, "live", "", ["changed placement"]),
    "https, no slash, www": (live(), seen(own("http://www.acme.example/guide/")), None, "live", "", []),
    "campaign parameters": (live(), seen(own(f"{OURS}?ref=blog")), None, "live", "", []),
    "other page, same words": (live(), seen(own(OTHER)), None, "live", "", ["changed target"]),
    "other page, all new": (
        live(),
        seen(own(OTHER, "See also", "nofollow")),
        None,
        "live",
        "",
        ["changed target", "changed anchor", "changed rel"],
    ),
    "other page at the foot": (
        live(),
        seen(footer(OTHER, "Acme")),
        None,
        "missing",
        "link_removed",
        ["missed link_removed"],
    ),
    "blocked while live": (live(), absent(Why.BLOCKED), None, "live", "", []),
    "blocked while missing": (LOOK_1, absent(Why.BLOCKED), None, "missing", "link_removed", []),
    "blocked while lost": (lost(), absent(Why.ROBOTS), None, "lost", "link_removed", []),
    "blocked, but the link is there": (live(), absent(Why.BLOCKED, own()), None, "live", "", []),
    "part of page, link there": (live(), absent(Why.PART_OF_PAGE, own()), None, "live", "", []),
    "part of page, link not seen": (live(), absent(Why.PART_OF_PAGE), None, "live", "", []),
    "removed": (live(), seen(), None, "missing", "link_removed", ["missed link_removed"]),
    "removed, second look": (LOOK_1, seen(), None, "lost", "link_removed", ["lost link_removed"]),
    "removed long ago": (lost(), seen(), None, "lost", "link_removed", []),
    "gone, second look": (LOOK_1, absent(Why.PAGE_GONE), None, "lost", "page_gone", ["lost page_gone"]),
    "gone, with a link in its template": (
        live(),
        absent(Why.PAGE_GONE, footer()),
        None,
        "missing",
        "page_gone",
        ["missed page_gone"],
    ),
    "moved with the link": (live(), absent(Why.PAGE_MOVED, own()), None, "live", "", []),
    "moved without it": (
        live(),
        absent(Why.PAGE_MOVED),
        None,
        "missing",
        "page_moved",
        ["missed page_moved"],
    ),
    "noindex": (live(), seen(own(), noindex=True), None, "missing", "page_noindex", ["missed page_noindex"]),
    "noindex without link": (
        live(),
        seen(noindex=True),
        None,
        "missing",
        "link_removed",
        ["missed link_removed"],
    ),
    "noindex again": (
        missing(Why.PAGE_NOINDEX),
        seen(own(), noindex=True),
        None,
        "lost",
        "page_noindex",
        ["lost page_noindex"],
    ),
    "our page dead": (live(), seen(own()), target("dead"), "missing", "target_dead", ["missed target_dead"]),
    "our page dead, page noindex": (
        missing(Why.PAGE_NOINDEX),
        seen(own(), noindex=True),
        target("dead"),
        "lost",
        "target_dead",
        ["lost target_dead"],
    ),
    "our page mended": (
        lost(Why.TARGET_DEAD),
        seen(own()),
        target("alive"),
        "live",
        "",
        ["back target_dead"],
    ),
    "dead page no longer linked": (
        lost(Why.TARGET_DEAD),
        seen(),
        None,
        "lost",
        "link_removed",
        ["missed link_removed"],
    ),
    "removed where our page was dead": (
        missing(Why.TARGET_DEAD),
        seen(),
        None,
        "missing",
        "link_removed",
        ["missed link_removed"],
    ),
    "back after one look": (LOOK_1, seen(own()), None, "live", "", ["back link_removed"]),
    "back after loss, changed": (
        lost(),
        seen(own(rel="nofollow")),
        None,
        "live",
        "",
        ["back link_removed", "changed rel"],
    ),
    "gone page back without link": (
        lost(Why.PAGE_GONE),
        seen(),
        None,
        "lost",
        "link_removed",
        ["lost link_removed"],
    ),
    "some page of ours": (SOMEWHERE, seen(footer(OTHER, "Acme"), own()), None, "live", "", ["new"]),
    "no page of ours": (SOMEWHERE, seen(), None, "missing", "link_removed", ["missed link_removed"]),
}


@pytest.mark.parametrize("row", TABLE.values(), ids=list(TABLE))
def test_a_look_says_what_became_of_a_backlink(row: Row) -> None:
    one, look, at, state, why, events = row
    found = look_at(one, look, at)
    assert (found.state, found.why, told(found)) == (state, why, events)
    assert found.detail.endswith(".")


def test_a_look_too_soon_after_the_last_is_no_second_one() -> None:
    found = look_at(missing(Why.LINK_REMOVED, DAY[9]), seen(), moment="2026-11-10T07:59:59Z")
    assert (found.state, found.missed, found.events) == (State.MISSING, (DAY[9],), ())
    assert "Look 1 of 2" in found.detail
    assert look_at(missing(Why.LINK_REMOVED, DAY[9]), seen(), moment=DAY[10]).lost


def test_a_rule_of_three_looks_takes_three_and_a_rule_of_one_takes_one() -> None:
    three, one = LossRule(3, timedelta(days=1)), LossRule(1, timedelta(days=1))
    assert look_at(LOOK_1, seen(), rule=three).state is State.MISSING
    assert look_at(missing(Why.LINK_REMOVED, DAY[5], DAY[6]), seen(), rule=three).lost
    assert look_at(live(), seen(), rule=one).lost
    assert look_at(LOOK_1, seen(), rule=one).lost, "the rule was another when it was missed"


def test_a_lost_link_is_lost_once() -> None:
    found = look_at(LOOK_1, seen())
    again = replace(LOOK_1, state=found.state, why=found.why, missed=found.missed)
    later = look_at(again, seen(), moment=DAY[20])
    assert (found.lost, later.lost, later.events, later.missed) == (True, False, (), found.missed)


def test_what_was_last_found_stays_known_when_it_is_missed() -> None:
    assert look_at(live(), seen()).found == FOUND
    assert look_at(live(), absent(Why.BLOCKED)).found == FOUND


def test_evidence_says_where_the_page_and_our_page_are_now() -> None:
    moved = PageLook("https://blog.example/new", 200, (own(),), absence=(Why.PAGE_MOVED, "moved"))
    said = look_at(live(), moved, target("alive", "https://acme.example/new-guide")).detail
    assert "“Our guide” leads to https://acme.example/guide (followed, main)." in said
    assert "The page is at https://blog.example/new now." in said
    assert "leads on to https://acme.example/new-guide" in said


def test_a_link_to_a_dead_page_of_ours_is_broken_at_the_first_look() -> None:
    found = look_at(known(), seen(own()), target("dead", status=404))
    assert found.broken
    assert found.detail.startswith(
        "“Our guide” leads to https://acme.example/guide (followed, main). Our page"
    )
    assert not look_at(known(), seen(own()), target("uncertain")).broken
    assert not look_at(known(), seen(), target("dead")).broken


def test_only_a_link_that_a_living_page_lost_with_this_look_is_told_as_lost() -> None:
    witness = Witness("search_console", "Supplied words", "nofollow", "footer", "2024-03-02", "2026-10-30")
    one = known(state=State.MISSING, why=Why.LINK_REMOVED, missed=(DAY[5],), witnesses=(witness,))
    said = lost_link_of(look_at(one, seen()))
    assert said is not None
    assert (said.url, said.anchor, said.rel, said.placement) == (
        OURS,
        "Supplied words",
        ("nofollow",),
        Placement.FOOTER,
    )
    assert said.missed == (DAY[5], DAY[10])
    assert said.witnesses == ("Search Console saw it from 2024-03-02 until 2026-10-30",)
    for other in (
        look_at(live(), seen()),
        look_at(lost(), seen()),
        look_at(LOOK_1, absent(Why.PAGE_GONE)),
        look_at(missing(Why.TARGET_DEAD), seen(own()), target("dead")),
        look_at(missing(Why.PAGE_NOINDEX), seen(own(), noindex=True)),
    ):
        assert lost_link_of(other) is None


def test_of_a_link_that_nobody_says_to_have_seen_no_loss_is_told() -> None:
    one = known(state=State.MISSING, why=Why.LINK_REMOVED, missed=(DAY[5],))
    one = replace(one, witnesses=(Witness("search_console"),))
    found = look_at(one, seen())
    assert (found.state, found.lost, lost_link_of(found)) == (State.LOST, True, None)
    for witness in (Witness("moz", "Our guide"), Witness("bing", last_seen="2026-01-01")):
        assert lost_link_of(look_at(replace(one, witnesses=(witness,)), seen()))


def test_an_address_that_leads_straight_to_our_page_is_a_link() -> None:
    found = look_at(known(), seen(own(anchor=""), final_url=OURS))
    assert (found.state, found.detail) == (State.LIVE, f"The address of the page leads to {OURS}.")
