"""Control checks over real sockets, and what looks and robots.txt make of an outage."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from finder.items import Failure
from finder.observe import NetworkDown
from tests.checker.opened import opened, visit
from tests.world import Answer, Reset

if TYPE_CHECKING:
    from finder.network import Network
    from tests.world import World


def reachable(world: World, **settings: object) -> bool:
    """Whether the controls that the settings name can be reached."""
    return visit(world, lambda network: network.watch._controls.reachable(), **settings)


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        ("control.example", True),
        ("plain.example", True),
        ("refused.example", False),
        ("no-such.example", False),
        ("failing.example", False),
        ("no-such.example,refused.example,control.example", True),
    ],
)
def test_a_control_that_takes_a_connection_at_either_port_is_enough(
    world: World, hosts: str, expected: bool
) -> None:
    world.site("plain.example", tls=False)
    world.dns.refused("refused.example")
    world.dns.servfail("failing.example")
    assert reachable(world, FINDER_CONTROL_HOSTS=hosts) is expected
    assert not world.requests(robots=True), "nothing is asked of a control"


def test_a_control_that_does_not_answer_keeps_the_next_waiting_only_for_a_moment(world: World) -> None:
    world.dns.silence("silent.example")

    async def first_answer(network: Network) -> bool:
        async with asyncio.timeout(1.9):
            return await network.watch._controls.reachable()

    assert visit(world, first_answer, FINDER_CONTROL_HOSTS="silent.example,control.example")


def test_a_control_at_a_private_address_is_not_visited(world: World) -> None:
    # So is every name answered by a network that wants a log-in first.
    assert not reachable(world, FINDER_ALLOW_NETWORKS="192.0.2.0/24")


def test_a_remembered_address_of_a_control_is_not_used(world: World) -> None:
    async def before_and_after(network: Network) -> list[bool]:
        first = await network.watch._controls.reachable()
        world.remove("control.example")
        return [first, await network.watch._controls.reachable()]

    assert visit(world, before_and_after) == [True, False]


def test_behind_a_proxy_the_proxy_is_the_control(world: World) -> None:
    proxy = f"http://127.0.0.1:{world.http_port}"
    assert reachable(world, FINDER_PROXY=proxy, FINDER_CONTROL_HOSTS="no-such.example")

    async def words(network: Network) -> str:
        return str(network.watch._controls)

    assert (
        visit(world, words, FINDER_PROXY="http://user:secret@proxy.example:3128") == "the proxy proxy.example"
    )
    assert not reachable(world, FINDER_PROXY="http://127.0.0.66:3128")


@pytest.mark.parametrize("path", ["/robots.txt", "/one"])
def test_what_was_cut_by_an_outage_that_is_over_is_asked_again(world: World, path: str) -> None:
    world.site("a.example").answer(path, Reset())
    world.remove("control.example")

    async def cut_for_a_moment(network: Network) -> list[int | None]:
        looking = asyncio.create_task(network.looker.look("http://a.example/one", max_bytes=99))
        await asyncio.sleep(0.3)
        world.site("a.example").fallback("here")
        world.site("control.example")
        looks = [await looking, await network.looker.look("http://a.example/two", max_bytes=99)]
        return [look.fetch.status for look in looks]

    assert visit(world, cut_for_a_moment, FINDER_CONTROL_PAUSE=0.8) == [200, 200]


def test_a_robots_txt_that_was_cut_off_by_an_outage_is_not_taken_for_a_broken_one(world: World) -> None:
    site = world.site("a.example")
    site.answer("/robots.txt", Reset())
    world.remove("control.example")

    async def cut(network: Network) -> None:
        with pytest.raises(NetworkDown):
            await network.looker.look("http://a.example/", max_bytes=99)

    visit(world, cut)


def test_what_is_known_of_a_host_needs_no_proof_again(world: World) -> None:
    world.dns.refused("refused.example")

    async def look_often(network: Network) -> tuple[set[Failure | None], int]:
        failures = set()
        for number in range(20):
            look = await network.looker.look(f"http://refused.example/{number}", max_bytes=99)
            failures.add(look.fetch.failure)
        return failures, len(world.dns.queries("control.example"))

    failures, queries = visit(world, look_often, FINDER_CONTROL_PAUSE=2)
    assert failures == {Failure.REFUSED}
    assert queries == 2, "one check, for both families of addresses"


def test_a_failure_of_one_host_keeps_no_other_waiting(world: World) -> None:
    world.dns.refused("refused.example")
    world.dns.silence("control.example")
    site = world.site("fine.example")
    site.answer("/*", Answer("here"))

    async def side_by_side() -> tuple[bool, list[int | None]]:
        async with opened(world, FINDER_CONCURRENCY=1, FINDER_CONTROL_PAUSE=5) as network:
            # The only place of all is not held by the one that waits for proof.
            failing = asyncio.create_task(network.looker.look("http://refused.example/", max_bytes=99))
            await asyncio.sleep(0.2)
            waits = not failing.done()
            look = await network.looker.look("http://fine.example/1", max_bytes=99)
            return waits, [look.fetch.status, (await failing).fetch.status]

    assert asyncio.run(side_by_side()) == (True, [200, None])
