"""The life of a lead: who may change what, and what follows."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.lifecycle import DEALT_WITH, FIELDS, WRITTEN_TO, Actor, Status, may_become, settled

MOMENT = "2026-12-01T10:00:00Z"
EARLIER = "2026-11-01T10:00:00Z"
NEW: dict[str, str | None] = {
    "status": "new",
    "owner": "",
    "follow_up": None,
    "snoozed_until": None,
    "rejected_because": "",
    "note": "",
    "contacted_at": None,
}
statuses = st.sampled_from(list(Status))
days = st.none() | st.dates().map(str)
texts = st.text(max_size=20)
lives = st.fixed_dictionaries(
    {
        "status": statuses.map(str),
        "owner": texts,
        "follow_up": days,
        "snoozed_until": days,
        "rejected_because": texts,
        "note": texts,
        "contacted_at": st.sampled_from([None, EARLIER]),
    }
)
changes = st.fixed_dictionaries(
    {},
    optional={
        "status": statuses.map(str),
        "owner": st.none() | texts,
        "follow_up": days,
        "note": st.none() | texts,
    },
)


def test_the_way_of_a_lead_is_open_step_by_step():
    way = [Status.NEW, Status.ACCEPTED, Status.CONTACTED, Status.REPLIED, Status.WON]
    for before, after in itertools.pairwise(way):
        assert after in may_become(before, Actor.PERSON)


@pytest.mark.parametrize("before", list(Status))
@pytest.mark.parametrize("by", list(Actor))
def test_nothing_becomes_what_it_is_but_what_sleeps(before: Status, by: Actor):
    assert before not in may_become(before, by) - {Status.SNOOZED}


@pytest.mark.parametrize("before", [Status.WON, Status.LOST, Status.FIXED, Status.REJECTED])
def test_what_a_tool_wrote_down_takes_no_lead_back(before: Status):
    assert not may_become(before, Actor.TOOL) & {Status.CONTACTED, Status.REPLIED, Status.ACCEPTED}


@given(before=statuses)
def test_a_tool_only_leads_onward(before: Status):
    for after in may_become(before, Actor.TOOL):
        assert before not in may_become(after, Actor.TOOL)


@given(before=lives, wanted=changes)
def test_changing_twice_is_changing_once(before: dict[str, str | None], wanted: dict[str, str | None]):
    first = settled(before, wanted, MOMENT)
    after = before | first
    assert settled(after, wanted, "2027-01-01T00:00:00Z") == {}


@given(before=lives, wanted=changes)
def test_only_what_differs_is_told_and_a_new_status_is_stamped(
    before: dict[str, str | None], wanted: dict[str, str | None]
):
    differs = settled(before, wanted, MOMENT)
    assert all(value != before.get(name) for name, value in differs.items())
    assert ("status_at" in differs) == ("status" in differs)
    assert differs.keys() <= {*FIELDS, "status_at"}


@given(before=lives, after=statuses)
def test_whoever_was_written_to_has_a_day_for_it(before: dict[str, str | None], after: Status):
    changed = before | settled(before, {"status": after.value}, MOMENT)
    if after in WRITTEN_TO and before["status"] != after:
        assert changed["contacted_at"] == (before["contacted_at"] or MOMENT)


def test_a_first_contact_is_kept_through_what_follows():
    contacted = NEW | settled(NEW, {"status": "contacted"}, EARLIER)
    replied = contacted | settled(contacted, {"status": "replied"}, MOMENT)
    assert (replied["contacted_at"], replied["status_at"]) == (EARLIER, MOMENT)


def test_a_contact_that_never_was_is_taken_back():
    contacted = NEW | settled(NEW, {"status": "contacted"}, EARLIER)
    assert settled(contacted, {"status": "accepted"}, MOMENT)["contacted_at"] is None


def test_a_lead_that_wakes_has_no_day_to_wake_on():
    asleep = NEW | {"status": "snoozed", "snoozed_until": "2026-12-01"}
    assert settled(asleep, {"status": "new"}, MOMENT)["snoozed_until"] is None


def test_a_lead_that_is_taken_back_is_no_longer_rejected_for_a_reason():
    rejected = NEW | {"status": "rejected", "rejected_because": "poor_site"}
    assert settled(rejected, {"status": "new"}, MOMENT)["rejected_because"] == ""


def test_nothing_is_the_empty_text_or_no_day():
    said = NEW | {"owner": "jo", "follow_up": "2026-12-10"}
    assert settled(said, {"owner": None, "follow_up": ""}, MOMENT) == {"owner": "", "follow_up": None}


@pytest.mark.parametrize("wrong", [{"status": "done"}, {"score": "3"}])
def test_what_is_unknown_is_refused(wrong: dict[str, str]):
    with pytest.raises(ValueError, match=r"done|score"):
        settled(NEW, wrong, MOMENT)


def test_who_was_written_to_is_dealt_with():
    assert WRITTEN_TO < DEALT_WITH
