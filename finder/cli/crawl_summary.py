"""What a crawl did, in a few lines."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finder.campaign import Campaign
    from finder.report.facts import ProspectTotals
    from finder.storage.queries.run import RunTotals


_NOT_DUE: Final = "; what is linked was lately (limits.fresh_for)"


def summary(
    path: str,
    campaign: Campaign,
    runs: Mapping[str, RunTotals],
    contacts: ProspectTotals | None,
    rendered: int = 0,
) -> str:
    """The lines for a person; ``runs`` by the spider, ``rendered``: pages that a browser showed."""
    totals = list(runs.values())
    lines = [
        *(_source_lines(runs["resource_pages"]) if _has_sources(campaign, runs) else ()),
        *(_mention_lines(runs["mentions"]) if "mentions" in runs else ()),
        *(_backlink_lines(runs["backlinks"]) if "backlinks" in runs else ()),
    ]
    lines += _browser_lines(rendered, sum(each.pages_unseen for each in totals))
    withdrawn = sum(each.leads_withdrawn for each in totals)
    leads, new = sum(each.leads for each in totals), sum(each.leads_new for each in totals)
    lines += [
        f"Leads          {leads} seen, {new} of them new" + (f", {withdrawn} withdrawn" if withdrawn else ""),
        *(_contact_lines(contacts) if contacts else ()),
        f"Database       {campaign.database_name}",
        "",
        f"See them: finder leads {quote(path)}     Take them along: finder export {quote(path)}",
    ]
    return "\n".join(lines)


def _has_sources(campaign: Campaign, runs: Mapping[str, RunTotals]) -> bool:
    """Whether there were source pages: the campaign's, or those that archives led to."""
    totals = runs.get("resource_pages")
    return bool(campaign.sources or (totals and (totals.pages_read or totals.pages_failed)))


def _source_lines(totals: RunTotals) -> list[str]:
    by_outcome = {
        outcome: sorted(
            ((number, reason) for (each, reason), number in totals.verdicts.items() if each == outcome),
            reverse=True,
        )
        for outcome in ("alive", "dead", "uncertain")
    }
    lines = [
        f"Source pages   {totals.pages_read} read, {totals.pages_failed} not readable",
        f"Links          {totals.links} outbound",
        f"Targets        {totals.looks} looked at{'' if totals.looks or not totals.links else _NOT_DUE}",
    ]
    for outcome, reasons in by_outcome.items():
        named = ", ".join(f"{number} {reason}" for number, reason in reasons) if outcome != "alive" else ""
        total = sum(number for number, _ in reasons)
        lines.append(f"  {outcome:<13}{total}" + (f"  ({named})" if named else ""))
    return lines


def _mention_lines(totals: RunTotals) -> list[str]:
    states = totals.places
    read = f"{states.get('read', 0)} read, {states.get('unchanged', 0)} unchanged"
    failed = f", {states['failed']} with a problem (`finder status` says which)" if "failed" in states else ""
    return [
        *([f"Places         {read}{failed}"] if states else []),
        f"Their pages    {totals.pages_read} read, {totals.pages_failed} not readable",
    ]


def _backlink_lines(totals: RunTotals) -> list[str]:
    return [f"Linking pages  {totals.pages_read} read, {totals.pages_failed} not readable"]


def _browser_lines(rendered: int, unseen: int) -> list[str]:
    if not rendered and not unseen:
        return []
    missing = f", {unseen} need one and were not seen whole (`finder doctor`)" if unseen else ""
    return [f"Browser        {rendered} page{'' if rendered == 1 else 's'} rendered{missing}"]


def _contact_lines(totals: ProspectTotals) -> list[str]:
    written = f"{totals.with_address} by e-mail, {totals.with_page} by a contact page"
    number = f"{totals.workable} prospect{'' if totals.workable == 1 else 's'}"
    return [f"Contacts       {number} with open leads: {written}"]
