"""What spiders share that have targets of many pages looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finder.case import Confirmation
from finder.checker import Checker
from finder.network import Network
from finder.quirks import Quirks
from finder.source_spider import SourcePagesSpider
from finder.target_ledger import TargetLedger

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

    from finder.frontier import Frontier


class TargetsSpider(SourcePagesSpider):
    """Has every target that waits looked at once, each host by one process."""

    checker: Checker
    ledger: TargetLedger
    ledger_of: type[TargetLedger] = TargetLedger

    def new_ledger(self, frontier: Frontier) -> TargetLedger:
        """Targets are shared out as pages are."""
        backlog = self.crawler.settings.getint("FINDER_BACKLOG")
        return self.ledger_of(self.database, self.campaign, self.name, frontier, backlog=backlog)

    def beside(self) -> Iterable[Coroutine[Any, Any, None]]:
        """Targets are looked at while pages are still being read."""
        settings, campaign = self.crawler.settings, self.campaign
        network = Network.of(self.crawler)
        inquiry = network.inquiry(
            Confirmation(campaign.verdicts.failures, campaign.verdicts.apart),
            Quirks({quirk.host: quirk.reason for quirk in campaign.quirks}),
            self.ledger.kept_copies(network.archive) if campaign.verdicts.archive else None,
            renderer=self.browser,
        )
        self.checker = Checker(
            inquiry,
            self.ledger,
            max_hosts=settings.getint("FINDER_MAX_HOSTS"),
            per_host=settings.getint("FINDER_HOST_CONCURRENCY"),
        )
        self.ledger.on_new_targets = self.checker.wake
        yield self.checker.run()
