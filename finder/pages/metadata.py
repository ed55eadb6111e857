"""What a page declares about itself: title, language, canonical address, what robots may do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from finder import urls
from finder.reference import load_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from finder.pages.outline import Attributes, Outline

_MAX_SUMMARY: Final = 500
_LANGUAGE: Final = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_,;\s]|\Z)")
_REGION: Final = re.compile(r"\s*([a-zA-Z]{2,3})[-_]([a-zA-Z]{2})(?![a-zA-Z])")
_ROBOTS: Final = ("robots", "googlebot")
# One element each for several authors; a page with more has none to write to.
_LISTED: Final = frozenset(("author", "citation_author", "dc.creator", "dcterms.creator", "article:author"))
_MAX_LISTED: Final = 500


@dataclass(frozen=True, slots=True)
class Metadata:
    """The declarations of a page that finder uses; empty where it declares nothing.

    ``locale`` is the language with its region where told (``en-gb``), ``named`` the content of all ``meta``
    elements by name in small letters.
    """

    title: str = ""
    shared_title: str = ""
    site_name: str = ""
    summary: str = ""
    language: str = ""
    locale: str = ""
    canonical: str = ""
    noindex: bool = False
    nofollow: bool = False
    next_url: str = ""
    named: Mapping[str, str] = field(default_factory=dict)


def metadata_of(outline: Outline, base: str) -> Metadata:
    """The declarations of a page whose relative addresses start at ``base``."""
    named = _named(outline)
    robots = {token for name in _ROBOTS for token in _tokens(named.get(name, ""))}
    language, locale = _language(outline, named)
    titles = [text for tag, _, text in outline.declarations if tag == "title" and text]
    return Metadata(
        title=titles[0] if titles else "",
        shared_title=named.get("og:title", ""),
        site_name=named.get("og:site_name", ""),
        summary=(named.get("description") or named.get("og:description") or "")[:_MAX_SUMMARY],
        language=language,
        locale=locale,
        canonical=_linked(outline, "canonical", base),
        noindex=not robots.isdisjoint(("noindex", "none")),
        nofollow=not robots.isdisjoint(("nofollow", "none")),
        next_url=_linked(outline, "next", base),
        named=named,
    )


@cache
def meta_names(sort: str) -> tuple[str, ...]:
    """The names of ``meta`` elements for an ``author``, ``published`` or ``modified``, best first."""
    return tuple(name for of, name in load_table("meta_names.tsv") if of == sort)


def _named(outline: Outline) -> dict[str, str]:
    """Content of the ``meta`` elements by name; several lines for robots or authors add up."""
    named: dict[str, str] = {}
    for tag, attributes, _ in outline.declarations:
        if tag != "meta":
            continue
        content = " ".join((attributes.get("content") or "").split())
        for key in ("name", "property", "http-equiv"):
            name = (attributes.get(key) or "").strip().lower()
            if name in _ROBOTS:
                named[name] = f"{named.get(name, '')},{content}"
            elif name in _LISTED and content and name in named:
                named[name] = f"{named[name]}; {content}"[:_MAX_LISTED]
            elif name and content:
                named.setdefault(name, content)
    return named


def _tokens(content: str) -> Iterable[str]:
    return re.split(r"[\s,]+", content.lower())


def _language(outline: Outline, named: dict[str, str]) -> tuple[str, str]:
    """The declared language, alone and with its region."""
    html: Attributes = next((attributes for tag, attributes, _ in outline.declarations if tag == "html"), {})
    declared = (
        html.get("lang"),
        html.get("xml:lang"),
        named.get("content-language"),
        named.get("og:locale"),
        named.get("language"),
    )
    for value in declared:
        match = _LANGUAGE.match(value or "")
        if match:
            language = match[1].lower()
            region = _REGION.match(value or "") or _REGION.match(named.get("og:locale", ""))
            same = region is not None and region[1].lower() == language
            return language, f"{language}-{region[2].lower()}" if region is not None and same else language
    return "", ""


def _linked(outline: Outline, rel: str, base: str) -> str:
    for tag, attributes, _ in outline.declarations:
        if tag == "link" and rel in (attributes.get("rel") or "").lower().split():
            href = (attributes.get("href") or "").strip()
            url = urls.resolve(href, base) if href else None
            if url is not None:
                return url
    return ""
