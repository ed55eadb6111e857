"""Which pages of a site say most about whose it is: the page about its owner, then what it leads to first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from finder import urls
from finder.addresses import is_front_page, same_but_form, segments
from finder.pages.links import links_of, resolver_for
from finder.pages.thin import thin
from finder.pages.tree import parse
from finder.pages.walk import walk
from finder.reference import load_pattern

if TYPE_CHECKING:
    from finder.items import Link

_MOST_ABOUT: Final = 1
_MAX_LINKS: Final = 500
_LONGEST_ANCHOR: Final = 60
_LEAST_WORDS: Final = 1  # nothing is known yet of how much a page says
_FILES: Final = (
    ".pdf",
    ".zip",
    ".jpg",
    ".jpeg",
    ".png",
    ".svg",
    ".xml",
    ".rss",
    ".mp4",
    ".docx",
    ".xlsx",
    ".ics",
)


def introducing_pages(html: str, url: str, most: int) -> list[str]:
    """The addresses of at most ``most`` further pages to read, that the front page at ``url`` links to.

    Pages of the same host and of one kind: no files, no forms, lists or legal text, no other language's
    front page.
    """
    outline = walk(parse(html))
    links = [link for _, link in links_of(outline, resolver_for(url, outline))][:_MAX_LINKS]
    here: dict[str, Link] = {}
    for link in links:
        if _is_of_use(link, url):
            here.setdefault(urls.identity(link.url), link)
    about = [address for address, link in here.items() if _is_about(link)][:_MOST_ABOUT]
    others = [address for address, link in here.items() if not _is_about(link) and not _says_little(link)]
    return [*about, *others][:most]


def _is_of_use(link: Link, url: str) -> bool:
    return (
        urls.host(link.url) == urls.host(url)
        and not is_front_page(link.url)
        and not same_but_form(link.url, url)
        and "nofollow" not in link.rel
        and not urls.identity(link.url).partition("?")[0].lower().endswith(_FILES)
    )


def _is_about(link: Link) -> bool:
    parts = segments(link.url)
    said = {_plain(link.anchor[:_LONGEST_ANCHOR]), _plain(unquote(parts[-1]) if parts else "")}
    return any(map(load_pattern("about_words.txt").fullmatch, said))


def _says_little(link: Link) -> bool:
    parts = segments(link.url)
    signs_in = bool(parts) and load_pattern("login_paths.txt").fullmatch(unquote(parts[-1]))
    title = link.anchor or "-"
    return bool(signs_in) or "?" in link.url or bool(thin(link.url, title, title, _LEAST_WORDS, _LEAST_WORDS))


def _plain(text: str) -> str:
    return " ".join(text.casefold().partition(".htm")[0].replace("-", " ").replace("_", " ").split())
