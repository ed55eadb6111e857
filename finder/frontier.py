"""Where a spider of source pages begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.storage.listings import Listing
    from finder.storage.places import Place


@dataclass(frozen=True, slots=True)
class Frontier:
    """The pages on its list (``max_pages`` in a run), and places that list more."""

    pages: Sequence[Listing]
    max_pages: int
    places: Sequence[Place] = ()

    @property
    def seeds(self) -> set[str]:
        """What in the campaign leads to the pages."""
        return {page.seed for page in self.pages} | {place.seed for place in self.places}
