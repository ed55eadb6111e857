"""Links in Google Search Console: who links, how much per site, per page and per text. All of it is a sample.

The names of columns are those of the account's language (``reference/supplier_headers.tsv``).
"""

from __future__ import annotations

from typing import Final

from finder.suppliers.report import Report

REPORTS: Final = (
    Report(
        "search_console",
        "latest_links",
        "Google Search Console, latest links",
        {"source_url": ("Linking page",), "last_seen": ("Last crawled",)},
        needs=("source_url", "last_seen"),
        marks=(("Linking page", "Last crawled"),),
    ),
    Report(
        "search_console",
        "sample_links",
        "Google Search Console, more sample links",
        {"source_url": ("Linking page",)},
        marks=(("Linking page",),),
        without=("Target page", "Target URL", "Source URL", "Last crawled", "Anchor", "Anchor text"),
    ),
    Report(
        "search_console",
        "top_linking_sites",
        "Google Search Console, top linking sites",
        {"subject": ("Site",)},
        needs=("subject",),
        marks=(("Site", "Linking pages"), ("Site", "Target pages"), ("Site", "Incoming links")),
        others=("Linking pages", "Target pages", "Incoming links"),
        counts="site",
    ),
    Report(
        "search_console",
        "top_linked_pages",
        "Google Search Console, top linked pages",
        {"subject": ("Target page", "Top linked page")},
        needs=("subject",),
        marks=(("Target page", "Incoming links"), ("Target page", "Linking sites")),
        others=("Incoming links", "Linking sites"),
        counts="page",
    ),
    Report(
        "search_console",
        "top_linking_text",
        "Google Search Console, top linking text",
        {"subject": ("Linking text", "Link text")},
        needs=("subject",),
        marks=(("Linking text",), ("Link text",)),
        others=("Rank", "Count"),
        without=("Linking page", "Source URL", "Target URL"),
        counts="anchor",
    ),
)
