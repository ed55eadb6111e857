"""Exports of the crawler Screaming Frog: all links, and addresses outside with their links counted.

The names of columns are those of the program's language (``reference/supplier_headers.tsv``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.suppliers.report import Report
from finder.tables.cells import flag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.suppliers.row import SuppliedLink

_HYPERLINK: Final = "hyperlink"
_OTHERS: Final = (
    "Size (Bytes)", "Status", "Crawlability", "Target", "Path Type", "Link Path", "Link Origin", "Size",
    "Transferred",
)  # fmt: skip


def _amended(link: SuppliedLink, cells: Sequence[str]) -> SuppliedLink | str:
    """Only hyperlinks are links; ``Follow`` says whether they are followed, whatever ``Rel`` has."""
    kind, follow, alternative, rel = cells
    if link.link_type != _HYPERLINK:
        return f'is no hyperlink but "{kind.strip()[:40]}"'
    followed = flag(follow)
    tokens = rel.lower().split()
    return link._replace(
        link_type="image" if alternative.strip() and not link.anchor else "text",
        nofollow=None if followed is None else not followed,
        sponsored=True if "sponsored" in tokens else None,
        ugc=True if "ugc" in tokens else None,
    )


REPORTS: Final = (
    Report(
        "screaming_frog",
        "all_outlinks",
        "Screaming Frog, all links",
        {
            "source_url": ("Source",),
            "target_url": ("Destination",),
            "anchor": ("Anchor", "Anchor Text"),
            "link_type": ("Type",),
            "placement": ("Link Position",),
            "target_http": ("Status Code",),
        },
        needs=("source_url", "target_url", "link_type"),
        marks=(
            ("Type", "Source", "Destination", "Follow"),
            ("Type", "Source", "Destination", "Alt Text"),
            ("Type", "Source", "Destination", "Status Code"),
        ),
        others=_OTHERS,
        amend=_amended,
        uses=("Type", "Follow", "Alt Text", "Rel"),
    ),
    Report(
        "screaming_frog",
        "external",
        "Screaming Frog, external addresses",
        {"subject": ("Address",)},
        needs=("subject",),
        marks=(("Address", "Status Code", "Inlinks"),),
        others=("Content Type", "Content", "Status", "Crawl Depth", "Inlinks"),
        counts="page",
    ),
)
