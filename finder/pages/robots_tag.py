"""What an ``X-Robots-Tag`` header tells search engines about a page."""

from __future__ import annotations

from typing import Final

# Directives whose value is no directive itself, though it may be named like one ("max-image-preview: none").
_VALUED: Final = frozenset(("max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"))
_FOR_ALL: Final = ("*", "robots", "googlebot")


def robots_directives(header: str) -> frozenset[str]:
    """The directives of the header's value that are for every robot, or for Google's, in small letters.

    A name before a colon says for which robot it and what follows is.
    """
    found, heard = set(), True
    for part in header.lower().split(","):
        name, colon, value = part.partition(":")
        if colon and name.strip() in _VALUED:
            continue
        if colon:
            heard = name.strip() in _FOR_ALL
        if heard:
            found.update((value if colon else name).split())
    return frozenset(found)


def forbids_index(header: str) -> bool:
    """Whether search engines must not list the page."""
    return not robots_directives(header).isdisjoint(("noindex", "none"))


def forbids_following(header: str) -> bool:
    """Whether robots must not follow the links of the page."""
    return not robots_directives(header).isdisjoint(("nofollow", "none"))
