"""Whether letters stand as a name of their own, or are a part of a word, an address or a line of code.

Words are what Unicode calls letters, digits and marks (Standard Annex 29 without its dictionary scripts);
scripts that are written without spaces, and languages that join endings or small words to a name, have their
own rules here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from finder.brands.fold import APOSTROPHES, fold
from finder.reference import load_table

_LONGEST_TOKEN: Final = 200
_LONGEST_ENDING: Final = 6
_FOREIGN_ENDING: Final = 4
_ENDINGS_FROM: Final = 3  # letters of a name that may take an ending
_LONG: Final = 6
_KATAKANA: Final = re.compile(r"[\u30a1-\u30fa\u30fc\u31f0-\u31ff\uff66-\uff9f]")
_UNSPACED: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\uff66-\uff9f]"
)
_HANGUL: Final = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
# Thai and Lao vowels that are letters and stand before or behind the consonant they belong to.
_LEADING_VOWEL: Final = re.compile(r"[\u0e40-\u0e44\u0ec0-\u0ec4]")
_TRAILING_VOWEL: Final = re.compile(r"[\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3]")
_SCRIPTS: Final = (
    ("latin", re.compile(r"[A-Za-z\u00aa-\u024f\u1e00-\u1eff\uff21-\uff5a]")),
    ("cyrillic", re.compile(r"[\u0400-\u052f]")),
    ("greek", re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")),
    ("hebrew", re.compile(r"[\u0590-\u05ff]")),
    ("arabic", re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")),
    ("hangul", _HANGUL),
    ("unspaced", _UNSPACED),
)
# What addresses, paths and file names have and words have not.
_IN_ADDRESS: Final = re.compile(r"://|www\.|mailto:|@|[\w-]\.[\w-]+/|^/|\\|\.[a-z]{2,5}$", re.IGNORECASE)
# A sentence that follows without a space, as in "We use Acme.The rest".
_NEXT_SENTENCE: Final = re.compile(r"\.[^\W\d_a-z][^\W\d_A-Z]")
# Calls and parts of programs, ports, numbered handles: "acme()", "acme::core", "acme:8080", "acme#1234".
_IN_CODE: Final = re.compile(r"\(\)|::|->|[:#]\d")
# An e-mail address that is masked: "acme [at] host.example".
_MASKED_AT: Final = re.compile(r" ?[\[({<](?:at|ät|@|à|arroba)[\])}>]", re.IGNORECASE)
_JOINS_LEFT: Final = frozenset("@_=&%~")
_JOINS_RIGHT: Final = frozenset("@_=%")
# Letters, digits and marks; no footnote signs such as ¹.
_OF_WORDS: Final = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl"))
_CURRENCY: Final = "Sc"


def word_end(text: str, start: int, end: int, language: str = "") -> int | None:
    """Where the word ends that the name at ``start`` to ``end`` makes with its ending, if it is one.

    ``None`` where the letters belong to another word, an address, a handle or an identifier. ``language``
    (primary subtag) tells which endings a name may take.
    """
    if not _free_on_the_left(text, start, end):
        return None
    return _end_of_word(text, start, end, language)


def stem_end(text: str, start: int, end: int, language: str) -> int | None:
    """Where a name ends that has lost its last vowel at ``end`` and goes on with the ending of a case."""
    tail = _letters(text, end)
    known = tail and tail in _endings(f"{language}.stem")
    return end + len(tail) if known and _free_on_the_left(text, start, end) else None


def has_word(text: str, word: str, language: str = "") -> bool:
    """Whether a word or phrase stands in a text, however it is written."""
    folded, wanted = fold(text), " ".join(fold(word).split())
    at = folded.find(wanted) if wanted else -1
    while at >= 0:
        if word_end(text, at, at + len(wanted), language) is not None:
            return True
        at = folded.find(wanted, at + 1)
    return False


def _free_on_the_left(text: str, start: int, end: int) -> bool:
    if not start:
        return True
    before, first = text[start - 1], text[start]
    if before.isspace():
        return True
    if before in _JOINS_LEFT or unicodedata.category(before) == _CURRENCY:
        return False
    if before in "./\\":
        return before == "/" and not _IN_ADDRESS.search(_token_before(text, start))
    if before == "-":
        return text[max(0, start - 2)] != "-" and not _in_path(text, start, end)
    if before in "#:" and _IN_ADDRESS.search(f"{_token_before(text, start)}:"):
        return False
    if not _is_letter(before):
        return not (first.isdigit() and before in ",'" and text[max(0, start - 2)].isdigit())
    return _begins_inside(text, start)


def _begins_inside(text: str, start: int) -> bool:
    """Whether a name begins where letters go on without a space."""
    before, first = text[start - 1], text[start]
    if not _is_letter(first):
        # ASP.NET is no .NET.
        return _script(before) in ("unspaced", "hangul")
    if _KATAKANA.match(first):
        return not _KATAKANA.match(before)
    script = _script(first)
    if script == "unspaced":
        return not _LEADING_VOWEL.match(before)
    if script in ("arabic", "hebrew") and _script(before) == script:
        return _is_prefix(text, start, script)
    return not before.isdigit() and _script(before) != script


def _end_of_word(text: str, start: int, end: int, language: str) -> int | None:
    if end >= len(text):
        return end
    if text[end].isspace():
        return None if _MASKED_AT.match(text, end) else end
    after, last = text[end], text[end - 1]
    if after in APOSTROPHES:
        return _after_apostrophe(text, end)
    if _goes_on(text, start, end):
        return None
    if not _is_letter(after):
        return end
    if _KATAKANA.match(last):
        return None if _KATAKANA.match(after) else end
    script = _script(last)
    if script == "unspaced":
        return None if _TRAILING_VOWEL.match(after) else end
    return _with_ending(text, start, end, script, language)


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether the sign behind a name makes it a part of an address, an identifier or a letter."""
    after = text[end]
    kind = unicodedata.category(after)
    if after in _JOINS_RIGHT or kind[0] == "M" or _IN_CODE.match(text, end) or _MASKED_AT.match(text, end):
        return True
    if kind == _CURRENCY:
        return text[end - 1].isdigit() or text[start].isdigit()
    if after == ".":
        if not text[end + 1 : end + 2].isalnum():
            return False
        return _NEXT_SENTENCE.match(text, end) is None or "@" in _token_after(text, end)
    if after == "-":
        return _in_path(text, start, end)
    return after in "/\\" and _is_path(text[start:end], _token_after(text, end + 1))


