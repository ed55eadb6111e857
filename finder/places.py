"""Places that list pages are read: feeds and sitemaps over the network, web archive files from the disk."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Final, Protocol

from finder.feeds import MOST_BYTES, NotAFeed, parse_feed
from finder.items import Failure
from finder.moments import iso_of, last_moment
from finder.observe import Stopped
from finder.redirectors import behind
from finder.sitemaps import MAX_BYTES, NotASitemap, parse_sitemap
from finder.storage.listings import Listing
from finder.storage.places import Place, PlaceReport
from finder.urls import identity, resolve

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from finder.checker import Looker
    from finder.checker.looker import Look
    from finder.storage.places import PlaceJob

log = logging.getLogger(__name__)

_IDLE_SECONDS: Final = 0.5
_BOUNDS: Final = {"feed": MOST_BYTES, "sitemap": MAX_BYTES}


class PlaceWork(Protocol):
    """Where places come from and where what they gave goes."""

    async def claim_place(self, kinds: Sequence[str]) -> PlaceJob | None:
        """A place that is still to be read, if there is one just now."""

    async def place_read(self, job: PlaceJob, report: PlaceReport) -> None:
        """A place was read, or could not be; ``report`` says which."""


async def read_places(
    work: PlaceWork,
    kinds: Sequence[str],
    read: Callable[[PlaceJob], Awaitable[PlaceReport]],
    at_once: int,
) -> None:
    """Have places of some kinds read, up to ``at_once`` side by side, until cancelled.

    Raises what ``work`` raises, and :class:`finder.observe.NetworkDown`.
    """
    reading: set[asyncio.Task[None]] = set()

    async def settle(job: PlaceJob) -> None:
        report = await read(job)
        if report.problem:
            log.warning("%s %s: %s", job.kind, job.address, report.problem)
        elif report.passed_over:
            log.warning("%s %s: %d broken records passed over", job.kind, job.address, report.passed_over)
        await work.place_read(job, report)

    try:
        # The crawl is being stopped: what was claimed is given back.
        with contextlib.suppress(Stopped):
            while True:
                job = await work.claim_place(kinds) if len(reading) < at_once else None
                if job is not None:
                    reading.add(asyncio.create_task(settle(job)))
                elif reading:
                    done, reading = await asyncio.wait(
                        reading, timeout=_IDLE_SECONDS, return_when=asyncio.FIRST_COMPLETED
                    )
                    for task in done:
                        task.result()
                else:
                    await asyncio.sleep(_IDLE_SECONDS)
    finally:
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)


class WebPlaces:
    """Reads feeds and sitemaps, as politely as everything else is asked for.

    ``is_own`` tells an address of ours, which is never listed; ``looked_for``: ``Campaign.looked_for``.
    """

    kinds = tuple(_BOUNDS)

    def __init__(self, looker: Looker, is_own: Callable[[str], bool], looked_for: int) -> None:
        self._looker = looker
        self._is_own = is_own
        self._looked_for = looked_for

    async def read(self, job: PlaceJob) -> PlaceReport:
        """What a place lists that is new, or why it could not be read."""
        known = {"If-None-Match": job.etag, "If-Modified-Since": job.last_modified}
        look = await self._looker.look(
            identity(job.address),
            max_bytes=_BOUNDS[job.kind],
            headers={name: value for name, value in known.items() if value},
        )
        if look.fetch.status == 304:
            return PlaceReport(unchanged=True)
        if problem := _no_answer(look):
            return PlaceReport(problem=problem)
        try:
            # A large one takes a while: everything else goes on meanwhile.
            return await asyncio.to_thread(self._report, job, look)
        except (NotAFeed, NotASitemap) as problem:
            return PlaceReport(problem=_shown(str(problem)))
        except Exception as error:  # whatever it does to a parser, it is one place's trouble
            log.exception("%s %s could not be read", job.kind, job.address)
            return PlaceReport(problem=f"our reader failed on it ({type(error).__name__})")

    def _report(self, job: PlaceJob, look: Look) -> PlaceReport:
        url = look.fetch.final_url
        further: list[Place] = []
        if job.kind == "feed":
            entries = [(name, "" if at is None else iso_of(at)) for name, at in parse_feed(look.body, url)]
        else:
            pages, sitemaps = parse_sitemap(look.body)
            entries = [(name, last_moment(lastmod)) for name, lastmod in pages]
            further = self._further(job, url, sitemaps)
        return PlaceReport(
            pages=self._listings(job, url, entries),
            places=further,
            etag=look.headers.get("etag", "")[:300],
            last_modified=look.headers.get("last-modified", "")[:300],
            entries=len(entries),
            problem="broke off; read as far as it came" if look.fetch.truncated else "",
        )

    def _listings(self, job: PlaceJob, url: str, entries: Iterable[tuple[str, str]]) -> list[Listing]:
        newest_first = sorted(entries, key=lambda entry: entry[1], reverse=True)
        found = ((resolve(name.strip(), url), changed) for name, changed in newest_first)
        return [
            Listing(page, job.kind, 0, job.seed, job.limit, self._looked_for, changed)
            for page, changed in ((identity(behind(page)), changed) for page, changed in found if page)
            if not self._is_own(page)
        ]

    def _further(self, job: PlaceJob, url: str, names: Iterable[str]) -> list[Place]:
        if job.depth_left <= 0:
            return []
        found = (resolve(name.strip(), url) for name in names)
        return [
            Place("sitemap", identity(each), job.seed, job.limit, job.depth_left - 1, job.address)
            for each in found
            if each
        ]


def _shown(text: str) -> str:
    """What a foreign file made a parser say, safe for a terminal."""
    return "".join(each if each.isprintable() else "\ufffd" for each in text[:200])


def _no_answer(look: Look) -> str:
    fetch = look.fetch
    if fetch.failure is Failure.ROBOTS_DISALLOWED:
        return "is not read: robots.txt forbids it"
    if fetch.status is None:
        return f"cannot be read: {(fetch.failure or '').replace('_', ' ')}"
    return "" if fetch.status == 200 else f"answers {fetch.status}"
