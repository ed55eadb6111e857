"""What an archived page gives: one finding for each thing that it says of us, of rivals or of the dead."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class What(StrEnum):
    """Why an archived page is worth a look."""

    MENTION = "mention"
    DEAD_LINK = "dead_link"
    RIVAL = "rival"


class Finding(NamedTuple):
    """One thing on an archived page: ``what`` it is, and of which brand, dead target or rival (``subject``).

    ``page_url`` is an identity. ``url`` is where the link leads, empty for a mention without one;
    ``captured_at`` is when the archive had the page (ISO 8601), empty where it does not say.
    """

    page_url: str
    what: What
    subject: str
    anchor: str = ""
    snippet: str = ""
    placement: str = ""
    url: str = ""
    captured_at: str = ""

    @property
    def about(self) -> tuple[str, str, str]:
        """What two findings have in common of which one is enough."""
        return self.page_url, self.what.value, self.subject

    @property
    def rank(self) -> tuple[str, ...]:
        """Of findings about the same the one with the highest rank is kept: the last capture.

        Between two of one time all of it decides, so that the order in which files are read does not.
        """
        return self.captured_at, self.snippet, self.anchor, self.placement, self.url


def each_once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, of those about the same the one with the highest rank, in an order of their own."""
    kept: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        known = kept.get(finding.about)
        if known is None or finding.rank > known.rank:
            kept[finding.about] = finding
    return [kept[about] for about in sorted(kept)]
