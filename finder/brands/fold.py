"""Text in the form in which names are compared: every character keeps its place.

Because the length never changes, what is found in the folded text stands at the same place in the text
that a person reads.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

APOSTROPHES: Final = "'’‘ʼ`´＇"
# Letters that decompose into a base and accents lose them only where the accents are no letters themselves:
# not in kana (か and が), Hangul or Indic scripts.
_ACCENTED_SCRIPTS: Final = ("LATIN ", "GREEK ", "CYRILLIC ", "ARABIC LETTER ALEF")
_UNDECOMPOSED: Final = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "ς": "σ",
    "ی": "ي", "ى": "ي", "ک": "ك", "ە": "ه", "ہ": "ه", "ھ": "ه",
}  # fmt: skip


def _folded_character(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in ("Pd", "Zs"):
        return " "
    if character in APOSTROPHES:
        return "'"
    if character in "\r\f\v":
        return " "
    if "\uff01" <= character <= "\uff5e":
        return unicodedata.normalize("NFKC", character).lower().replace("`", "'")
    if character in _UNDECOMPOSED:
        return _UNDECOMPOSED[character]
    if kind == "Ll" or kind == "Lo":
        name = unicodedata.name(character, "")
        if name.startswith(_ACCENTED_SCRIPTS) and (parts := unicodedata.decomposition(character)):
            first = parts.split()[0]
            if not first.startswith("<"):
                return _folded_character(chr(int(first, 16))) if len(parts.split()) > 1 else character
    return character


_FOLDED_SORTS: Final = frozenset(("Cc", "Ll", "Lo", "Pd", "Zs", "Po", "Sk", "Pi", "Pf", "Sm", "Nd", "Lm"))
_ASCII: Final = str.maketrans("-\n\t\r\f\v`", "      '")


def _is_folded(character: str) -> bool:
    """Whether :func:`_folded_character` may give another one; most of Unicode is passed over at once."""
    return (
        bool(unicodedata.decomposition(character))
        or character in APOSTROPHES
        or character in _UNDECOMPOSED
        or unicodedata.category(character) in ("Pd", "Zs")
    )


@cache
def _folding() -> tuple[re.Pattern[str], dict[str, str]]:
    """Which characters are folded, and to what, where not all is ASCII.

    Made when it is first needed, for that reads all of Unicode.
    """
    folds = {
        character: folded
        for character in ("\r", "\f", "\v", *filter(_is_folded, map(chr, range(0x80, 0x10000))))
        if unicodedata.category(character) in _FOLDED_SORTS
        and (folded := _folded_character(character)) != character
    }
    return re.compile("[" + "".join(map(re.escape, folds)) + "]"), folds


def fold(text: str) -> str:
    """The text in lower case, without accents, one kind of space for all spaces, hyphens and line breaks.

    One character for one: also ``İ`` and ``ı`` are an ``i``, full-width letters the usual ones. What has no
    counterpart of one character (``ß``, ``æ``) stays; :mod:`finder.brands.spellings` knows their spellings.
    """
    if text.isascii():
        return text.lower().translate(_ASCII)
    # A chain of replacements is many times faster than a translation where not all is ASCII.
    lowered = (
        text.replace("İ", "i")
        .lower()
        .replace("-", " ")
        .replace("\n", " ")
        .replace("\t", " ")
        .replace("`", "'")
    )
    folded, folds = _folding()
    return folded.sub(lambda found: folds[found[0]], lowered)
