"""Turns: politeness whatever comes in whatever order."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.checker import Turns
from finder.items import Failure
from finder.observe import LookFailed, Stopped

if TYPE_CHECKING:
    from collections.abc import Awaitable, Coroutine

TOLERANCE = 0.03  # seconds for which the processor may be elsewhere between a start and its noting


class Visitors:
    """Takes turns and notes when each began and how many were under way."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.starts: dict[str, list[float]] = {}
        self.most: Counter[str] = Counter()
        self._now: Counter[str] = Counter()

    async def visit(self, host: str, seconds: float = 0.0, *, part: bool = False) -> None:
        async with self.turns.turn(host, part=part):
            self.starts.setdefault(host, []).append(time.monotonic())
            for name in (host, ""):
                self._now[name] += 1
                self.most[name] = max(self.most[name], self._now[name])
            try:
                await asyncio.sleep(seconds)
            finally:
                for name in (host, ""):
                    self._now[name] -= 1

    def kept(self, host: str, delay: float) -> bool:
        """Whether the starts at a host lie as far apart as they should."""
        starts = self.starts[host]
        return starts[-1] - starts[0] >= (len(starts) - 1) * delay - TOLERANCE


async def outcome(work: Awaitable[None]) -> str:
    """How a visit ended."""
    try:
        await work
    except LookFailed as failed:
        return failed.failure.value
    except Stopped:
        return "stopped"
    return "visited"


def run(work: Coroutine[object, object, None]) -> None:
    """Run a test's coroutine; one that hangs fails after seconds, not after the suite's time-out."""

    async def bounded() -> None:
        async with asyncio.timeout(20):
            await work

    asyncio.run(bounded())


def test_the_delay_counts_from_when_a_request_goes_out() -> None:
    async def work() -> None:
        turns = Turns(delay=0.2)
        sent = []
        for connecting in (0.3, 0.0):
            async with turns.turn("a") as turn:
                await asyncio.sleep(connecting)
                turn.sent()
                sent.append(time.monotonic())
        assert sent[1] - sent[0] >= 0.2

    run(work())


@pytest.mark.parametrize("per_host", [1, 3])
def test_a_host_never_has_more_than_its_share_at_once(per_host: int) -> None:
    async def work() -> None:
        visitors = Visitors(Turns(delay=0, per_host=per_host))
        await asyncio.gather(*(visitors.visit("a", 0.005) for _ in range(12)))
        assert visitors.most["a"] == per_host

    run(work())


def test_all_hosts_together_never_have_more_than_the_bound() -> None:
    async def work() -> None:
        visitors = Visitors(Turns(delay=0, in_all=4))
        await asyncio.gather(*(visitors.visit(f"h{number}", 0.005) for number in range(30)))
        assert visitors.most[""] == 4

    run(work())


@pytest.mark.parametrize("per_host", [1, 3])
def test_the_delay_lies_between_two_starts(per_host: int) -> None:
    async def work() -> None:
        visitors = Visitors(Turns(delay=0.04, per_host=per_host))
        await asyncio.gather(*(visitors.visit("a") for _ in range(5)), visitors.visit("b"))
        assert visitors.kept("a", 0.04)
        assert visitors.starts["b"][0] < visitors.starts["a"][1]

    run(work())


def test_the_delay_counts_from_the_start_also_when_all_places_were_taken() -> None:
    async def work() -> None:
        visitors = Visitors(Turns(delay=0.1, per_host=2, in_all=1))
        others = [asyncio.create_task(visitors.visit("other", 0.2))]
        await asyncio.sleep(0)
        await asyncio.gather(*others, *(visitors.visit("a", 0.01) for _ in range(3)))
        assert visitors.kept("a", 0.1)

    run(work())


