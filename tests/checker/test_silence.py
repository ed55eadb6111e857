"""A host that never answers costs a few looks, not one for each of its targets."""

import asyncio
from collections import Counter

from finder.items import Failure
from tests.checker.opened import opened
from tests.world import World
from tests.world.answers import Answer
from tests.world.misbehaviour import Silent


def test_after_a_few_looks_without_an_answer_a_host_is_left_alone(world: World) -> None:
    world.site("mute.example", tls=False).answer("/*", Silent())

    async def look_at_all() -> list[Failure | None]:
        async with opened(
            world, FINDER_TIMEOUT="0.2", FINDER_RETRY_DELAY="0.01", FINDER_HOST_DELAY="0"
        ) as network:
            looks = [
                await network.looker.look(f"http://mute.example/{number}", max_bytes=1000)
                for number in range(11)
            ]
            details = {look.fetch.detail.count("times before") for look in looks[8:]}
            assert details == {1}
            return [look.fetch.failure for look in looks]

    assert asyncio.run(look_at_all()) == [Failure.READ_TIMEOUT] * 11
    # Eight looks of two tries each; one more for a try in which our own event loop stood still.
    asked = Counter(request.path for request in world.requests("mute.example"))
    assert set(asked) == {f"/{number}" for number in range(8)}
    assert set(asked.values()) <= {2, 3, 4}


def test_a_few_slow_addresses_do_not_silence_a_host(world: World) -> None:
    site = world.site("slow.example", tls=False)
    site.answer("/slow/*", Silent())
    site.page("/fine", "here")

    async def look_at_all() -> list[int | None]:
        paths = ("slow/1", "slow/2", "slow/3", "fine")
        async with opened(world, FINDER_TIMEOUT="0.2", FINDER_RETRY_DELAY="0.01") as network:
            looks = [await network.looker.look(f"http://slow.example/{path}", max_bytes=9) for path in paths]
            return [look.fetch.status for look in looks]

    assert asyncio.run(look_at_all()) == [None, None, None, 200]


def test_one_answer_makes_a_host_worth_asking_again(world: World) -> None:
    site = world.site("moody.example", tls=False)
    for number in range(12):
        site.answer(f"/{number}", Answer("here") if number % 2 else Silent())

    async def look_at_all() -> list[int | None]:
        async with opened(
            world, FINDER_TIMEOUT="0.3", FINDER_RETRY_DELAY="0.01", FINDER_HOST_DELAY="0"
        ) as network:
            looks = [
                await network.looker.look(f"http://moody.example/{number}", max_bytes=1000)
                for number in range(8)
            ]
            return [look.fetch.status for look in looks]

    assert asyncio.run(look_at_all()) == [None, 200] * 4
