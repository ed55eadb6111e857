"""What the database tells of backlinks: a small set on which three suppliers and our own looks disagree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from finder.backlink_profile import (
    AnchorShare,
    Counts,
    CountsOnly,
    LanguageCount,
    LinkedPage,
    Part,
    Period,
    Profile,
    SaidOfDomain,
    SeenBy,
    StateCount,
)
from finder.brands import Brand
from finder.storage import tables
from finder.storage.queries.backlinks import profile
from finder.storage.queries.backlinks_list import BacklinkFilter, backlinks, count_backlinks, events
from finder.urls import key
from tests.storage.backlinks import HOME, LOOKED, OLD, TIDES, put, put_counts, put_files, put_six

if TYPE_CHECKING:
    from tests.storage.undertaking import Undertaking

OWN = ("acme.example",)


def told(acme: Undertaking) -> Profile:
    return acme.database.read(profile, acme.campaign, OWN, [Brand("Acme")])


def listed(acme: Undertaking, **wanted: Any) -> list[dict[str, Any]]:
    found = BacklinkFilter(OWN, **wanted)

    def read(connection: Any) -> list[dict[str, Any]]:
        links = list(backlinks(connection, acme.campaign, found))
        assert count_backlinks(connection, acme.campaign, found) == len(links)
        return links

    return acme.database.read(read)


def test_a_small_set_is_counted_exactly(acme: Undertaking) -> None:
    put_six(acme.database, acme.campaign)
    put_counts(acme.database, acme.campaign)
    found = told(acme)
    assert found.known == Counts(6, 6, 5)
    assert found.current == Counts(4, 4, 4)
    assert set(found.states) == {
        StateCount("live", "", 2, 2, 2),
        StateCount("", "", 2, 2, 2),
        StateCount("lost", "link_removed", 1, 1, 1),
        StateCount("missing", "target_dead", 1, 1, 1),
    }
    assert found.agreement == {
        "domains": [
            SeenBy(("ahrefs", "search_console", "semrush"), 1, 0.25),
            SeenBy(("ahrefs", "search_console"), 1, 0.25),
            SeenBy(("semrush",), 1, 0.25),
            SeenBy((), 1, 0.25),
        ],
        "pages": [
            SeenBy(("ahrefs", "search_console", "semrush"), 1, 0.2),
            SeenBy(("ahrefs", "search_console"), 1, 0.2),
            SeenBy(("ahrefs",), 1, 0.2),
            SeenBy(("semrush",), 1, 0.2),
            SeenBy((), 1, 0.2),
        ],
        "links": [
            SeenBy(("ahrefs", "search_console"), 1, 0.2),
            SeenBy(("ahrefs", "semrush"), 1, 0.2),
            SeenBy(("ahrefs",), 1, 0.2),
            SeenBy(("semrush",), 1, 0.2),
            SeenBy((), 1, 0.2),
        ],
    }
    assert found.dead == Counts(1, 1, 1)
    assert found.dead_targets == [LinkedPage(OLD, 1, 1, 0, "dead", "not_found", 404)]
    assert found.counts_only == [CountsOnly("search_console", "top_linking_sites", "site", 2, 1)]
    assert [file.supplier for file in found.files] == ["semrush", "search_console", "ahrefs"]
    assert found.notes == []


def test_of_each_supplier_it_is_told_how_much_is_live(acme: Undertaking) -> None:
    put_six(acme.database, acme.campaign)
    by_name = {each.supplier: each for each in told(acme).suppliers}
    ahrefs, semrush, console = (by_name[name] for name in ("ahrefs", "semrush", "search_console"))
    assert (ahrefs.links, ahrefs.pages, ahrefs.domains, ahrefs.rows) == (3, 3, 2, 3)
    assert (ahrefs.live, ahrefs.missing, ahrefs.lost, ahrefs.live_share) == (1, 1, 1, 0.3333)
    assert (ahrefs.first_seen, ahrefs.last_seen) == ("2026-09-01", "2026-11-01")
    assert (semrush.links, semrush.said_lost, semrush.said_lost_live, semrush.live_share) == (2, 1, 0, 1.0)
    assert (console.links, console.pages, console.rows, console.live, console.missing) == (1, 2, 2, 1, 1)


def test_what_links_are_like_is_by_our_own_look_where_there_is_one(acme: Undertaking) -> None:
    put_six(acme.database, acme.campaign)
    found = told(acme)
    assert found.rel == [Part("followed", 2, 2, 2), Part("", 1, 0, 1), Part("ugc", 1, 1, 1)]
    assert found.link_types == [Part("image", 2, 1, 2), Part("text", 2, 2, 2)]
    assert Part("comments", 1, 1, 1) in found.placements
    assert set(found.languages) == {
        LanguageCount("en", 1, 1),
        LanguageCount("de", 1, 1),
        LanguageCount("", 2, 2),
    }
    assert found.anchor_sorts == [
        AnchorShare("image", 2, 2, 0.5, 0.5),
        AnchorShare("other_phrase", 1, 1, 0.25, 0.25),
        AnchorShare("generic", 1, 1, 0.25, 0.25),
    ]
    assert [(each.url, each.links, each.live, each.outcome) for each in found.targets] == [
        (TIDES, 2, 2, "alive"),
        (HOME, 1, 0, ""),
        (OLD, 1, 0, "dead"),
    ]
    first = found.domains[0]
    assert (first.domain, first.pages, first.live) == ("a.example", 1, 1)
    assert first.authority == [SaidOfDomain("ahrefs", "Domain rating", 71.0)]


def test_of_two_forms_of_a_page_the_one_that_links_have_is_dead(acme: Undertaking) -> None:
    put_files(acme.database, acme.campaign)
    form = "https://acme.example/Tides/"
    ours = (acme.database, acme.campaign)
    alive = {"state": "live", "found_url": TIDES, "target_outcome": "alive"}
    put(*ours, "https://a.example/1", TIDES, {"ahrefs": {}}, **alive)
    dead = {"found_url": form, "target_outcome": "dead", "target_reason": "not_found"}
    put(*ours, "https://b.example/", TIDES, {"ahrefs": {}}, state="missing", why="target_dead", **dead)
    found = told(acme)
    assert [(each.url, each.links) for each in found.dead_targets] == [(form, 1)]
    assert [(each.url, each.links, each.outcome) for each in found.targets] == [(TIDES, 2, "alive")]


def test_links_come_with_their_first_witness_and_go_by_our_look_or_when_all_say_so(acme: Undertaking) -> None:
    put_six(acme.database, acme.campaign)
    found = told(acme).changes
    assert (found.step, found.undated) == ("week", 1)
    assert [each for each in found.periods if each.new or each.lost or each.said_lost] == [
        Period("2026-08-31", 2),
        Period("2026-09-28", 1),
        Period("2026-10-05", 1),
        Period("2026-10-12", 1),
        Period("2026-11-02", 0, 0, 1),
        Period("2026-11-16", 0, 1),
    ]


def test_a_supplier_that_calls_a_link_lost_without_a_day_does_not_report_it(acme: Undertaking) -> None:
    put_files(acme.database, acme.campaign)
    said = {"semrush": {"last_seen": "2026-11-05", "lost_reason": "lost link"}}
    put(acme.database, acme.campaign, "https://a.example/1", TIDES, said)
    found = told(acme)
    assert (found.known, found.current) == (Counts(1, 1, 1), Counts())
    assert found.agreement == {"domains": [], "pages": [], "links": []}
    assert [(each.links, each.said_lost) for each in found.suppliers] == [(0, 1)]
    (row,) = listed(acme, missing_from=("semrush",))
    assert row["seen_by"] == []
    assert listed(acme, suppliers=("semrush",)) == []


def test_the_words_of_an_own_page_make_an_exact_phrase(acme: Undertaking) -> None:
    put_six(acme.database, acme.campaign)
    page = {"url": TIDES, "url_key": key(TIDES), "title": "Tides today | Acme", "headings": []}
    insert = tables.own_page.insert().values(campaign_id=acme.campaign, **page)
    acme.database.write(lambda connection: connection.execute(insert))
    assert AnchorShare("exact_phrase", 1, 1, 0.25, 0.25) in told(acme).anchor_sorts


def test_without_backlinks_there_is_nothing_to_tell(acme: Undertaking) -> None:
    assert not told(acme)
    put_files(acme.database, acme.campaign)
    assert told(acme)
    assert told(acme).suppliers == []
    assert listed(acme) == []


def test_a_link_is_one_row_with_all_that_see_it(acme: Undertaking) -> None:
    put_six(acme.database, acme.campaign)
    rows = {(row["source_url"], row["target_url"]): row for row in listed(acme)}
    assert len(rows) == 6
    first = rows["https://a.example/1", TIDES]
    assert first["seen_by"] == ["ahrefs", "semrush", "search_console (page)", "finder"]
    assert (first["anchor"], first["rel"], first["told_by"]) == ("Tides today", "ugc nofollow", "finder")
    assert (first["first_seen"], first["last_seen"]) == ("2026-09-01", LOOKED)
    assert first["suppliers"]["search_console"]["last_seen"] == "2026-11-09"
    second = rows["https://www.a.example/2", HOME]
    assert (second["seen_by"], second["state"], second["why"]) == (["ahrefs"], "lost", "link_removed")
    assert (second["anchor"], second["rel"], second["told_by"]) == ("Acme", "followed", "suppliers")
    called_lost = rows["https://d.example/", HOME]
    assert (called_lost["seen_by"], called_lost["rel"]) == ([], "sponsored")
    assert rows["https://e.example/", TIDES]["seen_by"] == ["finder"]


@pytest.mark.parametrize(
    ("wanted", "domains"),
    [
        ({"states": ("live",)}, ["a", "e"]),
        ({"states": ("", "lost")}, ["a", "c", "d"]),
        ({"whys": ("target_dead",)}, ["b"]),
        ({"suppliers": ("search_console",)}, ["a", "b"]),
        ({"suppliers": ("semrush", "search_console")}, ["a", "b", "c"]),
        ({"missing_from": ("semrush",)}, ["a", "b", "d", "e"]),
        ({"suppliers": ("ahrefs",), "missing_from": ("search_console",)}, ["a"]),
        ({"domains": ("a.example",)}, ["a", "a"]),
        ({"targets": (key(TIDES),)}, ["a", "e"]),
        ({"pages": (key("https://c.example/x"),)}, ["c"]),
    ],
)
def test_filters_say_which_links(acme: Undertaking, wanted: dict[str, Any], domains: list[str]) -> None:
    put_six(acme.database, acme.campaign)
    assert [row["source_domain"][0] for row in listed(acme, **wanted)] == domains


def test_the_history_of_a_link_is_told_in_its_order(acme: Undertaking) -> None:
    put_six(acme.database, acme.campaign)
    number = listed(acme, whys=("link_removed",))[0]["id"]
    rows = [
        {"backlink_id": number, "run_id": acme.run, "at": LOOKED, "event": event, "why": why}
        for event, why in (("missed", "link_removed"), ("lost", "link_removed"))
    ]
    acme.database.write(lambda connection: connection.execute(tables.backlink_event.insert(), rows))
    assert [each["event"] for each in acme.database.read(events, number)] == ["missed", "lost"]
