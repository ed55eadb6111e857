"""A look at a linking page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finder.backlinks.state import UNTOLD, Why

if TYPE_CHECKING:
    from finder.backlinks.found import OwnLink


@dataclass(frozen=True, slots=True)
class PageLook:
    """A linking page as it was seen now, or not.

    ``ours`` are its links to us in document order. ``absence``: what it means that a link is not there, with
    the evidence in words, if not that it was removed.
    """

    final_url: str = ""
    status: int | None = None
    ours: tuple[OwnLink, ...] = ()
    noindex: bool = False
    canonical: str = ""
    absence: tuple[Why, str] | None = None

    @property
    def gone(self) -> bool:
        """Whether it is no page any more, whatever links its template has."""
        return self.absence is not None and self.absence[0] is Why.PAGE_GONE

    @property
    def told(self) -> bool:
        """Whether it proves what is not there."""
        return self.absence is None or self.absence[0] not in UNTOLD