def _is_path(name: str, behind: str) -> bool:
    """Whether a slash between a name and what stands behind it is that of an address, not of two names."""
    return _IN_ADDRESS.search(behind) is not None or ("." in name and not behind[:1].isupper())


def _with_ending(text: str, start: int, end: int, script: str, language: str) -> int | None:
    tail = _letters(text, end)
    if text[end].isdigit():
        return None
    if _script(text[end]) != script:
        foreign = _script(text[end]) in ("unspaced", "hangul") or len(tail) <= _FOREIGN_ENDING
        return end if foreign else None
    if end - start < _ENDINGS_FROM and script != "hangul":
        return None
    # "ACMES" is no ACME with an ending, and neither is "AcmeS".
    if any(letter.isupper() for letter in tail):
        return None
    known = tail in _endings(language) or (end - start >= _LONG and tail in _endings("mul.long"))
    return end + len(tail) if known else None


def _after_apostrophe(text: str, end: int) -> int:
    """A possessive or a case behind an apostrophe belongs to the name; a closing quote does not."""
    tail = _letters(text, end + 1)
    # Of two names in one pair of quotation marks each ("Acme'Globex'") the second is no ending.
    is_ending = 0 < len(tail) <= _LONGEST_ENDING and not (len(tail) > 1 and tail.istitle())
    return end + 1 + len(tail) if is_ending else end


def _letters(text: str, at: int) -> str:
    stop = at
    while stop < len(text) and stop - at <= _LONGEST_ENDING and _is_letter(text[stop]):
        stop += 1
    return text[at:stop]


def _token_before(text: str, start: int) -> str:
    piece = text[max(0, start - _LONGEST_TOKEN) : start]
    return piece[len(piece.rstrip()) :] if piece[-1].isspace() else piece.split()[-1]


def _token_after(text: str, end: int) -> str:
    words = text[end : end + _LONGEST_TOKEN].split(None, 1)
    return words[0] if words else ""


def _in_path(text: str, start: int, end: int) -> bool:
    """Whether a hyphen beside ``start`` to ``end`` belongs to a file name or an address, not to a compound.

    The name itself may have a dot (Node.js).
    """
    token = _token_before(text, start) if start and not text[start - 1].isspace() else ""
    whole = (token + _token_after(text, end)).rstrip(".,;:!?)\"'”’»")
    return _IN_ADDRESS.search(whole) is not None


def _is_prefix(text: str, start: int, script: str) -> bool:
    at = start
    while at and start - at <= _LONGEST_ENDING and _is_letter(text[at - 1]):
        at -= 1
    prefix = text[at:start]
    # Hebrew doubles a Vav at the beginning of a word behind a prefix.
    if prefix[1:].endswith("ו") and text[start] == "ו" and prefix[:-1] in _prefixes()[script]:
        return True
    return prefix in _prefixes()[script]


def _is_letter(character: str) -> bool:
    return unicodedata.category(character) in _OF_WORDS


@cache
def _script(character: str) -> str:
    for name, letters in _SCRIPTS:
        if letters.match(character):
            return name
    return "other"


@cache
def _endings(language: str) -> frozenset[str]:
    return frozenset(
        word for name, words in load_table("name_endings.tsv") if name == language for word in words.split()
    )


@cache
def _prefixes() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in load_table("name_prefixes.tsv")}
