"""Archived copies of dead pages: asked for once, kept in the database, and told from errors and landers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from finder.case import ERROR_SIGNS, wording_of
from finder.items import Signals
from finder.storage import copies

if TYPE_CHECKING:
    from finder.checker import Archive
    from finder.items import ArchivedCopy, SourcePage
    from finder.storage.thread import StorageThread

_FRESH: Final = timedelta(days=30)
_BAD: Final = ERROR_SIGNS | {"for_sale", "parked", "expired", "suspended", "default_page"}


class PlainCopies:
    """What the archive says, with copies told apart that are no good; see :class:`finder.checker.Copies`."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def copy_of(self, url: str) -> ArchivedCopy:
        """The last good copy of an address, or that there is none."""
        return await self._archive.copy_of(url, is_bad=is_bad)


class KeptCopies(PlainCopies):
    """The same, asked for once in thirty days; that the archive did not answer is not kept."""

    def __init__(self, archive: Archive, storage: StorageThread) -> None:
        super().__init__(archive)
        self._storage = storage

    async def copy_of(self, url: str) -> ArchivedCopy:
        """The last good copy of an address, or that there is none."""
        since = (datetime.now(UTC) - _FRESH).strftime("%Y-%m-%dT%H:%M:%SZ")
        known = await self._storage.read(copies.known, url, since)
        if known is not None:
            return known
        copy = await super().copy_of(url)
        if copy.state != "unavailable":
            await self._storage.write(copies.keep, copy)
        return copy


def is_bad(page: SourcePage) -> bool:
    """Whether an archived copy is an error page, a lander or the like: it says nothing of what was there."""
    words = len(page.text.split())
    said = wording_of(
        Signals(
            title=page.title,
            h1=page.h1,
            headings=page.headings,
            text=page.text,
            words=words,
            main_words=words,
        )
    )
    return bool((said.named | said.short) & _BAD)
