"""Texts as a page has them, read for names."""

from __future__ import annotations

from finder.brands import Brand, Names
from finder.items import Mention, Sense
from finder.pages import read_page

URL = "https://blog.example/"


def mentions(text: str, *brands: Brand, language: str = "en", title: str = "") -> tuple[Mention, ...]:
    """The mentions in one paragraph, or in the blocks that the HTML makes."""
    html = (
        f"<html lang={language}><head><title>{title}</title></head><body><main><p>{text}</main></body></html>"
    )
    return read_page(html, URL, Names(brands)).mentions


def found(text: str, brand: Brand, language: str = "en", title: str = "") -> list[str]:
    """What of a paragraph is taken for the brand."""
    every = mentions(text, brand, language=language, title=title)
    return [mention.found for mention in every if mention.sense is Sense.OURS]


def sense(text: str, brand: Brand, language: str = "en", title: str = "") -> str:
    """In which sense a paragraph has the name; the senses in order if it has more than one."""
    every = mentions(text, brand, language=language, title=title)
    return " ".join(mention.sense.value for mention in every)
