"""Leads that people judged as what the matcher can learn from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.cli.judged_file import NO, NONE, YES, Faults, read_judgements
from finder.cli.opening import Refusal
from finder.storage import own_addresses
from finder.storage.queries.judged import judged_leads
from finder.urls import identity

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from pathlib import Path

    from finder.cli.judged_file import Said
    from finder.cli.opening import Opened
    from finder.items import OwnPage
    from finder.matching.judgements import Judgement
    from finder.same_page import Aliases
    from finder.storage.queries.judged import JudgedLead

_HOME_PAGE: Final = "the lead offers your home page for want of another: nothing was matched"


class Judged(NamedTuple):
    """What was said of leads, their ids, and how many leads with such a status say nothing, by why."""

    judgements: list[Judgement]
    ids: set[int]
    unused: Counter[str]


class _Ours:
    """Our pages that can be offered now, by any address under which they are known."""

    def __init__(self, pages: Iterable[OwnPage], aliases: Aliases) -> None:
        self._urls = {page.url for page in pages}
        self._aliases = aliases

    def all_at(self, *urls: str) -> frozenset[str]:
        """The addresses of the pages that some addresses mean."""
        return self._aliases.pages_at(urls)

    def page_at(self, url: str) -> str:
        """The address under which the page at an address is offered; the same one if it is not offered."""
        offered = self.all_at(url) & self._urls
        return url if url in offered else min(offered, default=url)


def judged_in(
    opened: Opened, pages: Iterable[OwnPage], by_status: Mapping[str, str], path: Path | None
) -> Judged:
    """What people said of leads: in a file, and where that says nothing by status (``yes`` or ``no``).

    ``pages`` are ours that can be offered now. Lines that cannot be meant are told and passed over. Raises
    :class:`Refusal` for the whole file.
    """
    faults, ours = Faults(path), _Ours(pages, opened.read(own_addresses.aliases))
    said = read_judgements(path, faults) if path else {}
    leads = opened.read(judged_leads, tuple(by_status), said)
    found = Judged([], {lead.id for lead in leads}, Counter())
    _refuse_other_leads(said, found.ids, path, opened.campaign.name)
    for lead in leads:
        told = said.get(lead.id)
        right_page = told.right_page if told else by_status[lead.status]
        fault = _fault(lead, right_page, opened)
        if not fault:
            found.judgements.append(_judgement(lead, right_page, ours))
        elif told:
            faults.add(told.line, fault)
        else:
            found.unused[_HOME_PAGE] += 1
    faults.count()
    return found


def _refuse_other_leads(
    said: Mapping[int, Said], known: Container[int], path: Path | None, campaign: str
) -> None:
    """A file that names a lead which is not there is likely another campaign's, and all of it is doubtful."""
    others = [each for each in said.values() if each.lead_id not in known]
    if others:
        more = f" ({len(others)} such lines)" if len(others) > 1 else ""
        first = f"{path}:{others[0].line}: no lead {others[0].lead_id} in the campaign {campaign}{more}"
        raise Refusal(f"{first}; is the file another campaign's? `finder leads` shows the ids")


def _fault(lead: JudgedLead, right_page: str, opened: Opened) -> str:
    """Why what was said of a lead cannot be meant; empty if it can."""
    if right_page == NONE:
        return ""
    if right_page not in (YES, NO):
        ours = opened.campaign.is_own(right_page)
        return "" if ours else f"right_page {right_page} is not on your sites; name a page of yours, or none"
    if not lead.offered:
        return f"lead {lead.id} offers no page, so {right_page} means nothing; write none or an address"
    if not lead.matched:
        return f"{_HOME_PAGE}; write none or an address instead of {right_page}"
    return ""


def _judgement(lead: JudgedLead, right_page: str, ours: _Ours) -> Judgement:
    from finder.matching.finds import query_of
    from finder.matching.judgements import Judgement

    offered = ours.page_at(identity(lead.offered)) if lead.offered else ""
    named = "" if right_page in (YES, NO, NONE) else ours.page_at(right_page)
    return Judgement(
        query_of(lead.opportunity, lead.anchors),
        lead.prospect,
        right=offered if right_page == YES else named,
        wrong=offered if right_page == NO else "",
        exclude=ours.all_at(*lead.opportunity.linked_own),
    )
