"""An archived page in, its hints out: with the page functions of a crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from finder.archive_scan.glance import Glance
from finder.brands.pointing import aims
from finder.facts import page_facts
from finder.hints import Hint, What, each_once
from finder.opportunities.mention_wrong_link import mention_wrong_link
from finder.opportunities.unlinked_mention import unlinked_mention
from finder.pages import Names, decode, no_collection, read_page
from finder.pages.tree import parse
from finder.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finder.archive_scan.sought import Sought
    from finder.items import Link, Opportunity, SourcePage
    from finder.warc import ArchivedPage

_MENTIONS: Final = {"unlinked_mention": unlinked_mention, "mention_wrong_link": mention_wrong_link}


class Scanner:
    """Reads archived pages for what is sought; made once in each process, for it takes a moment."""

    def __init__(self, sought: Sought) -> None:
        self._sought = sought
        self._campaign = sought.campaign
        kinds = self._campaign.kinds
        self._mentions = [look for kind, look in _MENTIONS.items() if kind in kinds]
        self._rivals = "link_intersect" in kinds
        self._names = Names(self._campaign.brand_profiles if self._mentions else ())
        self._glance = Glance(sought, self._names.needles())

    def hints(self, archived: ArchivedPage) -> list[Hint]:
        """What a page gives, each once; a page of ours gives nothing."""
        if self._campaign.is_own(archived.url):
            return []
        html = decode(archived.body, archived.content_type)
        with no_collection():
            if not self._glance.may_hold(parse(html)):
                return []
        page = read_page(html, archived.url, self._names, about=False)
        return each_once(self._found(page, archived.captured_at))

    def _found(self, page: SourcePage, captured_at: str) -> Iterator[Hint]:
        facts = page_facts(page, self._campaign)
        found = (look(facts) for look in self._mentions)
        yield from (_mention(page.url, each, captured_at) for each in found if each)
        yield from self._dead_links(page, captured_at)
        # Whoever links to us as well is no reason to write.
        if self._rivals and not facts.linked_own:
            for each in facts.linked_rivals:
                yield _link(page.url, What.RIVAL, each.rival, each.link, captured_at)

    def _dead_links(self, page: SourcePage, captured_at: str) -> Iterator[Hint]:
        for link in page.outbound_links:
            for url in (link.url, *(aims(link.url) if "?" in link.url else ())):
                if dead := self._sought.dead(url):
                    yield _link(page.url, What.DEAD_LINK, dead, link, captured_at)


def _mention(page_url: str, found: Opportunity, captured_at: str) -> Hint:
    said = (found.anchor, found.context, found.placement.value, found.linked_url)
    return Hint(page_url, What.MENTION, found.brand, *said, captured_at)


def _link(page_url: str, what: What, subject: str, link: Link, captured_at: str) -> Hint:
    said = (link.anchor, link.context or link.anchor, link.placement.value, identity(link.url))
    return Hint(page_url, what, subject, *said, captured_at)
