"""What spiders share that look at known pages again, and at the targets these link to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from finder.case import Case, Confirmation
from finder.checker import Checker
from finder.checker.glance import glance
from finder.checks import judge
from finder.checks.soft_404 import soft_404
from finder.frontier import Frontier
from finder.items import Outcome, Question, SecondLook, Verdict
from finder.network import Network
from finder.quirks import Quirks
from finder.source_spider import SourcePagesSpider
from finder.spider import look_of

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

    from scrapy.http import Response

    from finder.items import Fetch
    from finder.revisit_ledger import RevisitLedger

_GLANCE_BYTES: Final = 131_072


class RevisitSpider(SourcePagesSpider):
    """Reads the pages that are due; each waits for the looks at its targets."""

    ledger: RevisitLedger
    checker: Checker

    def frontier(self) -> Frontier:
        """None: what is due is in the database."""
        return Frontier([], 0)

    def beside(self) -> Iterable[Coroutine[Any, Any, None]]:
        """Targets are looked at while pages are being read."""
        settings, campaign = self.crawler.settings, self.campaign
        inquiry = Network.of(self.crawler).inquiry(
            Confirmation(campaign.verdicts.failures, campaign.verdicts.apart),
            Quirks({quirk.host: quirk.reason for quirk in campaign.quirks}),
            renderer=self.browser,
        )
        self.checker = Checker(
            inquiry,
            self.ledger,
            max_hosts=settings.getint("FINDER_MAX_HOSTS"),
            per_host=settings.getint("FINDER_HOST_CONCURRENCY"),
        )
        self.ledger.wake_checker = self.checker.wake
        yield self.checker.run()

    def let_go(self) -> None:
        super().let_go()
        if hasattr(self, "ledger"):
            self.ledger.let_go()


def verdict_on_page(response: Response) -> Verdict | None:
    """What the checks say of a page that answered; ``None`` where they would have to know more.

    A page of few words that says in its title or heading that it is none is believed without a neighbour.
    """
    fetch: Fetch = response.meta["fetch"]
    look = look_of(response)
    page = glance(replace(look, body=look.body[:_GLANCE_BYTES]))
    case = Case(replace(fetch, page=page))
    check, said = judge(case)
    if isinstance(said, Question) and check == soft_404.__name__:
        _, said = judge(case.having(SecondLook(said.purpose, said.url, said.why)))
        return said if isinstance(said, Verdict) and said.outcome is Outcome.DEAD else None
    return said if isinstance(said, Verdict) else None
