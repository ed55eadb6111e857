"""Exports of Semrush: backlinks new and old, by file and by API, audit, referring domains, backlink gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.suppliers.report import Report
from finder.tables.cells import flag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.suppliers.row import SuppliedLink

_LINK: Final = {
    "source_url": ("Source url",),
    "target_url": ("Target url",),
    "source_title": ("Source title",),
    "anchor": ("Anchor",),
    "nofollow": ("Nofollow",),
    "sponsored": ("Sponsored",),
    "ugc": ("Ugc",),
    "sitewide": ("Sitewide",),
    "source_http": ("response_code",),
    "external_links": ("External links", "external_num"),
    "first_seen": ("First seen",),
    "last_seen": ("Last seen",),
}
_OTHERS: Final = (
    "Page ascore", "Page score", "Page trust score", "Internal links", "internal_num", "New link",
    "newlink", "redirect_url",
)  # fmt: skip
_SORTS: Final = ("Image", "Form", "Frame", "Text")
_NEEDS: Final = ("source_url", "target_url")


def _amended(link: SuppliedLink, cells: Sequence[str]) -> SuppliedLink:
    """A column for each kind of link, and one for links that are gone (without a day)."""
    kind = next((name for name, cell in zip(_SORTS, cells, strict=False) if flag(cell)), "")
    lost = "lost link" if flag(cells[len(_SORTS)]) else ""
    return link._replace(link_type=kind.lower(), lost_reason=lost) if kind or lost else link


REPORTS: Final = (
    Report(
        "semrush",
        "backlinks",
        "Semrush, backlinks",
        _LINK,
        needs=_NEEDS,
        marks=(
            ("Page ascore",),
            ("Page score", "Page trust score"),
            ("external_num", "Source url"),
            ("Source title", "Source url", "Sitewide"),
            ("Source title", "Source url", "Internal links"),
        ),
        others=_OTHERS,
        amend=_amended,
        uses=(*_SORTS, "Lost link"),
    ),
    Report(
        "semrush",
        "backlink_audit",
        "Semrush, backlink audit",
        _LINK,
        needs=_NEEDS,
        marks=(
            ("Source url", "Toxicity Score"),
            ("Source url", "Toxic Score"),
            ("Source url", "Toxic markers"),
        ),
        others=("Toxicity Score", "Toxic Score", "Toxic markers"),
    ),
    Report(
        "semrush",
        "referring_domains",
        "Semrush, referring domains",
        {"subject": ("Domain",), "first_seen": ("First seen",), "last_seen": ("Last seen",)},
        needs=("subject",),
        marks=(("Domain", "Domain ascore", "Backlinks"), ("Domain", "Backlinks", "IP Address")),
        others=("Domain ascore", "Backlinks", "IP Address", "Country"),
        counts="site",
    ),
    Report(
        "semrush",
        "backlink_gap",
        "Semrush, backlink gap",
        {"subject": ("Domain",)},
        needs=("subject",),
        marks=(("Domain", "Domain ascore", "Matches"),),
        others=("Domain ascore", "Matches"),
        counts="site",
        compares=True,
    ),
)
