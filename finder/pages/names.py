"""Names of people out of what pages put where an author belongs."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from finder.pages.dates import plain_of
from finder.reference import load_lines, load_table

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_NAME: Final = 100
_MAX_TEXT: Final = 600
_MAX_WORDS: Final = 6
_UNSPACED: Final = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TAG: Final = re.compile(r"<[^<>]{0,300}>")
_ADDRESS: Final = re.compile(r"[^\s@]{1,80}@[^\s@]{1,80}|https?://\S{1,300}|www\.\S{1,300}|(?<!\S)@\S{1,80}")
_BRACKETS: Final = re.compile(r"[(\[（【][^()\[\]（）【】]{0,120}[)\]）】]")
_BORDER: Final = re.compile(
    r"\s*[;|/•·●▪⋅→»«›\n\t、，／…]+\s*|\s+[–—]+\s*|\s*[–—]+\s+|\s+[-~]\s+|\s*[-–—]\s*\Z|\A\s*[-–—:]\s*|\s{3,}"
)
_COMMA: Final = re.compile(r"\s*,\s+")
_AMPERSAND: Final = re.compile(r"\s+[&+]\s+")
_PUNCTUATION: Final = " \t\n.,:;*\"“”„'‘’«»_-–—|"
_PARTICLES: Final = frozenset(
    (
        *("de", "del", "della", "di", "da", "dos", "das", "do", "du", "des", "la", "le", "las", "los"),
        *("van", "von", "vom", "zu", "zum", "zur", "der", "den", "ter", "ten", "te", "op", "auf", "und"),
        *(
            "af",
            "av",
            "al",
            "el",
            "bin",
            "ibn",
            "ben",
            "abu",
            "e",
            "y",
            "i",
            "mac",
            "mc",
            "st",
            "san",
            "santa",
        ),
    )
)
_COMPANY: Final = re.compile(
    r"(?:\A|\s)(?:e\.?\s?V|d\.o\.o|s\.r\.o|gmbh|mbh|ag|kg|ltd|inc|llc|plc|s\.?r\.?l|s\.?p\.?a|s\.l|b\.?v|oy|a/s|corp|co|foundation"
    r"|verein|verband|verlag|institut|ministerium|university|universität|association|agency)\.?\Z",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"http|[:：@<>{}=]|\w\(|\A[a-z]{2,3}\Z")
_LEAD_OUT: Final = frozenset(
    ("on", "am", "at", "in", "le", "il", "el", "em", "pa", "den", "um", "for", "fur")
)
_SUFFIX: Final = re.compile(
    r"\A(?:jr|sr|phd|ph\.d|md|m\.d|mba|esq|rd|ii|iii|iv|msc|bsc|dds|cfa|cpa|rn)\.?\Z", re.IGNORECASE
)
_TITLE: Final = re.compile(
    r"\A(?:(?:dr|prof|professor|mr|mrs|ms|ing|mag|dipl|med|herr|frau|mme|dott|sra|sr|hon|rev|ra|rechtsanwalt|rechtsanwältin|avv|univ|ass|pd)\.?\s+)+(?=\S+\s+\S)",
    re.IGNORECASE,
)
_UNSPACED_NAME: Final = re.compile(rf"[{_UNSPACED}]{{2,8}}(?:[·・ ][{_UNSPACED}]{{1,12}}){{0,3}}\Z")
_REPORTER: Final = re.compile(r"\s*(?:記者|记者|기자|特派員|編輯)\s*\Z|\A\s*(?:記者|记者)\s*[:：]?")
_NO_LETTERS: Final = re.compile(r"[\W_]+")
_MAX_LEAD: Final = 60


def names_in(text: str, site_names: frozenset[str] = frozenset()) -> list[str]:
    """The names in a text that stands where an author belongs, as they are written.

    Lead words, titles, addresses, brackets, roles (``Staff Writer``) and what is one of ``site_names``
    (letters only, see :func:`letters_of`) are left out. A text that reads like a sentence gives none.
    """
    cleaned = _cleaned(text)
    if not cleaned:
        return []
    found: list[str] = []
    for part in _BORDER.split(without_lead(cleaned)[0]):
        for piece in _pieces(part):
            name = _name(piece)
            if name and site_names and (letters_of(name) in site_names or _COMPANY.search(name)):
                if not found:
                    # What follows a company is its address.
                    return []
                name = ""
            # After a name in full, a single word is a place, a degree or a job.
            if name and (not found or " " in name or " " not in found[0] or _UNSPACED_NAME.match(name)):
                found.append(name)
    return list(dict.fromkeys(found))


def leading_names(text: str) -> tuple[list[str], str]:
    """The names at the beginning of a line of running text, and what follows them."""
    words = text.split()[:30]
    taken = 0
    for word in words:
        bare = word.strip(_PUNCTUATION)
        plain = plain_of(bare)
        joint = plain in _joints() or word in ("&", "+")
        named = (
            bool(bare) and (bare[0].isupper() or not (bare[0].islower() or bare[0].isdigit()))
        ) or plain in _PARTICLES
        if not (joint or named):
            break
        taken += 1
        if word[-1] in "|•·–—:" or (len(word) > 3 and word[-1] == "."):
            break
    return names_in(" ".join(words[:taken])), " ".join(words[taken:])


def without_lead(text: str) -> tuple[str, str]:
    """A line without the lead words of a byline, and their sort: ``near``, ``anywhere`` or empty."""
    if text[:2].lower() not in _lead_starts():
        return text, ""
    match = _lead_pattern().match(text[:_MAX_LEAD].lower())
    if match is None or match.end() >= len(text):
        return text, ""
    return text[match.end() :], _leads()[match[1]]


def letters_of(text: str) -> str:
    """The letters and digits of a text in small: the form in which names are compared."""
    return _NO_LETTERS.sub("", text.casefold())


def _cleaned(text: str) -> str:
    if not text or len(text) > 4 * _MAX_TEXT:
        return ""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    text = _BRACKETS.sub(" ", _ADDRESS.sub(" ", text))
    lines = (" ".join(line.split()) for line in text.strip().splitlines())
    return "\n".join(line for line in lines if line)[:_MAX_TEXT]


def _pieces(part: str) -> Iterable[str]:
    """The names of one stretch between borders: parted by commas and by words for *and*."""
    by_comma = [piece for piece in _COMMA.split(part) if piece]
    if len(by_comma) == 2 and _is_family_name_first(*by_comma):
        yield f"{by_comma[1]} {by_comma[0]}"
        return
    for piece in by_comma:
        halves = _AMPERSAND.split(piece)
        firm = not all(map(_is_name, halves)) or not any(" " in half for half in halves)
        for half in [piece] if firm else halves:
            yield from _by_joint(half)


def _is_family_name_first(first: str, second: str) -> bool:
    """Whether two parts around a comma are a name as catalogues have it: *Wren, Ada*; *Wren, Ada van der*."""
    given, *rest = second.split() or [""]
    alone = " " not in first and all(plain_of(word) in _PARTICLES for word in rest)
    return alone and _is_name(first) and _is_name(given if len(given) > 1 else f"{given}.")


def _by_joint(text: str) -> Iterable[str]:
    words = text.split()
    start = 0
    for index in range(1, len(words) - 1):
        if plain_of(words[index]) not in _joints():
            continue
        left, right = words[start:index], words[index + 1 :]
        # One word on a side is a family name of two parts, or the first names of a couple.
        full = len(left) >= 2 and len(right) >= 2
        if full or plain_of(words[index]) in ("and", "und", "et"):
            yield " ".join(left)
            start = index + 1
    yield " ".join(words[start:])


def _name(text: str) -> str:
    text = _REPORTER.sub("", without_lead(text.strip(_PUNCTUATION))[0]).strip(_PUNCTUATION)
    first, _, rest = text.partition(" ")
    if rest and plain_of(first) in ("and", "und", "et"):
        text = rest
    if rest and plain_of(text.rpartition(" ")[2]) in _LEAD_OUT:
        text = text.rpartition(" ")[0]
    text = _TITLE.sub("", text)
    return text if _is_name(text) else ""


def _is_name(text: str) -> bool:
    if not 2 <= len(text) <= MAX_NAME or not text[0].isalnum() or _LABEL.search(text) or text.isdigit():
        return False
    words = text.split()
    if len(words) > _MAX_WORDS or _SUFFIX.match(text) or not any(map(str.isalpha, text)):
        return False
    plain = [plain_of(word.strip(_PUNCTUATION)) for word in words]
    if text.lower() in _leads():
        return False
    if not _roles().isdisjoint(plain) or not _roles().isdisjoint(
        part for word in plain for part in word.split("-")
    ):
        return False
    if any(sign.isdigit() for sign in text) and len(words) > 1:
        return False
    small = [
        word for word, low in zip(words, plain, strict=True) if word[0].islower() and low not in _PARTICLES
    ]
    return len(small) * 2 <= len(words) or len(words) <= 2


@lru_cache(maxsize=1)
def _leads() -> dict[str, str]:
    return {lead: sort for sort, lead in load_table("byline_words.tsv") if sort != "joint"}


@lru_cache(maxsize=1)
def _lead_starts() -> frozenset[str]:
    """The first two letters of lead words; any border may follow one of a single letter."""
    borders = (" ", ":", "：", "/", "／")
    return frozenset(
        start
        for lead in _leads()
        for start in ([lead[:2]] if lead[1:] else [lead + border for border in borders])
    )


@lru_cache(maxsize=1)
def _lead_pattern() -> re.Pattern[str]:
    longest_first = sorted(_leads(), key=len, reverse=True)
    return re.compile(rf"({'|'.join(map(re.escape, longest_first))})(?:\s*[:：/／]\s*|\s+)")


@lru_cache(maxsize=1)
def _joints() -> frozenset[str]:
    return frozenset(plain_of(word) for sort, word in load_table("byline_words.tsv") if sort == "joint")


@lru_cache(maxsize=1)
def _roles() -> frozenset[str]:
    return frozenset(map(plain_of, load_lines("role_words.txt")))
