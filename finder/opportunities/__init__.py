"""What counts: every kind of opportunity, as a pure function that looks at what is known.

A kind looks either at a whole source page (``ON_PAGE``) or at one link whose target has a verdict
(``ON_LINK``). The name of a kind is the name of its file, its function and its campaign key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from finder.items import JudgedLink, Opportunity, PageFacts
from finder.opportunities.broken_link import broken_link
from finder.opportunities.unlinked_mention import unlinked_mention

OnLink = Callable[[PageFacts, JudgedLink], Opportunity | None]
OnPage = Callable[[PageFacts], Opportunity | None]

ON_LINK: Final[dict[str, OnLink]] = {"broken_link": broken_link}
ON_PAGE: Final[dict[str, OnPage]] = {"unlinked_mention": unlinked_mention}
KINDS: Final = (*ON_LINK, *ON_PAGE)


def on_page(page: PageFacts, kinds: tuple[str, ...]) -> list[Opportunity]:
    """The opportunities of ``kinds`` that the page itself gives."""
    found = (function(page) for kind, function in ON_PAGE.items() if kind in kinds)
    return [opportunity for opportunity in found if opportunity]


def on_link(page: PageFacts, link: JudgedLink, kinds: tuple[str, ...]) -> list[Opportunity]:
    """The opportunities of ``kinds`` that one judged link of the page gives."""
    found = (function(page, link) for kind, function in ON_LINK.items() if kind in kinds)
    return [opportunity for opportunity in found if opportunity]
