"""What sort of page a link leads to, as far as it is about whom to write to."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from finder.addresses import query_names, segments
from finder.contacts import Whereabouts
from finder.reference import load_pattern, load_patterns

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
    for sort in _SORTS:
        if load_patterns("contact_pages.tsv")[sort.value].fullmatch(said):
            return sort, True
    if load_pattern("about_words.txt").fullmatch(said):
        return Whereabouts.ABOUT, True
    if len(said) <= _SHORT:
        for sort in _SORTS[:3]:
            if load_patterns("contact_pages.tsv")[f"part_{sort.value}"].search(said):
                return sort, False
    return None


def sort_of_address(url: str) -> tuple[Whereabouts, bool] | None:
    """What the last part of an address calls that says something: of its path, or of its query."""
    parts = [part for part in map(_segment, segments(url)) if part not in _INDEX]
    found = sort_of(parts[-1]) if parts else None
    if found is not None and found[1]:
        return found
    if "?" in url and query_names(url):
        for value in _QUERY.findall(url[:_MAX_URL].lower()):
            in_query = sort_of(unquote(value).rpartition("/")[2])
            if in_query is not None:
                return in_query
    return found


def _segment(text: str) -> str:
    return _EXTENSION.sub("", unquote(text))


def _plain(text: str) -> str:
    # The small letter of the Turkish İ keeps its dot apart.
    return _SIGNS.sub(" ", text.casefold().replace("i\u0307", "i")).strip(_AROUND)
