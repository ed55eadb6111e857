"""Backlinks of Bing Webmaster Tools."""

from __future__ import annotations

from typing import Final

from finder.suppliers.report import Report

REPORTS: Final = (
    Report(
        "bing",
        "backlinks",
        "Bing Webmaster Tools, backlinks",
        {"source_url": ("Source URL",), "target_url": ("Target URL",), "anchor": ("Anchor text",)},
        needs=("source_url", "target_url", "anchor"),
        marks=(("Source URL", "Target URL", "Anchor text"),),
    ),
)
