"""Names of our brands on a page: where they stand, whether we are meant, and where they link to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from finder.brands import Role
from finder.brands.pointing import reached
from finder.brands.sense import PageEvidence, Passage, judge
from finder.items import Confidence, Mention, Placement, Sense, Within
from finder.pages.within import AnchorsByBlock, within_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from finder.brands import Names
    from finder.brands.hits import Clue, Hit
    from finder.brands.judgement import Judgement
    from finder.items import Link
    from finder.pages.outline import Anchor, Block, Outline

_MOST_MENTIONS: Final = 500
_MOST_BLOCKS: Final = 20_000
_AT_ONCE: Final = 200_000  # characters
_MOST_TEXT: Final = 2_000_000
_LONGEST_BLOCK: Final = 50_000
_MOST_HITS: Final = 2_000
_SNIPPET: Final = 200
# Between two blocks, so that no name and no address runs across their border: white space that no block has
# and no name is written with.
_BORDER: Final = "\x1e"
# Joiners change how letters look, not what they say; Persian and Indic scripts use them as they like.
_JOINER: Final = re.compile("[\u200c\u200d]")


def mentions_of(
    outline: Outline, names: Names, links: Sequence[tuple[Anchor, Link]], title: str, language: str
) -> tuple[Mention, ...]:
    """The mentions on a page in document order, at most 500, those that mean something else among them.

    About 2 million characters of visible text are looked at, 50,000 of one block, and no more once 2,000
    names were found.

    ``links`` are those of the page with the anchors they were read from.
    """
    blocks = [block for block in outline.blocks if not block.hidden][:_MOST_BLOCKS]
    texts = [_plain(block.text[:_LONGEST_BLOCK]) for block in blocks]
    hits: dict[int, list[Hit]] = defaultdict(list)
    clues: dict[int, list[Clue]] = defaultdict(list)
    for first, some in _portions(texts):
        _find(names, first, some, language, hits, clues)
        if sum(map(len, hits.values())) > _MOST_HITS:
            break
    if not hits:
        return ()
    link_of = {id(anchor): link for anchor, link in links}
    numbers = sorted(hits)
    passages = [
        Passage(texts[number], tuple(hits[number]), tuple(clues[number]), blocks[number].heading)
        for number in numbers
    ]
    in_text = (clues[number] for number in sorted(clues) if _is_text(outline, blocks[number]))
    everywhere = tuple(clue for some in in_text for clue in some)
    page = PageEvidence(
        language, title, everywhere, _linked(hits.values(), (link.url for _, link in links if link.outbound))
    )
    anchors = AnchorsByBlock(outline, (blocks[number] for number in numbers))
    mentions: list[Mention] = []
    for number, judged in zip(numbers, judge(passages, page), strict=True):
        block = blocks[number]
        joiners = _joiners(block.text)
        for judgement in judged:
            start = judgement.hit.start
            anchor = anchors.at(block, start + bisect_right(joiners, start))
            link = link_of.get(id(anchor)) if anchor else None
            mentions.append(
                mention_of(
                    judgement,
                    texts[number],
                    heading=block.heading,
                    placement=outline.placements[block.zone],
                    within=within_of(outline, block),
                    link_url=link.url if link else "",
                    link_text=link.anchor if link else "",
                )
            )
    return tuple(mentions[:_MOST_MENTIONS])


def _is_text(outline: Outline, block: Block) -> bool:
    """Whether what a block says is about the page: its main text, and headings wherever they stand."""
    return outline.placements[block.zone] is Placement.MAIN or bool(block.level)


def _plain(text: str) -> str:
    if text.isascii() or not ("\u200c" in text or "\u200d" in text):
        return text
    return _JOINER.sub("", text)


def _joiners(text: str) -> list[int]:
    """Where in the plain text of a block its joiners would stand."""
    if text.isascii():
        return []
    return [found.start() - number for number, found in enumerate(_JOINER.finditer(text))]


def _portions(texts: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The texts in portions, each with the number of its first; about 2 million characters in all."""
    first = length = total = 0
    for number, text in enumerate(texts):
        length += len(text)
        if length >= _AT_ONCE:
            yield first, texts[first : number + 1]
            total += length
            if total >= _MOST_TEXT:
                return
            first, length = number + 1, 0
    if first < len(texts):
        yield first, texts[first:]


def _find(
    names: Names,
    first: int,
    texts: list[str],
    language: str,
    hits: dict[int, list[Hit]],
    clues: dict[int, list[Clue]],
) -> None:
    found, words = names.find(_BORDER.join(texts), language)
    if not (found or words):
        return
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    for hit in found:
        place = bisect_right(starts, hit.start) - 1
        hits[first + place].append(hit.moved(-starts[place]))
    for clue in words:
        clues[first + bisect_right(starts, clue.start) - 1].append(clue)


def _linked(hits: Iterable[list[Hit]], links: Iterable[str]) -> frozenset[str]:
    """The names of the brands found that a page links to."""
    brands = {id(hit.brand): hit.brand for some in hits for hit in some}
    domains = reached(links)
    return frozenset(brand.name for brand in brands.values() if not domains.isdisjoint(brand.domains))


def mention_of(
    judgement: Judgement,
    text: str,
    *,
    heading: str,
    placement: Placement,
    within: Within,
    link_url: str = "",
    link_text: str = "",
) -> Mention:
    """The mention that a hit in ``text`` is, by what was judged of it and by where it stands."""
    hit, confidence = judgement.hit, judgement.confidence
    snippet, at = _snippet(text, hit.start, hit.end)
    return Mention(
        brand=hit.brand.name,
        name=hit.name,
        snippet=snippet,
        heading=heading,
        placement=placement,
        found=snippet[at : at + hit.end - hit.start],
        at=at,
        sense=_sense(confidence),
        confidence=confidence or Confidence.LOW,
        why="; ".join(judgement.reasons),
        link_url=link_url,
        link_text=link_text,
        within=within,
        weight=hit.brand.weight,
        is_brand=hit.role in (Role.BRAND, Role.ALIAS),
    )


def _sense(confidence: Confidence | None) -> Sense:
    if confidence is None:
        return Sense.OTHER
    return Sense.UNCLEAR if confidence is Confidence.LOW else Sense.OURS


def _snippet(text: str, start: int, end: int) -> tuple[str, int]:
    """The text around a mention on one line, and where in it the mention begins."""
    room = max(_SNIPPET - (end - start), 0) // 2
    left, right = max(start - room, 0), min(end + room, len(text))
    if left:
        space = text.find(" ", left, start)
        left = space + 1 if space >= 0 else left
    if right < len(text):
        space = text.rfind(" ", end, right)
        right = space if space >= 0 else right
    return text[left:right].replace("\n", " "), start - left
