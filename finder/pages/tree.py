"""HTML text to a tree, within bounds a hostile page cannot break."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from finder.pages.tags import NEVER_DEEP

MAX_CHARACTERS: Final = 10_000_000
_MAX_TAGS: Final = 150_000
_MAX_DEPTH: Final = 6_000
_MAX_STEPS: Final = 60_000_000
_UNCHECKED_CHARACTERS: Final = 150_000
_LONG_TAG: Final = 2_000
_MAX_COMPARED: Final = 100_000_000
_MANY_ATTRIBUTES: Final = 2_000
_FEW_ATTRIBUTES: Final = 200
_UNCHECKED_TAGS: Final = 3_000
_MAX_REOPENED: Final = 4_000_000
_FORMATTING: Final = re.compile(
    r"<(/?)(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE
)
_TAG: Final = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][^\s/>]{0,30})", re.DOTALL)
_QUOTED: Final = re.compile(r"""=\s*+(?:"[^"]*+"?|'[^']*+'?)|[\s/]++""")
_ATTRIBUTE: Final = re.compile(r"""(?:[^\s"'/]|"[^"]*+"?|'[^']*+'?)++""")
_WHOLE_TAG: Final = re.compile(r"""<[a-zA-Z][^"'>]*+(?:(?:"[^"]*+"?|'[^']*+'?)[^"'>]*+)*+>?""")


def parse(html: str) -> LexborHTMLParser:
    """The tree of ``html``: of its first 10 million characters and 150,000 tags.

    The HTML Standard lets a small page grow without limit: every paragraph opens all unclosed
    formatting elements again, each block start looks through all open elements, each attribute is
    compared with all others of its tag. Pages where this could happen lose their formatting tags, what
    lies deeper than 6,000 elements or behind very many so deep ones, or most of thousands of attributes.
    """
    html = html[:MAX_CHARACTERS]
    tags = html.count("<")
    if tags > _MAX_TAGS:
        html, tags = _start_of(html), _MAX_TAGS
    # Only what is opened can nest, or be opened again.
    if tags > _UNCHECKED_TAGS and (opened := tags - html.count("</")) > _UNCHECKED_TAGS:
        formatting = len(_FORMATTING.findall(html))
        if formatting * (opened - formatting // 2) > _MAX_REOPENED:
            html = _FORMATTING.sub(r"<\1span", html)
        if opened > _MAX_DEPTH:
            html = _shallow(html)
    if len(html) > _UNCHECKED_CHARACTERS:
        html = _without_floods(html)
    return LexborHTMLParser(html.encode("utf-8", "replace"))


def _start_of(html: str) -> str:
    """As much of a page as holds as many tags as are read, or a few less."""
    least, most = 0, len(html)
    while most - least > 1_000:
        middle = (least + most) // 2
        if html.count("<", 0, middle) > _MAX_TAGS:
            most = middle
        else:
            least = middle
    return html[:least]


def _without_floods(html: str) -> str:
    """A page whose tags end before their attributes take too long to compare with one another.

    They are cut short rather than left out: what looks like a tag may be a script, and its end far away.
    """
    tags = _WHOLE_TAG.findall(html)
    if max(map(len, tags), default=0) < _LONG_TAG:
        return html
    if sum(_compared(tag) for tag in tags if len(tag) >= _LONG_TAG) <= _MAX_COMPARED:
        return html
    compared = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal compared
        tag = match[0]
        if len(tag) < _LONG_TAG:
            return tag
        most = _MANY_ATTRIBUTES if compared < _MAX_COMPARED else _FEW_ATTRIBUTES
        beyond = next(islice(_ATTRIBUTE.finditer(tag), most, None), None)
        compared += most**2 if beyond else _compared(tag)
        return f"{tag[: beyond.start()]}>{tag[beyond.start() :]}" if beyond else tag

    return _WHOLE_TAG.sub(kept, html)


def _compared(tag: str) -> int:
    """How often attributes of a tag are compared with one another, about."""
    return len(_QUOTED.sub("= ", tag).split()) ** 2


def _shallow(html: str) -> str:
    opened: list[str] = []
    still_open: Counter[str] = Counter()
    steps = 0
    for match in _TAG.finditer(html):
        closing, name = match[1], (match[2] or "").lower()
        if not name:
            continue
        steps += len(opened)
        if steps > _MAX_STEPS:
            return html[: match.start()]
        if name in NEVER_DEEP:
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
