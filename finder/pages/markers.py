"""What a page says of its dealings with links: paid for, affiliate, guest posts, links for sale.

"Anzeige" and "Sponsored" are mostly the labels of advertisements, which stand on any page: only what speaks
of this page, or of what its site takes and sells, is a marker.
"""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from finder.items import Placement
from finder.markers import Dealing, Marker
from finder.pages.link_lists import link_list_markers
from finder.pages.marker_wording import vocabulary
from finder.pages.wording import normalised

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from finder.items import Link
    from finder.pages.marker_wording import Vocabulary, Wording
    from finder.pages.outline import Outline

_MOST_TEXT: Final = 100_000
_MOST_BLOCKS: Final = 5_000
_LONGEST_NAME: Final = 60
_MAX_SNIPPET: Final = 200
# Of the places where a root stands, so many from the beginning and from the end.
_FIRST: Final = 12
_LAST: Final = 8
_BEFORE: Final = 300
_AFTER: Final = 500
# What is said shortly before a wording may turn it around.
_LEAD: Final = 50
_BESIDE_HEADLINE: Final = 3
_ENDS: Final = ".!?。！？"
_ASKED: Final = "?？"
_QUOTES: Final = ('"', "'")
_EDGES: Final = " \t\n.,:;!?»›>→-–—•|*"
_OF_THE_PAGE: Final = (Placement.MAIN, Placement.HEADER)
# Who writes about such dealings calls chapters so; who does them has a page for it.
_PAGES_OF_THEIR_OWN: Final = (Dealing.SELLS_LINKS, Dealing.LINK_EXCHANGE)
# Their sentences say what is not changed by it ("at no cost to you"), or begin with "if you buy".
_PLAIN: Final = (Dealing.AFFILIATE_DISCLOSURE,)
_OF_THIS_PAGE: Final = (Dealing.PAID_POST, Dealing.AFFILIATE_DISCLOSURE)


class _Hit(NamedTuple):
    """A place where a root stands: in the text ``number``, which is shown from ``start`` to ``end``."""

    number: int
    start: int
    end: int


def markers_of(
    outline: Outline, title: str, languages: Sequence[str], links: Sequence[Link], headline: int
) -> tuple[Marker, ...]:
    """The dealings of a page, each once, in the languages that it is in or declares.

    ``headline`` is the block that prints its title. At most 100,000 characters of text are looked at.
    """
    words = vocabulary(*languages)
    anchors = [link.anchor.lower().strip(_EDGES) for link in links]
    found: dict[Dealing, str] = {}
    for marker in (
        *_named_by_links(links, anchors, words),
        *_named_by_headings(outline, title, words),
        *_said(outline, title, words, headline),
        *link_list_markers(links, anchors),
    ):
        found.setdefault(marker.what, marker.snippet)
    return tuple(Marker(what, _printable(found[what])) for what in Dealing if what in found)


def _named_by_links(links: Sequence[Link], anchors: Sequence[str], words: Vocabulary) -> Iterator[Marker]:
    """Dealings for which the site has a page of its own."""
    if words.names.keys().isdisjoint(anchors):
        return
    for link, anchor in zip(links, anchors, strict=True):
        what = words.names.get(anchor)
        in_main = link.placement is Placement.MAIN and what in _PAGES_OF_THEIR_OWN
        if what is not None and not in_main and link.placement is not Placement.COMMENTS:
            yield Marker(what, link.anchor)


def _named_by_headings(outline: Outline, title: str, words: Vocabulary) -> Iterator[Marker]:
    """Dealings that the page, or a part of it, has for a heading."""
    told = [(title, 1)]
    told += [
        (block.text, block.level)
        for block in outline.blocks[:_MOST_BLOCKS]
        if block.level and not block.hidden and outline.placements[block.zone] is not Placement.COMMENTS
    ]
    for text, level in told:
        what = words.names.get(text.lower().strip(_EDGES)) if len(text) <= _LONGEST_NAME else None
        if what is not None and (level == 1 or what not in _PAGES_OF_THEIR_OWN):
            yield Marker(what, text)


