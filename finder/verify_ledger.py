"""The ledger of a spider that looks at leads again."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from finder.ledger import ago
from finder.revisit_ledger import RevisitLedger
from finder.storage import findings, verifying
from finder.storage.verifying import Before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.campaign import Campaign
    from finder.storage import Database
    from finder.storage.findings import VerifyReport
    from finder.storage.revisiting import Claimed
    from finder.storage.runs import Run
    from finder.storage.verifying import DuePage, VerifyJob, Wanted


class VerifyLedger(RevisitLedger):
    """One process's share of a run: the leads that were due when it began and that no other looked at.

    ``verified``: findings by what they say, ``statuses`` and ``closed`` what followed, for its summary.
    """

    def __init__(self, database: Database, campaign: Campaign, spider: str, wanted: Wanted) -> None:
        super().__init__(database, campaign, spider)
        self._wanted = wanted
        self.verified: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        self.closed = 0

    @property
    def looked_again(self) -> str:
        return f"{self.verified.total()} leads"

    async def open(self) -> Run:
        """See :meth:`Ledger.open`. What is due is so by the time of the beginning."""
        moment, verify = datetime.now(UTC), self._campaign.verify
        self._before = Before(
            ago(moment, verify.fresh_for), ago(moment, verify.watch_every), ago(moment, verify.lost_apart)
        )
        return await super().open()

    async def page_verified(self, job: VerifyJob, report: VerifyReport) -> None:
        """A page was read, or could not be: write down what that means for its leads."""
        found = await self._storage.write(
            findings.record_findings, self.run.campaign_id, self.run.id, report, self._on_link
        )
        for each in report.findings:
            self.verified[each.verified] += 1
            self.closed += each.closes
            if each.status:
                self.statuses[each.status] += 1
        self._looked_at(job, read=report.page is not None, found=found)

    async def _find_due(self) -> list[DuePage]:
        return await self._storage.read(verifying.due_pages, self.run.campaign_id, self._wanted, self._before)

    async def _claim_due(self, chosen: Sequence[DuePage]) -> Claimed[VerifyJob]:
        return await self._storage.write(verifying.claim_due, self.run.campaign_id, self.worker, chosen)

    async def _list_more(self) -> None:
        if self._wanted.exported:
            # In the place of leads that were closed come others.
            await self._list_sources()
