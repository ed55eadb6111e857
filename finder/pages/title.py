"""The title of a page without the name of its site around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from finder import urls
from finder.pages.names import letters_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_SEPARATOR: Final = re.compile(r"\s+(?:[|–—·•»«›‹/-]|::?)\s+|\s*[|»]\s*|:\s+")
_BORDER: Final = re.compile(r"\s*[^\w\s.,;!?'’\"”)\]]|\s+[^\w\s]")
_MAX_TITLE: Final = 500
_MAX_DECLARED: Final = 2_000
_TELLING: Final = 6
_MAX_HEADINGS: Final = 5
_LENGTH_OF_A_TITLE: Final = 12


def title_of(
    url: str,
    declared: str,
    shared: str,
    headings: Sequence[str],
    site_name: str,
    headline: str = "",
) -> str:
    """The title as a person would quote it, at most 500 characters.

    ``declared`` is the ``title`` element, ``shared`` the ``og:title``, ``headline`` that of the JSON-LD,
    ``headings`` the h1 elements, the main one first. What a page is shared as and headed with is its title,
    since the ``title`` element is also written for search engines. Where that element repeats one of the
    others together with something shorter, or puts it first and a mark after it, that one is it. A first or
    last part that names the site is left out.
    """
    declared, shared, headline = (text[:_MAX_DECLARED] for text in (declared, shared, headline))
    title = declared or shared or headline or (headings[0] if headings else "")
    names = site_names(url, site_name)
    printed = [heading for heading in headings[:_MAX_HEADINGS] if letters_of(heading) not in names]
    said = [text for text in (shared, headline) if text and letters_of(text) not in names]
    candidate = _agreed(printed, shared if shared in said else "", headline) or next(
        (text for text in (*printed, *said) if _is_the_title_in(text, title)), ""
    )
    return _without_site(candidate or title, names, exactly=bool(candidate)).strip()[:_MAX_TITLE]


def site_names(url: str, site_name: str) -> frozenset[str]:
    """The names of a site as letters: what it calls itself, its domain with and without the ending."""
    domain = urls.site(url)
    return frozenset(map(letters_of, (site_name, domain, domain.split(".", 1)[0]))) - {""}


def _without_site(title: str, names: frozenset[str], *, exactly: bool) -> str:
    """A title without a last or first part that names the site."""
    parts = list(_SEPARATOR.finditer(title))
    if parts and _names_site(title[parts[-1].end() :], names, exactly=exactly):
        return title[: parts[-1].start()]
    if parts and _names_site(title[: parts[0].start()], names, exactly=exactly):
        return title[parts[0].end() :]
    return title


def _names_site(part: str, names: frozenset[str], *, exactly: bool) -> bool:
    """Whether a part of a title is a name of the site or, if not ``exactly``, has such a name in it."""
    letters = letters_of(part)
    return letters in names or (
        not exactly
        and any(len(name) >= _TELLING and name in letters and len(letters) <= 3 * len(name) for name in names)
    )


def _agreed(printed: Sequence[str], shared: str, headline: str) -> str:
    """What the page is shared as, if it is also headed so."""
    wanted = letters_of(shared)
    return next((text for text in (*printed, headline) if wanted and letters_of(text) == wanted), "")


def _is_the_title_in(candidate: str, title: str) -> bool:
    folded, whole = candidate.casefold(), title.casefold()
    if not candidate or folded not in whole:
        return False
    if 2 * len(candidate) >= len(title):
        return True
    rest = title[len(candidate) :]
    return (
        len(candidate) >= _LENGTH_OF_A_TITLE and whole.startswith(folded) and _BORDER.match(rest) is not None
    )
