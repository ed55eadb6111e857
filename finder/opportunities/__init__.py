"""What counts: every kind of opportunity, as a pure function that looks at what is known.

A kind looks either at a whole source page (``ON_PAGE``) or at one link whose target has a verdict
(``ON_LINK``); one, ``lost_link``, is about a link that is no longer there: it comes from watching what was
won, and from looking again at what suppliers saw. The name of a kind is the name of its file and its campaign
key. What a page says of itself (title, dates, authors) is added here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from finder.items import JudgedLink, Opportunity, PageFacts
from finder.opportunities.broken_backlink import broken_backlink
from finder.opportunities.broken_link import broken_link
from finder.opportunities.image_without_credit import image_without_credit
from finder.opportunities.link_intersect import link_intersect
from finder.opportunities.lost_link import lost_link
from finder.opportunities.mention_wrong_link import mention_of_dead_page, mention_wrong_link
from finder.opportunities.unlinked_mention import unlinked_mention

OnLink = Callable[[PageFacts, JudgedLink], Opportunity | None]
OnPage = Callable[[PageFacts], Opportunity | None]

ON_LINK: Final[dict[str, OnLink]] = {
    "broken_link": broken_link,
    "broken_backlink": broken_backlink,
    "mention_wrong_link": mention_of_dead_page,
}
ON_PAGE: Final[dict[str, OnPage]] = {
    "unlinked_mention": unlinked_mention,
    "mention_wrong_link": mention_wrong_link,
    "image_without_credit": image_without_credit,
    "link_intersect": link_intersect,
}
KINDS: Final = (
    "broken_link",
    "unlinked_mention",
    "mention_wrong_link",
    "image_without_credit",
    "lost_link",
    "broken_backlink",
    "link_intersect",
)

__all__ = ["KINDS", "ON_LINK", "ON_PAGE", "lost_link", "on_link", "on_page"]


def on_page(page: PageFacts, kinds: tuple[str, ...]) -> list[Opportunity]:
    """The opportunities of ``kinds`` that the page itself gives."""
    found = (function(page) for kind, function in ON_PAGE.items() if kind in kinds)
    return [_about(page, opportunity) for opportunity in found if opportunity]


def on_link(page: PageFacts, link: JudgedLink, kinds: tuple[str, ...]) -> list[Opportunity]:
    """The opportunity of ``kinds`` that one judged link of the page gives, if any.

    One link is one reason to write: of kinds that see it in different ways, the first in the list has it.
    """
    found = (function(page, link) for kind, function in ON_LINK.items() if kind in kinds)
    return [_about(page, opportunity) for opportunity in found if opportunity][:1]


def _about(page: PageFacts, opportunity: Opportunity) -> Opportunity:
    """An opportunity with what every kind tells of its page."""
    return replace(
        opportunity,
        page_title=page.title,
        page_language=page.language,
        page_published=page.published,
        page_modified=page.modified,
        page_authors=page.authors,
        linked_own=page.linked_own,
    )
