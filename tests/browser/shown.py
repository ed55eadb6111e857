"""A page of the world in a browser that tests share, each page in a context of its own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finder.browser.visit import Visit
from tests.checker.opened import opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import Browser

    from finder.checker import Looker
    from tests.world import World

_SECONDS = 20.0  # that a page may take


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page said in the end, its visit, and the seconds until it asked for nothing more."""

    text: str
    visit: Visit
    seconds: float


@dataclass(frozen=True, slots=True)
class Shower:
    """Shows pages, one at a time."""

    runner: asyncio.Runner
    browser: Browser

    def show(
        self, world: World, url: str, looking: Callable[[Looker], Looker] = lambda own: own, **settings: Any
    ) -> Shown:
        """A page when it asks for nothing more; ``looking`` gives what asks for its parts."""
        return self.runner.run(self._show(world, url, looking, settings))

    async def _show(
        self, world: World, url: str, looking: Callable[[Looker], Looker], settings: dict[str, Any]
    ) -> Shown:
        async with opened(world, **settings) as network, asyncio.timeout(_SECONDS):
            document = await network.looker.look(url, max_bytes=2**20)
            visit = Visit(looking(network.looker), document, {})
            context = await self.browser.new_context(service_workers="block")
            began = asyncio.get_running_loop().time()
            try:
                page = await context.new_page()
                await visit.open(page, None)
                await page.goto(url, wait_until="commit")
                await page.wait_for_load_state("networkidle")
                seconds = asyncio.get_running_loop().time() - began
                return Shown(await page.inner_text("body"), visit, seconds)
            finally:
                await visit.end()
                await context.close()
