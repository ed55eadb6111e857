"""What a page says: HTML in, values out. Pure: no network, no Scrapy, no SQL."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from finder.brands import Names
from finder.items import SourcePage
from finder.pages.decode import decode
from finder.pages.page import Page
from finder.pages.pagination import next_urls_of
from finder.pages.text import first_paragraph, headings_of, word_count

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Names", "decode", "no_collection", "read_page"]


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
