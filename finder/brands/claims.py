"""What the pages of a site claim about whose site it is: one claim a value, with the place that says it."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MAX_NAME: Final = 80
_MAX_READ: Final = 1_000
_JOINERS: Final = "\u200c\u200d"  # letters of Persian and of Indic scripts depend on them
_BORDER: Final = " \t|｜–—-·•:,;»«›‹\"“”„'‘’*_~<>/\\"
_MADE_BY_MACHINES: Final = re.compile(
    r"[{}<>\\$%_@]|\[\[|\]\]|https?://|\.(?:png|jpe?g|gif|svg|webp)\Z", re.IGNORECASE
)


class About(StrEnum):
    """What a claim tells: the key of the campaign file that it would fill."""

    NAME = "name"
    ALIAS = "aliases"
    PRODUCT = "products"
    PERSON = "people"
    DOMAIN = "domains"
    SOCIAL_PROFILE = "social_profiles"


class Says(StrEnum):
    """Which part of a page says it."""

    ORGANIZATION = "schema.org Organization"
    WEB_SITE = "schema.org WebSite"
    PERSON = "schema.org Person"
    PRODUCT = "schema.org Product"
    OG_SITE_NAME = "og:site_name"
    APPLICATION_NAME = "application-name"
    TITLE = "title"
    FRONT_LINK = "link to the front page"
    LOGO = "logo"
    COPYRIGHT = "copyright line"
    REL_ME = "rel=me"
    SAME_AS = "sameAs"
    HREFLANG = "hreflang"
    FRAME = "link in header or footer"


@dataclass(frozen=True, slots=True)
class Claim:
    """One value that a page states. ``maker``: whose a product is said to be; empty if nothing says it."""

    about: About
    value: str
    says: Says
    maker: str = ""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page of our own site: its claims, and the words by which its field is known.

    ``title`` is the whole ``title`` element, ``heads`` are description and headings, ``text`` is what a
    reader sees, one line a block.
    """

    url: str
    claims: tuple[Claim, ...] = ()
    title: str = ""
    heads: tuple[str, ...] = ()
    text: str = ""


def tidy(value: str, longest: int = MAX_NAME) -> str:
    """A value of a page as one line that holds only what can be read; empty if it is longer than that.

    Control characters, changes of direction and what takes no room are left out, entities are decoded once.
    """
    if len(value) > _MAX_READ:
        return ""
    text = unicodedata.normalize("NFC", html.unescape(value) if "&" in value else value)
    spaced = (" " if each.isspace() else each for each in text)
    text = "".join(
        each for each in spaced if each in _JOINERS or not unicodedata.category(each).startswith("C")
    )
    text = " ".join(text.split()).strip(_JOINERS)
    return text if len(text) <= longest else ""


def tidy_name(value: str) -> str:
    """A value as a name: what cannot be one (an address, a template, no letters) is empty."""
    name = tidy(value).strip(_BORDER)
    if _MADE_BY_MACHINES.search(name) or not any(map(str.isalnum, name)) or name.isdigit():
        return ""
    return name
