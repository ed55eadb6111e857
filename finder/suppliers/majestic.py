"""Exports of Majestic in its three forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.suppliers.report import Report
from finder.tables.cells import flag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.suppliers.row import SuppliedLink

_USES: Final = ("FlagMention", "FlagRedirect", "FlagFrame", "FlagImages", "FlagImageLink")
_KINDS: Final = ("mention", "redirect", "frame", "image", "image")
_LOST: Final = ("FlagDeleted", "FlagAltText")
_OTHERS: Final = (
    "SourceTrustFlow", "SourceCitationFlow", "Domain", "DomainTrustFlow", "DomainCitationFlow",
    "LinkSubType", "TargetTrustFlow", "TargetCitationFlow", "FlagOldCrawl",
    "SourceTopicalTrustFlow_Topic_0", "SourceTopicalTrustFlow_Value_0",
)  # fmt: skip
_NEEDS: Final = ("source_url", "target_url")


def _amended(link: SuppliedLink, cells: Sequence[str]) -> SuppliedLink:
    """A flag for each kind of link. A mention, also one in the alternative text of an image, is no link."""
    *kinds, deleted, alternative = map(flag, cells)
    if alternative:
        link = link._replace(link_type="mention")
    elif kind := next((kind for kind, said in zip(_KINDS, kinds, strict=True) if said), ""):
        link = link._replace(link_type=kind)
    return link._replace(lost_reason="deleted") if deleted and not link.lost_reason else link


def _of_download(link: SuppliedLink, cells: Sequence[str]) -> SuppliedLink:
    """In the download of a report a flag that is not set is empty."""
    *rest, nofollow = cells
    return _amended(link if nofollow.strip() else link._replace(nofollow=False), rest)


REPORTS: Final = (
    Report(
        "majestic",
        "backlinks",
        "Majestic, backlinks",
        {
            "source_url": ("SourceURL",),
            "target_url": ("TargetURL",),
            "anchor": ("AnchorText",),
            "nofollow": ("FlagNoFollow",),
            "link_type": ("LinkType",),
            "first_seen": ("FirstIndexedDate",),
            "last_seen": ("LastSeenDate",),
            "lost_at": ("DateLost",),
            "lost_reason": ("ReasonLost",),
        },
        needs=_NEEDS,
        marks=(
            ("SourceURL", "SourceTrustFlow"),
            ("SourceURL", "SourceCitationFlow"),
            ("SourceURL", "FlagNoFollow"),
            ("SourceURL", "FlagDeleted"),
        ),
        others=_OTHERS,
        amend=_amended,
        uses=(*_USES, *_LOST),
    ),
    Report(
        "majestic",
        "backlinks_download",
        "Majestic, backlinks (download)",
        {
            "source_url": ("Source URL",),
            "target_url": ("Target URL",),
            "anchor": ("Anchor Text",),
            "nofollow": ("FlagNoFollow",),
            "first_seen": ("Source First Found Date",),
            "last_seen": ("Source Crawl Date",),
        },
        needs=(*_NEEDS, "nofollow"),
        marks=(("Source URL", "Source Crawl Date"), ("Source URL", "FlagOldCrawl")),
        others=_OTHERS,
        amend=_of_download,
        uses=(*_USES, *_LOST, "FlagNoFollow"),
    ),
    Report(
        "majestic",
        "backlinks_old",
        "Majestic, backlinks (very old)",
        {
            "source_url": ("SourceURL",),
            "target_url": ("TargetURL",),
            "anchor": ("AnchorText",),
            "last_seen": ("Date",),
        },
        needs=_NEEDS,
        marks=(("SourceURL", "ACRank"),),
        others=("ACRank",),
    ),
)
