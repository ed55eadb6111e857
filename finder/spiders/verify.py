"""Verify: the pages of leads that are due for another look, and what they still link to."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from finder.addresses import same_but_form
from finder.facts import page_facts
from finder.items import Failure, Outcome, PageFacts, Verdict
from finder.observe import Stopped
from finder.opportunities import KINDS, lost_link, on_page
from finder.opportunities.link_intersect import may_hold
from finder.revisit_spider import RevisitSpider, verdict_on_page
from finder.spider import NotAPage
from finder.storage import runs
from finder.storage.findings import VerifyReport
from finder.storage.listings import GONE
from finder.storage.verifying import Wanted
from finder.urls import identity
from finder.verification import LossRule, PageSeen, Verified, conclude, link_to_target
from finder.verify_ledger import VerifyLedger

if TYPE_CHECKING:
    from scrapy.http import Response

    from finder.frontier import Frontier
    from finder.items import Fetch, Link, Opportunity, SourcePage
    from finder.storage.verifying import VerifyJob
    from finder.verification import Looked


class VerifySpider(RevisitSpider):
    """Reads every page with a lead that is due once, and looks at each dead target that it links to once.

    ``wanted``: which leads; else those of the campaign that are open or watched, when they are due.
    """

    name = "verify"
    ledger: VerifyLedger

    def __init__(self, *args: Any, wanted: Wanted | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = wanted or Wanted()
        verify = self.campaign.verify
        self._rule = LossRule(verify.lost_after, verify.lost_apart)

    def new_ledger(self, frontier: Frontier) -> VerifyLedger:  # noqa: ARG002 - see above
        """What is due is in the database."""
        return VerifyLedger(self.database, self.campaign, self.name, self.wanted)

    async def _record(self, response: Response, job: VerifyJob) -> None:  # type: ignore[override]
        fetch: Fetch = response.meta["fetch"]
        try:
            page = await self.read(response)
        except NotAPage as reason:
            await self._page_failed(job, fetch, str(reason))
            return
        # What was read may be what a browser showed, or only what can be seen without one.
        fetch = response.meta["fetch"]
        facts = page_facts(page, self.campaign)
        seen = self._seen(page, facts, fetch, _of_absence(response, job.leads[0].page_url))
        try:
            verdicts = await self._verdicts(job, seen)
        except Stopped:
            return
        await self._verified(job, seen, verdicts, replace(facts, url=job.leads[0].page_url), fetch)

    async def _page_failed(self, job: VerifyJob, fetch: Fetch, detail: str) -> None:  # type: ignore[override]
        gone = fetch.status in GONE or (fetch.failure is Failure.NO_SUCH_HOST and fetch.names_proven)
        means = Verified.PAGE_GONE if gone else Verified.COULD_NOT_TELL
        said = f"The page could not be read: {detail}." if not gone else f"The page is gone: {detail}."
        self.logger.info("%s was not read: %s", job.url, detail)
        try:
            await self._verified(job, PageSeen(job.url, absence=(means, said)), {}, None, fetch)
        except Exception as error:
            # Nobody above is told of it, and the ledger would wait for this page for ever.
            self.ledger.stop(error)

    def _seen(
        self, page: SourcePage, facts: PageFacts, fetch: Fetch, absence: tuple[Verified, str] | None
    ) -> PageSeen:
        by_target: dict[str, Link] = {}
        for link in sorted(page.links, key=lambda link: (link.placement != "main", not link.anchor)):
            by_target.setdefault(identity(link.url), link)
        kinds = frozenset(each.kind for each in on_page(facts, KINDS))
        if may_hold(facts):
            kinds |= {"link_intersect"}
        if fetch.truncated:
            # Of a part of a page nobody can say what is not on it.
            kinds, absence = frozenset(), (Verified.COULD_NOT_TELL, "Only a part of the page could be read.")
        ours = tuple(link for link in page.links if self.campaign.leads_to_own(link.url))
        return PageSeen(page.url, by_target, ours, kinds, page.noindex, absence)

    async def _verdicts(self, job: VerifyJob, seen: PageSeen) -> dict[int, Verdict]:
        """The verdict on every dead target of the leads that the page still links to."""
        wanted = sorted(
            {each.target_id for each in job.leads if each.target_id and link_to_target(each, seen)}
        )
        found = await asyncio.gather(*(self.ledger.look_at(number) for number in wanted))
        return {number: look.verdict for number, look in zip(wanted, found, strict=True)}

    async def _verified(
        self,
        job: VerifyJob,
        seen: PageSeen,
        verdicts: dict[int, Verdict],
        facts: PageFacts | None,
        fetch: Fetch,
    ) -> None:
        moment = runs.now()
        findings = [
            conclude(lead, seen, verdicts.get(lead.target_id or 0), self._rule, moment) for lead in job.leads
        ]
        lost = [each for each in findings if each.lost and "lost_link" in self.campaign.kinds]
        opportunities: list[Opportunity] = [
            lost_link(facts or _known(each.lead), each.lost) for each in lost if each.lost
        ]
        if facts and not fetch.truncated and not self.campaign.is_own(facts.url):
            opportunities += on_page(facts, self.campaign.kinds)
        dead = {
            number: (number, link, verdict)
            for lead in job.leads
            if (number := lead.target_id or 0) in verdicts
            and (verdict := verdicts[number]).outcome is Outcome.DEAD
            and (link := link_to_target(lead, seen))
        }
        report = VerifyReport(job.id, moment, findings, facts, list(dead.values()), opportunities)
        await self.ledger.page_verified(job, report)


def _of_absence(response: Response, known_as: str) -> tuple[Verified, str] | None:
    """What it means that something is not on a page that answered: a wall hides what is behind it."""
    fetch: Fetch = response.meta["fetch"]
    verdict = verdict_on_page(response)
    if verdict and verdict.outcome is Outcome.UNCERTAIN:
        return Verified.COULD_NOT_TELL, verdict.evidence
    if verdict and verdict.outcome is Outcome.DEAD:
        return Verified.PAGE_GONE, verdict.evidence
    if not same_but_form(fetch.final_url, known_as):
        return Verified.PAGE_GONE, f"The page is gone: its address leads to {fetch.final_url}."
    return None


def _known(lead: Looked) -> PageFacts:
    """What is known of a page that is gone."""
    return PageFacts(lead.page_url)
