"""What a page says: HTML in, values out. Pure: no network, no Scrapy, no SQL."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from finder.brands import Names
from finder.items import SourcePage
from finder.pages.body import set_apart
from finder.pages.boxes import own_site
from finder.pages.colophon import colophon_of
from finder.pages.consent import set_notices_apart
from finder.pages.decode import decode
from finder.pages.language import language_of
from finder.pages.links import links_of, resolver_for
from finder.pages.marked import Marks
from finder.pages.mentions import mentions_of
from finder.pages.metadata import metadata_of
from finder.pages.pagination import next_urls_of
from finder.pages.shown import images_of
from finder.pages.structured import statement_of
from finder.pages.text import first_paragraph, headings_of, main_headings, main_text, word_count
from finder.pages.title import title_of
from finder.pages.tree import parse
from finder.pages.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Names", "decode", "read_page"]


def read_page(html: str, url: str, names: Names | None = None) -> SourcePage:
    """What the page at ``url`` (absolute, after redirects) says.

    Never raises, whatever the HTML. At most 10 million characters, 20,000 links and 20,000 characters
    of text are taken. Without ``names`` no mentions are looked for.
    """
    with _no_collection():
        return _read(html, url, names)


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


def _read(html: str, url: str, names: Names | None) -> SourcePage:
    tree = parse(html)
    outline = walk(tree)
    resolver = resolver_for(url, outline)
    declared = metadata_of(outline, resolver.base)
    set_apart(outline, own_site(url, declared.canonical))
    set_notices_apart(outline)
    links = list(links_of(outline, resolver))
    text = main_text(outline)
    headings = main_headings(outline)
    marks = Marks(tree)
    stated = statement_of(marks.scripts)
    title = title_of(
        url,
        declared.title,
        declared.shared_title or declared.named.get("twitter:title", ""),
        headings,
        declared.site_name,
        stated.headline,
    )
    about = colophon_of(url, title, html, outline, declared, stated, marks)
    language = language_of(declared.language, text)
    return SourcePage(
        url=url,
        title=title,
        h1=headings[0] if headings else "",
        language=language,
        summary=declared.summary or first_paragraph(outline),
        canonical=declared.canonical,
        noindex=declared.noindex,
        nofollow=declared.nofollow,
        text=text,
        links=tuple(link for _, link in links),
        next_urls=next_urls_of(url, declared.next_url, links),
        mentions=mentions_of(outline, names, links, title, language) if names is not None else (),
        images=images_of(outline, resolver, links),
        headings=headings_of(outline),
        words=word_count(outline, title),
        authors=about.authors,
        published=about.published,
        modified=about.modified,
    )
