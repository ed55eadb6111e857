"""What holds for topics whatever pages say and in whatever order it is read."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from finder.gaps import GapLead, gap_targets, topics
from finder.gaps.grouping import LIKE
from tests.gaps.made import lead, topics_of

if TYPE_CHECKING:
    import random

WORDS = st.sampled_from(
    [
        "tide",
        "tables",
        "bowline",
        "knot",
        "Küste",
        "kueste",
        "приливы",
        "潮汐表",
        "潮汐",
        "the",
        "guide",
        "2019",
        "here",
    ]
)
TEXT = st.lists(WORDS, max_size=4).map(" ".join) | st.text(max_size=12)
PATH = st.lists(WORDS.filter(str.isascii), max_size=3).map("/".join)
URL = st.builds("https://{}.example/{}".format, st.sampled_from(["a", "b", "www.a", "tide-tables"]), PATH)
LEAD = st.builds(
    lead,
    URL,
    TEXT,
    st.integers(1, 5),
    source_page_id=st.integers(1, 9),
    context=TEXT,
    heading=TEXT,
    language=st.sampled_from(["", "en", "de"]),
    archived_title=st.just(""),
    score=st.integers(0, 100),
    offered=st.sampled_from([False, False, False, True]),
    counted=st.booleans(),
)
LEADS = st.lists(LEAD, max_size=25)


@settings(deadline=None)
@given(LEADS, st.randoms(use_true_random=False))
def test_the_order_of_leads_and_of_gaps_changes_nothing(leads: list[GapLead], chance: random.Random) -> None:
    mixed = chance.sample(leads, len(leads))
    found = topics_of(leads)
    assert topics_of(mixed) == found
    backwards = gap_targets(sorted(mixed, key=lambda each: -each.target_id))
    assert topics(chance.sample(backwards, len(backwards))) == found


@settings(deadline=None)
@given(LEADS)
def test_every_gap_is_in_one_topic_and_the_counts_are_those_of_its_leads(leads: list[GapLead]) -> None:
    gaps = gap_targets(sorted(leads, key=attrgetter("target_id")))
    found = topics(gaps)
    placed = sorted(number for topic in found for member in topic.members for number in member.target.ids)
    assert placed == sorted(number for gap in gaps for number in gap.ids)
    assert len(set(placed)) == len(placed)
    for topic in found:
        ids = {number for member in topic.members for number in member.target.ids}
        mine = [each for each in leads if each.target_id in ids]
        assert not any(each.offered for each in mine)
        counted = [each for each in mine if each.counted]
        assert topic.leads == len(counted)
        assert topic.prospects == len({each.prospect_id for each in counted})
        assert topic.source_pages == len({each.source_page_id for each in counted})


@settings(deadline=None)
@given(LEADS)
def test_topics_are_ranked_named_and_built_around_their_first(leads: list[GapLead]) -> None:
    found = topics_of(leads)
    assert [topic.number for topic in found] == list(range(1, len(found) + 1))
    assert found == sorted(found, key=lambda topic: (-topic.prospects, -topic.source_pages, -topic.leads))
    for topic in found:
        assert topic.label
        assert 0 <= topic.score <= 100
        first, *others = topic.members
        assert first.likeness == 1.0
        assert all(LIKE <= member.likeness <= 1.0 for member in others)
        assert all(first.target.rank <= member.target.rank for member in others)
