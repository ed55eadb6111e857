"""What sort of page a link leads to, as far as it is about whom to write to."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final
from urllib.parse import unquote

from finder.addresses import query_names
from finder.contacts import Whereabouts
from finder.reference import load_pattern, load_patterns

_Pattern = tuple[Whereabouts, re.Pattern[str]]

_LONGEST: Final = 60
_SHORT: Final = 40
_MAX_URL: Final = 2_000
_EXTENSION: Final = re.compile(r"\.[a-z]{2,5}\Z")
_SIGNS: Final = re.compile(r"[-_+\s]+")
_AROUND: Final = " \t\n|·•›»:.!?…→>✉☎📧/,"
_SORTS: Final = (Whereabouts.CONTACT, Whereabouts.IMPRESSUM, Whereabouts.EDITORIAL, Whereabouts.TEAM)
_INDEX: Final = frozenset(("index", "default", "home"))
_QUERY: Final = re.compile(r"[?&](?:page|p|seite|view|site|id|option|q|content|action)=([^&]{3,60})")


@lru_cache(maxsize=5_000)
def sort_of(text: str) -> tuple[Whereabouts, bool] | None:
    """What a text as a whole calls, and ``True``; what part of a short one does, and ``False``."""
    said = _plain(text)
    if not said or len(said) > _LONGEST:
        return None
    whole, parts = _patterns()
    for sort, pattern in whole:
        if pattern.fullmatch(said):
            return sort, True
    if len(said) <= _SHORT:
        for sort, pattern in parts:
            if pattern.search(said):
                return sort, False
    return None


def sort_of_address(url: str) -> tuple[Whereabouts, bool] | None:
    """What the last part of an address calls that says something: of its path, or of its query."""
    # Cut by hand: the addresses of links are in their one spelling, and a page has hundreds of them.
    path = url.partition("://")[2].partition("#")[0].partition("?")[0].partition("/")[2].lower()
    parts = [part for part in map(_segment, filter(None, path.split("/"))) if part not in _INDEX]
    found = sort_of(parts[-1]) if parts else None
    if found is not None and found[1]:
        return found
    if "?" in url and query_names(url):
        for value in _QUERY.findall(url[:_MAX_URL].lower()):
            in_query = sort_of(unquote(value).rpartition("/")[2])
            if in_query is not None:
                return in_query
    return found


@cache
def _patterns() -> tuple[list[_Pattern], list[_Pattern]]:
    """What each sort is called as a whole, and what in a part."""
    words = load_patterns("contact_pages.tsv")
    about = (Whereabouts.ABOUT, load_pattern("about_words.txt"))
    whole = [*((sort, words[sort.value]) for sort in _SORTS), about]
    return whole, [(sort, words[f"part_{sort.value}"]) for sort in _SORTS[:3]]


def _segment(text: str) -> str:
    return _EXTENSION.sub("", unquote(text))


def _plain(text: str) -> str:
    # The small letter of the Turkish İ keeps its dot apart.
    return _SIGNS.sub(" ", text.lower().replace("i\u0307", "i")).strip(_AROUND)
