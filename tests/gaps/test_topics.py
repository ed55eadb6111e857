"""Topics: what is about the same is together, what is not stays apart, and a person can read the name."""

from __future__ import annotations

import random

import pytest

from finder.gaps import gap_targets, topics
from tests.gaps.made import OTHERS, lead, topics_of, urls_of

A, B, C = "https://a.example/p/1001", "https://b.example/p/1002", "https://c.example/p/1003"


def together(*leads: tuple[str, str]) -> bool:
    """Whether targets with these addresses and anchors are one topic."""
    found = topics_of([*(lead(url, anchor) for url, anchor in leads), *OTHERS])
    return frozenset(url for url, _ in leads) in urls_of(found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How to read a tide table", "Reading tide tables"),
        ("Gezeitentafeln lesen", "Gezeitentafeln der Küste lesen"),
        ("Les tables de marée", "Tables des marées"),
        ("Таблицы приливов", "Таблица приливов"),
        ("潮汐表の読み方", "潮汐表の読み方入門"),
        ("밀물과 썰물 시간표", "밀물 썰물 시간표"),
        ("جداول المد والجزر", "جداول المد والجزر البحرية"),
        ("Beaufort scale", "The Beaufort Scale"),
    ],
)
def test_targets_on_several_sites_with_like_anchors_are_one_topic(one: str, other: str) -> None:
    assert together((A, one), (B, other))


def test_the_words_of_addresses_count_where_anchors_say_nothing() -> None:
    assert together(
        ("https://a.example/tide-tables.html", "here"), ("https://b.example/learn/tide_tables", "here")
    )
    assert together(("https://a.example/kueste-gezeiten", "hier"), (B, "Gezeiten der Küste"))


def test_an_archived_title_counts_where_the_address_is_opaque() -> None:
    found = topics_of(
        [
            lead(A, "here", archived_title="Tide tables"),
            lead(B, "click here", archived_title="Tide tables"),
            *OTHERS,
        ]
    )
    assert frozenset((A, B)) in urls_of(found)
    assert found[0].label == "Tide tables"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tide tables", "Tide pools of the coast"),
        ("A guide to fog", "A guide to anchors"),
        ("How to choose a boat", "How to choose a harbour"),
        ("潮汐表の読み方", "海図の読み方"),
    ],
)
def test_one_word_in_common_makes_no_topic(one: str, other: str) -> None:
    assert not together((A, one), (B, other))


def test_the_same_words_in_pages_of_two_languages_must_agree_more() -> None:
    here = [lead(A, "Kubernetes ingress basics", language="en"), *OTHERS]
    assert len(topics_of([*here, lead(B, "Kubernetes ingress", language="en")])) == len(OTHERS) + 1
    assert len(topics_of([*here, lead(B, "Kubernetes Einstieg ingress", language="de")])) == len(OTHERS) + 2


def test_a_chain_of_likenesses_does_not_become_one_topic() -> None:
    words = [f"subject{number}" for number in range(60)]
    chain = [
        lead(f"https://s{at}.example/p/{1000 + at}", " ".join(words[at : at + 3]), at)
        for at in range(len(words) - 2)
    ]
    found = topics_of(chain)
    assert max(len(topic.members) for topic in found) <= 3
    assert len(found) >= len(chain) / 3
    for topic in found:
        first = set(topic.members[0].target.anchors[0].text.split())
        assert all(first & set(member.target.anchors[0].text.split()) for member in topic.members)


def test_one_frequent_word_makes_no_snowball() -> None:
    chance = random.Random(5)
    leads = [lead(A, "Sailing", 1)]
    for number in range(400):
        rare = f"matter{number}", chance.choice(("guide", "list", "club", "weather"))
        leads.append(
            lead(f"https://s{number}.example/p/{1000 + number}", f"Sailing {rare[0]} {rare[1]}", number)
        )
    assert max(len(topic.members) for topic in topics_of(leads)) < 5


