"""What a page says: HTML in, values out. Pure: no network, no Scrapy, no SQL."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from finder.brands import Names
from finder.items import SourcePage
<<<<<<< HEAD
from finder.pages.body import set_apart
from finder.pages.boxes import own_site
from finder.pages.colophon import colophon_of, headline_block
from finder.pages.decode import decode
from finder.pages.described import mentions_in_images
from finder.pages.language import language_of
from finder.pages.links import links_of, resolver_for
from finder.pages.marked import Marks
from finder.pages.markers import markers_of
from finder.pages.mentions import mentions_of
from finder.pages.metadata import metadata_of
from finder.pages.notices import set_notices_apart
=======
from finder.pages.decode import decode
from finder.pages.page import Page
>>>>>>> main
from finder.pages.pagination import next_urls_of
from finder.pages.text import first_paragraph, headings_of, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

<<<<<<< HEAD
    from finder.items import Mention
    from finder.markers import Marker
    from finder.pages.colophon import Colophon

__all__ = ["Names", "decode", "read_page"]
=======
__all__ = ["Names", "decode", "no_collection", "read_page"]
>>>>>>> main


def read_page(
    html: str, url: str, names: Names | None = None, *, about: bool = True, words: bool = False
) -> SourcePage:
    """What the page at ``url`` (absolute, after redirects) says.

    Never raises, whatever the HTML. At most 10 million characters, 20,000 links and 20,000 characters
    of text are taken. Without ``names`` no mentions are looked for, without ``about`` neither authors nor
    days nor markers, and without ``words`` they are not counted: each takes its time.
    """
    with no_collection():
        page = Page(html, url)
        authors, published, modified = page.about() if about else ((), "", "")
        markers = page.markers() if about else None
        return SourcePage(
            url=url,
            title=page.title,
            h1=page.headings[0] if page.headings else "",
            language=page.language,
            summary=page.declared.summary or first_paragraph(page.outline),
            canonical=page.declared.canonical,
            noindex=page.declared.noindex,
            nofollow=page.declared.nofollow,
            text=page.text,
            links=tuple(link for _, link in page.links),
            next_urls=next_urls_of(url, page.declared.next_url, page.links),
            mentions=page.mentions(names) if names is not None else (),
            images=page.images,
            headings=headings_of(page.outline),
            words=word_count(page.outline, page.title) if words else 0,
            authors=authors,
            published=published,
            modified=modified,
            markers=markers,
        )


@contextmanager
def no_collection() -> Iterator[None]:
    """Without the cyclic garbage collector: a page makes thousands of objects, and no cycles."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
<<<<<<< HEAD


class _Page:
    """A page as it is read: the tree, its outline, and what the one says about the other."""

    def __init__(self, html: str, url: str) -> None:
        self._html = html
        self._url = url
        self._tree = parse(html)
        self.outline = walk(self._tree)
        self.resolver = resolver_for(url, self.outline)
        self.declared = metadata_of(self.outline, self.resolver.base)
        set_apart(self.outline, own_site(url, self.declared.canonical))
        set_notices_apart(self.outline)
        self.links = list(links_of(self.outline, self.resolver))
        self.text = main_text(self.outline)
        self.headings = main_headings(self.outline)
        # Looking through all elements takes its time; most pages have no such script.
        has_data = "ld+json" in html or "LD+JSON" in html
        self._stated = statement_of(scripts_of(self._tree) if has_data else ())
        shared = self.declared.shared_title or self.declared.named.get("twitter:title", "")
        self.title = title_of(
            url, self.declared.title, shared, self.headings, self.declared.site_name, self._stated.headline
        )
        self.language = language_of(self.declared.language, self.text)
        self.images = images_of(self.outline, self.resolver, self.links)

    def about(self) -> Colophon:
        """Who wrote it, and when."""
        marks = Marks(self._tree)
        return colophon_of(
            self._url, self.title, self._html, self.outline, self.declared, self._stated, marks
        )

    def markers(self) -> tuple[Marker, ...]:
        """What it says of its dealings with links."""
        links = [link for _, link in self.links]
        return markers_of(
            self.outline, self.title, self.language, links, headline_block(self.outline, self.title)
        )

    def mentions(self, names: Names) -> tuple[Mention, ...]:
        """Where it names our brands."""
        return (
            *mentions_of(self.outline, names, self.links, self.title, self.language),
            *mentions_in_images(self.images, names, self.title, self.language),
        )
=======
>>>>>>> main