def _said(outline: Outline, title: str, words: Vocabulary, headline: int) -> Iterator[Marker]:
    """Dealings that a sentence, or a label beside the headline, tells of."""
    texts, blocks = _texts(outline, title)
    # A small letter for each, or places in one would not be those in the other.
    whole = "\n".join(texts)[:_MOST_TEXT].replace("İ", "i").lower()
    starts: list[int] = []
    for root, wordings in words.roots.items():
        if root not in whole:
            continue
        starts = starts or list(accumulate((len(text) + 1 for text in texts), initial=0))
        for hit in _hits(whole, root, starts):
            shown = " ".join(texts[hit.number][hit.start : hit.end].split())
            plain = normalised(shown)
            places = _places(blocks[hit.number], outline, headline, at_start=hit.start == 0)
            for wording in wordings:
                if wording.place in places and (span := _told(wording, plain, words)):
                    yield Marker(wording.dealing, (shown if len(shown) == len(plain) else plain)[span])


def _texts(outline: Outline, title: str) -> tuple[list[str], list[int]]:
    """The texts that are looked at, the title first (-1), and which blocks they are."""
    comments = {zone for zone, placement in enumerate(outline.placements) if placement is Placement.COMMENTS}
    numbers = [
        number
        for number, block in enumerate(outline.blocks[:_MOST_BLOCKS])
        if not block.hidden and block.zone not in comments
    ]
    return [title, *(outline.blocks[number].text for number in numbers)], [-1, *numbers]


def _hits(whole: str, root: str, starts: list[int]) -> Iterator[_Hit]:
    """The first and the last places where a root stands, none inside what is shown of the one before."""
    found: list[_Hit] = []
    at = whole.find(root)
    while at >= 0:
        number = bisect(starts, at) - 1
        end = min(starts[number + 1] - 1, len(whole))
        first, last = max(at - _BEFORE, starts[number]), min(at + _AFTER, end)
        found.append(_Hit(number, first - starts[number], last - starts[number]))
        if len(found) > _FIRST + _LAST:
            del found[_FIRST]
        at = whole.find(root, last)
    yield from found


def _places(number: int, outline: Outline, headline: int, *, at_start: bool) -> tuple[str, ...]:
    """As what the text of a block (-1: the title) counts."""
    if number < 0:
        return ("head",)
    block = outline.blocks[number]
    if outline.placements[block.zone] not in _OF_THE_PAGE:
        return ("says",)
    near = (
        at_start
        and abs(number - headline) <= _BESIDE_HEADLINE
        and 2 * block.link_characters < len(block.text)
    )
    return ("says", "main", "head") if near else ("says", "main")


def _told(wording: Wording, plain: str, words: Vocabulary) -> slice | None:
    """Where in a text the sentence is that tells of a dealing; nowhere if it tells the contrary."""
    match = wording.pattern.search(plain)
    if match is None:
        return None
    start = max(plain.rfind(sign, 0, match.start()) + 1 for sign in _ENDS)
    ends = [at for sign in _ENDS if (at := plain.find(sign, match.end())) >= 0]
    end = min(ends, default=len(plain) - 1) + 1
    if plain[end - 1] in _ASKED or _is_turned(wording.dealing, plain, match, start, end, words):
        return None
    return slice(start if match.end() - start <= _MAX_SNIPPET else match.start(), end)


def _is_turned(
    what: Dealing, plain: str, match: re.Match[str], start: int, end: int, words: Vocabulary
) -> bool:
    """Whether a sentence says the contrary, only thinks of it, or quotes it."""
    before = plain[max(start, match.start() - _LEAD) : match.start()]
    if before.rstrip(" ").endswith(_QUOTES):
        return True
    if what in _PLAIN:
        return bool(words.contrary.search(before))
    around = before + match[0] if what in _OF_THIS_PAGE else plain[start:end]
    return bool(words.contrary.search(around) or words.thought.search(before))


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else " " for each in " ".join(text.split()))[:_MAX_SNIPPET]
