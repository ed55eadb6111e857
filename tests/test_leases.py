"""Two processes that take turns at a host, by their leases; here both live in one event loop."""

import asyncio
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select, update

from finder.checker import Turns
from finder.leases import Leases
from finder.storage import Database, leases, tables, workers

DELAY = 0.2


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'finder.sqlite3'}")
    database.migrate()
    yield database
    database.close()


class Process:
    """Turns and leases as a process has them."""

    def __init__(self, database: Database, stale_after: float = 90.0) -> None:
        self.worker = database.write(workers.register, stale_after)
        self.turns = Turns(delay=DELAY)
        self.running = asyncio.create_task(
            Leases(database, self.worker, self.turns, stale_after).run(), name=str(self.worker)
        )

    async def visit(self, host: str, seen: list[tuple[float, float, int]], seconds: float = 0.01) -> None:
        async with self.turns.turn(host):
            began = time.monotonic()
            await asyncio.sleep(seconds)
            seen.append((began, time.monotonic(), self.worker))

    async def end(self) -> None:
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)


async def two_at_one_host(database: Database) -> list[tuple[float, float, int]]:
    """Eight visits of each of two processes: (began, ended, worker)."""
    one, two = Process(database), Process(database)
    seen: list[tuple[float, float, int]] = []
    async with asyncio.timeout(60):
        await asyncio.gather(*(each.visit("a.example", seen) for each in (one, two) for _ in range(8)))
        # A host that nobody else wants is had at once.
        await one.visit("b.example", seen)
        await one.end()
        await two.end()
    return sorted(seen)[:-1]


def test_two_processes_that_want_one_host_take_turns_and_keep_its_delay(database: Database) -> None:
    visits = asyncio.run(two_at_one_host(database))
    assert len({worker for _, _, worker in visits}) == 2
    for (began, ended, before), (later, _, after) in pairwise(visits):
        assert later - (began if before == after else ended) >= DELAY - 0.005


async def asleep(database: Database) -> list[str]:
    """What happens at a host of a process that gives no sign of life, and wakes up again."""
    said: list[str] = []
    seen: list[tuple[float, float, int]] = []
    one = Process(database, stale_after=2.0)
    async with asyncio.timeout(60):
        await one.visit("a.example", seen)
        # Nothing of this process goes on for a while; its host is another's by then.
        time.sleep(2.5)  # noqa: ASYNC251 - that is what is tried
        two = database.write(workers.register)
        database.write(leases.leave, one.worker)
        database.write(leases.exchange, two, leases.Exchange({"a.example": DELAY}))
        late = asyncio.create_task(one.visit("a.example", seen))
        await asyncio.sleep(0.5)
        said.append("asked" if len(seen) > 1 else "waits")
        late.cancel()
        await one.end()
    return said


def test_a_process_that_slept_does_not_go_on_with_a_host_that_others_have_got(database: Database) -> None:
    assert asyncio.run(asleep(database)) == ["waits"]


async def left_alone(database: Database) -> float:
    """The seconds between two visits, when a process that stood in line for the host ended meanwhile."""
    one = Process(database)
    two = database.write(workers.register)
    seen: list[tuple[float, float, int]] = []
    async with asyncio.timeout(10):
        await one.visit("a.example", seen)
        one.turns.hold("a.example", 1.5)
        late = asyncio.create_task(one.visit("a.example", seen))
        database.write(leases.exchange, two, leases.Exchange({"a.example": DELAY}))
        # Until the first has heard of it.
        await asyncio.sleep(0.6)
        database.write(workers.leave, two)
        await late
        await one.end()
    return seen[1][0] - seen[0][1]


def test_a_host_that_was_kept_for_a_process_that_has_ended_is_asked_further(database: Database) -> None:
    assert asyncio.run(left_alone(database)) < 3


async def begun_late(database: Database) -> tuple[bool, float]:
    """Of a process that is slow to begin: whether it is sure of itself before, and how long it was silent."""
    worker = database.write(workers.register)
    long_ago = update(tables.worker).values(heartbeat_at=tables.worker.c.heartbeat_at - 80)
    database.write(lambda connection: connection.execute(long_ago))
    heartbeat = select(tables.worker.c.heartbeat_at)
    turns = Turns(delay=DELAY)
    shared = Leases(database, worker, turns, 90.0)
    before = shared.valid
    running = asyncio.create_task(shared.run())
    async with asyncio.timeout(10), turns.turn("a.example"):
        beaten_at = database.read(lambda connection: connection.execute(heartbeat).scalar_one())
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return before, time.time() - beaten_at


def test_a_process_gives_a_sign_of_life_before_it_takes_its_first_host(database: Database) -> None:
    was_sure, silent = asyncio.run(begun_late(database))
    assert not was_sure
    assert silent < 10
