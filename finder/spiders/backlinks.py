"""Backlinks: the pages that link to us by what suppliers say, and what became of their links."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from finder.addresses import is_front_page
from finder.backlinks import (
    Known,
    OwnLink,
    PageLook,
    Why,
    absence_read,
    absence_unread,
    conclude,
    lost_link_of,
    pair,
)
from finder.backlinks_ledger import BacklinksLedger
from finder.brands.pointing import aims
from finder.case import Case
from finder.checks import judge
from finder.facts import page_facts
from finder.items import Link, LinksToRivals, Verdict
from finder.observe import Stopped
from finder.opportunities import lost_link, on_page
from finder.opportunities.link_intersect import may_hold
from finder.revisit_spider import RevisitSpider, verdict_on_page
from finder.spider import NotAPage
from finder.standing import page_standing
from finder.storage import runs
from finder.storage.backlink_looks import BacklinkReport
from finder.urls import identity
from finder.verification import LossRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scrapy.http import Response

    from finder.backlinks import Conclusion
    from finder.frontier import Frontier
    from finder.items import Fetch, Opportunity, PageFacts, SourcePage
    from finder.storage.backlink_pages import BacklinkJob

# Links of a page that are followed to see whether they lead to us.
_MOST_FOLLOWED: Final = 3


class BacklinksSpider(RevisitSpider):
    """Reads every linking page that is due once, and looks at each page of ours that it links to once.

    ``limit``: how many pages at most, if fewer than ``backlinks.max_pages``.
    """

    name = "backlinks"
    ledger: BacklinksLedger

    def __init__(self, *args: Any, limit: int | str = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        backlinks = self.campaign.backlinks
        self._max_pages = min(int(limit) or backlinks.max_pages, backlinks.max_pages)
        self._rule = LossRule(backlinks.lost_after, backlinks.lost_apart)

    def new_ledger(self, frontier: Frontier) -> BacklinksLedger:  # noqa: ARG002 - what is due is in the database
        """Linking pages are shared out among processes."""
        return BacklinksLedger(self.database, self.campaign, self.name, self._max_pages)

    async def _record(self, response: Response, job: BacklinkJob) -> None:  # type: ignore[override]
        fetch: Fetch = response.meta["fetch"]
        if self.campaign.is_own(fetch.final_url):
            await self._leads_to_us(job, fetch)
            return
        try:
            page = await self.read(response)
        except NotAPage as reason:
            await self._page_failed(job, fetch, str(reason))
            return
        # What was read may be what a browser showed, or only what can be seen without one.
        fetch = response.meta["fetch"]
        look = self._look(page, fetch, verdict_on_page(response), job.url)
        if look.absence and look.absence[0] is Why.BLOCKED and not look.ours:
            # What was read is what stands before the page.
            await self._not_read(job, fetch, look, look.absence[1])
            return
        await self._looked_at(job, fetch, look, page)

    async def _page_failed(self, job: BacklinkJob, fetch: Fetch, detail: str) -> None:  # type: ignore[override]
        self.logger.info("%s was not read: %s", job.url, detail)
        try:
            if fetch.redirected and self.campaign.is_own(fetch.final_url):
                await self._leads_to_us(job, fetch)
                return
            _, said = judge(Case(fetch))
            verdict = said if isinstance(said, Verdict) else None
            absence = absence_unread(fetch, verdict, detail)
            look = PageLook(fetch.final_url, fetch.status, absence=absence)
            await self._not_read(job, fetch, look, detail)
        except Exception as error:
            # Nobody above is told of it, and the ledger would wait for this page for ever.
            self.ledger.stop(error)

    async def _leads_to_us(self, job: BacklinkJob, fetch: Fetch) -> None:
        """The page is no page but a redirect to one of ours: a link like any other."""
        own = OwnLink(Link(fetch.final_url, "", ""), identity(fetch.final_url))
        await self._looked_at(job, fetch, PageLook(fetch.final_url, fetch.status, (own,)))

    async def _not_read(self, job: BacklinkJob, fetch: Fetch, look: PageLook, detail: str) -> None:
        moment = runs.now()
        conclusions = [conclude(known, None, look, None, self._rule, moment) for known in job.knowns]
        report = BacklinkReport(job.id, job.url, moment, look, fetch, conclusions, failed=detail)
        await self.ledger.page_looked_at(job, report)

    def _look(self, page: SourcePage, fetch: Fetch, verdict: Verdict | None, known_as: str) -> PageLook:
        absence = absence_read(fetch, verdict, known_as)
        ours = tuple(self._own_links(page))
        if absence and absence[0] is Why.PAGE_MOVED and is_front_page(page.url) > is_front_page(known_as):
            # A front page has the links of its site, not those of the page that was.
            ours = ()
        return PageLook(page.url, fetch.status, ours, page.noindex, page.canonical, absence)

    def _own_links(self, page: SourcePage) -> Iterator[OwnLink]:
        for link in page.links:
            address = next(filter(self.campaign.is_own, (link.url, *aims(link.url))), None)
            if address:
                yield OwnLink(link, identity(address))

    async def _looked_at(
        self, job: BacklinkJob, fetch: Fetch, look: PageLook, page: SourcePage | None = None
    ) -> None:
        """Look at our pages at the end of the links, conclude, and write that down."""
        try:
            if page:
                look = await self._with_redirects(job, page, look)
            pairing = pair(job.knowns, look)
            wanted = {own.url: replace(own.link, url=own.url) for own in pairing.links.values()}
            wanted |= {own.url: replace(own.link, url=own.url) for own in pairing.new}
            ours = await self.ledger.looks_at(job, list(wanted.values()))
        except Stopped:
            return
        moment = runs.now()
        found = [(known, pairing.links.get(known.id)) for known in job.knowns]
        found += [(Known(0, job.url, own.url), own) for own in pairing.new]
        conclusions = [
            conclude(known, own, look, ours[own.url][1] if own else None, self._rule, moment)
            for known, own in found
        ]
        report = BacklinkReport(
            page_id=job.id,
            url=job.url,
            moment=moment,
            look=look,
            fetch=fetch,
            conclusions=conclusions,
            targets={url: number for url, (number, _) in ours.items()},
            failed="" if page else "its address leads to a page of ours",
        )
        await self.ledger.page_looked_at(job, self._with_page(report, job, page) if page else report)

    def _with_page(self, report: BacklinkReport, job: BacklinkJob, page: SourcePage) -> BacklinkReport:
        """The report with what the page says and gives."""
        facts = replace(page_facts(page, self.campaign), url=job.url, rivals_elsewhere=job.elsewhere)
        return replace(
            report,
            page=page,
            facts=facts,
            opportunities=self._opportunities(facts, report.look, report.conclusions),
            looked_for=self.campaign.looked_for,
            standing=page_standing(facts),
            kept_reasons=(LinksToRivals.ACROSS_SITE,) if may_hold(facts) else (),
        )

    async def _with_redirects(self, job: BacklinkJob, page: SourcePage, look: PageLook) -> PageLook:
        """The look, with links that lead to us by a redirect and have the words of one that is not there.

        Suppliers name the end of a redirect, the page has its beginning.
        """
        found = pair(job.knowns, look).links
        words = {known.anchor.casefold() for known in job.knowns if known.id not in found} - {""}
        links = [link for link in page.outbound_links if words and link.anchor.casefold() in words]
        looks = await self.ledger.looks_at(job, links[:_MOST_FOLLOWED])
        ends = ((link, looks[link.url][1].final_url) for link in links[:_MOST_FOLLOWED])
        ours = tuple(OwnLink(link, identity(end)) for link, end in ends if end and self.campaign.is_own(end))
        return replace(look, ours=(*look.ours, *ours)) if ours else look

    def _opportunities(
        self, facts: PageFacts, look: PageLook, conclusions: Sequence[Conclusion]
    ) -> list[Opportunity]:
        """What the page itself gives, and the links that it has lost with this look."""
        # Of a part of a page nobody can say what is not on it, and another page is not this one.
        about_page = [] if look.absence else on_page(facts, self.campaign.kinds)
        if "lost_link" not in self.campaign.kinds:
            return about_page
        named = any(each.known.target_url for each in conclusions)
        lost = [
            told
            for each in conclusions
            # Where it is known to which page of ours it led, "to some page" says nothing more.
            if (each.known.target_url or not named) and (told := lost_link_of(each))
        ]
        return [*about_page, *(lost_link(facts, each) for each in lost)]
