"""What is known about a dead link or a mention, and the groups of words it gives."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from finder.words import address_words, is_generic_anchor, joined, split_names, split_words

if TYPE_CHECKING:
    from collections.abc import Callable

_MAX_TARGET_TEXT: Final = 4_000


@dataclass(frozen=True, slots=True)
class Query:
    """What is known about a dead link or a mention; everything may be empty.

    ``url`` is the dead address, ``anchor``, ``context`` and ``heading`` stand around the link,
    ``page_title`` and ``language`` are those of the source page, ``text`` is the snippet of a mention.
    ``anchor_elsewhere`` is that of another page's link to the same address, and counts if this page's says
    nothing.
    ``target_title`` and ``target_text`` are what the dead page said while it lived, where an archive
    knows it.
    """

    url: str = ""
    anchor: str = ""
    context: str = ""
    heading: str = ""
    page_title: str = ""
    language: str = ""
    text: str = ""
    target_title: str = ""
    target_text: str = ""
    anchor_elsewhere: str = ""


class Group(NamedTuple):
    """Words of a query that are compared together, each as often as it comes.

    ``part`` is the field of the query that they come from, by the name that a suggestion has for it.
    """

    name: str
    part: str
    words: tuple[str, ...]


PARTS: Final = {
    "anchor": "anchor",
    "anchor_elsewhere": "anchor_elsewhere",
    "address": "address",
    "fragment": "address",
    "folders": "address",
    "former_title": "former_title",
    "former_text": "former_text",
    "mention": "mention",
    "context": "context",
    "heading": "heading",
    "page_title": "page_title",
}
"""The groups in the order in which they are trusted, with the part of the query that each is of."""

NAMING: Final = frozenset({"anchor", "anchor_elsewhere", "address", "fragment", "former_title"})
"""Groups that name a page as its title does; the others only talk about it."""


def groups_of(query: Query, known: Callable[[str], bool]) -> list[Group]:
    """The groups of a query that have words. ``known`` tells whether any own page has a word."""
    shares = address_words(query.url, known) if query.url else []
    idle = is_generic_anchor(query.anchor)
    elsewhere = query.anchor_elsewhere if idle and not is_generic_anchor(query.anchor_elsewhere) else ""
    words = {
        "anchor": [] if idle else split_names(query.anchor, known),
        "anchor_elsewhere": split_names(elsewhere, known),
        "address": [word for word, share in shares if share == 1.0],
        "fragment": split_names(_fragment(query.url), known),
        "folders": [word for word, share in shares if share < 1.0],
        "former_title": split_names(query.target_title, known),
        "former_text": split_words(query.target_text[:_MAX_TARGET_TEXT]),
        "mention": split_words(query.text),
        "context": split_words(query.context),
        "heading": split_names(query.heading, known),
        "page_title": split_names(query.page_title, known),
    }
    return [
        Group(name, part, tuple(_put_together(words[name], known) if name in NAMING else words[name]))
        for name, part in PARTS.items()
        if words[name]
    ]


def _put_together(words: list[str], known: Callable[[str], bool]) -> list[str]:
    """Neighbours that our pages write as one word, as in ``bow line`` for ``bowline``, as that word."""
    found = words[:1]
    for before, word in pairwise(words):
        whole = joined([before, word])
        if whole and known(whole[0]) and not (known(before) and known(word)) and found[-1] == before:
            found[-1] = whole[0]
        else:
            found.append(word)
    return found


def _fragment(url: str) -> str:
    """The named part of a page that an address points to; ``#!/route`` and ``#:~:text=`` name none."""
    fragment = unquote(url.partition("#")[2])
    return "" if fragment[:1] in ("!", "/", ":") else fragment
