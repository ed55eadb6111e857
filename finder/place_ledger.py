"""The ledger of a spider whose pages are listed by places: each place read once, targets left to others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finder.ledger import Ledger
from finder.storage import listings, places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.storage.listings import Listing
    from finder.storage.places import PlaceJob, PlaceReport


class PlaceLedger(Ledger):
    """One process's share of a run. ``places_read`` and ``records`` (of archives) are for its progress."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places_read = 0
        self.records = 0

    async def claim_place(self, kinds: Sequence[str]) -> PlaceJob | None:
        """See :class:`finder.places.PlaceWork`."""
        return await self._storage.write(
            places.claim_place,
            self.run.campaign_id,
            self.run.id,
            self.worker,
            kinds,
            self._campaign.looked_for,
        )

    async def place_read(self, job: PlaceJob, report: PlaceReport) -> None:
        """See :class:`finder.places.PlaceWork`: write it down with the pages that it lists."""
        listed = await self._storage.write(
            places.place_read,
            self.run.campaign_id,
            self.run.id,
            job,
            report,
            self._campaign.looked_for,
            self._frontier.max_pages,
        )
        self.places_read += not report.problem
        self._more_pages = self._more_pages or bool(listed)
        self._wake.set()

    async def pages_found(self, pages: Sequence[Listing], records: int) -> None:
        """See :class:`finder.archive_places.ArchiveWork`."""
        self.records += records
        if pages:
            await self._list_pages(pages)

    async def _list_sources(self) -> None:
        await super()._list_sources()
        if self.run.campaign_changed and self.run.resumed:
            await self._storage.write(places.drop_places, self.run.campaign_id, self._frontier.seeds)
        await self._list_pages(await self._read_again())
        await self._storage.write(
            places.list_places, self.run.campaign_id, self.run.id, self._frontier.places
        )

    async def _read_again(self) -> list[Listing]:
        """What has to be read again although nothing new is known of it."""
        found = await self._storage.read(listings.read_again, self.run.campaign_id, self._spider)
        return [page for page in found if page.seed in self._frontier.seeds]
