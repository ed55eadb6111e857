"""Text in the form in which names are compared: every character keeps its place.

Because the length never changes, what is found in the folded text stands at the same place in the text
that a person reads.
"""

from __future__ import annotations

import re
import unicodedata
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


_FOLDS: Final = {
    character: folded
    for character in ("\r", "\f", "\v", *map(chr, range(0x80, 0x10000)))
    if unicodedata.category(character)
    in ("Cc", "Ll", "Lo", "Pd", "Zs", "Po", "Sk", "Pi", "Pf", "Sm", "Nd", "Lm")
    and (folded := _folded_character(character)) != character
}
_FOLDED: Final = re.compile("[" + "".join(map(re.escape, _FOLDS)) + "]")
_ASCII: Final = str.maketrans("-\n\t\r\f\v`", "      '")


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
    return _FOLDED.sub(lambda found: _FOLDS[found[0]], lowered)
