"""Text and addresses as words that can be compared: folded, split, in any script.

A word is what a reader would call one, in lower case; scripts written without spaces give pairs of
characters. The *forms* of a word are the spellings under which it is looked up.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

import ada_url

from finder.reference import load_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

STEM_MARK: Final = "~"
JOINED_MARK: Final = "+"
_STEM_LENGTH: Final = 6
_MAX_TEXT: Final = 20_000
_MAX_WORD: Final = 60
_COUNTED: Final = 4_000

_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"  # Han, kana, Hangul
    "\U00020000-\U0003ffff"
)


def _marks() -> str:
    """All vowel signs and accents as ranges of a pattern; Han, Hangul and private use have none."""
    codes = itertools.chain(range(0x300, 0x3400), range(0xA000, 0xAC00), range(0xF900, 0x10000))
    marks = [code for code in codes if unicodedata.category(chr(code)) in ("Mn", "Mc")]
    known = frozenset(marks)
    firsts = (chr(code) for code in marks if code - 1 not in known)
    lasts = (chr(code) for code in marks if code + 1 not in known)
    return "".join(f"{first}-{last}" for first, last in zip(firsts, lasts, strict=True))


# They belong to the letter before them; ``\w`` alone would cut Hindi words at each.
_MARKS: Final = _marks()
_WORD: Final = re.compile(rf"[^\W_][^\W_{_MARKS}]*(?:[{_MARKS}]+[^\W_]*)*")
_ASCII_WORD: Final = re.compile(r"[a-z0-9]+")
_ASCII_POSSESSIVE: Final = re.compile(r"(?<=[a-z0-9_])'s\b")
# Text whose words can be counted as they stand: runs of letters without marks of their own, and Han, kana
# and Hangul.
_EAST: Final = "\u3005-\u3007\u3041-\u3096\u309d-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_NOT_PLAIN: Final = re.compile(
    f"[^\u0000-\u02ff\u0370-\u0482\u048a-\u0556\u2010-\u20cf\u2100-\u2bff\u3000-\u3004\u3008-\u3020{_EAST}\u30fb"
    "\ufeff\uff00-\uff9d\ufffd\U0001f000-\U0001faff]"
)
_PLAIN_WORD: Final = re.compile(rf"[^\W_{_EAST}]+(?:['’][sS]\b)?")
_EAST_RUN: Final = re.compile(f"[{_EAST}]+")
_RUNS: Final = re.compile(rf"[{_UNSPACED}{_MARKS}]+|[^{_UNSPACED}]+")
_UNSPACED_START: Final = re.compile(rf"[{_UNSPACED}]")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_POSSESSIVE: Final = re.compile(r"(?<=\w)['’]s\b", re.IGNORECASE)
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_UNDECOMPOSED: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_SPELLED_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})

_EXTENSION: Final = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_LOCALE: Final = re.compile(r"^[a-z]{2}(?:[-_][a-z]{2})?$", re.IGNORECASE)
_LONGEST_LOCALE: Final = len("en-gb")
_DATE_OR_NUMBER: Final = re.compile(r"^[\d\W_]+$")
_HASH: Final = re.compile(r"^(?=[^\d]*\d)[0-9a-f-]{8,}$", re.IGNORECASE)
_SHORT_ID: Final = re.compile(r"^[a-z]{1,2}[-_]?\d+$|^[a-z]$", re.IGNORECASE)
_OPAQUE: Final = re.compile(
    "|".join(each.pattern for each in (_DATE_OR_NUMBER, _HASH, _SHORT_ID, _LOCALE)), re.IGNORECASE
)
_PARTED: Final = re.compile(r"[-_ .]")
_ADDRESS_LIKE: Final = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$|^\s*[\w-]+(?:\.[\w-]+)+(?:/\S*)?\s*$")
_SEGMENT_SHARES: Final = (1.0, 0.5, 0.25)


class Share(NamedTuple):
    """A word with the share of attention its place deserves, 0-1."""

    word: str
    share: float


def split_words(text: str) -> list[str]:
    """The words of a text in reading order, case-folded (at most the first 20,000 characters)."""
    if text.isascii():
        # The same by a shorter way, which most addresses and many texts may take.
        plain = text[:_MAX_TEXT].lower()
        return [word[:_MAX_WORD] for word in _ASCII_WORD.findall(_ASCII_POSSESSIVE.sub("", plain))]
    folded = unicodedata.normalize("NFKC", _POSSESSIVE.sub("", text[:_MAX_TEXT])).casefold()
    return _pieces(_WORD.findall(folded))


def words_beginning(beginnings: Iterable[str], text: str) -> list[str]:
    """Those words of a text in plain small letters (a-z, 0-9) that begin so, each as often as it is there.

    The same as to split the text and look at each word, in a fraction of the time.
    """
    starts: set[int] = set()
    for each in beginnings:
        at = text.find(each)
        while at >= 0:
            if at == 0 or _ASCII_WORD.match(text[at - 1]) is None:
                starts.add(at)
            at = text.find(each, at + 1)
    found = (_ASCII_WORD.match(text, at) for at in starts)
    return [match[0][:_MAX_WORD] for match in found if match]


def count_words(text: str) -> int:
    """How many words :func:`split_words` finds; about as many in more than 4,000 characters.

    A character that stands for several letters may count otherwise, too.
    """
    text = text[:_MAX_TEXT]
    if _NOT_PLAIN.search(text):
        return len(split_words(text))
    in_pairs = () if text.isascii() else _EAST_RUN.findall(text)
    if in_pairs:
        return len(_PLAIN_WORD.findall(text)) + sum(max(len(run) - 1, 1) for run in in_pairs)
    # What says much is counted by its spaces: nobody needs to know whether it is a few words more.
    end = text.find(" ", _COUNTED) if len(text) > _COUNTED else -1
    few, rest = (text, "") if end < 0 else (text[:end], text[end:])
    return len(_PLAIN_WORD.findall(few)) + len(rest.split())


def split_names(text: str, known: Callable[[str], bool] = bool) -> list[str]:
    """Like :func:`split_words`, and names such as ``TideTable`` also give their parts.

    The whole of such a name is left out when it is not ``known``.
    """
    if text.isascii() and text == text.lower():
        # No name has parts without a capital.
        return split_words(text)
    normal = unicodedata.normalize("NFKC", _POSSESSIVE.sub("", text[:_MAX_TEXT]))
    found: list[str] = []
    for word in _WORD.findall(normal):
        parts = _CAMEL.split(word)
        if len(parts) == 1 or known(word.casefold()):
            found.append(word.casefold())
        if len(parts) > 1:
            found += [part.casefold() for part in parts]
    return _pieces(found)


def address_words(url: str, known: Callable[[str], bool] = bool) -> list[Share]:
    """The words an address says about its page; the last segment that says something counts most.

    Identifiers, hashes, dates, language codes, ``index`` and file extensions say nothing. An address
    that cannot be parsed has no words.
    """
    try:
        parsed = ada_url.parse_url(url[:_MAX_TEXT], attributes=("pathname", "search"))
    except ValueError:
        return []
    segments = [_without_extension(unquote(part)) for part in parsed["pathname"].split("/") if part]
    speaking = [segment for segment in segments if not is_opaque(segment)]
    if parsed["search"]:
        speaking += [value for value in _query_values(parsed["search"]) if not is_opaque(value)]
    shares: list[Share] = []
    for place, segment in enumerate(reversed(speaking)):
        share = _SEGMENT_SHARES[min(place, len(_SEGMENT_SHARES) - 1)]
        shares += [Share(word, share) for word in split_names(segment, known)]
    return shares


def is_opaque(segment: str) -> bool:
    """Whether a path segment names a page only to machines."""
    if segment.casefold() in _empty_segments():
        return True
    if len(segment) > _LONGEST_LOCALE and segment.replace("-", "").isalpha():
        # What the patterns have needs a digit, or no letter.
        return False
    return _OPAQUE.match(segment) is not None or _looks_random(segment)


def is_identifier(segment: str) -> bool:
    """Whether a path segment is a code of letters and digits that nobody can read: a hash, a key."""
    has_letters = not _DATE_OR_NUMBER.match(segment)
    return has_letters and (bool(_HASH.match(segment)) or _looks_random(segment))


def is_generic_anchor(anchor: str) -> bool:
    """Whether an anchor says nothing about its target: ``click here``, a bare address, no words at all."""
    words = split_words(anchor)
    return not words or says_nothing(words) or bool(_ADDRESS_LIKE.match(anchor[:_MAX_TEXT]))


def says_nothing(words: Sequence[str]) -> bool:
    """Whether words as :func:`split_words` gives them are one phrase such as ``click here``."""
    return " ".join(words) in _generic_anchors()


@lru_cache(maxsize=200_000)
def forms(word: str) -> tuple[str, ...]:
    """The spellings under which a word is found, the plain one first.

    Without accents and plural s; ``ü`` also as ``ue``; for long words the beginning, marked by ``~``.
    """
    if word.isascii():
        plain = _singular(word)
        return (plain, STEM_MARK + plain[:_STEM_LENGTH]) if len(plain) >= _STEM_LENGTH else (plain,)
    if _UNSPACED_START.match(word):
        return (word,)
    plain = _singular(_ACCENTS.sub("", unicodedata.normalize("NFKD", word)).translate(_UNDECOMPOSED))
    spelled = _singular(_ACCENTS.sub("", unicodedata.normalize("NFKD", word.translate(_SPELLED_OUT))))
    found = (plain,) if spelled == plain else (plain, spelled)
    return (*found, STEM_MARK + plain[:_STEM_LENGTH]) if len(plain) >= _STEM_LENGTH else found


@lru_cache(maxsize=200_000)
def prior(word: str) -> float:
    """How much a word can say before anything is known about the own pages, 0-1."""
    if word in _function_words():
        return 0.15
    if word.isdigit():
        return 0.4
    return 0.3 if len(word) == 1 and not _UNSPACED_START.match(word) else 1.0


def joined(words: Sequence[str]) -> list[str]:
    """Neighbouring words written as one in plain form, as in ``quickstart`` for ``quick start``."""
    return [
        forms(one + other)[0]
        for one, other in itertools.pairwise(words)
        if one.isalpha() and other.isalpha() and prior(one) == prior(other) == 1.0 and not is_unspaced(one)
    ]


def rejoined(words: Iterable[str]) -> list[str]:
    """Words as they were written: overlapping pairs of an unspaced script put together again."""
    found: list[str] = []
    for word in words:
        if found and is_unspaced(word) and found[-1].endswith(word[0]):
            found[-1] += word[1:]
        else:
            found.append(word)
    return found


def is_unspaced(word: str) -> bool:
    """Whether a word is a piece of a script that is written without spaces."""
    return bool(_UNSPACED_START.match(word))


def _pieces(words: list[str]) -> list[str]:
    if not _UNSPACED_START.search("".join(words)):
        return [word[:_MAX_WORD] for word in words]
    return [piece for word in words for run in _RUNS.findall(word) for piece in _pairs(run)]


def _pairs(run: str) -> list[str]:
    if not _UNSPACED_START.match(run) or len(run) < 3:
        return [run[:_MAX_WORD]]
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _singular(word: str) -> str:
    if len(word) > 5 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _without_extension(segment: str) -> str:
    return _EXTENSION.sub("", segment)


def _query_values(search: str) -> list[str]:
    pairs = (part.partition("=") for part in search[1:].split("&"))
    return [_without_extension(unquote(value.replace("+", " "))) for _, _, value in pairs if len(value) > 3]


def _looks_random(segment: str) -> bool:
    """Letters and digits in turns, as in ``a8Kx92bQ``; ``covid19`` and ``mp3-player`` are words."""
    if len(segment) < 6 or segment.isalpha() or _PARTED.search(segment):
        return False
    return sum(a.isdigit() != b.isdigit() for a, b in itertools.pairwise(segment)) >= 3


@lru_cache(maxsize=1)
def _generic_anchors() -> frozenset[str]:
    return frozenset(" ".join(split_words(line)) for line in load_lines("generic_anchors.txt"))


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    return frozenset(word for line in load_lines("function_words.txt") for word in line.split())


@lru_cache(maxsize=1)
def _empty_segments() -> frozenset[str]:
    return frozenset(load_lines("empty_segments.txt"))
