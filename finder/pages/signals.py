"""What the page of a target shows at a glance: enough to judge it, in well under a millisecond."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, Final

from finder import urls
from finder.items import Signals
from finder.pages.fingerprint import fingerprint
from finder.pages.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selectolax.lexbor import LexborHTMLParser, LexborNode

_MAX_LINE: Final = 300
_MAX_SILENT: Final = 300
_MAX_TEXT: Final = 3_000
_BEGINNING: Final = _MAX_TEXT + 600
_SHORT: Final = 1_000  # characters
_FIRST_WORDS: Final = 800  # characters
_ENOUGH_WORDS: Final = 40  # different ones; such a page is compared by them, not by its skeleton
_MAX_HEADINGS: Final = 12
_LEAST_ORIGIN: Final = len("https://")
_MAX_HOSTS: Final = 40
_MAX_MARKED: Final = 60_000
_MAX_ELEMENTS: Final = 600
_ENOUGH_LETTERS: Final = 120  # different ones: more than Latin has, so they are of a script without spaces
_LEAST_MAIN: Final = 5
A_PAGE: Final = 400  # words of main text with which a page is more than a lander, whatever its scripts
_UNSEEN: Final = ["script", "style", "template", "noscript", "svg", "head", "object", "select"]
_CHROME_TAGS: Final = frozenset({"nav", "footer", "aside", "menu"})
_HIDDEN: Final = '[hidden], [style*="display:none"], [style*="display: none"]'
_CHROME: Final = (
    f"{', '.join(sorted(_CHROME_TAGS))}, "
    '[role="navigation"], [role="contentinfo"], [role="complementary"], [role="banner"]'
)
_HOST: Final = re.compile(r"\s*(?:https?:)?//(?:[^/?#@\s]*@)?([a-z0-9.-]{3,253})", re.IGNORECASE)
_PAIRED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)
# The bytes that begin none of these characters in UTF-8.
_NEVER_PAIRED: Final = bytes(byte for byte in range(256) if byte not in (0xE0, 0xE1, *range(0xE3, 0xEE)))
_ASCII: Final = bytes(range(128))
_COUNTED: Final = 4_000  # characters
_MANY_WORDS: Final = A_PAGE + 100
_ODD_SPACES: Final = b"\t\r\x0b\x0c\x1c\x1d\x1e\x1f"
_WIDE_SPACE: Final = re.compile(
    b"\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80"
)
_GAPS: Final = bytes(ord(" " if chr(byte).isspace() and byte < 128 else "x") for byte in range(256))
# What the scripts of parking services leave in the markup.
_MARKS: Final = (
    *("data-adblockkey", "window.park=", "window.park =", "adsense/domains", "parkingcrew", "sedoparking"),
    *("bodis.com", "domainpark", "domain_park", "parkingpage", "parking_page", "parkedpage", "parklogic"),
)
_SHORT_MARK: Final = b"park"  # in all but a few of them
_UNLIKE: Final = tuple(mark.encode() for mark in _MARKS if _SHORT_MARK.decode() not in mark)
# Where frameworks of scripts hang what they write, on pages that may look otherwise as they were sent.
_MOUNTS: Final = (
    "#root, #app, #__next, #__nuxt, #___gatsby, #q-app, #svelte, #react-root, #app-root, "
    "app-root, [ng-app], [ng-version], [data-reactroot], [data-server-rendered]"
)
_LANGUAGE: Final = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_;,\s]|\Z)")


def signals_of(html: str, url: str, *, plain: bool = False) -> Signals:
    """What ``html``, read at ``url``, shows. Never raises, whatever it is given.

    ``plain`` is text that is no HTML.
    """
    source = f"<body>{escape(html)}" if plain else html
    tree = parse(source)
    title, declared = _declared(tree)
    scripts, images = _count(tree, "script"), _count(tree, "img", "picture", "video", "canvas")
    shown = _shown(tree, source)
    return Signals(
        title=title,
        language=declared,
        scripts=scripts,
        images=images,
        # Only pages without words are known by their elements.
        skeleton_print=0 if _says_much(shown["text"][:_FIRST_WORDS]) else _skeleton_print(source),
        **shown,
        **(_beside_words(source, url) if shown["main_words"] < A_PAGE else {}),
    )


def _beside_words(html: str, url: str) -> dict[str, Any]:
    """What tells of a page that says little: what else it is made of and whom it names, scripts and all."""
    tree = parse(html)
    silent = " ".join(node.text(separator=" ") for node in tree.tags("noscript")[:5])
    return {
        "frames": _count(tree, "iframe", "frame"),
        "passwords": len(tree.css('input[type="password" i]')),
        "silent": " ".join(silent.split())[:_MAX_SILENT],
        "marks": _marks(html[:_MAX_MARKED]),
        "app": tree.css_first(_MOUNTS) is not None,
        **_hosts(tree, url),
    }


def _marks(start: str) -> tuple[str, ...]:
    lowered = start.encode("utf-8", "replace").lower()
    if _SHORT_MARK in lowered or any(mark in lowered for mark in _UNLIKE):
        return tuple(mark for mark in _MARKS if mark.encode() in lowered)
    return ()


def _skeleton_print(html: str) -> int:
    """The fingerprint of the elements."""
    tags = [node.tag or "" for node in parse(html).css("body *")[:_MAX_ELEMENTS]]
    return fingerprint(" ".join(tags[at : at + 3]) for at in range(max(1, len(tags) - 2)))


def _says_much(text: str) -> bool:
    # Half of it mostly has as many.
    for some in (text[: len(text) // 2], text):
        if len(set(filter(str.isalpha, some.split()))) >= _ENOUGH_WORDS:
            return True
    return not text.isascii() and len(set(filter(str.isalpha, text))) >= _ENOUGH_LETTERS


def _shown(tree: LexborHTMLParser, html: str) -> dict[str, Any]:
    """What a reader sees. Takes all the rest out of the tree."""
    _leave_what_is_seen(tree)
    links = len(tree.css("a[href]"))
    headings = [line for node in tree.css("h1, h2, h3")[:_MAX_HEADINGS] if (line := _line(node))]
    h1 = next((line for node in tree.tags("h1")[:_MAX_HEADINGS] if (line := _line(node))), "")
    around = _take_out(tree, _CHROME, _CHROME_TAGS)
    main = _text(tree)
    words, pairs = _counted(main)
    words_around, pairs_around = _counted("\n".join(around))
    main_words = words + pairs // 2
    all_words = words + words_around + (pairs + pairs_around) // 2
    if main_words < _LEAST_MAIN < all_words:
        # What looks like a frame is all that there is.
        main, main_words = _text(_leave_what_is_seen(parse(html))), all_words
    return {
        "h1": h1,
        "headings": tuple(headings),
        "text": _start_of(main),
        "words": all_words,
        "main_words": main_words,
        "links": links,
    }


def _leave_what_is_seen(tree: LexborHTMLParser) -> LexborHTMLParser:
    tree.strip_tags(_UNSEEN, recursive=True)
    _take_out(tree, _HIDDEN)
    return tree


def _declared(tree: LexborHTMLParser) -> tuple[str, str]:
    """The title of a page and the language that it declares; each may be empty."""
    title, html = tree.css_first("title"), tree.css_first("html")
    language = _LANGUAGE.match((html.attributes.get("lang") if html else "") or "")
    return _line(title) if title else "", language[1].lower() if language else ""


def _hosts(tree: LexborHTMLParser, url: str) -> dict[str, tuple[str, ...]]:
    """Hosts of other sites that the page uses or names; those that it ``embeds`` come first.

    A link may lead anywhere: it is no embedding.
    """
    frames = _values(tree, "iframe[src], frame[src], script[src]", "src")
    used = _named([*frames, *_values(tree, "form[action]", "action")])
    loaded = _values(tree, "img[src], link[href]", "src", "href")
    named = _named([*_values(tree, "a[href]", "href"), *loaded])
    ours = urls.site(url)
    return {"hosts": _others(used | named, ours), "embeds": _others(used, ours)}


def _named(values: Iterable[str]) -> dict[str, None]:
    """The hosts that absolute addresses name, each once."""
    # Most name the same few, up to a path that does not matter.
    begun = dict.fromkeys([_without_path(value) for value in values if "//" in value])
    return dict.fromkeys([match[1].lower() for match in map(_HOST.match, begun) if match])


def _without_path(value: str) -> str:
    end = value.find("/", _LEAST_ORIGIN) if value.startswith("http") else -1
    return value[:end] if end >= 0 else value


def _others(names: Iterable[str], ours: str) -> tuple[str, ...]:
    return tuple(name for name in names if urls.registrable_domain(name) != ours)[:_MAX_HOSTS]


def _values(tree: LexborHTMLParser, selector: str, *names: str) -> list[str]:
    all_attributes = [node.attributes for node in tree.css(selector)[:200]]
    return [value for each in all_attributes for name in names if (value := each.get(name))]


def _count(tree: LexborHTMLParser, *tags: str) -> int:
    return sum(len(tree.tags(tag)) for tag in tags)


def _take_out(tree: LexborHTMLParser, selector: str, anyway: frozenset[str] = frozenset()) -> list[str]:
    """Take elements out of the tree; their texts. Those inside others go with them.

    A page that is marked as a whole (it waits for its scripts) is taken as it is, but for the
    tags of ``anyway``.
    """
    found = tree.css(selector)
    root = tree.root.mem_id if found and tree.root else 0
    if any(node.tag == "body" or node.mem_id == root for node in found):
        found = [node for node in found if node.tag in anyway]
    texts = []
    for node in found:
        # Whatever stood in an element that was taken out has no parent any more.
        if node.parent is not None:
            texts.append(node.text(separator="\n"))
            node.decompose()
    return texts


def _text(tree: LexborHTMLParser) -> str:
    """The text of a page, each piece of it on a line of its own."""
    body = tree.body or tree.root
    return body.text(separator="\n") if body else ""


def _start_of(text: str) -> str:
    """The first lines of a text with single spaces."""
    # The beginning mostly holds enough: as long as nothing is left out of its last line.
    start = _in_lines(text[:_BEGINNING])
    if len(start) < _MAX_TEXT and len(text) > _BEGINNING:
        start = _in_lines(text)
    return start[:_MAX_TEXT]


def _in_lines(text: str) -> str:
    lines: list[str] = []
    room = _MAX_TEXT
    # To take all lines to words and put them together again takes longer than to see that nothing changes.
    even = text.isascii() and len(text) == len(text.encode().translate(None, _ODD_SPACES))
    for line in text.split("\n"):
        plain = line.strip(" ") if even else " ".join(line.split())
        if even and "  " in plain:
            plain = " ".join(plain.split())
        if plain:
            lines.append(plain)
            room -= len(plain) + 1
            if room < 0:
                break
    return "\n".join(lines)


def _line(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())[:_MAX_LINE]


def _counted(text: str) -> tuple[int, int]:
    """Words between white space, and characters of scripts without spaces: two of those are one word more.

    Where the beginning has more words than it ever matters, the rest is taken to have as many.
    """
    if len(text) > _COUNTED:
        words, pairs = _counted_all(text[:_COUNTED])
        if words + pairs // 2 >= _MANY_WORDS:
            return words * len(text) // _COUNTED, pairs * len(text) // _COUNTED
    return _counted_all(text)


def _counted_all(text: str) -> tuple[int, int]:
    if len(text) < _SHORT and text.isascii():
        return len(text.split()), 0
    # Many times as fast as to make all those words.
    raw = text.encode("utf-8", "replace")
    pairs = 0
    if not text.isascii():
        beyond = raw.translate(None, _ASCII)
        pairs = _paired(text) if beyond.translate(None, _NEVER_PAIRED) else 0
        for space in set(_WIDE_SPACE.findall(beyond)):
            raw = raw.replace(space, b" ")
    gaps = raw.translate(_GAPS)
    return gaps.count(b" x") + gaps.startswith(b"x"), pairs


def _paired(text: str) -> int:
    return sum(map(len, _PAIRED.findall(text)))
