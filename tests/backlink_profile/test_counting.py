"""Counts of links: who sees the same, when they came and went, how they are anchored, what stands out."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from finder.backlink_profile import (
    Anchors,
    Counts,
    KnownLink,
    LinkCounts,
    Period,
    SeenBy,
    notes,
    supplier_counts,
)
from finder.backlink_profile.agreement import combinations, members, summary
from finder.backlink_profile.authority import authority
from finder.backlink_profile.changes import changes
from finder.brands import Brand

NOTHING: dict[str, Any] = dict.fromkeys(KnownLink._fields, "") | {
    "seen": 1,
    "denied": 0,
    "looked": 0,
    "page": 1,
}
NAMES = ("ahrefs", "moz", "semrush")


def link(domain: str, **more: Any) -> KnownLink:
    return KnownLink(**{**NOTHING, "domain": domain, "target_url": "https://acme.example/", **more})


def counted(*links: KnownLink) -> LinkCounts:
    counts = LinkCounts(NAMES, Anchors([Brand("Acme")], ["acme.example"], {}))
    counts.count(links)
    return counts


def test_combinations_are_told_largest_first_with_their_share() -> None:
    seen = combinations({0b011: 6, 0b001: 3, 0: 1, 0b100: 0}, NAMES)
    assert seen == [SeenBy(("ahrefs", "moz"), 6, 0.6), SeenBy(("ahrefs",), 3, 0.3), SeenBy((), 1, 0.1)]
    assert summary(seen, 3) == [SeenBy(("all 3",), 0, 0), SeenBy(("any one alone",), 3, 0.3)]
    assert summary(seen, 2) == []
    assert members(0b101, NAMES) == ("ahrefs", "semrush")


def test_a_short_time_is_told_by_weeks_and_a_long_one_by_months_without_gaps() -> None:
    weeks = changes({"2026-11-02": 2, "2026-11-08": 1, "": 4}, {"2026-11-16": 1}, {})
    assert weeks.step == "week"
    assert weeks.undated == 4
    assert weeks.periods == [
        Period("2026-11-02", 3), Period("2026-11-09"), Period("2026-11-16", 0, 1)
    ]  # fmt: skip
    months = changes({"2025-11-30": 1}, {}, {"2026-06-01": 2, "0001-01-01": 5, "soon": 1})
    assert months.step == "month"
    assert [each.begins for each in months.periods][:2] == ["2025-11-01", "2025-12-01"]
    assert (len(months.periods), months.periods[-1]) == (8, Period("2026-06-01", 0, 0, 2))


@given(st.lists(st.dates(), max_size=30))
def test_any_days_give_as_many_as_there_were(days: list[Any]) -> None:
    found = changes({day.isoformat(): 1 for day in days}, {}, {})
    assert sum(each.new for each in found.periods) + found.undated == len(set(days))


def test_one_footer_counts_once_by_domain_and_often_by_link() -> None:
    footer = [
        link("big.example", page=number, anchor="Garden chairs", placement="footer") for number in range(90)
    ]
    others = [link(f"s{number}.example", page=100 + number, anchor="Acme") for number in range(10)]
    counts = counted(*footer, *others)
    assert [(each.sort, each.links, each.domains) for each in counts.anchors.sorts()] == [
        ("brand", 10, 10),
        ("other_phrase", 90, 1),
    ]
    assert [(each.value, each.links, each.domains) for each in counts.parts()["placement"]] == [
        ("", 10, 10),
        ("footer", 90, 1),
    ]
    told = notes(counts.anchors.used(), counts.anchors.domains, counts.domains(), counts.totals()[1])
    assert [note.partition(":")[0] for note in told] == ["big.example has 90 of 100 links (90%)"]


def test_a_phrase_on_many_domains_is_told_a_name_is_not() -> None:
    spellings = ("garden chairs", "Garden Chairs", "garden  chairs")
    said = [link(f"s{number:02}.example", page=number, anchor=spellings[number % 3]) for number in range(11)]
    named = [link(f"t{number:02}.example", page=50 + number, anchor="Acme") for number in range(40)]
    told = notes((counts := counted(*said, *named)).anchors.used(), counts.anchors.domains, [], Counts())
    assert len(told) == 1
    assert "chairs” is the anchor on 11 of 51 referring domains (22%)" in told[0]
    few = counted(*said[:9])
    assert notes(few.anchors.used(), few.anchors.domains, [], Counts()) == []


def test_who_calls_a_link_lost_does_not_see_it() -> None:
    counts = counted(
        link("a.example", state="live", seen=0b001, denied=0b010),
        link("b.example", page=2, state="", lost_by="supplier", lost_at="2026-01-01", seen=0, denied=0b010),
        link("c.example", page=3, state="live", seen=0),
    )
    assert counts.totals() == (Counts(3, 3, 3), Counts(2, 2, 2))
    assert counts.agreement()["domains"] == [SeenBy(("ahrefs",), 1, 0.5), SeenBy((), 1, 0.5)]
    moz = next(each for each in supplier_counts(counts, {}) if each.supplier == "moz")
    assert (moz.rows, moz.said_lost, moz.said_lost_live, moz.live_share) == (0, 2, 1, None)


def test_only_numbers_of_domains_are_taken_under_the_names_of_their_suppliers() -> None:
    row = {"Domain rating": 71, "DR": "0,5", "UR": 12, "Domain Authority": "many", "Keywords": 5, "DA": True}
    assert [(each.name, each.value) for each in authority("ahrefs", row)] == [
        ("Domain rating", 71),
        ("DR", 0.5),
    ]
    assert list(authority("moz", None)) == []
