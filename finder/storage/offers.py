"""Which own page each lead offers, where one page may be offered in so many leads only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from finder.storage.tables import lead
from finder.urls import key

if TYPE_CHECKING:
    from finder.items import Find, Lead, Suggestion


class Offers:
    """The own pages as they are offered in the leads of a campaign that are not withdrawn, ``most`` each.

    Exact for any number of processes that each hold the lock of the campaign from before the first question
    until what was chosen is stored: what is counted are the stored leads and nothing else, so that a killed
    process leaves nothing behind. Leads that are withdrawn make room from the next question on. A bound that
    was lowered is kept again once the leads that are too many were seen again.

    A page costs one look into an index, at most ``most`` rows of it, however many leads there are.
    """

    def __init__(self, connection: Connection, campaign_id: int, most: int) -> None:
        self._connection = connection
        self._campaign = campaign_id
        self._most = most
        self._holders: dict[str, set[int]] = {}

    def choose(self, find: Find) -> Lead | None:
        """The lead of a find with the first of its pages that it may offer, or with none of them.

        A lead that offers a page already keeps it.
        """
        if find.lead is None or find.lead.suggestion is None or not self._most:
            return find.lead
        number = key(find.opportunity.key)
        best = find.lead.suggestion
        for each in (find.lead, *find.other_leads):
            if each.suggestion and self._may_offer(each.suggestion.url, number):
                return each if each is find.lead else self._second_best(each, each.suggestion, best)
        none = find.other_leads[-1] if find.other_leads else find.lead
        why = f'"{best.title}" fits, but {self._said} (matching.max_leads_per_page)'
        return replace(none, suggestion=None, taken=replace(best, why=why))

    def _second_best(self, chosen: Lead, offer: Suggestion, best: Suggestion) -> Lead:
        why = f'{offer.why}; "{best.title}" fits better, but {self._said}'
        return replace(chosen, suggestion=replace(offer, why=why))

    @property
    def _said(self) -> str:
        return f"is already offered in {self._most} lead{'s' if self._most > 1 else ''}"

    def _may_offer(self, url: str, number: int) -> bool:
        holders = self._holders.get(url)
        if holders is None:
            holders = self._holders[url] = self._read_holders(url)
        if number in holders or len(holders) < self._most:
            holders.add(number)
            return True
        return False

    def _read_holders(self, url: str) -> set[int]:
        """The first leads that offer a page, by their keys; as many as may, if there are more."""
        query = select(lead.c.lead_key).where(
            lead.c.campaign_id == self._campaign,
            lead.c.replacement_key == key(url),
            lead.c.withdrawn_at.is_(None),
        )
        return set(self._connection.execute(query.order_by(lead.c.id).limit(self._most)).scalars())
