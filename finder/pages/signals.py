"""What the page of a target shows at a glance: enough to judge it, in well under a millisecond."""

from __future__ import annotations

import re
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from finder import urls
from finder.items import Signals
from finder.pages.fingerprint import fingerprint
from finder.pages.language import language_of
from finder.pages.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_MAX_LINE: Final = 300
_MAX_SILENT: Final = 300
_MAX_TEXT: Final = 3_000
_MAX_PRINTED: Final = 4_000
_MAX_HEADINGS: Final = 12
_MAX_HOSTS: Final = 40
_MAX_TOLD: Final = 1_200
_MAX_LINKS: Final = 500
_MAX_MARKED: Final = 60_000
_MAX_ELEMENTS: Final = 600
_LEAST_MAIN: Final = 5
_UNSEEN: Final = ["script", "style", "template", "noscript", "svg", "head", "object", "select"]
_CHROME: Final = ["nav", "footer", "aside", "menu"]
_HIDDEN: Final = '[hidden], [style*="display:none"], [style*="display: none"]'
_CHROME_ROLES: Final = '[role="navigation"], [role="contentinfo"], [role="complementary"], [role="banner"]'
_HOST: Final = re.compile(r"\s*(?:https?:)?//(?:[^/?#@\s]*@)?([a-z0-9.-]{3,253})", re.IGNORECASE)
_PAIRED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
# What the scripts of parking services leave in the markup.
_MARKS: Final = (
    *("data-adblockkey", "window.park=", "window.park =", "adsense/domains", "parkingcrew", "sedoparking"),
    *("bodis.com", "domainpark", "domain_park", "parkingpage", "parking_page", "parkedpage", "parklogic"),
)
_LANGUAGE: Final = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_;,\s]|\Z)")


def signals_of(html: str, url: str, charset: str = "", *, plain: bool = False) -> Signals:
    """What ``html``, read at ``url``, shows. Never raises, whatever it is given.

    ``plain`` is text that is no HTML.
    """
    tree = parse(f"<body>{escape(html)}" if plain else html)
    declared, elements = _declarations(tree, url), _elements(tree)
    start = html[:_MAX_MARKED].lower()
    marks = tuple(mark for mark in _MARKS if mark in start)
    shown = _shown(tree)
    declared["language"] = language_of(declared["language"], shown["text"][:_MAX_TOLD])
    return Signals(charset=charset, marks=marks, **declared, **elements, **shown)


def _elements(tree: LexborHTMLParser) -> dict[str, Any]:
    """What the page is made of, scripts and all."""
    silent = " ".join(node.text(separator=" ") for node in tree.css("noscript")[:5])
    tags = [node.tag or "" for node in tree.css("body *")[:_MAX_ELEMENTS]]
    return {
        "images": _count(tree, "img, picture, video, canvas"),
        "frames": _count(tree, "iframe, frame"),
        "passwords": _count(tree, 'input[type="password" i]'),
        "scripts": _count(tree, "script"),
        "silent": " ".join(silent.split())[:_MAX_SILENT],
        "skeleton_print": fingerprint(_shingles(tags)),
    }


def _shown(tree: LexborHTMLParser) -> dict[str, Any]:
    """What a reader sees. Takes all the rest out of the tree."""
    tree.strip_tags(_UNSEEN, recursive=True)
    _strip(tree, _HIDDEN)
    whole, links = _text(tree), _count(tree, "a[href]")
    headings = [line for node in tree.css("h1, h2, h3")[:_MAX_HEADINGS] if (line := _line(node))]
    h1 = next((line for node in tree.css("h1")[:_MAX_HEADINGS] if (line := _line(node))), "")
    tree.strip_tags(_CHROME, recursive=True)
    _strip(tree, _CHROME_ROLES)
    main = _text(tree)
    if _word_count(main) < _LEAST_MAIN < _word_count(whole):
        main = whole
    return {
        "h1": h1,
        "headings": tuple(headings),
        "text": main[:_MAX_TEXT],
        "words": _word_count(whole),
        "main_words": _word_count(main),
        "links": links,
        "link_words": sum(_word_count(node.text()) for node in tree.css("a[href]")[:_MAX_LINKS]),
        "text_print": fingerprint(whole[:_MAX_PRINTED].lower().split()),
    }


def _declarations(tree: LexborHTMLParser, url: str) -> dict[str, Any]:
    title = tree.css_first("title")
    html = tree.css_first("html")
    named = {
        (node.attributes.get("name") or "").lower(): node.attributes.get("content") or ""
        for node in reversed(tree.css("meta[name]")[:100])
    }
    canonical = tree.css_first('link[rel="canonical" i][href]')
    href = (canonical.attributes.get("href") or "").strip() if canonical else ""
    language = _LANGUAGE.match((html.attributes.get("lang") if html else "") or "")
    return {
        "title": _line(title) if title else "",
        "language": language[1].lower() if language else "",
        "robots": named.get("robots", "")[:_MAX_LINE],
        "canonical": (urls.resolve(href, url) or "")[:_MAX_LINE] if href else "",
        **_hosts(tree, url),
    }


def _hosts(tree: LexborHTMLParser, url: str) -> dict[str, tuple[str, ...]]:
    """Hosts of other sites that the page uses or names; those that it ``embeds`` come first.

    A link may lead anywhere: it is no embedding.
    """
    used = [
        *_values(tree, "iframe[src], frame[src], script[src]", "src"),
        *_values(tree, "form[action]", "action"),
    ]
    named = _values(tree, "a[href]", "href")
    loaded = _values(tree, "img[src], link[href]", "src", "href")
    return {"hosts": _others(chain(used, named, loaded), url), "embeds": _others(used, url)}


def _others(used: Iterable[str], url: str) -> tuple[str, ...]:
    named = dict.fromkeys(match[1].lower() for value in used if (match := _HOST.match(value)))
    ours = urls.site(url)
    return tuple(name for name in named if urls.registrable_domain(name) != ours)[:_MAX_HOSTS]


def _values(tree: LexborHTMLParser, selector: str, *names: str) -> Iterator[str]:
    for node in tree.css(selector)[:200]:
        attributes = node.attributes
        yield from (value for name in names if (value := attributes.get(name)))


def _count(tree: LexborHTMLParser, selector: str) -> int:
    return len(tree.css(selector))


def _strip(tree: LexborHTMLParser, selector: str) -> None:
    """Take elements out of the tree, of nested ones only the outermost: the others go with it."""
    found = tree.css(selector)
    marked = {node.mem_id for node in found}
    for node in [node for node in found if node.tag != "body" and not _is_within(node, marked)]:
        node.decompose()


def _is_within(node: LexborNode, marked: set[int]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id in marked:
            return True
        parent = parent.parent
    return False


def _text(tree: LexborHTMLParser) -> str:
    body = tree.body or tree.root
    lines = body.text(separator="\n").split("\n") if body else []
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _line(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())[:_MAX_LINE]


def _shingles(tags: list[str]) -> Iterable[str]:
    return (" ".join(tags[at : at + 3]) for at in range(max(1, len(tags) - 2)))


def _word_count(text: str) -> int:
    """Words between white space; in scripts that are written without spaces two characters are one."""
    return len(text.split()) + (0 if text.isascii() else len(_PAIRED.findall(text)) // 2)
