"""Leases of hosts: one holder at a time, and the host's clock goes from hand to hand."""

import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import update

from finder.storage import Connection, leases, tables, workers
from finder.storage.leases import Clock, Exchange
from tests.storage.undertaking import Undertaking


def exchange(
    acme: Undertaking,
    worker: int,
    *wanted: str,
    given: dict[str, Clock] | None = None,
    noted: dict[str, Clock] | None = None,
) -> dict[str, Clock]:
    wishes = Exchange(dict.fromkeys(wanted, 1.0), given or {}, noted or {})
    return acme.database.write(leases.exchange, worker, wishes)


@pytest.fixture
def other(acme: Undertaking) -> int:
    """Another worker."""
    return acme.database.write(workers.register)


def test_a_host_belongs_to_one_worker_and_is_handed_to_the_next_in_line_with_its_clock(
    acme: Undertaking, other: int
) -> None:
    assert exchange(acme, acme.worker, "a.example", "b.example").keys() == {"a.example", "b.example"}
    assert exchange(acme, other, "a.example", "c.example").keys() == {"c.example"}
    assert acme.database.read(leases.wanted_by_others, acme.worker) == ["a.example"]
    # Handed on, it is not free for us in the same breath.
    assert exchange(acme, acme.worker, "a.example", given={"a.example": Clock(20.0, 5.0)}) == {}
    clock = exchange(acme, other, "a.example")["a.example"]
    assert 15 < clock.seconds <= 20
    assert clock.delay == 5.0


def test_a_host_that_may_be_asked_at_once_and_that_nobody_waits_for_is_forgotten(acme: Undertaking) -> None:
    exchange(acme, acme.worker, "a.example", "b.example")
    exchange(acme, acme.worker, given={"a.example": Clock(0.0, 1.0), "b.example": Clock(30.0, 1.0)})
    assert acme.rows(tables.host_lease, "host", "worker_id") == [("b.example", None)]
    acme.database.write(leases.forget)
    assert acme.rows(tables.host_lease, "host") == ["b.example"]


def test_the_hosts_of_a_worker_that_died_rest_for_their_delay_and_longer_if_they_asked_for_it(
    acme: Undertaking, other: int
) -> None:
    exchange(acme, other, "a.example", "b.example")
    exchange(acme, other, noted={"a.example": Clock(50.0, 1.0), "b.example": Clock(0.0, 8.0)})
    exchange(acme, acme.worker, "c.example")
    exchange(acme, other, "c.example")
    dead = {"node": "far.example", "heartbeat_at": 0.0}
    statement = update(tables.worker).where(tables.worker.c.id == other).values(dead)
    acme.database.write(lambda connection: connection.execute(statement))
    acme.database.write(workers.release_dead, acme.worker)
    granted = exchange(acme, acme.worker, "a.example", "b.example")
    assert 45 < granted["a.example"].seconds <= 50
    assert 5 < granted["b.example"].seconds <= 8
    assert acme.database.read(leases.wanted_by_others, acme.worker) == []


def test_a_worker_says_itself_how_long_its_silence_is_to_be_taken(acme: Undertaking) -> None:
    patient = acme.database.write(workers.register, 1000.0)
    hasty = acme.database.write(workers.register, 2.0)
    for worker in (patient, hasty):
        exchange(acme, worker, f"{worker}.example")
    silent = tables.worker.c.heartbeat_at - 100
    statement = update(tables.worker).values(node="far.example", heartbeat_at=silent)
    acme.database.write(lambda connection: connection.execute(statement))
    acme.database.write(workers.release_dead, acme.worker)
    assert set(exchange(acme, acme.worker, f"{patient}.example", f"{hasty}.example")) == {f"{hasty}.example"}


@pytest.mark.parametrize("seconds", [1e9, float("inf"), float("nan")])
def test_no_host_rests_for_more_than_an_hour_whatever_it_asked_for(
    acme: Undertaking, other: int, seconds: float
) -> None:
    clock = Clock(seconds, seconds)
    exchange(acme, acme.worker, "given.example", "noted.example")
    exchange(acme, acme.worker, given={"given.example": clock}, noted={"noted.example": clock})
    acme.database.write(workers.leave, acme.worker)
    granted = exchange(acme, other, "given.example", "noted.example")
    assert {0 <= rest <= 3600 for taken in granted.values() for rest in (taken.seconds, taken.delay)} == {
        True
    }


def test_a_host_whose_clock_lies_ahead_by_more_than_can_be_is_asked_after_an_hour(
    acme: Undertaking, other: int
) -> None:
    exchange(acme, acme.worker, "held.example", "free.example")
    exchange(acme, acme.worker, given={"free.example": Clock(60.0, 1.0)})
    ahead = update(tables.host_lease).values(next_at=1e11)
    acme.database.write(lambda connection: connection.execute(ahead))
    assert exchange(acme, acme.worker, "held.example")["held.example"].seconds == 3600
    acme.database.write(workers.leave, acme.worker)
    acme.database.write(leases.forget)
    assert max(acme.rows(tables.host_lease, "next_at")) < 1e11
    assert exchange(acme, other, "held.example", "free.example").keys() == {"held.example", "free.example"}


def test_a_worker_that_is_just_being_handed_a_host_can_be_buried(acme: Undertaking, other: int) -> None:
    exchange(acme, acme.worker, "a.example")
    exchange(acme, other, "a.example")
    with ThreadPoolExecutor(1) as beside:

        def hand_on(connection: Connection) -> Future[None]:
            leases.exchange(connection, acme.worker, Exchange(given={"a.example": Clock(20.0, 1.0)}))
            burial = beside.submit(acme.database.write, workers.leave, other)
            time.sleep(0.3)
            return burial

        acme.database.write(hand_on).result()
    assert exchange(acme, acme.worker, "a.example")["a.example"].seconds > 15


def test_processes_that_give_what_the_other_takes_do_not_wait_for_each_other(
    acme: Undertaking, other: int
) -> None:
    exchange(acme, acme.worker, "m.example", "z.example")
    exchange(acme, other, "a.example")
    clock = Clock(20.0, 1.0)
    tries = []

    def begun(connection: Connection, worker: int, wishes: Exchange) -> None:
        tries.append(worker)
        leases.exchange(connection, worker, wishes)

    both = (
        (acme.worker, Exchange({"a.example": 1.0}, {"z.example": clock}, {"m.example": clock})),
        (other, Exchange({"z.example": 1.0}, {"a.example": clock})),
    )
    with ThreadPoolExecutor(2) as beside:

        def hold_up(connection: Connection) -> list[Future[None]]:
            """Let the first begin, and not get far, before the second begins."""
            mine = tables.host_lease.c.host == "m.example"
            connection.execute(update(tables.host_lease).where(mine).values(delay=1.0))
            begun_ones = []
            for worker, wishes in both:
                begun_ones.append(beside.submit(acme.database.write, begun, worker, wishes))
                time.sleep(0.2)
            return begun_ones

        for each in acme.database.write(hold_up):
            each.result()
    # A deadlock is broken by the server, which has one of them try again.
    assert sorted(tries) == sorted([acme.worker, other])
