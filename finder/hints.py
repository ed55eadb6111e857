"""Hints: what archived pages said, so that it is worth a look whether they still say it."""

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


class Hint(NamedTuple):
    """One thing that an archived page said: ``what``, and of which brand, dead target or rival (``subject``).

    ``page_url`` is an identity. ``link_url`` is where the link led, empty for a mention without one;
    ``captured_at`` is when the archive had the page (ISO 8601), empty where it does not say.
    """

    page_url: str
    what: What
    subject: str
    anchor: str = ""
    snippet: str = ""
    placement: str = ""
    link_url: str = ""
    captured_at: str = ""

    @property
    def about(self) -> tuple[str, str, str]:
        """What two hints have in common of which one is enough."""
        return self.page_url, self.what.value, self.subject

    @property
    def rank(self) -> tuple[str, ...]:
        """Of hints about the same the one with the highest rank is kept: that of the last capture.

        Between two of one time all of it decides, so that the order in which files are read does not.
        """
        return self.captured_at, self.snippet, self.anchor, self.placement, self.link_url


def each_once(hints: Iterable[Hint]) -> list[Hint]:
    """The hints, of those about the same the one with the highest rank, in an order of their own."""
    kept: dict[tuple[str, str, str], Hint] = {}
    for hint in hints:
        known = kept.get(hint.about)
        if known is None or hint.rank > known.rank:
            kept[hint.about] = hint
    return [kept[about] for about in sorted(kept)]
