"""Second looks: targets that are suspected dead, as soon as a further look at them counts."""

from __future__ import annotations

from finder.frontier import Frontier
from finder.target_ledger import SecondLooksLedger
from finder.target_spider import TargetsSpider


class SecondLooksSpider(TargetsSpider):
    """Looks at what failed before, ``verdicts.apart`` ago or longer; reads no page."""

    name = "second_looks"
    ledger_of = SecondLooksLedger

    def frontier(self) -> Frontier:
        """None: what is suspected is in the database."""
        return Frontier([], 0)
