"""Exports of Moz Link Explorer, with the lines about the export that stand above the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.suppliers.report import Report
from finder.tables.cells import flag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.suppliers.row import SuppliedLink
_OTHERS: Final = (
    "Spam Score", "Page Authority", "Domain Authority", "PA", "DA",
    "Number of Domains Linking to this Page", "Number of Domains Linking to Domain", "Origin",
    "Link Equity", "No Link Equity",
)  # fmt: skip


def _amended(link: SuppliedLink, cells: Sequence[str]) -> SuppliedLink:
    """A page whose links are all of one sort says of this one what it is; with both sorts it says nothing."""
    only_nofollow, only_follow, moved = map(flag, cells)
    if only_nofollow != only_follow:
        link = link._replace(nofollow=True if only_nofollow else False if only_follow else None)
    return link._replace(link_type="redirect") if moved else link


REPORTS: Final = (
    Report(
        "moz",
        "backlinks",
        "Moz, inbound links",
        {
            "source_url": ("URL",),
            "target_url": ("Target URL",),
            "source_title": ("Title",),
            "anchor": ("Anchor Text",),
            "first_seen": ("First Seen", "Date First Seen"),
            "last_seen": ("Last Seen", "Date Last Crawled"),
            "lost_at": ("Date Lost",),
        },
        needs=("source_url", "target_url"),
        marks=(
            ("URL", "Target URL", "Page Authority"),
            ("URL", "Target URL", "Spam Score"),
            ("URL", "Target URL", "Link Equity"),
            ("URL", "Target URL", "PA"),
            ("URL", "Target URL", "DA"),
        ),
        others=_OTHERS,
        amend=_amended,
        uses=("Only rel=nofollow", "Only follow", "301"),
    ),
    Report(
        "moz",
        "top_pages",
        "Moz, top pages",
        {"subject": ("URL",)},
        needs=("subject",),
        marks=(
            ("URL", "PA", "Total Links"),
            ("URL", "PA", "Linking Domains to Page"),
            ("URL", "Page Authority", "Linking Domains to Page"),
        ),
        others=("Title", "PA", "Page Authority", "Total Links", "Linking Domains to Page"),
        without=("Target URL",),
        counts="page",
    ),
)
