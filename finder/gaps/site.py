"""Whole sites that are gone: what is missed is the site, by its name, and not a page about something."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from finder.gaps.asset import SITE
from finder.urls import hostname, registrable_domain
from finder.words import split_words

if TYPE_CHECKING:
    from finder.gaps.target import GapTarget

_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_SHORTEST: Final = 3


def site_name(target: GapTarget) -> str:
    """The name of the site that a target is the front page of; empty if it stands for a subject.

    That is what its links call it, if most of them say hardly more than the name of its host; the host
    without ``www.`` where they say nothing.
    """
    if target.asset != SITE:
        return ""
    host = hostname(target.url).removeprefix("www.")
    if not target.anchors:
        return host
    names = [each for each in target.anchors if _is_name(each.text, host)]
    mostly = 2 * sum(each.times for each in names) >= sum(each.times for each in target.anchors)
    return names[0].text if names and mostly else ""


def _is_name(anchor: str, host: str) -> bool:
    """Whether an anchor is the host's name with spaces, a part or an abbreviation of it, or little more."""
    said, whole = _letters(anchor), _letters(host)
    own = _letters(registrable_domain(host).partition(".")[0])
    if min(len(said), len(own)) < _SHORTEST:
        return bool(said) and said == own
    initials = "".join(word[0] for word in split_words(anchor))
    return said in whole or (own in said and 2 * len(own) >= len(said)) or initials == own


def _letters(text: str) -> str:
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return "".join(letter for letter in plain if letter.isalnum())
