"""The browser of a crawl: begun when the first page needs it, shared by all, begun anew when it died.

Pages are opened by scrapy-playwright, each in a context of its own: none sees what another left behind. See
:mod:`finder.browser.visit` for what holds of the requests that they make.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from scrapy import Request

from finder.browser.finding import OFF, NoBrowser, find_browser
from finder.browser.starting import launch_options, start
from finder.checker import Look
from finder.items import Hop
from finder.network import Network
from finder.observe import Stopped
from finder.urls import hostname, resolve

if TYPE_CHECKING:
    from playwright.async_api import Page
    from scrapy.crawler import Crawler

    from finder.browser.visit import Visit
    from finder.campaign.browser import Browser as Wanted

log = logging.getLogger(__name__)

_PAGES_AT_ONCE: Final = 4
_CLOSING: Final = 5.0  # seconds that a page may take to close
_START: Final = 60.0  # seconds that a browser may take to begin
_STARTS: Final = 3  # that fail in a row, after which there is none
_A_MOMENT: Final = 0.2  # seconds
_AT_THE_END: Final = 2.0  # seconds of a page's time that are kept for reading what it shows
_MOST_KEPT: Final = 64  # scripts


class Browser:
    """Renders at most ``wanted.max_pages`` pages, ``wanted.seconds`` for each. One per crawl.

    ``rendered`` counts the pages that were.
    """

    def __init__(self, crawler: Crawler, wanted: Wanted) -> None:
        self._crawler = crawler
        self._wanted = wanted
        self._places = asyncio.Semaphore(_PAGES_AT_ONCE)
        self._alone = asyncio.Lock()
        self._starting = asyncio.Lock()
        self._handler: Any = None
        self._is_there = True  # as far as is known
        self._setting = str(crawler.settings["FINDER_BROWSER"] or "").strip()
        self._closed = False
        self._kept: dict[str, Look] = {}
        self._left = wanted.max_pages
        self._contexts = count(1)
        self.rendered = 0

    def is_named(self, url: str) -> bool:
        """Whether the campaign wants every page of the host of ``url`` (or of one above) rendered."""
        name = hostname(url)
        return any(name == each or name.endswith(f".{each}") for each in self._wanted.hosts)

    async def ready(self) -> bool:
        """Whether another page can be rendered: there is a browser, and pages are left."""
        return self._left > 0 and await self._begin()

    async def render(self, look: Look) -> Look | None:
        """What the page of ``look`` (its whole body) is when its scripts have run; ``None``: could not.

        Raises :class:`~finder.observe.Stopped` and :class:`~finder.observe.NetworkDown` as looking does.
        """
        async with self._places:
            if self._left <= 0:
                return None
            # Taken before the browser begins: several pages wait for that together.
            self._left -= 1
            if not await self._begin():
                self._left += 1
                return None
            rendered, again = await self._visit(look)
        if again:
            # It died with the browser, and another page may have killed it. Alone, it is its own fault.
            async with self._alone:
                rendered, _ = await self._visit(look)
        if rendered is None and (self._closed or not self._crawler.crawling):
            # A Ctrl-C in a terminal goes to the browser, too.
            raise Stopped
        self.rendered += rendered is not None
        return rendered

    async def close(self) -> None:
        """End the browser, if one was begun. Whoever waits for a page is told that the crawl stops."""
        self._closed = True
        handler, self._handler = self._handler, None
        if handler:
            with suppress(Exception):  # it may be dead
                await asyncio.wait_for(handler.close(), _CLOSING * 2)

    # --- inside -----------------------------------------------------------------------------------------

    async def _begin(self) -> bool:
        async with self._starting:
            if self._closed:
                raise Stopped
            failed = 0
            while self._is_there:
                try:
                    self._handler = self._handler or await self._new_handler()
                    await _launch(self._handler)
                except Exception as error:  # whatever keeps it from running, the crawl goes on without
                    failed += 1
                    self._is_there = not isinstance(error, NoBrowser) and failed < _STARTS
                    if not self._is_there and self._setting.lower() != OFF:
                        log.warning("Pages need a browser: %s", str(error).partition("\n")[0])
                else:
                    return True
            return False

    async def _new_handler(self) -> Any:
        """What opens pages in the browser of this machine. Raises :class:`NoBrowser`."""
        found = await asyncio.to_thread(find_browser, self._setting)
        # Only here: most crawls need none.
        from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

        # It would tell every page that fails as a warning with a traceback.
        logging.getLogger("scrapy-playwright").setLevel(logging.CRITICAL)
        handler = ScrapyPlaywrightDownloadHandler(self._crawler)
        handler.config.launch_options = launch_options(found, _START)
        handler.config.target_closed_max_retries = 0
        # Made after the engine was started, it waits for that in vain.
        await handler._launch()
        return handler

    async def _visit(self, look: Look) -> tuple[Look | None, bool]:
        """The page as it is shown, and whether the browser died on the way."""
        for _ in range(_STARTS):
            rendered, died, opened = await self._visit_once(look)
            if opened or not died:
                break
            # It had ended before, which is only becoming known: that has nothing to do with this page.
            await asyncio.sleep(_A_MOMENT)
        return rendered, died

    async def _visit_once(self, look: Look) -> tuple[Look | None, bool, bool]:
        """The page as it is shown, whether the browser died on the way, and whether the page was opened."""
        from playwright._impl._errors import TargetClosedError
        from playwright.async_api import Error

        from finder.browser.visit import Visit

        if not await self._begin():
            return None, False, False
        visit = Visit(Network.of(self._crawler).looker, look, self._kept)
        context = str(next(self._contexts))
        died, rendered = False, None
        try:
            rendered = await self._shown(visit, look, context)
        except (Error, TimeoutError, ValueError) as error:
            died = isinstance(error, TargetClosedError) or not _is_connected(visit.page)
            why = "the browser ended" if died else str(error).partition("\n")[0] or "it took too long"
            log.info("%s could not be shown: %s", look.fetch.final_url, why)
        finally:
            await visit.end()
            await self._leave(context)
            while len(self._kept) > _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
        if visit.ended:
            raise visit.ended
        return rendered, died and not self._closed, visit.page is not None

    async def _leave(self, context: str) -> None:
        """Close a context with its page, and all that it set: cookies, storage, caches."""
        opened = self._handler.context_wrappers.get(context) if self._handler else None
        if opened is not None:
            with suppress(Exception):  # it may be gone with its browser
                await asyncio.wait_for(opened.context.close(), _CLOSING)

    async def _shown(self, visit: Visit, look: Look, context: str) -> Look:
        """Open a page and read it when it is quiet. Raises what Playwright does, and ValueError."""
        began = time.monotonic()
        async with asyncio.timeout(self._wanted.seconds):
            await self._handler.download_request(self._request(visit, look, context))
            page = visit.page
            if page is None:
                raise ValueError("no page was opened")
            is_whole = await _quiet(page, self._wanted.seconds - (time.monotonic() - began) - _AT_THE_END)
            most = self._crawler.settings.getint("FINDER_PAGE_MAX_BYTES")
            # What is too large is not even brought here.
            if await page.evaluate("document.documentElement.outerHTML.length") > most:
                raise ValueError("what its scripts write is too large")
            html = await page.content()
        return _as_look(visit, look, page.url, html[:most], is_whole=is_whole and visit.is_whole, began=began)

    def _request(self, visit: Visit, look: Look, context: str) -> Request:
        return Request(
            look.fetch.final_url,
            meta={
                "playwright": True,
                "playwright_include_page": True,
                "playwright_page_init_callback": visit.open,
                "playwright_page_goto_kwargs": {"wait_until": "commit"},
                "playwright_context": context,
                "playwright_context_kwargs": {
                    "user_agent": self._crawler.settings["USER_AGENT"],
                    "service_workers": "block",
                    "accept_downloads": False,
                },
            },
        )


async def _launch(handler: Any) -> None:
    """Start the browser of a handler, if none runs. Raises :class:`~finder.browser.starting.CannotStart`."""
    options = handler.config.launch_options
    wanted = options["chromium_sandbox"]
    await start(handler._maybe_launch_browser, options)
    if options["chromium_sandbox"] != wanted:
        log.warning("The browser cannot run in its sandbox here (see finder doctor); it runs without")


async def _quiet(page: Page, seconds: float) -> bool:
    """Wait until a page asks for nothing more; whether it was complete at least when its time was over."""
    from playwright.async_api import TimeoutError as TimedOut

    for state, most in (("networkidle", max(seconds, 0.001)), ("load", 0.001)):
        with suppress(TimedOut):
            await page.wait_for_load_state(state, timeout=most * 1000)  # type: ignore[arg-type]
            return True
    return False


def _is_connected(page: Page | None) -> bool:
    """Whether the browser of a page still runs, as far as is known."""
    browser = page.context.browser if page else None
    return browser is None or browser.is_connected()


def _as_look(visit: Visit, look: Look, address: str, html: str, *, is_whole: bool, began: float) -> Look:
    """The page that was shown at last as a look, with how its scripts went there."""
    final, first, last = resolve(address), look.fetch, visit.shown.fetch
    if final is None:
        raise ValueError(f"it leads to {address[:100]}")
    hops = first.hops if visit.shown is look else (*_sent_on(first.hops, last.url), *last.hops)
    if final != last.final_url:
        hops = (*_sent_on(hops, final), Hop(final, last.status))
    body = html.encode("utf-8", "replace")
    fetch = replace(
        last,
        url=first.url,
        hops=hops,
        final_url=final,
        body_bytes=len(body),
        cut="" if is_whole else "scripts",
        elapsed=round(first.elapsed + time.monotonic() - began, 3),
        requests=first.requests + (0 if visit.shown is look else last.requests),
    )
    headers = {**visit.shown.headers, "content-type": "text/html; charset=utf-8"}
    return Look(fetch, headers, body)


def _sent_on(hops: tuple[Hop, ...], url: str) -> tuple[Hop, ...]:
    return (*hops[:-1], replace(hops[-1], location=url, by="script")) if hops else ()
