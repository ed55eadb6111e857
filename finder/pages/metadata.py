"""What a page declares about itself: title, language, canonical address, what robots may do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from finder import urls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.pages.outline import Attributes, Outline

_MAX_SUMMARY: Final = 500
_LANGUAGE: Final = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_,;\s]|\Z)")
_ROBOTS: Final = ("robots", "googlebot")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The declarations of a page that finder uses; empty where it declares nothing."""

    title: str = ""
    shared_title: str = ""
    site_name: str = ""
    summary: str = ""
    language: str = ""
    canonical: str = ""
    noindex: bool = False
    nofollow: bool = False
    next_url: str = ""


def metadata_of(outline: Outline, base: str) -> Metadata:
    """The declarations of a page whose relative addresses start at ``base``."""
    named = _named(outline)
    robots = {token for name in _ROBOTS for token in _tokens(named.get(name, ""))}
    titles = [text for tag, _, text in outline.declarations if tag == "title" and text]
    return Metadata(
        title=titles[0] if titles else "",
        shared_title=named.get("og:title", ""),
        site_name=named.get("og:site_name", ""),
        summary=(named.get("description") or named.get("og:description") or "")[:_MAX_SUMMARY],
        language=_language(outline, named),
        canonical=_linked(outline, "canonical", base),
        noindex=not robots.isdisjoint(("noindex", "none")),
        nofollow=not robots.isdisjoint(("nofollow", "none")),
        next_url=_linked(outline, "next", base),
    )


def _named(outline: Outline) -> dict[str, str]:
    """Content of the ``meta`` elements by name, property or http-equiv; several robots lines add up."""
    named: dict[str, str] = {}
    for tag, attributes, _ in outline.declarations:
        if tag != "meta":
            continue
        content = " ".join((attributes.get("content") or "").split())
        for key in ("name", "property", "http-equiv"):
            name = (attributes.get(key) or "").strip().lower()
            if name in _ROBOTS:
                named[name] = f"{named.get(name, '')},{content}"
            elif name and content:
                named.setdefault(name, content)
    return named


def _tokens(content: str) -> Iterable[str]:
    return re.split(r"[\s,]+", content.lower())


def _language(outline: Outline, named: dict[str, str]) -> str:
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
            return match[1].lower()
    return ""


def _linked(outline: Outline, rel: str, base: str) -> str:
    for tag, attributes, _ in outline.declarations:
        if tag == "link" and rel in (attributes.get("rel") or "").lower().split():
            href = (attributes.get("href") or "").strip()
            url = urls.resolve(href, base) if href else None
            if url is not None:
                return url
    return ""
