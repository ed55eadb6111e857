"""A quick look at a page that tells most pages which say nothing to us: it may err to one side only.

Reading a page takes several times as long as making its tree. From the tree come its whole text and the
addresses of its links as they stand, without entities, tags and character sets; where the letters of no name
and of no host are in them, reading would find nothing either.
"""

from __future__ import annotations

import html as markup
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from ahocorasick_rs import AhoCorasick

from finder import urls
from finder.brands.fold import fold
from finder.pages.placement import hides
from finder.pages.tags import LEAVES, SILENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selectolax.lexbor import LexborHTMLParser

    from finder.archive_scan.sought import Sought

# Of these the text is not read, so that what stands before and behind is one word. Of a button it depends.
_UNREAD: Final = sorted((SILENT - {"button"}) | (LEAVES - {"img"}) | {"noscript"})
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_MAYBE_HIDDEN: Final = "[style], [hidden], [aria-hidden]"
_WHOLE: Final = ("html", "body")
_NOT_IN_URLS: Final = str.maketrans("", "", "\t\n\r")
# A host with a letter beyond ASCII, which a browser may write in many ways.
_FOREIGN_HOST: Final = re.compile(r"(?:[/\\]{2}|https?:[/\\]*)[^/?#\\]*[^\x00-\x7f]")
_MOST_CODED: Final = 12  # times that an address is encoded in another


class Glance:
    """Whether a page may give anything of what is sought. Made ready once."""

    def __init__(self, sought: Sought, names: Iterable[str]) -> None:
        """``names``: see :meth:`finder.brands.Names.needles`."""
        campaign = sought.campaign
        hosts = {urls.hostname(url) for url in sought.targets.values()} | sought.hosts
        hosts |= set(campaign.backlinks.rival_domains)
        self._names = _automaton(names)
        self._hosts = _automaton(hosts)
        # A number has more spellings than can be looked for.
        self._numbers = any(":" in host or host.replace(".", "").isdigit() for host in hosts)

    def may_hold(self, tree: LexborHTMLParser) -> bool:
        """Whether a page has to be read. Takes parts out of ``tree`` that no reading needs but this one."""
        source = tree.html or ""
        if self._hosts is not None and (self._numbers or self._links(source)):
            return True
        return self._names is not None and self._text(tree, source)

    def _links(self, source: str) -> bool:
        hrefs = markup.unescape("?".join(_values("href", source)))
        for _ in range(_MOST_CODED):
            hrefs = hrefs.translate(_NOT_IN_URLS).lower()
            if _has(self._hosts, hrefs) or (not hrefs.isascii() and _FOREIGN_HOST.search(hrefs)):
                return True
            if "%" not in hrefs or (decoded := unquote(hrefs)) == hrefs:
                return False
            hrefs = decoded
        return True

    def _text(self, tree: LexborHTMLParser, source: str) -> bool:
        if _has(self._names, _letters(markup.unescape("\n".join(_values("alt", source))))):
            return True
        tree.strip_tags(_UNREAD)
        _take_out_hidden(tree)
        if _has(self._names, _letters(_text_of(tree))):
            return True
        if "<button" not in source:
            return False
        tree.strip_tags(["button"])
        return _has(self._names, _letters(_text_of(tree)))


def _automaton(needles: Iterable[str]) -> AhoCorasick | None:
    patterns = sorted(needles)
    return AhoCorasick(patterns) if patterns else None


def _has(automaton: AhoCorasick | None, text: str) -> bool:
    return automaton is not None and bool(automaton.find_matches_as_indexes(text))


def _values(attribute: str, source: str) -> list[str]:
    """What all attributes are set to whose names end so; a tree is always written with these quotes."""
    # Ten times as fast as a regular expression.
    return [rest[: rest.find('"')] for rest in source.split(f'{attribute}="')[1:]]


def _text_of(tree: LexborHTMLParser) -> str:
    return tree.root.text(deep=True, separator="") if tree.root is not None else ""


def _take_out_hidden(tree: LexborHTMLParser) -> None:
    # From the end on, so that nothing is looked at whose surroundings are gone.
    for node in reversed(tree.css(_MAYBE_HIDDEN)):
        attributes = node.attributes
        if node.tag not in _WHOLE and (hides(attributes) or attributes.get("aria-hidden") == "true"):
            node.decompose()


def _letters(text: str) -> str:
    """A text folded, without spaces and what cannot be seen: however it is parted, the letters of a name
    stand side by side."""
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    return "".join(fold(text).split())
