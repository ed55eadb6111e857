"""What looks at linking pages concluded, written down with all that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, insert, select, update

from finder.backlinks import Conclusion, State, lost_link_of
from finder.items import JudgedLink, Link, Outcome
from finder.storage import findings, links, source_pages
from finder.storage.backlink_pages import BACKLINKS
from finder.storage.copies import copy_of
from finder.storage.database import renewal, upsert
from finder.storage.finds import add_finds
from finder.storage.tables import archived_copy, backlink, backlink_event, lead, source_page, target, target_host
from finder.storage.withdrawing import ABOUT_ABSENCE, withdraw
from finder.urls import host, key, prospect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from finder.backlinks import PageLook
    from finder.items import Fetch, Opportunity, PageFacts, SourcePage
    from finder.storage.batches import Batch
    from finder.storage.finds import OnLink
    from finder.storage.source_pages import PageJob

BROKEN: Final = "broken_backlink"


@dataclass(frozen=True, slots=True)
class BacklinkReport:
    """What a look at one page gave.

    ``conclusions`` are about its links to us, those among them whose ``known.id`` is 0 about links that no
    row is about yet; ``targets`` are the rows of our pages by the address that is linked to. ``page`` and
    ``facts`` are ``None`` if it was not read, ``failed`` says why. ``opportunities`` are those of the page
    itself and of links that were lost.
    """

    page_id: int
    url: str
    moment: str
    look: PageLook
    fetch: Fetch
    conclusions: Sequence[Conclusion] = ()
    targets: Mapping[str, int] = field(default_factory=dict)
    page: SourcePage | None = None
    facts: PageFacts | None = None
    failed: str = ""
    opportunities: Sequence[Opportunity] = ()
    looked_for: int = 0
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What writing a report changed: finds for the pipelines, links nobody knew of, leads closed."""

    finds: int
    new: int
    closed: int
