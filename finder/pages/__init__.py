"""What a page says: HTML in, values out. Pure: no network, no Scrapy, no SQL."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from finder.items import SourcePage
from finder.pages.body import set_apart
from finder.pages.boxes import own_site
from finder.pages.decode import decode
from finder.pages.language import language_of
from finder.pages.links import links_of, resolver_for
from finder.pages.mentions import BrandNames, mentions_of
from finder.pages.metadata import metadata_of
from finder.pages.pagination import next_urls_of
from finder.pages.text import first_paragraph, headings_of, main_heading, main_text, word_count
from finder.pages.title import title_of
from finder.pages.tree import parse
from finder.pages.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["BrandNames", "decode", "read_page"]


def read_page(html: str, url: str, brands: BrandNames | None = None) -> SourcePage:
    """What the page at ``url`` (absolute, after redirects) says.

    Never raises, whatever the HTML. At most 10 million characters, 20,000 links and 20,000 characters
    of text are taken. Without ``brands`` no mentions are looked for.
    """
    with _no_collection():
        return _read(html, url, brands)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the cyclic garbage collector: a page makes thousands of objects, and no cycles."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _read(html: str, url: str, brands: BrandNames | None) -> SourcePage:
    outline = walk(parse(html))
    resolver = resolver_for(url, outline)
    declared = metadata_of(outline, resolver.base)
    set_apart(outline, own_site(url, declared.canonical))
    links = list(links_of(outline, resolver))
    text = main_text(outline)
    heading = main_heading(outline)
    title = title_of(url, declared.title, declared.shared_title, heading, declared.site_name)
    return SourcePage(
        url=url,
        title=title,
        h1=heading,
        language=language_of(declared.language, text),
        summary=declared.summary or first_paragraph(outline),
        canonical=declared.canonical,
        noindex=declared.noindex,
        nofollow=declared.nofollow,
        text=text,
        links=tuple(link for _, link in links),
        next_urls=next_urls_of(url, declared.next_url, links),
        mentions=mentions_of(outline, brands) if brands is not None else (),
        headings=headings_of(outline),
        words=word_count(outline, title),
    )
