"""Under which spellings one name is written: joined or parted, with other letters, with an ending."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from finder.brands.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS: Final = re.compile(r"[\s\u2010-\u2015-]+")
_JOINED_FROM: Final = 7  # letters; two short words written as one are easily another word
_PART_FROM: Final = 2
# What languages write for a letter that keyboards or registries lack; both ways.
_SPELLED_OUT: Final = (
    {"ß": "ss"},
    {"ä": "ae", "ö": "oe", "ü": "ue"},
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"},
    {"å": "aa", "ø": "oe", "æ": "ae", "œ": "oe"},
)
# The joiners of Persian and Indic scripts; texts are looked at without them.
_JOINERS: Final = re.compile("[\u200c\u200d]")
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
_NUKTA: Final = "\u093c"
_QUOTES: Final = tuple(
    f"{space}{signs[0]}\\1{signs[-1]}{space}"
    for signs in ('""', "“”", "””", "„“", "«»", "  ")
    for space in ("", " ")
)
_QUOTED: Final = re.compile(' ?"([^"]+)" ?')
_AND: Final = re.compile(r" (?:&|and|und|et|y|e|en|och|og|i|и) ")
_ANDS: Final = (" & ", " and ", " und ", " et ", " y ")


class Form(StrEnum):
    """How a spelling differs from the name as the campaign has it."""

    AS_WRITTEN = "as_written"
    JOINED = "joined"
    PARTED = "parted"
    OTHER_LETTERS = "other_letters"
    MISSPELT = "misspelt"


def spellings(name: str) -> dict[str, Form]:
    """The folded spellings of a name, the first form that gives each.

    ``Blue Harbor`` is also found as ``Blue-Harbor`` (both fold to the same) and ``BlueHarbor``, ``TideTable``
    as ``Tide Table``, ``Müller & Söhne`` as ``Mueller und Soehne``, ``McDonald's`` as ``McDonalds``, ``A&B``
    as ``A & B``. Accents are found as letters of their own as well.
    """
    found: dict[str, Form] = {}
    for spelled, form in _forms(_tidy(name)):
        for accents in ("NFC", "NFD"):
            folded = " ".join(fold(unicodedata.normalize(accents, spelled)).split())
            if folded:
                found.setdefault(folded, form)
    return found


def _tidy(name: str) -> str:
    """A name as texts have it: letters with their accents, no invisible signs, single spaces."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", name)).split())


def _forms(name: str) -> Iterator[tuple[str, Form]]:
    joined = _JOINERS.sub("", name)
    yield joined, Form.AS_WRITTEN
    if joined != name:
        yield _JOINERS.sub(" ", name), Form.OTHER_LETTERS
    name = joined
    others = list(_other_letters(name))
    for other in others:
        yield other, Form.OTHER_LETTERS
    for whole in (name, *others) if _AND.search(name) else ():
        for word in _ANDS:
            yield _AND.sub(word, whole), Form.OTHER_LETTERS
    parts = [part for part in _PARTS.split(name) if part]
    if len(parts) > 1 and sum(map(len, parts)) >= _JOINED_FROM and not _AND.search(name):
        yield "".join(parts), Form.JOINED
        for other in _other_letters("".join(parts)):
            yield other, Form.JOINED
    camel = _CAMEL.split(name)
    if len(parts) == 1 and len(camel) > 1 and all(len(part) >= _PART_FROM for part in camel):
        yield " ".join(camel), Form.PARTED


def _other_letters(name: str) -> Iterator[str]:
    lowered = name.lower()
    for table in _SPELLED_OUT:
        if any(letter in lowered for letter in table):
            yield _replaced(lowered, table)
    if "ss" in lowered:
        yield lowered.replace("ss", "ß")
    if "'" in fold(name):
        yield fold(name).replace("'", "")
    if "&" in name:
        yield name.replace("&", " & ")
        yield re.sub(" ?& ?", "&", name)
    yield from (_QUOTED.sub(signs, name) for signs in _QUOTES if '"' in name)
    if _NUKTA in name:
        yield name.replace(_NUKTA, "")


def _replaced(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in text)
