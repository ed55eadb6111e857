"""Scrapy's requests through finder's looker: one politeness, one guard, one reading of redirects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Headers, HtmlResponse, Response

from finder.network import Network
from finder.urls import identity, resolve

if TYPE_CHECKING:
    from scrapy import Request

    from finder.items import Fetch

_SENT_ON = ("If-None-Match", "If-Modified-Since")


class PageNotFetched(Exception):  # noqa: N818 - an outcome with facts, not a programming error
    """A page request that got no answer at all; ``fetch`` has the facts."""

    def __init__(self, fetch: Fetch) -> None:
        super().__init__(f"{fetch.final_url}: {fetch.failure} {fetch.detail}".strip())
        self.fetch = fetch


class FinderDownloadHandler(BaseDownloadHandler):
    """Looks at the address of a request; the facts are in ``request.meta["fetch"]``.

    Redirects are followed here, hop by hop, so ``response.url`` is where the answer came from. Raises
    :class:`PageNotFetched` when there was no answer.
    """

    lazy = False

    async def download_request(self, request: Request) -> Response:
        network = Network.of(self.crawler)
        limit = request.meta.get("max_bytes") or self.crawler.settings.getint("FINDER_PAGE_MAX_BYTES")
        look = await network.looker.look(
            identity(resolve(request.url) or request.url),
            max_bytes=limit,
            headers={name: value.decode() for name in _SENT_ON if (value := request.headers.get(name))},
        )
        request.meta["fetch"] = look.fetch
        if look.fetch.status is None:
            raise PageNotFetched(look.fetch)
        return HtmlResponse(
            look.fetch.final_url,
            status=look.fetch.status,
            headers=Headers(dict(look.headers)),
            body=look.body,
            request=request,
        )

    async def close(self) -> None:
        await Network.of(self.crawler).close()
