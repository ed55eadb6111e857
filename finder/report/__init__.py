"""The report: what is known of a campaign as one HTML file that opens offline. Facts in, HTML out.

:func:`finder.report.page.render` makes it; what crawls needs some facts, and never what draws them.
"""

from finder.report.facts import (
    Changes,
    Crawl,
    Event,
    Facts,
    LeadCount,
    Mentioned,
    Place,
    ProspectTotals,
    Run,
    TopProspect,
    Unreadable,
    VerdictCount,
)

__all__ = [
    "Changes",
    "Crawl",
    "Event",
    "Facts",
    "LeadCount",
    "Mentioned",
    "Place",
    "ProspectTotals",
    "Run",
    "TopProspect",
    "Unreadable",
    "VerdictCount",
]
