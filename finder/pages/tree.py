"""HTML text to a tree, within bounds a hostile page cannot break."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from finder.pages.tags import NEVER_DEEP

MAX_CHARACTERS: Final = 10_000_000
_MAX_DEPTH: Final = 6_000
_UNCHECKED_CHARACTERS: Final = 200_000
_MAX_WORDS_IN_TAG: Final = 20_000
_UNCHECKED_TAGS: Final = 2_000
_UNCHECKED_NODES: Final = 1_000_000
_FORMATTING: Final = re.compile(
    r"<(/?)(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE
)
_TAG: Final = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][^\s/>]{0,30})", re.DOTALL)
_WHOLE_TAG: Final = re.compile(r"""<[a-zA-Z](?:[^"'>]++|"[^"]*+"?|'[^']*+'?)*+>?""")


def parse(html: str) -> LexborHTMLParser:
    """The tree of ``html``, of its first 10 million characters.

    The HTML Standard lets a small page grow without limit: every paragraph opens all unclosed
    formatting elements again, each block start looks through all open elements, each attribute is
    compared with all others of its tag. Pages where this could happen lose their formatting tags, what
    lies deeper than 6,000 elements, or a tag with tens of thousands of attributes.
    """
    html = html[:MAX_CHARACTERS]
    tags = html.count("<")
    if tags > _UNCHECKED_TAGS:
        if len(_FORMATTING.findall(html)) * tags > _UNCHECKED_NODES * 4:
            html = _FORMATTING.sub(r"<\1span", html)
        if tags > _MAX_DEPTH:
            html = _shallow(html)
    if (
        len(html) > _UNCHECKED_CHARACTERS
        and max(map(len, _WHOLE_TAG.findall(html)), default=0) >= _MAX_WORDS_IN_TAG
    ):
        html = _WHOLE_TAG.sub(_without_flood, html)
    return LexborHTMLParser(html.encode("utf-8", "replace"))


def _without_flood(tag: re.Match[str]) -> str:
    text = tag[0]
    if len(text) < _MAX_WORDS_IN_TAG or len(text.split()) < _MAX_WORDS_IN_TAG:
        return text
    return ""


def _shallow(html: str) -> str:
    opened: list[str] = []
    still_open: Counter[str] = Counter()
    for match in _TAG.finditer(html):
        closing, name = match[1], (match[2] or "").lower()
        if not name or name in NEVER_DEEP:
            continue
        if not closing:
            opened.append(name)
            still_open[name] += 1
            if len(opened) > _MAX_DEPTH:
                return html[: match.start()]
        elif still_open[name]:
            while True:
                last = opened.pop()
                still_open[last] -= 1
                if last == name:
                    break
    return html