def test_what_a_page_loads_comes_first_and_a_fifth_of_the_delay_apart() -> None:
    async def work() -> None:
        visitors = Visitors(Turns(delay=0.5))
        await visitors.visit("a")
        others = [asyncio.create_task(visitors.visit("a", 0.05)) for _ in range(2)]
        await asyncio.sleep(0)
        parts = [asyncio.create_task(visitors.visit("a", 0.05, part=True)) for _ in range(4)]
        await asyncio.gather(*parts)
        began, *starts = visitors.starts["a"]
        assert len(starts) == 4
        assert 0.4 - TOLERANCE <= starts[-1] - began < 0.5 * 3
        # Nobody is there beside them, and after the last the host has its rest.
        await asyncio.gather(*others)
        assert visitors.most["a"] == 1
        assert visitors.starts["a"][5] - starts[-1] >= 0.5 - TOLERANCE

    run(work())


def test_a_host_that_asks_for_time_gets_it_from_what_a_page_loads_too() -> None:
    async def work() -> None:
        visitors = Visitors(Turns(delay=0.01))
        visitors.turns.set_delay("slow", 0.1)
        visitors.turns.hold("away", 0.2)
        began = time.monotonic()
        await asyncio.gather(*(visitors.visit("slow", part=True) for _ in range(3)))
        assert visitors.kept("slow", 0.1)
        await visitors.visit("away", part=True)
        assert time.monotonic() - began >= 0.2
        assert await outcome(_stopped(visitors)) == "stopped"

    async def _stopped(visitors: Visitors) -> None:
        visitors.turns.hold("away", 5)
        asyncio.get_running_loop().call_later(0.02, visitors.turns.stop)
        await asyncio.gather(*(visitors.visit("away", part=True) for _ in range(2)))

    run(work())


def test_a_host_that_waits_holds_no_place_of_the_others() -> None:
    async def work() -> None:
        visitors = Visitors(Turns(delay=0, in_all=1, longest_wait=60))
        visitors.turns.hold("slow", 30)
        waiting = asyncio.create_task(visitors.visit("slow"))
        await asyncio.sleep(0)
        await asyncio.gather(*(visitors.visit(f"h{number}") for number in range(5)))
        assert "slow" not in visitors.starts
        visitors.turns.stop()
        assert await outcome(waiting) == "stopped"

    run(work())


def test_a_crawl_delay_is_kept_from_now_on_and_never_shortens_ours() -> None:
    async def work() -> None:
        visitors = Visitors(Turns(delay=0.03))
        await visitors.visit("slow")
        visitors.turns.set_delay("slow", 0.08)
        visitors.turns.set_delay("quick", 0.001)
        await asyncio.gather(*(visitors.visit(host) for host in ("slow", "quick") for _ in range(4)))
        assert visitors.kept("slow", 0.08)
        assert visitors.kept("quick", 0.03)

    run(work())


def test_a_crawl_delay_outlives_the_forgetting_of_idle_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.checker.turns._FORGET_ABOVE", 3)

    async def work() -> None:
        visitors = Visitors(Turns(delay=0))
        visitors.turns.set_delay("slow", 0.1)
        await visitors.visit("slow")
        await asyncio.sleep(0.11)
        for number in range(9):
            await visitors.visit(f"h{number}")
        visitors.starts.clear()
        await asyncio.gather(visitors.visit("slow"), visitors.visit("slow"))
        assert visitors.kept("slow", 0.1)

    run(work())


def test_a_crawl_delay_longer_than_the_longest_wait_is_waited_for() -> None:
    async def work() -> None:
        visitors = Visitors(Turns(delay=0, longest_wait=0.01))
        visitors.turns.set_delay("slow", 0.06)
        assert await outcome(visitors.visit("slow")) == "visited"

    run(work())


def test_a_host_on_hold_is_waited_for_also_by_those_who_wait_already() -> None:
    async def work() -> None:
        visitors = Visitors(Turns(delay=0.02))
        await visitors.visit("a")
        waiting = asyncio.create_task(visitors.visit("a"))
        await asyncio.sleep(0)
        visitors.turns.hold("a", 0.1)
        held = time.monotonic()
        await waiting
        assert visitors.starts["a"][1] - held >= 0.1 - TOLERANCE

    run(work())


