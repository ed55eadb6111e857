"""Any table of links: columns by their common names, in many languages, or as the user says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.suppliers.report import Report
from finder.suppliers.values import no_follow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.suppliers.row import SuppliedLink

SUPPLIER: Final = "other"


def _amended(link: SuppliedLink, cells: Sequence[str]) -> SuppliedLink:
    """Columns that say the contrary of nofollow, or all words of ``rel`` at once."""
    *followed, rel = cells
    said = next((told for cell in followed if (told := no_follow(cell, yes=False)) is not None), None)
    tokens = set(rel.lower().replace(",", " ").split())
    if said is None and tokens:
        said = no_follow("nofollow" if "nofollow" in tokens else rel)
    return link._replace(
        nofollow=said if link.nofollow is None else link.nofollow,
        sponsored=True if "sponsored" in tokens else link.sponsored,
        ugc=True if "ugc" in tokens else link.ugc,
    )


REPORTS: Final = (
    Report(
        SUPPLIER,
        "backlinks",
        "a table of links",
        {
            "source_url": (
                "source_url", "source page", "source", "referring page url", "referring page",
                "referring url", "linking page", "linking page url", "linking url", "backlink url",
                "backlink", "link from",
                "linking from", "from url", "url from", "from", "page url", "source address", "referrer",
                "referrer url", "link source", "url",
                "page",
            ),
            "target_url": (
                "target_url", "target page", "target", "destination", "destination url", "link to",
                "linking to", "linked page", "linked url", "to url", "url to", "to", "link url",
                "landing page",
                "target link", "link target", "target address",
            ),
            "source_title": ("source_title", "referring page title", "page title", "title"),
            "anchor": ("anchor", "anchor text", "link text", "link anchor", "linking text", "anchor_text"),
            "context_left": ("context_left", "left context", "text before", "textpre"),
            "context_right": ("context_right", "right context", "text after", "textpost"),
            "nofollow": ("nofollow", "rel nofollow", "no follow", "is nofollow", "flagnofollow"),
            "sponsored": ("sponsored", "rel sponsored"),
            "ugc": ("ugc", "rel ugc"),
            "link_type": ("link_type", "type", "link type"),
            "placement": ("placement", "link position", "position"),
            "sitewide": ("sitewide", "site wide", "sitewide link"),
            "source_http": ("source_http", "source status", "referring page http code", "response code"),
            "target_http": ("target_http", "target status", "target page http code", "target status code"),
            "external_links": ("external_links", "external links count", "outbound links"),
            "language": ("language", "page language", "lang"),
            "first_seen": (
                "first_seen", "first seen date", "date first seen", "discovered", "found", "first found",
                "first indexed", "date added",
            ),
            "last_seen": (
                "last_seen", "last seen date", "date last seen", "last crawled", "last checked", "last check",
                "last found", "crawled", "date",
            ),
            "lost_at": ("lost_at", "lost", "date lost", "lost date", "lost on"),
            "lost_reason": ("lost_reason", "lost status", "reason lost", "drop reason"),
        },
        amend=_amended,
        uses=("dofollow", "follow", "followed", "rel"),
    ),
    Report(
        SUPPLIER,
        "referring_domains",
        "a table of linking sites",
        {
            "subject": (
                "domain", "referring domain", "linking site", "site", "linking domain", "source domain",
                "host",
            ),
            "first_seen": ("first_seen",),
            "last_seen": ("last_seen",),
            "lost_at": ("lost_at", "lost"),
        },
        needs=("subject",),
        counts="site",
    ),
)  # fmt: skip
