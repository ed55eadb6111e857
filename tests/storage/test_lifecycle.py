"""Changes of leads in the database: written once, logged with author and reason."""

from __future__ import annotations

import pytest

from finder.storage import lifecycle
from finder.storage.tables import lead, lead_event, prospect
from tests.storage.undertaking import Undertaking, mention


@pytest.fixture
def leads(acme: Undertaking) -> list[int]:
    """Three leads of one prospect."""
    for number in range(3):
        url = f"https://blog{number}.example/"
        acme.read(url, opportunities=[mention(url)])
    acme.qualify()
    return acme.rows(lead, "id")


def test_a_change_is_written_with_its_author_and_reason(acme: Undertaking, leads: list[int]) -> None:
    wanted = {"status": "accepted", "owner": "jo"}
    assert acme.database.write(lifecycle.change, leads[:2], wanted, "ann", "looks good") == 2
    assert acme.rows(lead, "status", "owner") == [("accepted", "jo"), ("accepted", "jo"), ("new", "")]
    happened = acme.database.read(lifecycle.events, leads[0])
    said = [(each.author, each.field, each.before, each.after, each.why) for each in happened]
    assert said == [
        ("ann", "status", "new", "accepted", "looks good"),
        ("ann", "owner", "", "jo", "looks good"),
    ]


def test_what_is_so_already_is_no_change(acme: Undertaking, leads: list[int]) -> None:
    for expected in (3, 0):
        assert acme.database.write(lifecycle.change, leads, {"status": "accepted"}, "ann") == expected
    assert len(acme.rows(lead_event, "id")) == 3


def test_a_lead_that_is_not_there_changes_nothing(acme: Undertaking, leads: list[int]) -> None:
    assert acme.database.write(lifecycle.change, [10_000], {"note": "?"}, "ann") == 0


def test_who_was_written_to_is_known_of_the_prospect_too(acme: Undertaking, leads: list[int]) -> None:
    acme.database.write(lifecycle.change, leads[:1], {"status": "contacted"}, "ann")
    first = acme.rows(lead, "contacted_at")[0]
    assert first
    assert acme.rows(prospect, "contacted_at") == [first]
    acme.database.write(lifecycle.change, leads[:1], {"status": "accepted"}, "ann", "by mistake")
    assert acme.rows(prospect, "contacted_at") == [None]


def test_a_day_of_contact_from_elsewhere_is_kept_and_logged(acme: Undertaking, leads: list[int]) -> None:
    day = "2026-11-02T00:00:00Z"
    acme.database.write(lifecycle.change, leads[:1], {"status": "contacted", "contacted_at": day}, "import")
    assert acme.rows(prospect, "contacted_at") == [day]
    assert acme.rows(lead_event, "field") == ["status", "contacted_at"]


def test_a_sleeping_lead_wakes_as_what_it_was_when_its_day_has_come(
    acme: Undertaking, leads: list[int]
) -> None:
    acme.database.write(lifecycle.change, leads[:1], {"status": "accepted"}, "ann")
    sleep: dict[str, str | None] = {"status": "snoozed", "snoozed_until": "2026-12-10"}
    acme.database.write(lifecycle.change, leads[:2], sleep, "ann")
    assert acme.database.write(lifecycle.wake, acme.campaign, "2026-12-09") == 0
    assert acme.database.write(lifecycle.wake, acme.campaign, "2026-12-10") == 2
    assert acme.rows(lead, "status", "snoozed_until") == [("accepted", None), ("new", None), ("new", None)]
    assert acme.database.read(lifecycle.events, leads[0])[-1].why == "its day has come"


def test_many_leads_are_changed_at_once(acme: Undertaking) -> None:
    urls = [f"https://blog{number}.example/" for number in range(1100)]
    acme.read("https://list.example/", opportunities=[mention(url) for url in urls])
    acme.qualify()
    every = acme.rows(lead, "id")
    assert acme.database.write(lifecycle.change, every, {"owner": "jo"}, "ann") == 1100
    assert set(acme.rows(lead, "owner")) == {"jo"}
