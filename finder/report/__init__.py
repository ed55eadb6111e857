"""The report: what is known of a campaign as one HTML file that opens offline. Facts in, HTML out."""

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
from finder.report.page import render

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
    "render",
]
