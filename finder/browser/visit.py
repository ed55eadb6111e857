"""One page in the browser: whatever it asks for is asked for by finder, or not at all.

The browser itself connects to nothing: its names lead nowhere, its proxy does not exist and it sends no
datagrams (see :data:`finder.browser.starting.ISOLATED`). Each request of a page is taken from it and made by
our looker, with everything that holds there: the guard against addresses that are not public (a name cannot
change between the check and the connection, for ours is the only one), robots.txt, turns at hosts, limits,
redirects hop by hop.
What Playwright does not hand to us (web sockets, WebRTC, prefetching of names) fails.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from typing import TYPE_CHECKING, Final

from playwright.async_api import Error

from finder.observe import NetworkDown, Stopped
from finder.urls import host, resolve, site

if TYPE_CHECKING:
    from playwright.async_api import Page, Request, Route

    from finder.checker import Look, Looker

log = logging.getLogger(__name__)

MOST_REQUESTS: Final = 60  # of one page, beside its document
_MOST_QUICK: Final = 20  # of these to one host, before each waits for a turn as any request does
_MOST_DOCUMENTS: Final = 4  # a page may send on, or load itself anew
_MOST_HOPS: Final = 5
_MOST_BYTES: Final = 10 * 2**20  # of all that a page loads
_MOST_KEPT_BYTES: Final = 2**20  # of one script
_DATA: Final = frozenset({"xhr", "fetch"})
_PARTS: Final = frozenset({"script", *_DATA})
# Of the page's own headers: what answers depend on, and nothing that says who we are.
_SENT_ON: Final = ("accept", "authorization", "x-api-key", "x-requested-with")
# Headers that speak of the transfer, or would make the browser go somewhere by itself.
_KEPT_BACK: Final = frozenset(
    (
        *("alt-svc", "connection", "content-encoding", "content-length", "keep-alive", "link", "location"),
        *("nel", "refresh", "report-to", "set-cookie", "strict-transport-security", "transfer-encoding"),
    )
)
_SEND_ON: Final = "<!doctype html><script>location.replace({})</script>"


class Visit:
    """Answers what one page asks for. ``document`` is the look at it that there was already.

    ``kept`` are scripts of earlier pages by address. ``ended`` is why nothing may be concluded from the
    page: the crawl is being stopped, or our network is down.
    """

    def __init__(self, looker: Looker, document: Look, kept: dict[str, Look]) -> None:
        self._looker = looker
        self._documents = {document.fetch.final_url: document}
        self._kept = kept
        self._navigations = 0
        self._bytes = 0
        self._under_way = 0
        self._refused = False
        self._answering: set[asyncio.Task[None]] = set()
        self._over = False
        self._of_host: Counter[str] = Counter()
        self.requests = 0
        self.shown = document
        self.page: Page | None = None
        self.ended: Stopped | NetworkDown | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the page got all that it may have needed to show what it has to say."""
        return not self._refused and not self._under_way

    async def open(self, page: Page, _request: object) -> None:
        """Take over all that ``page`` will ask for. Of all handlers the last one set is asked first."""
        self.page = page
        page.on("popup", _close)
        await page.route("**/*", self._answer)

    async def end(self) -> None:
        """Ask for nothing more: what is under way, or still waits for its turn, is given up."""
        self._over = True
        answering = list(self._answering)
        for task in answering:
            task.cancel()
        await asyncio.gather(*answering, return_exceptions=True)

    async def _answer(self, route: Route) -> None:
        if self._over:
            await _abort(route)
            return
        answering = asyncio.ensure_future(self._answered(route))
        self._answering.add(answering)
        answering.add_done_callback(self._answering.discard)
        await asyncio.wait({answering})
        error = None if answering.cancelled() else answering.exception()
        if answering.cancelled() or error:
            # A request that gets no answer at all keeps its page waiting for ever.
            await _abort(route)
        if isinstance(error, (Stopped, NetworkDown)):
            self.ended = error
        elif error:
            self._refused = True
            # Playwright's own: most often the page was closed meanwhile.
            level = logging.DEBUG if isinstance(error, Error) else logging.ERROR
            log.log(level, "%s could not be given to its page", route.request.url, exc_info=error)

    async def _answered(self, route: Route) -> None:
        request = route.request
        url = resolve(request.url)
        if url is None or request.method != "GET":
            self._refuse(request, url)
            await route.abort()
        elif request.resource_type == "document":
            await self._document(route, url)
        elif request.resource_type == "stylesheet":
            # Nobody looks at it; that it is missing would stop scripts which wait for it.
            await route.fulfill(status=200, content_type="text/css", body="")
        elif request.resource_type in _PARTS:
            await self._part(route, url)
        else:
            await route.abort()

    async def _document(self, route: Route, url: str) -> None:
        self._navigations += 1
        if not _is_whole_page(route.request) or self._navigations > _MOST_DOCUMENTS:
            await route.abort()
            return
        # What was seen once is shown once: a page that loads itself anew wants another answer.
        look = self._documents.pop(url, None) or await self._look(route.request, url)
        if look is None:
            await route.abort()
        elif look.fetch.final_url != url:
            self._documents[look.fetch.final_url] = look
            await route.fulfill(
                status=200, content_type="text/html", body=_SEND_ON.format(_in_script(look.fetch.final_url))
            )
        else:
            self.shown = look
            await _fulfill(route, look)

    async def _part(self, route: Route, url: str) -> None:
        is_script = route.request.resource_type == "script"
        look = self._kept.get(url) if is_script else None
        if look is None:
            self.requests += 1
            self._under_way += 1
            try:
                if self.requests <= MOST_REQUESTS:
                    look = await self._look(route.request, url, part=True)
            finally:
                self._under_way -= 1
        if look is None:
            self._refuse(route.request, url)
            await route.abort()
            return
        if is_script and look.fetch.status == 200 and len(look.body) < _MOST_KEPT_BYTES:
            self._kept[url] = look
        await _fulfill(route, look)

    def _refuse(self, request: Request, url: str | None) -> None:
        """Note what a page does not get, unless it can hardly miss it: what counts visitors elsewhere."""
        if request.resource_type not in _PARTS:
            return
        is_ours = url is not None and site(url) == site(self.shown.fetch.final_url)
        brings_data = request.resource_type in _DATA and (
            request.method == "GET" or "json" in request.headers.get("content-type", "")
        )
        self._refused = self._refused or is_ours or brings_data

    async def _look(self, request: Request, url: str, *, part: bool = False) -> Look | None:
        """What an address answers; ``None`` if it gave no answer or may not be asked.

        The parts of a page are its visit to their host, as far as a person's browser would make one of them.
        """
        room = _MOST_BYTES - self._bytes
        if room <= 0:
            return None
        self._of_host[host(url)] += part
        look = await self._looker.look(
            url,
            max_bytes=room,
            headers=await self._headers(request, url),
            most_requests=_MOST_HOPS,
            part=part and self._of_host[host(url)] <= _MOST_QUICK,
        )
        self._bytes += len(look.body)
        return look if look.fetch.status is not None and look.fetch.cut != "limit" else None

    async def _headers(self, request: Request, url: str) -> dict[str, str]:
        headers = {name: value for name in _SENT_ON if (value := request.headers.get(name))}
        # As browsers do: what another site loads into its pages gets no cookies.
        if self.page and site(url) == site(self.shown.fetch.final_url):
            cookies = await self.page.context.cookies(url)
            if cookies:
                headers["Cookie"] = "; ".join(f"{each['name']}={each['value']}" for each in cookies)
        return headers


def _is_whole_page(request: Request) -> bool:
    """Whether a document is that of the page itself: what stands in a frame is another page."""
    return request.frame.parent_frame is None


async def _close(popup: Page) -> None:
    """Nobody looks at the windows that a page opens; what they ask for leads nowhere."""
    try:
        await popup.close()
    except Error:
        return


async def _fulfill(route: Route, look: Look) -> None:
    headers = {name: value for name, value in look.headers.items() if name not in _KEPT_BACK}
    await route.fulfill(status=look.fetch.status, headers=headers, body=look.body)


async def _abort(route: Route) -> None:
    try:
        await route.abort()
    except Error:
        return


def _in_script(url: str) -> str:
    return json.dumps(url).replace("<", "\\u003c")