def test_a_longer_hold_than_is_waited_for_is_told_at_once() -> None:
    async def work() -> None:
        visitors = Visitors(Turns(delay=0, longest_wait=1))
        visitors.turns.hold("a", 3600)
        ends = await asyncio.gather(*(outcome(visitors.visit("a")) for _ in range(3)))
        assert ends == [Failure.ASKED_TO_WAIT.value] * 3
        assert await outcome(visitors.visit("b")) == "visited"

    run(work())


def test_a_short_hold_does_not_undo_a_long_one() -> None:
    async def work() -> None:
        visitors = Visitors(Turns(delay=0, longest_wait=1))
        visitors.turns.hold("a", 3600)
        visitors.turns.hold("a", 0)
        assert await outcome(visitors.visit("a")) == "asked_to_wait"

    run(work())


def test_stop_frees_everybody_who_waits_and_nobody_who_came_in() -> None:
    async def work() -> None:
        visitors = Visitors(Turns(delay=0, in_all=2))
        running = [asyncio.create_task(outcome(visitors.visit(host, 0.1))) for host in ("a", "b")]
        await asyncio.sleep(0.01)
        visitors.turns.hold("c", 30)
        # In line at a host, for the time of a host, for a place among all, and in a pause.
        waiting = [asyncio.create_task(outcome(visitors.visit(host))) for host in "aabccdef"]
        waiting.append(asyncio.create_task(outcome(visitors.turns.pause(30))))
        await asyncio.sleep(0.01)
        visitors.turns.stop()
        assert set(await asyncio.gather(*waiting)) == {"stopped"}
        assert not any(task.done() for task in running)
        assert await asyncio.gather(*running) == ["visited", "visited"]
        assert await outcome(visitors.visit("new")) == "stopped"
        assert (visitors.turns.waiting, visitors.turns.in_flight) == (0, 0)

    run(work())


def test_whoever_gives_up_while_waiting_leaves_the_line() -> None:
    async def work() -> None:
        visitors = Visitors(Turns(delay=0, in_all=1))
        running = asyncio.create_task(visitors.visit("a", 0.05))
        await asyncio.sleep(0.01)
        waiting = [asyncio.create_task(visitors.visit(host)) for host in "aabc"]
        await asyncio.sleep(0.01)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await running
        assert (visitors.turns.waiting, visitors.turns.in_flight) == (0, 0)
        await asyncio.gather(*(visitors.visit(host) for host in "abc"))

    run(work())


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), per_host=st.integers(1, 3), in_all=st.integers(1, 20))
def test_whatever_happens_every_bound_is_kept(seed: int, per_host: int, in_all: int) -> None:
    chance = random.Random(seed)
    hosts = [f"h{number}" for number in range(8)]

    async def work() -> None:
        visitors = Visitors(Turns(delay=0.01, per_host=per_host, in_all=in_all, longest_wait=5))
        visits = [
            asyncio.create_task(
                outcome(visitors.visit(chance.choice(hosts), chance.choice([0, 0.001, 0.004])))
            )
            for _ in range(50)
        ]
        for _ in range(5):
            await asyncio.sleep(chance.random() * 0.005)
            visitors.turns.hold(chance.choice(hosts), 0.005)
            chance.choice(visits).cancel()
        ends = await asyncio.gather(*visits, return_exceptions=True)
        assert {str(end) for end in ends} <= {"visited", ""}
        assert visitors.most[""] <= in_all
        assert max(visitors.most[host] for host in visitors.starts) <= per_host
        assert all(visitors.kept(host, 0.01) for host in visitors.starts)
        assert (visitors.turns.waiting, visitors.turns.in_flight) == (0, 0)

    run(work())
