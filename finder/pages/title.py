"""The title of a page without the name of its site around it."""

from __future__ import annotations

import re
from typing import Final

from finder import urls

_SEPARATOR: Final = re.compile(r"\s+(?:[|–—·•»«›‹/-]|::?)\s+|\s*[|»]\s*|:\s+")
_MAX_TITLE: Final = 500


def title_of(url: str, declared: str, shared: str, heading: str, site_name: str) -> str:
    """The title as a person would quote it, at most 500 characters.

    ``declared`` is the ``title`` element, ``shared`` the ``og:title``, ``heading`` the main h1. Where the
    title repeats one of these together with something shorter, that one is it; else a first or last part
    that names the site is left out.
    """
    title = declared or shared or heading
    for candidate in (heading, shared):
        if _is_most_of(candidate, title):
            return candidate[:_MAX_TITLE]
    names = {_letters(site_name), _letters(urls.site(url)), _letters(urls.site(url).split(".", 1)[0])} - {""}
    parts = list(_SEPARATOR.finditer(title))
    if parts and _letters(title[parts[-1].end() :]) in names:
        title = title[: parts[-1].start()]
    elif parts and _letters(title[: parts[0].start()]) in names:
        title = title[parts[0].end() :]
    return title.strip()[:_MAX_TITLE]


def _is_most_of(candidate: str, title: str) -> bool:
    return bool(candidate) and candidate.casefold() in title.casefold() and 2 * len(candidate) >= len(title)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
