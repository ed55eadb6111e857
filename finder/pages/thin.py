"""Pages that say too little to be worth offering: nearly empty, a form, a list of posts, legal text.

What a page is about is told by its address and its title together, never by one of them: a guide to privacy
is not a privacy policy.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from finder.addresses import is_front_page, query_names, segments
from finder.reference import load_pattern, load_patterns
from finder.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORM_WORDS: Final = 150  # a page of a form or a cart that says more than this explains something
_FRONT_SEARCHES: Final = ("s", "q", "query", "search")
_EXTENSION: Final = re.compile(r"\.(?:html?|php\d?|aspx?|jsp|cfm)$")
_FILLING: Final = re.compile(r"[-_+]+")
_TITLE_PARTS: Final = re.compile(r"\s+[|–—·•»«:/-]\s+|\s*[|｜»]\s*|:\s+")
_PAGE_PATH: Final = re.compile(r"/(?:page|pagina|seite|strana|sida|side)/(\d{1,4})/?$")
_PAGE_QUERY: Final = re.compile(
    r"[?&;](?:page|paged|pg|pagina|seite|strana|sida|side)=(\d{1,4})(?=&|$)", re.IGNORECASE
)
_MONTH: Final = re.compile(r"(?:19|20)\d\d/(?:0?[1-9]|1[0-2])(?:/(?:0?[1-9]|[12]\d|3[01]))?")


def thin(url: str, title: str, h1: str, words: int, least: int) -> str:
    """Why a page is not worth offering, in words for people; empty if it may be.

    ``words`` counts those of title, headings and main text; pages with fewer than ``least`` say too little.
    ``least`` 0 switches the whole rule off.
    """
    if not least:
        return ""
    if words < least:
        return f"says only {words} words (own.min_words is {least})"
    if not title.strip() and not h1.strip():
        return "has neither title nor heading"
    return _form(url, words) or _list(url, title, h1) or _boilerplate(url, title, h1)


def _form(url: str, words: int) -> str:
    parts = segments(url)
    if _is_search_result(url, parts):
        return "is a search result"
    if words >= _FORM_WORDS or not parts:
        return ""
    if load_pattern("login_paths.txt").fullmatch(unquote(parts[-1])):
        return "is a form to sign in"
    if _says("cart", _plain_segments(url)[-1]):
        return "is a cart"
    return ""


def _is_search_result(url: str, parts: list[str]) -> bool:
    names, patterns = query_names(url), load_patterns("search_paths.txt")
    if is_front_page(url.partition("?")[0]):
        return any(name in _FRONT_SEARCHES for name in names)
    searched = any(map(patterns["query"].fullmatch, names))
    return searched and bool(patterns["segment"].fullmatch(unquote(parts[-1])))


def _list(url: str, title: str, h1: str) -> str:
    """Lists of posts: their further pages, by tag, author or month."""
    if _is_further_page(url, title):
        return "is a further page of a list"
    parts = _plain_segments(url)
    if len(parts) > 1 and _may_stand_before("blog", parts[:-2]):
        if _says("tag", parts[-2]) and any(_is_about(line, parts[-1]) for line in (title, h1)):
            return "is a list by tag"
        if _says("author", parts[-2]) and any(_says("listed_author", line) for line in _lines(title, h1)):
            return "is a list by author"
    for start in (0, 1):
        if _MONTH.fullmatch("/".join(parts[start:])) and _may_stand_before("blog", parts[:start]):
            return "is a list by date"
    return ""


def _is_further_page(url: str, title: str) -> bool:
    in_path, in_query = _PAGE_PATH.search(url.partition("?")[0].lower()), _PAGE_QUERY.search(url)
    if in_path:
        return int(in_path[1]) > 1
    # A parameter of this name may be the number of an article; a list says which page of it this is.
    return bool(in_query and int(in_query[1]) > 1 and in_query[1].lstrip("0") in split_words(title))


def _is_about(line: str, slug: str) -> bool:
    """Whether a title has nothing to say but the name of a list."""
    wanted = set(split_words(slug))
    return any(
        wanted
        and wanted == {word for word in split_words(part) if word in wanted or not _says("listing", word)}
        for part in _parts(line)
    )


def _boilerplate(url: str, title: str, h1: str) -> str:
    parts = _plain_segments(url)
    if not parts or not _may_stand_before("folder", parts[:-1]):
        return ""
    for kind, reason in (("legal", "is a legal page"), ("contact", "is a contact page")):
        if _says(kind, parts[-1]) and any(_says(f"{kind}_title", line) for line in _lines(title, h1)):
            return reason
    return ""


def _may_stand_before(kind: str, folders: list[str]) -> bool:
    return len(folders) < 3 and all(_says(kind, folder) for folder in folders)


def _lines(*texts: str) -> Iterable[str]:
    """What a title may mean to say: all of it, or a part of it that stands beside the site's name."""
    for text in texts:
        yield _folded(text)
        yield from _parts(text)


def _parts(text: str) -> list[str]:
    return [_folded(part) for part in _TITLE_PARTS.split(text)]


def _plain_segments(url: str) -> list[str]:
    """The segments of the path as words: unescaped, without extension, spaces for what stands in for them."""
    return [_folded(_FILLING.sub(" ", _EXTENSION.sub("", unquote(part)))) for part in segments(url)]


def _folded(text: str) -> str:
    # A Turkish capital with a dot would give that dot a character of its own.
    return " ".join(text.replace("İ", "i").lower().split())


def _says(kind: str, text: str) -> bool:
    return bool(load_patterns("thin_pages.tsv")[kind].fullmatch(text))
