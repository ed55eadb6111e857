"""A few pages of our own site, read politely for what they say of its brand; and that, told to a person."""

from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import click

from finder import urls
from finder.cli.answers import is_page, why_not_read
from finder.cli.output import one_line
from finder.network import Network
from finder.observe import NetworkDown
from finder.pages import decode
from finder.pages.introducing import introducing_pages
from finder.pages.owner import own_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.settings import Settings

    from finder.brands.claims import OwnPage
    from finder.brands.proposal import Proposal
    from finder.checker.looker import Look

_MOST_PAGES: Final = 5
_MAX_PAGE: Final = 2 * 2**20  # bytes
_MOST_REQUESTS: Final = 8  # of one look: its redirects
_LONGEST: Final = 90.0  # seconds for all of it; what was read by then is taken
_MAX_DETAIL: Final = 200


class NotReadError(Exception):
    """Why the front page of a site says nothing, in words that follow its address."""


def read_own_site(settings: Settings, url: str) -> list[OwnPage]:
    """At most five pages of the site at ``url`` (absolute), its front page first.

    Under the same rules as a crawl: robots.txt, a pause between two requests, only public addresses. Raises
    :class:`NotReadError`; further pages that cannot be read are left out.
    """
    if "/" in urls.prospect(url):
        raise NotReadError("is on a host that many share, and its pages speak for that host")
    logging.basicConfig(level=logging.ERROR)
    return asyncio.run(_read(settings, urls.identity(url)))


def told(proposal: Proposal) -> Iterator[str]:
    """A proposal in lines for a terminal: each value with who says it."""
    if proposal.name is not None:
        yield f"name: {proposal.name.value} ({proposal.name.evidence})"
    for about, proposed in proposal.values.items():
        for each in proposed:
            yield f"{'' if each.sure else 'perhaps '}{about}: {each.value} ({each.evidence})"
    if proposal.context:
        yield f"context: {', '.join(proposal.context)} (often in titles and headings)"
    if proposal.sense.reason:
        yield f"{'' if proposal.sense.common else 'perhaps '}common_word: {proposal.sense.reason}"


def tell(proposal: Proposal) -> None:
    """Say on standard error what is proposed, and where it stands."""
    for line in told(proposal):
        click.echo(f"  {one_line(line)}", err=True)


async def _read(settings: Settings, url: str) -> list[OwnPage]:
    network = Network(settings)
    pages: list[OwnPage] = []
    try:
        async with asyncio.timeout(_LONGEST):
            await _read_into(pages, network, url)
    except TimeoutError as error:
        if not pages:
            raise NotReadError(f"did not answer within {_LONGEST:.0f} seconds") from error
    except NetworkDown as error:
        if not pages:
            raise NotReadError(f"cannot be read, our own network is down: {error}") from error
    finally:
        await network.close()
    return pages


async def _read_into(pages: list[OwnPage], network: Network, url: str) -> None:
    front = await _look(network, url)
    html, at = _html(front), front.fetch.final_url
    pages.append(own_page(html, at))
    for further in introducing_pages(html, at, _MOST_PAGES - 1):
        look = await _look(network, further)
        try:
            pages.append(own_page(_html(look), look.fetch.final_url))
        except NotReadError:
            continue


async def _look(network: Network, url: str) -> Look:
    home = urls.site(url)
    return await network.looker.look(
        url,
        max_bytes=_MAX_PAGE,
        pages_only=True,
        most_requests=_MOST_REQUESTS,
        may_follow=lambda onward: urls.site(onward) == home,
    )


def _html(look: Look) -> str:
    """The text of the page that a look ended at. Raises :class:`NotReadError` if it ended at none."""
    fetch, content_type = look.fetch, look.headers.get("content-type", "")
    if fetch.hops and fetch.hops[-1].location and fetch.status != HTTPStatus.OK and not fetch.failure:
        raise NotReadError(f"leads to {fetch.hops[-1].location[:_MAX_DETAIL]}; is that your --site?")
    if fetch.status != HTTPStatus.OK:
        raise NotReadError(f"cannot be read: {why_not_read(fetch)}")
    if not look.body or not is_page(content_type):
        raise NotReadError("is no page of text")
    return decode(look.body, content_type)
