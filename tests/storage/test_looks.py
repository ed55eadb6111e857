"""Looks in the history of a target: written down short, and read whole."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import pytest

from finder.items import Confidence, Failure, Fetch, Hop, Outcome, Purpose, SecondLook, Signals, Verdict
from finder.storage import tables
from finder.storage.batches import Batch
from finder.storage.queries.evidence import lead_evidence
from finder.storage.targets import Settled

if TYPE_CHECKING:
    from tests.storage.undertaking import Undertaking

URL = "https://gone.example/"
MOMENT = "2026-01-01T00:00:00Z"
DEAD = Verdict(Outcome.DEAD, "not_found", "It answers 404.", Confidence.HIGH)
PLAIN = Fetch(URL, hops=(Hop(URL, 404),), final_url=URL, status=404, fetched_at=MOMENT)
PAGE = Signals(title="Not here", text="Nothing to see\0 here", links=3, hosts=("cdn.example",))
MOVED = Fetch(
    URL,
    hops=(Hop(URL, 301, "/new", "location"), Hop(f"{URL}new", 404)),
    final_url=f"{URL}new",
    status=404,
    headers={"server": "\udcff"},
    elapsed=0.5,
    fetched_at="2026-01-01T00:00:09Z",
    page=PAGE,
)
SILENT = Fetch(
    URL, hops=(Hop(URL, None),), failure=Failure.READ_TIMEOUT, detail="no answer", fetched_at=MOMENT
)
NEVER_ASKED = Fetch(URL, failure=Failure.NO_SUCH_HOST, fetched_at=MOMENT)


def as_read(fetch: Fetch) -> dict[str, Any]:
    """Facts as they are told of a look; what no database holds is replaced."""
    told: dict[str, Any] = asdict(fetch) | {"hops": [asdict(hop) for hop in fetch.hops]}
    told["headers"] = {name: value.replace("\udcff", "\ufffd") for name, value in fetch.headers.items()}
    if fetch.page:
        told["page"] = {n: list(v) if isinstance(v, tuple) else v for n, v in told["page"].items()}
    return told


def looks_of(acme: Undertaking, *looks: Settled) -> list[dict[str, Any]]:
    """What a lead about a dead target tells of the looks at it."""
    for each in looks:
        acme.store(Batch(looks=[each]))
    acme.qualify()
    [lead] = acme.rows(tables.lead, "id")
    told = acme.database.read(lead_evidence, acme.campaign, lead)
    assert told
    found: list[dict[str, Any]] = told["looks"]
    return found


@pytest.mark.parametrize("fetch", [PLAIN, MOVED, SILENT, NEVER_ASKED])
def test_a_look_is_read_as_it_was_seen(acme: Undertaking, fetch: Fetch) -> None:
    acme.read("https://list.example/", URL)
    seconds = (
        SecondLook(Purpose.AGAIN, URL, "to be sure", PLAIN),
        SecondLook(Purpose.AGAIN, f"{URL}other", "to compare", replace(MOVED, page=None)),
        SecondLook(Purpose.AGAIN, URL, "it could not be asked"),
    )
    [look] = looks_of(acme, Settled(acme.target(URL), fetch, DEAD, "gone", seconds))
    assert look["fetch"] == as_read(fetch)
    assert [each["fetch"] for each in look["seconds"]] == [
        as_read(each.fetch) if each.fetch else None for each in seconds
    ]


def test_what_goes_without_saying_is_not_written_down(acme: Undertaking) -> None:
    acme.read("https://list.example/", URL)
    acme.store(Batch(looks=[Settled(acme.target(URL), PLAIN, DEAD)]))
    assert acme.rows(tables.look, "fetch") == [{"status": 404}]


def test_a_look_that_was_written_in_full_is_read_as_it_is(acme: Undertaking) -> None:
    acme.read("https://list.example/", URL)
    full = as_read(replace(MOVED, headers={}))
    acme.database.write(
        lambda c: c.execute(
            tables.look.insert().values(
                target_id=acme.target(URL).id,
                run_id=acme.run,
                looked_at=MOMENT,
                outcome="dead",
                reason="not_found",
                confidence="high",
                fetch=full,
            )
        )
    )
    before, _ = looks_of(acme, Settled(acme.target(URL), PLAIN, DEAD))
    assert before["fetch"] == full
