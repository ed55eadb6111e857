"""Web archive files as places: their pages that give an opportunity are listed, to be looked at live."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from finder.storage.listings import Listing
from finder.storage.places import PlaceReport
from finder.warc import NotAnArchive, WarcReading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from finder.storage.places import PlaceJob
    from finder.warc import ArchivedPage

_SECONDS_AT_ONCE: Final = 1.0
_FOUND_AT_ONCE: Final = 500


class ArchiveWork(Protocol):
    """Where pages that were found go while an archive is still being read."""

    async def pages_found(self, pages: Sequence[Listing], records: int) -> None:
        """Pages are to be read; ``records``: how many were gone through since the last time."""


class ArchivePlaces:
    """Reads web archive files, in a thread. ``promises``: whether to look at an archived page live."""

    kinds = ("archive",)

    def __init__(
        self, work: ArchiveWork, promises: Callable[[ArchivedPage], bool], looked_for: int, max_bytes: int
    ) -> None:
        self._work = work
        self._promises = promises
        self._looked_for = looked_for
        self._max_bytes = max_bytes

    async def read(self, job: PlaceJob) -> PlaceReport:
        """What an archive lists, or why it could not be read. One that is as it was is not opened."""
        path = Path(job.address)
        try:
            state = await asyncio.to_thread(path.stat)
            size, changed = str(state.st_size), str(state.st_mtime_ns)
            if (size, changed) == (job.etag, job.last_modified):
                return PlaceReport(unchanged=True)
            reading = WarcReading(path, self._max_bytes)
            found = await self._go_through(job, reading)
        except NotAnArchive as problem:
            return PlaceReport(problem=str(problem))
        except OSError as error:
            return PlaceReport(problem=f"cannot be read: {error.strerror or error}")
        return PlaceReport(etag=size, last_modified=changed, entries=found, passed_over=reading.broken)

    async def _go_through(self, job: PlaceJob, reading: WarcReading) -> int:
        """List pages as they are found, so that memory does not grow with the file. Returns how many."""
        pages, total, done = reading.pages(), 0, False
        while not done:
            before = reading.records
            # For a moment at a time: the crawl goes on beside it, and can be stopped in between.
            found, done = await asyncio.to_thread(self._some, pages)
            total += len(found)
            listings = [Listing(url, job.kind, 0, job.seed, job.limit, self._looked_for) for url in found]
            await self._work.pages_found(listings, reading.records - before)
        return total

    def _some(self, pages: Iterator[ArchivedPage | None]) -> tuple[list[str], bool]:
        found: dict[str, None] = {}
        until = time.monotonic() + _SECONDS_AT_ONCE
        for page in pages:
            if page is not None and page.url not in found and self._promises(page):
                found[page.url] = None
            if time.monotonic() > until or len(found) >= _FOUND_AT_ONCE:
                return list(found), False
        return list(found), True
