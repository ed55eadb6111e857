"""Leads that people judged as what the matcher can learn from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.cli.judged_file import NO, NONE, YES, Faults, read_judgements
from finder.cli.opening import Refusal
from finder.storage.queries.judged import judged_leads
from finder.urls import identity

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from pathlib import Path

    from finder.cli.judged_file import Said
    from finder.cli.opening import Opened
    from finder.matching.judgements import Judgement
    from finder.storage.queries.judged import JudgedLead

_HOME_PAGE: Final = "the lead offers your home page because no page fits: nothing was matched"


class Judged(NamedTuple):
    """What was said of leads, their ids, and how many leads with such a status say nothing, by why."""

    judgements: list[Judgement]
    ids: set[int]
    unused: Counter[str]


def judged_in(opened: Opened, by_status: Mapping[str, str], path: Path | None) -> Judged:
    """What people said of leads: in a file, and where that says nothing by status (``yes`` or ``no``).

    Lines that cannot be meant are told and passed over. Raises :class:`Refusal` for the whole file.
    """
    faults = Faults(path)
    said = read_judgements(path, faults) if path else {}
    leads = opened.read(judged_leads, tuple(by_status), said)
    found = Judged([], {lead.id for lead in leads}, Counter())
    _refuse_other_leads(said, found.ids, path, opened.campaign.name)
    for lead in leads:
        told = said.get(lead.id)
        right_page = told.right_page if told else by_status[lead.status]
        fault = _fault(lead, right_page, opened)
        if not fault:
            found.judgements.append(_judgement(lead, right_page))
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


def _judgement(lead: JudgedLead, right_page: str) -> Judgement:
    from finder.matching.finds import query_of
    from finder.matching.judgements import Judgement

    offered = identity(lead.offered) if lead.offered else ""
    return Judgement(
        query_of(lead.opportunity, lead.anchors),
        lead.prospect,
        right={YES: offered, NO: "", NONE: ""}.get(right_page, right_page),
        wrong=offered if right_page == NO else "",
        exclude=frozenset(lead.opportunity.linked_own),
    )
