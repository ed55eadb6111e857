"""A network of finder in the world, made from Scrapy settings as a crawl makes it, with short times."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from scrapy.settings import Settings

from finder.network import Network

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from finder.checker import Look
    from finder.items import Failure
    from tests.world import Behaviour, World

T = TypeVar("T")

QUICK = {
    "FINDER_HOST_DELAY": 0,
    "FINDER_RETRY_DELAY": 0.02,
    "FINDER_LONGEST_WAIT": 2,
    "FINDER_TIMEOUT": 5,
    "FINDER_CONNECT_TIMEOUT": 5,
    "FINDER_DNS_TIMEOUT": 2,
    "FINDER_CONTROL_PAUSE": 0.1,
}


@asynccontextmanager
async def opened(world: World, **settings: Any) -> AsyncIterator[Network]:
    """A network that is closed at the end; ``settings`` go over the quick ones."""
    made = Settings()
    made.setmodule("finder.settings")
    made.update({**QUICK, **world.settings(), **settings})
    network = Network(made)
    try:
        yield network
    finally:
        await network.close()


def visit(world: World, work: Callable[[Network], Awaitable[T]], **settings: Any) -> T:
    """Run ``work`` with a network of its own."""

    async def run() -> T:
        async with opened(world, **settings) as network:
            return await work(network)

    return asyncio.run(run())


def look(world: World, url: str, *, max_bytes: int = 65536, **settings: Any) -> Look:
    """One look at one address."""
    return visit(world, lambda network: network.looker.look(url, max_bytes=max_bytes), **settings)


def failure(world: World, url: str, **settings: Any) -> Failure | None:
    """Why a look at one address got no answer; ``None`` when it got one."""
    return look(world, url, **settings).fetch.failure


def looks(world: World, behaviours: dict[str, Behaviour], **settings: object) -> dict[str, Look]:
    """One look at each behaviour, each at a host of its own, all at once."""
    for name, behaviour in behaviours.items():
        world.site(f"{name}.example").answer("/", behaviour)

    async def go(network: Network) -> list[Look]:
        urls = [f"http://{name}.example/" for name in behaviours]
        return await asyncio.gather(*(network.looker.look(url, max_bytes=65536) for url in urls))

    return dict(zip(behaviours, visit(world, go, **settings), strict=True))
