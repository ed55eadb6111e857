"""Exports of Ahrefs Site Explorer, new and old."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.suppliers.report import Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.suppliers.row import SuppliedLink

_LINK: Final = {
    "source_url": ("Referring page URL",),
    "target_url": ("Target URL",),
    "source_title": ("Referring page title",),
    "anchor": ("Anchor",),
    "context_left": ("Left context",),
    "context_right": ("Right context",),
    "nofollow": ("Nofollow",),
    "sponsored": ("Sponsored",),
    "ugc": ("UGC",),
    "link_type": ("Type",),
    "source_http": ("Referring page HTTP code",),
    "target_http": ("Target page HTTP code",),
    "external_links": ("External links",),
    "language": ("Language",),
    "first_seen": ("First seen",),
    "last_seen": ("Last seen",),
    "lost_at": ("Lost",),
    "lost_reason": ("Lost status",),
}
_OLD_LINK: Final = {
    "source_url": ("Referring Page URL",),
    "target_url": ("Link URL",),
    "source_title": ("Referring Page Title",),
    "anchor": ("Link Anchor",),
    "context_left": ("TextPre",),
    "context_right": ("TextPost",),
    "link_type": ("Type",),
    "external_links": ("External Links Count",),
    "language": ("Language",),
    "first_seen": ("First Seen",),
    "last_seen": ("Last Check",),
    "lost_at": ("Day Lost",),
    "lost_reason": ("Backlink Status",),
}
_OTHERS: Final = (
    "Platform", "Domain rating", "UR", "Domain traffic", "Referring domains", "Linked domains",
    "Page traffic", "Keywords", "Redirect Chain URLs", "Redirect Chain status codes", "Is spam", "Content",
    "Rendered", "Raw", "Drop reason", "Discovered status", "Author", "Page type", "Page category",
    "Links in group",
)  # fmt: skip
_OLD_OTHERS: Final = (
    "#", "Domain Rating", "URL Rating (desc)", "Referring Domains", "Internal Links Count", "Traffic",
    "Keywords", "Js rendered", "Linked Domains",
)  # fmt: skip
_DOMAIN_OTHERS: Final = (
    "Is spam", "DR", "Dofollow ref. domains", "Dofollow linked domains", "Traffic", "Keywords",
    "Links to target", "New links", "Lost links", "Dofollow links",
)  # fmt: skip
_ANCHOR_OTHERS: Final = (
    "Ref. domains", "Top DR", "Ref. pages", "Links to target", "New links", "Lost links",
    "Dofollow links",
)  # fmt: skip
_STILL_THERE: Final = frozenset({"", "active", "live"})


def _why_lost(link: SuppliedLink, cells: Sequence[str]) -> SuppliedLink:
    drop_reason = cells[0].strip()
    return link._replace(lost_reason=drop_reason) if drop_reason and not link.lost_reason else link


def _of_old(link: SuppliedLink, cells: Sequence[str]) -> SuppliedLink:
    """In the old report the type of a link said whether it was followed."""
    said = cells[0].strip().lower()
    if said in ("dofollow", "nofollow"):
        link = link._replace(nofollow=said == "nofollow")
    if link.lost_reason.lower() in _STILL_THERE:
        link = link._replace(lost_reason="")
    return link


REPORTS: Final = (
    Report(
        "ahrefs",
        "broken_backlinks",
        "Ahrefs, broken backlinks",
        _LINK,
        needs=("source_url", "target_url"),
        marks=(
            ("Referring page URL", "Target page HTTP code"),
            ("Referring page URL", "Target checked"),
        ),
        others=(*_OTHERS, "Target checked", "Ref. page checked"),
    ),
    Report(
        "ahrefs",
        "backlinks",
        "Ahrefs, backlinks",
        _LINK,
        needs=("source_url", "target_url"),
        marks=(("Referring page URL", "Target URL"),),
        others=_OTHERS,
        without=("Target page HTTP code", "Target checked"),
        amend=_why_lost,
        uses=("Drop reason",),
    ),
    Report(
        "ahrefs",
        "link_intersect",
        "Ahrefs, link intersect",
        {name: columns for name, columns in _LINK.items() if name != "target_url"},
        marks=(("Referring page URL", "Intersect"),),
        others=(*_OTHERS, "Redirect Code", "Intersect"),
        compares=True,
    ),
    Report(
        "ahrefs",
        "backlinks_old",
        "Ahrefs, backlinks (old)",
        _OLD_LINK,
        needs=("source_url", "target_url"),
        marks=(("Referring Page URL", "Link URL"),),
        others=_OLD_OTHERS,
        amend=_of_old,
        uses=("Type",),
    ),
    Report(
        "ahrefs",
        "referring_domains",
        "Ahrefs, referring domains",
        {
            "subject": ("Domain", "Referring domain"),
            "first_seen": ("First seen",),
            "last_seen": ("Last seen",),
            "lost_at": ("Lost",),
        },
        needs=("subject",),
        marks=(("Domain", "DR"), ("Domain", "Links to target"), ("Referring domain", "DR")),
        others=_DOMAIN_OTHERS,
        counts="site",
    ),
    Report(
        "ahrefs",
        "anchors",
        "Ahrefs, anchors",
        {
            "subject": ("Anchor text", "Anchor"),
            "first_seen": ("First seen",),
            "last_seen": ("Last seen",),
            "lost_at": ("Lost",),
        },
        needs=("subject",),
        marks=(("Top DR", "Ref. pages"), ("Top DR", "Ref. domains"), ("Anchor text", "Links to target")),
        others=_ANCHOR_OTHERS,
        counts="anchor",
    ),
    Report(
        "ahrefs",
        "best_by_links",
        "Ahrefs, best by links",
        {"subject": ("Page URL", "URL"), "first_seen": ("First seen",), "last_seen": ("Last seen",)},
        needs=("subject",),
        marks=(("Page URL", "Top DR", "Referring domains"), ("Page URL", "Top DR")),
        others=("Page title", "UR", "Top DR", "Referring domains", "Dofollow", "Nofollow", "HTTP code"),
        counts="page",
    ),
)
