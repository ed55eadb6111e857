"""A page as it is read: the tree, its outline, and what the one says about the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.pages.body import set_apart
from finder.pages.boxes import own_site
from finder.pages.colophon import colophon_of, headline_block
from finder.pages.described import mentions_in_images
from finder.pages.language import language_of
from finder.pages.links import links_of, resolver_for
from finder.pages.marked import Marks
from finder.pages.markers import markers_of
from finder.pages.mentions import mentions_of
from finder.pages.metadata import metadata_of
from finder.pages.notices import set_notices_apart
from finder.pages.shown import images_of
from finder.pages.structured import scripts_of, statement_of
from finder.pages.text import main_headings, main_text
from finder.pages.title import title_of
from finder.pages.tree import parse
from finder.pages.walk import walk

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

    from finder.brands import Names
    from finder.items import Mention
    from finder.markers import Marker
    from finder.pages.colophon import Colophon


class Page:
    """A page as it is read: the tree, its outline, and what the one says about the other."""

    def __init__(self, html: str, url: str, tree: LexborHTMLParser | None = None) -> None:
        """Read the page at ``url``; ``tree`` is that of ``html`` where it was made before."""
        self._html = html
        self._url = url
        self.tree = tree or parse(html)
        self.outline = walk(self.tree)
        self.resolver = resolver_for(url, self.outline)
        self.declared = metadata_of(self.outline, self.resolver.base)
        set_apart(self.outline, own_site(url, self.declared.canonical))
        set_notices_apart(self.outline)
        self.links = list(links_of(self.outline, self.resolver))
        self.text = main_text(self.outline)
        self.headings = main_headings(self.outline)
        # Looking through all elements takes its time; most pages have no such script.
        has_data = "ld+json" in html or "LD+JSON" in html
        self.stated = statement_of(scripts_of(self.tree) if has_data else ())
        shared = self.declared.shared_title or self.declared.named.get("twitter:title", "")
        self.title = title_of(
            url, self.declared.title, shared, self.headings, self.declared.site_name, self.stated.headline
        )
        self.language = language_of(self.declared.language, self.text)
        self.images = images_of(self.outline, self.resolver, self.links)

    def about(self) -> Colophon:
        """Who wrote it, and when."""
        marks = Marks(self.tree)
        return colophon_of(self._url, self.title, self._html, self.outline, self.declared, self.stated, marks)

    def markers(self) -> tuple[Marker, ...]:
        """What it says of its dealings with links."""
        links, languages = [link for _, link in self.links], (self.language, self.declared.language)
        headline = headline_block(self.outline, self.title)
        return markers_of(self.outline, self.title, languages, links, headline)

    def mentions(self, names: Names) -> tuple[Mention, ...]:
        """Where it names our brands."""
        return (
            *mentions_of(self.outline, names, self.links, self.title, self.language),
            *mentions_in_images(self.images, names, self.title, self.language),
        )
