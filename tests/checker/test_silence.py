"""A host that never answers costs a few tries, not one for each of its targets."""

import asyncio

from finder.items import Failure
from tests.checker.opened import opened
from tests.world import World
from tests.world.answers import Answer
from tests.world.misbehaviour import Silent


def test_after_a_few_tries_without_an_answer_a_host_is_left_alone(world: World) -> None:
    world.site("mute.example", tls=False).answer("/*", Silent())

    async def look_at_all() -> list[Failure | None]:
        async with opened(
            world, FINDER_TIMEOUT="0.3", FINDER_RETRY_DELAY="0.01", FINDER_HOST_DELAY="0"
        ) as network:
            looks = [
                await network.looker.look(f"http://mute.example/{number}", max_bytes=1000)
                for number in range(9)
            ]
            return [look.fetch.failure for look in looks]

    assert asyncio.run(look_at_all()) == [Failure.READ_TIMEOUT] * 9
    assert len(world.requests("mute.example")) == 4


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
