"""What speaks against writing at all: a link from there would harm, or cost money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from finder.markers import Dealing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.markers import Marker

# The worst first. That a page earns by affiliate links, or takes guest posts, harms nobody.
_RISKS: Final = (
    Dealing.LINK_FARM,
    Dealing.SPAM_DIRECTORY,
    Dealing.SELLS_LINKS,
    Dealing.PAID_POST,
    Dealing.LINK_EXCHANGE,
)


class Risk(NamedTuple):
    """Words of :class:`finder.markers.Dealing`, the worst first, and the page's own words for that one.

    Both are empty where nothing speaks against writing.
    """

    words: str = ""
    evidence: str = ""


def risk_of(markers: Iterable[Marker] | None) -> Risk:
    """The risk of a page that has these markers (``None``: nobody looked for any)."""
    found = sorted(
        (marker for marker in markers or () if marker.what in _RISKS),
        key=lambda marker: _RISKS.index(marker.what),
    )
    return Risk(", ".join(marker.what for marker in found), found[0].snippet) if found else Risk()
