"""The checker's work: hosts side by side, the targets of a host in turn, nothing asked twice or lost."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from finder.checker import Checker
from finder.items import Target
from tests.checker.opened import opened
from tests.world import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.checker import Examined
    from finder.items import Fetch
    from tests.world import World


A_FILE = Answer(b"here", content_type="application/zip")  # one look is enough for a file


class Work:
    """Targets in a list, given out as the ledger does."""

    def __init__(self, urls: dict[str, list[str]]) -> None:
        self._waiting: dict[str, list[Target]] = {}
        self._free: list[str] = []
        self._left = 0
        self.seen: list[Fetch] = []
        self.all_but_one = asyncio.Event()
        self.done = asyncio.Event()
        for host, paths in urls.items():
            self.add(host, paths)

    def add(self, host: str, paths: list[str]) -> None:
        targets = [Target(number, f"http://{host}{path}", host) for number, path in enumerate(paths)]
        self._waiting[host] = targets
        self._free.append(host)
        self._left += len(targets)

    async def claim_hosts(self, limit: int) -> Sequence[str]:
        claimed, self._free = self._free[:limit], self._free[limit:]
        return claimed

    async def targets_of(self, host: str) -> Sequence[Target]:
        given, self._waiting[host] = self._waiting[host][:3], self._waiting[host][3:]
        return given

    async def examined(self, target: Target, examined: Examined) -> None:
        self.seen.append(examined.case.fetch)
        self._left -= 1
        if self._left <= 1:
            self.all_but_one.set()
        if not self._left:
            self.done.set()


class FullDisk(Work):
    """Work that cannot be written down."""

    async def examined(self, target: Target, examined: Examined) -> None:
        raise OSError("disk full")


@pytest.mark.parametrize("per_host", [1, 2])
def test_every_target_is_looked_at_once(world: World, per_host: int) -> None:
    hosts = {f"h{number}.example": [f"/{path}" for path in range(number)] for number in range(9)}
    for host in hosts:
        world.site(host).fallback(A_FILE)

    async def go() -> int:
        work = Work(hosts)
        async with opened(world, FINDER_HOST_CONCURRENCY=per_host) as network, asyncio.timeout(20):
            checker = Checker(network.inquiry(), work, max_hosts=3, per_host=per_host)
            running = asyncio.create_task(checker.run())
            await work.done.wait()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        return len(work.seen)

    assert asyncio.run(go()) == sum(range(9)) == len(world.requests())
    assert len({(record.host, record.path) for record in world.requests()}) == sum(range(9))
    assert max(world.max_in_flight(host) for host in hosts) <= per_host


def test_of_a_target_that_is_a_file_only_the_beginning_is_read(world: World) -> None:
    site = world.site("a.example")
    site.page("/page", "x" * 9000)
    site.page("/file", b"x" * 9000, "application/pdf")

    async def go() -> dict[str, tuple[int, str]]:
        work = Work({"a.example": ["/page", "/file"]})
        async with opened(world) as network, asyncio.timeout(20):
            running = asyncio.create_task(Checker(network.inquiry(), work).run())
            await work.done.wait()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        return {fetch.url: (fetch.body_bytes, fetch.cut) for fetch in work.seen}

    seen = asyncio.run(go())
    assert seen == {"http://a.example/page": (9000, ""), "http://a.example/file": (2048, "limit")}


def test_a_slow_host_does_not_hold_up_the_others(world: World) -> None:
    world.site("slow.example", latency=5).fallback(A_FILE)
    hosts = {"slow.example": ["/1"], **{f"h{number}.example": ["/1", "/2"] for number in range(5)}}
    for host in list(hosts)[1:]:
        world.site(host).fallback(A_FILE)

    async def go() -> int:
        work = Work(hosts)
        async with opened(world) as network:
            running = asyncio.create_task(Checker(network.inquiry(), work, max_hosts=2).run())
            async with asyncio.timeout(4.5):
                await work.all_but_one.wait()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        return len(work.seen)

    assert asyncio.run(go()) == 10


def test_new_work_is_taken_up_when_it_is_told_of(world: World) -> None:
    world.site("a.example").fallback(A_FILE)

    async def go() -> None:
        work = Work({})
        async with opened(world) as network, asyncio.timeout(20):
            checker = Checker(network.inquiry(), work)
            running = asyncio.create_task(checker.run())
            await asyncio.sleep(0.02)
            work.add("a.example", ["/1"])
            checker.wake()
            await work.done.wait()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    asyncio.run(go())


def test_a_run_that_is_cancelled_just_when_work_ends_is_over(world: World) -> None:
    world.site("a.example").fallback(A_FILE)

    async def go() -> None:
        async with opened(world) as network:
            for number in range(10):
                work = Work({"a.example": [f"/{number}"]})
                checker = Checker(network.inquiry(), work)
                running = asyncio.create_task(checker.run())
                await work.done.wait()
                await asyncio.sleep(0.01)  # by now it waits for new work
                checker.wake()
                running.cancel()
                ended, _ = await asyncio.wait([running], timeout=5)
                assert ended

    asyncio.run(go())


def test_what_the_work_raises_ends_the_run_with_that_error(world: World) -> None:
    world.site("a.example").fallback(A_FILE)

    async def go() -> None:
        async with opened(world) as network, asyncio.timeout(20):
            await Checker(network.inquiry(), FullDisk({"a.example": ["/1", "/2"]})).run()

    with pytest.raises(OSError, match="disk full"):
        asyncio.run(go())


def test_being_stopped_is_no_error_and_leaves_the_rest_for_the_next_time(world: World) -> None:
    world.site("a.example", latency=0.05).fallback(A_FILE)

    async def go() -> list[Fetch]:
        work = Work({"a.example": [f"/{number}" for number in range(50)]})
        async with opened(world) as network:
            running = asyncio.create_task(Checker(network.inquiry(), work).run())
            await asyncio.sleep(0.3)
            network.turns.stop()
            await asyncio.sleep(0.2)
            assert not running.done()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        return work.seen

    assert len(asyncio.run(go())) < 50
