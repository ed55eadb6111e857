"""Contacts: whom to write to about the leads there are, looked for at the sites they are about."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from scrapy import signals

from finder.contact_search import ContactSearch, Found, LeadPage
from finder.network import Network
from finder.observe import NetworkDown, Stopped
from finder.spider import FinderSpider
from finder.storage import StorageError, contacts, prospects, runs, workers
from finder.storage.thread import StorageThread
from finder.upkeep import keep_up

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    from scrapy.crawler import Crawler

    from finder.storage.contacts import ProspectJob

_PROSPECTS_AT_ONCE: Final = 100
_IDLE_SECONDS: Final = 1.0


class ContactsSpider(FinderSpider):
    """Searches each prospect that has open leads, a few requests each; several processes share the work.

    ``prospects_searched`` and ``addresses_found`` (leads that have one): how far the run is, for people.
    """

    name = "contacts"
    prospects_searched = 0
    addresses_found = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._closed, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        wanted = self.campaign.contacts
        network = Network.of(self.crawler)
        self._searches: set[asyncio.Task[None]] = set()
        self._search = ContactSearch(
            network.looker,
            network.names if wanted.check_mail else None,
            max_requests=wanted.max_requests,
            people=wanted.people,
        )
        self._storage = StorageThread(self.database)
        try:
            await self._begin()
            while jobs := await self._claim():
                self._searches.update(asyncio.create_task(self._search_prospect(job)) for job in jobs)
                await self._some_done()
            await self._finish()
        except Stopped:
            # The crawl is being stopped: who was not searched is searched the next time.
            pass
        except Exception as error:
            raise self.give_up(error) from error
        finally:
            network.stop()
        return
        yield  # this spider makes its requests itself, several to a prospect and one after the other

    async def _begin(self) -> None:
        await self._storage.migrate()
        campaign = self.campaign
        self._run = await self._storage.write(runs.begin, campaign.name, campaign.digest, self.name, self.job)
        self._began = runs.now()
        self._worker = await self._storage.write(workers.register, self.stale_after)
        await self._storage.write(workers.release_dead, self._worker)
        self._sharing = asyncio.create_task(self.leases(self._worker).run())

    async def _claim(self) -> list[ProspectJob]:
        """Further prospects, none if all are searched; waits for those in other hands."""
        while True:
            room = _PROSPECTS_AT_ONCE - len(self._searches)
            before = (datetime.now(UTC) - self.campaign.contacts.fresh_for).strftime("%Y-%m-%dT%H:%M:%SZ")
            jobs = await self._storage.write(
                contacts.claim_prospects, self._run.campaign_id, self._worker, room, before, self._began
            )
            if jobs:
                return jobs
            if self._searches:
                await self._some_done()
            elif await self._storage.read(contacts.work_left, self._run.campaign_id):
                await asyncio.sleep(_IDLE_SECONDS)
                await self._storage.write(workers.release_dead, self._worker)
            else:
                return []

    async def _some_done(self) -> None:
        done, self._searches = await asyncio.wait(
            self._searches, return_when=asyncio.FIRST_COMPLETED, timeout=_IDLE_SECONDS
        )
        if self._sharing.done():
            # Without it others would take our prospects: what ended it ends the search.
            self._sharing.result()
        for task in done:
            task.result()

    async def _search_prospect(self, job: ProspectJob) -> None:
        pages = [LeadPage(url, authors) for url, authors in job.pages]
        found = await self._searched(job.name, pages)
        if found.moved_to:
            await self._storage.write(prospects.note_move, self._run.campaign_id, job.name, found.moved_to)
        # Not "+= await": others add to it meanwhile.
        number = await self._storage.write(
            contacts.store_contacts,
            job,
            found.contacts,
            found.page,
            requests=found.requests,
            detail=found.detail,
            mail=found.mail,
            looked=found.looked,
        )
        self.addresses_found += number
        self.prospects_searched += 1

    async def _searched(self, name: str, pages: list[LeadPage]) -> Found:
        try:
            return await self._search.search(name, pages)
        except (NetworkDown, Stopped):
            raise
        except Exception as error:  # whatever a page did to us, the other prospects are searched
            self.logger.exception("%s could not be searched", name)
            return Found(detail=f"we failed on it ({type(error).__name__})")

    async def _finish(self) -> None:
        run = self._run
        await self._storage.write(contacts.choose_for_new, run.campaign_id)
        await keep_up(self._storage, self.campaign, run.campaign_id)
        await self._storage.write(runs.finish, run.id, "finished")

    async def _closed(self) -> None:
        tasks = [*self._searches, *((self._sharing,) if hasattr(self, "_sharing") else ())]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if hasattr(self, "_worker"):
            try:
                await self._storage.write(workers.leave, self._worker)
            except StorageError as error:
                self.logger.error("%s", error)  # noqa: TRY400
        self._storage.close()
        self.database.close()