def test_pages_of_one_site_that_share_its_name_and_folder_are_no_topic() -> None:
    name = "The Old Pilot's Almanac of Seamanship"
    subjects = ("anchors", "knots", "flags", "buoys", "engines", "sails", "charts", "galley")
    leads = [
        lead(f"https://oldpilot.example/seamanship/{subject}.html", f"{subject} - {name}", number)
        for number, subject in enumerate(subjects)
    ]
    # Everybody writes about the subjects, so that only the name is rare.
    for number in range(800):
        subject = subjects[number % len(subjects)]
        leads.append(lead(f"https://s{number}.example/{subject}", f"{subject} matter{number}", 100 + number))
    mine = [each for each in urls_of(topics_of(leads)) if any("oldpilot" in url for url in each)]
    assert len(mine) == len(subjects)


def test_a_whole_site_is_a_topic_of_its_own_with_its_name() -> None:
    found = topics_of(
        [
            *(lead("https://www.tidesforall.example/", "Tides for All", number) for number in range(3)),
            lead("https://tidesforall.example/en/", "Tides for All", 7),
            lead("https://tidesforall.example/today", "Tides for all today", 8),
            lead("https://b.example/tides-for-all", "Tides for all", 9),
            *OTHERS,
        ]
    )
    assert (found[0].label, found[0].asset, found[0].prospects) == ("Tides for All", "site", 4)
    assert [member.target.url for member in found[0].members] == [
        "https://www.tidesforall.example/",
        "https://tidesforall.example/en/",
    ]


def test_targets_of_which_nothing_is_said_stay_alone_under_their_address() -> None:
    found = topics_of([lead(A, "here"), lead(B, "click here"), lead("https://c.example/?id=12", "")])
    assert [topic.label for topic in found] == ["a.example/p/1001", "b.example/p/1002", "c.example/?id=12"]
    assert all(topic.words == () for topic in found)


def test_a_topic_counts_each_prospect_and_page_once_and_comes_by_them() -> None:
    found = topics_of(
        [
            lead(A, "Tide tables", 1, source_page_id=11, score=50),
            lead(A, "Tide tables", 1, source_page_id=12, score=60),
            lead(B, "tide tables", 1, source_page_id=12, score=71),
            lead(B, "Tide tables explained", 2, source_page_id=13, language="de"),
            lead("https://d.example/flags.pdf", "Signal flags", 1),
            lead("https://d.example/flags.pdf", "Signal flags", 2),
            lead("https://d.example/flags.pdf", "Signal flags", 3),
            *OTHERS,
        ]
    )
    flags, tides = found[:2]
    assert (flags.number, flags.label, flags.asset, flags.prospects) == (1, "Signal flags", "pdf", 3)
    assert (tides.number, tides.prospects, tides.source_pages, tides.leads) == (2, 2, 3, 4)
    assert (tides.score, tides.language, tides.label) == (60, "en", "Tide tables")
    assert tides.words == ("tide", "tables")
    assert tides.anchors == ("Tide tables", "Tide tables explained")


def test_equally_wanted_topics_come_by_the_score_of_their_leads() -> None:
    found = topics_of([lead(A, "Anchors", 1, score=40), lead(B, "Knots", 1, score=70)])
    assert [topic.label for topic in found] == ["Knots", "Anchors"]


def test_a_member_says_what_it_shares_with_the_first() -> None:
    found = topics_of(
        [lead(A, "Tide tables", 1), lead(A, "Tide tables", 2), lead(B, "Best tide tables"), *OTHERS]
    )
    first, second = found[0].members
    assert (first.target.url, first.likeness, first.shared) == (A, 1.0, ())
    assert second.target.url == B
    assert 0.5 < second.likeness < 1.0
    assert set(second.shared) == {"tide", "tables"}


def test_the_label_is_a_phrase_that_somebody_wrote_and_that_tells_the_subject() -> None:
    found = topics_of(
        [
            lead(A, "How to read a tide table", 1),
            lead(A, "How to read a tide table", 2),
            lead(A, "Reading a tide table: the very long handbook of the harbour master of Plymouth", 3),
            lead(A, "tide", 4),
            *OTHERS,
        ]
    )
    assert found[0].label == "How to read a tide table"


def test_words_of_scripts_without_spaces_are_put_together_again() -> None:
    (found,) = topics_of([lead(A, "潮汐表の読み方", language="ja")])
    assert found.words == ("潮汐表の読み",) or found.words == ("潮汐表の読み方",)


def test_no_gaps_have_no_topics() -> None:
    assert topics(gap_targets([])) == []
