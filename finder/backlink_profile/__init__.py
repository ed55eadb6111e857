"""The profile of our backlinks: who sees what, what is live, what links are like. Links in, counts out."""

from finder.backlink_profile.anchor import Anchors, AnchorSort, PageNames
from finder.backlink_profile.anchor_counts import AnchorCounts
from finder.backlink_profile.concentration import notes
from finder.backlink_profile.counting import LinkCounts
from finder.backlink_profile.known_link import KnownLink
from finder.backlink_profile.profile import (
    AnchorShare,
    Changes,
    Counts,
    CountsOnly,
    ImportedFile,
    LanguageCount,
    LinkedPage,
    Part,
    Period,
    Profile,
    ReferringDomain,
    SaidOfDomain,
    SeenBy,
    StateCount,
    SupplierCounts,
    UsedAnchor,
)
from finder.backlink_profile.supplier_counts import supplier_counts

__all__ = [
    "AnchorCounts",
    "AnchorShare",
    "AnchorSort",
    "Anchors",
    "Changes",
    "Counts",
    "CountsOnly",
    "ImportedFile",
    "KnownLink",
    "LanguageCount",
    "LinkCounts",
    "LinkedPage",
    "PageNames",
    "Part",
    "Period",
    "Profile",
    "ReferringDomain",
    "SaidOfDomain",
    "SeenBy",
    "StateCount",
    "SupplierCounts",
    "UsedAnchor",
    "notes",
    "supplier_counts",
]
