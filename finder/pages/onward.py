"""Where a page sends its visitor on by itself: a refresh, or a script that does nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from finder import urls
from finder.pages.tree import parse

if TYPE_CHECKING:
    from finder.items import OnwardBy

LONGEST_REFRESH: Final = 30.0  # seconds; a page that stays longer is there to be read
_FEW_WORDS: Final = 60
_MAX_SCRIPTED: Final = 20_000  # characters; a page that only sends on is a small one
_MAX_START: Final = 65_536
# The HTML Standard's shared declarative refresh steps: seconds, then perhaps "url=" and quotes.
_REFRESH: Final = re.compile(
    r"\s*(\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})\s*[;,\s]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE
)
_SCRIPT: Final = re.compile(
    r"(?<![\w.$])(?:(?:window|document|top|self|parent)\s*\.\s*)?location"
    r"(?:\s*\.\s*href\s*=|\s*\.\s*(?:replace|assign)\s*\(|\s*=)\s*([\"'])([^\"'<>\s]{1,2000})\1"
)
# What there is in the source of either: a character reference may stand for any letter.
_REFRESH_SOURCE: Final = re.compile(rb"http-equiv\s*=\s*[\"']?(?:refresh|[^\"'>\s]{0,200}&)")
_SCRIPT_SOURCE: Final = re.compile(
    r"location\s*(?:[=&(!]|setTimeout|window|\.\s*(?:href|replace|assign|[&(!]|setTimeout|window))"
)
# A function that runs after a while, or at once, sends everybody on; any other, or a condition, only some.
_LATER: Final = re.compile(
    r"(?:setTimeout\s*\(|window\s*\.\s*onload\s*=|[(!])\s*(?:function\s*\(\s*\)\s*\{|\(\s*\)\s*=>)"
)
_CONDITION: Final = re.compile(
    r"\b(?:if|function|switch|screen|onclick|addEventListener)\b|=>|\?[^?;]{1,200}:"
)


def onward(html: str, url: str, refresh: str = "") -> tuple[str, OnwardBy] | None:
    """The address that the page at ``url`` sends a visitor on to, and by what; ``None`` if it does not.

    ``refresh`` is the value of its ``Refresh`` header. A page that only loads itself again, or that takes
    longer than :data:`LONGEST_REFRESH`, stays. A script counts on a small page with next to no text.
    """
    if found := _by_refresh(refresh, url, url):
        return found, "refresh"
    if not _may_send(html):
        return None
    tree = parse(html[:_MAX_START])
    base = tree.css_first("base[href]")
    home = (urls.resolve((base.attributes.get("href") or "").strip(), url) if base else None) or url
    for node in tree.css('meta[http-equiv="refresh" i][content]'):
        inside = node.parent
        if inside is not None and inside.tag == "noscript":
            continue
        if found := _by_refresh(node.attributes.get("content") or "", home, url):
            return found, "refresh"
    if len(html) > _MAX_SCRIPTED:
        return None
    scripts = [node.text() for node in tree.css("script:not([src])")[:10]]
    tree.strip_tags(["script", "style", "noscript", "head"], recursive=True)
    if len((tree.body.text(separator=" ") if tree.body else "").split()) > _FEW_WORDS:
        return None
    plain = (script for script in (_LATER.sub("", each) for each in scripts) if not _CONDITION.search(script))
    match = next(filter(None, map(_SCRIPT.search, plain)), None)
    found = urls.resolve(match[2], home) if match else None
    return (found, "script") if found and found != url else None


def _may_send(html: str) -> bool:
    """Whether a page can be one that sends on, as its source has it: few are, and a parse takes its time."""
    start = html[:_MAX_START].encode("utf-8", "replace").lower()
    at = start.find(b"http-equiv")
    if at >= 0 and _REFRESH_SOURCE.search(start, at):
        return True
    return len(html) <= _MAX_SCRIPTED and b"location" in start and bool(_SCRIPT_SOURCE.search(html))


def _by_refresh(value: str, base: str, url: str) -> str | None:
    match = _REFRESH.match(value[:2_000])
    if not match or float(match[1]) > LONGEST_REFRESH:
        return None
    found = urls.resolve(match[2].strip(), base)
    return found if found != url else None
