"""The words beside a name, and what the reference table says of them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final

from finder.reference import load_table

_WINDOW: Final = 80
_WORD: Final = re.compile(r"[^\W_](?:[^\W_]|['’.-](?=[^\W_]))*")
_SENTENCE_START: Final = re.compile(
    r"(?:^|[.!?…:•·|–—\n。！？][\"'”’»)\]]*\s*|[。！？])[\s\"'“‘«„(\[*•–—-]*$"
)
_QUOTES: Final = (
    ("“", "”"),
    ("„", "“"),
    ("«", "»"),
    ("»", "«"),
    ("「", "」"),
    ("《", "》"),
    ('"', '"'),
    ("‚", "‘"),
)
_CAPITAL_SHARE: Final = 0.6
_TITLE_WORDS: Final = 3
_SMALL_WORD: Final = 4


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands beside a name: ``before`` and ``after`` are the words next to it in its sentence.

    ``second_before`` is the word before that, ``before_starts``: the word before begins the sentence.
    ``joined_before``, ``joined_after``: a hyphen joins the name to another word. ``starts``: it is the first
    word of a sentence, an item or a heading; ``whole``: nothing else stands in its block;
    ``capital_before``, ``capital_after``: those words begin with a capital that no sentence start explains.
    ``left`` and ``right`` are the texts on both sides, at most 80 characters.
    """

    before: str
    second_before: str
    before_starts: bool
    after: str
    next_sign: str
    starts: bool
    whole: bool
    joined_before: bool
    joined_after: bool
    capital_before: bool
    capital_after: bool
    quoted: bool
    possessive: bool
    left: str
    right: str

    @property
    def shouted(self) -> bool:
        """Whether all around the name is written in capitals."""
        beside = f"{self.left}{self.right}"
        return beside == beside.upper()


def surroundings(text: str, start: int, stop: int, end: int) -> Surroundings:
    """What stands beside the name at ``start`` to ``stop`` (with its ending to ``end``) of a text."""
    left, right = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    starts = _SENTENCE_START.search(left) is not None
    words = _words_before(left)
    after = _WORD.match(right.lstrip(" \u00a0\n")) if right[:1].isspace() else None
    before = words[0] if words else ""
    begins = _SENTENCE_START.search(left[: left.rfind(before)]) is not None if before else False
    return Surroundings(
        before=before,
        second_before=words[1] if len(words) > 1 else "",
        before_starts=begins,
        after=after[0] if after else "",
        next_sign=right[:1],
        starts=starts,
        whole=not text[:start].strip(" \"'“„«([") and not text[end:].strip(" \"'”“»)].,:®™"),
        joined_before=left[-1:] == "-" and left[-2:-1].isalnum(),
        joined_after=right[:1] == "-" and right[1:2].isalnum(),
        capital_before=before != before.lower() and not begins and left[-1:].isspace(),
        capital_after=bool(after) and after[0][0].isupper() if after else False,
        quoted=any(left.endswith(opening) and right.startswith(closing) for opening, closing in _QUOTES),
        possessive=text[stop:end].lower() in ("'s", "’s", "'", "’"),
        left=left,
        right=right,
    )


def is_title(text: str) -> bool:
    """Whether a text is written with capitals throughout, as headlines are in English.

    The first word has a capital in any case.
    """
    words = [word for word in _WORD.findall(text[:400]) if len(word) >= _SMALL_WORD]
    others = words[1:] if words and text.lstrip().startswith(words[0]) else words
    capitals = sum(word[0].isupper() for word in others)
    return len(words) >= _TITLE_WORDS and capitals > _CAPITAL_SHARE * len(others)


@cache
def words_of(language: str, sort: str) -> frozenset[str]:
    """The words of one sort in a language, and those of any language."""
    return _table().get(f"{language}.{sort}", frozenset()) | _table().get(f"mul.{sort}", frozenset())


@cache
def all_words_of(sort: str) -> frozenset[str]:
    """The words of one sort in whatever language."""
    return frozenset(word for name, words in _table().items() if name.endswith(f".{sort}") for word in words)


def _words_before(left: str) -> list[str]:
    """The last words before a name, the nearest first, none from beyond the end of a sentence."""
    if not left[-1:].isspace():
        return []
    found: list[str] = []
    rest = left.rstrip()
    while rest and len(found) < 2:
        match = re.search(r"([^\W_](?:[^\W_]|['’.-](?=[^\W_]))*)$", rest)
        if match is None:
            break
        found.append(match[1])
        rest = rest[: match.start()].rstrip()
    return found


@cache
def small_words(language: str) -> frozenset[str]:
    """The frequent small words of a language; of all languages if it has none in the table."""
    table = dict(load_table("function_words.tsv"))
    return frozenset((table.get(language) or " ".join(table.values())).split())


@cache
def _table() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, words in load_table("name_surroundings.tsv"):
        found[name].update(words.split())
    return {name: frozenset(words) for name, words in found.items()}
